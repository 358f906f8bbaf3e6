package analyze_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// TestEveryMomentIsShownAsTheStepsTellIt asks for the moment after each step of each
// device: what is shown then is what the whole history had there.
func TestEveryMomentIsShownAsTheStepsTellIt(t *testing.T) {
	for _, name := range []string{"lost-and-spam", "two-releases"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(casesDir, name)
			whole := analyzeFolder(t, folder, evidence.Options{})
			c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: folder, FS: os.DirFS(casesDir), Name: name}}, evidence.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			v, err := evidence.Read(context.Background(), c, evidence.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range moments(whole) {
				hs, err := history.Rebuild(context.Background(), v, history.Options{Now: at, AsOf: true})
				if err != nil {
					t.Fatal(err)
				}
				then := sizes(analyze.NewReport(v, hs))
				for view, want := range sizesAt(whole, at) {
					if got, ok := then[view]; !ok || got != want {
						t.Errorf("%s on %s at %s: %d members, want %d", view[0], view[1], at.Format(time.TimeOnly), got, want)
					}
				}
			}
		})
	}
}

// moments are the seconds of all steps.
func moments(r *analyze.Report) []time.Time {
	known := map[time.Time]bool{}
	var list []time.Time
	for _, g := range r.Groups {
		for _, v := range g.Devices {
			for _, step := range v.History {
				if !known[step.Time] {
					known[step.Time] = true
					list = append(list, step.Time)
				}
			}
		}
	}
	return list
}

// sizes are the numbers of members by group and device.
func sizes(r *analyze.Report) map[[2]string]int {
	found := map[[2]string]int{}
	for _, g := range r.Groups {
		for _, v := range g.Devices {
			found[[2]string{g.ID, v.Device}] = len(v.Members)
		}
	}
	return found
}

// sizesAt are those that the steps up to a moment led to, of devices whose steps
// are in the order of time.
func sizesAt(r *analyze.Report, at time.Time) map[[2]string]int {
	found := map[[2]string]int{}
	for _, g := range r.Groups {
		for _, v := range g.Devices {
			last := time.Time{}
			for _, step := range v.History {
				if step.Time.Before(last) {
					delete(found, [2]string{g.ID, v.Device})
					break
				}
				if last = step.Time; !step.Time.After(at) {
					found[[2]string{g.ID, v.Device}] = step.Members
				}
			}
		}
	}
	return found
}
