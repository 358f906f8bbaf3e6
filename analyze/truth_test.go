package analyze_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

const casesDir = "../testdata/cases"

// truth is what a real client said of its groups when the case was recorded.
type truth struct {
	Device string `json:"device"`
	Groups []struct {
		ID      string    `json:"grpid"`
		Name    string    `json:"name"`
		Members []string  `json:"members"`
		Past    *[]string `json:"past_members"`
		Records []struct {
			Address string `json:"address"`
			Added   int64  `json:"added"`
			Removed int64  `json:"removed"`
		} `json:"records"`
	} `json:"groups"`
}

// analyzeFolder analyzes a case folder as the program does.
func analyzeFolder(t testing.TB, folder string, opts evidence.Options) *analyze.Report {
	t.Helper()
	return analyzeSources(t, opts, evidence.Source{Path: folder, FS: os.DirFS(filepath.Dir(folder)), Name: filepath.Base(folder)})
}

func analyzeSources(t testing.TB, opts evidence.Options, sources ...evidence.Source) *analyze.Report {
	t.Helper()
	return analyzeAt(t, time.Time{}, opts, sources...)
}

// analyzeAt analyzes sources as of a moment.
func analyzeAt(t testing.TB, now time.Time, opts evidence.Options, sources ...evidence.Source) *analyze.Report {
	t.Helper()
	c, err := evidence.Discover(context.Background(), sources, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, problem := range c.Problems() {
		t.Errorf("problem: %v", problem)
	}
	report, err := analyze.Analyze(context.Background(), c, opts, history.Options{Jobs: opts.Jobs, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func cases(t testing.TB) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(casesDir, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases in %s: %v", casesDir, err)
	}
	return folders
}

func TestEveryViewIsWhatTheRealClientShowed(t *testing.T) {
	for _, folder := range cases(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			report := analyzeFolder(t, folder, evidence.Options{Jobs: 2})
			if report.Unreadable() {
				t.Errorf("inputs with errors: %+v", report.Inputs)
			}
			compareWithTruth(t, folder, report)
		})
	}
}

// compareWithTruth holds every view against what the client showed, but those of
// devices whose view nobody can know.
func compareWithTruth(t *testing.T, folder string, report *analyze.Report, unknowable ...string) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "truth.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no truth in %s: %v", folder, err)
	}
	shown := map[string]bool{}
	for _, file := range files {
		said := readTruth(t, file)
		for _, group := range said.Groups {
			shown[said.Device+" "+group.ID] = true
			if slices.Contains(unknowable, said.Device) || group.ID == "" {
				continue
			}
			view := findView(report, said.Device, group.ID)
			if view == nil {
				t.Errorf("%s: no view of %s", said.Device, group.ID)
				continue
			}
			if got := memberAddresses(view.Members); !slices.Equal(got, sorted(group.Members)) {
				t.Errorf("%s: members of %s are %v, the client shows %v", said.Device, group.ID, got, group.Members)
			}
			if group.Past != nil && !slices.Equal(pastAddresses(view.PastMembers), sorted(*group.Past)) {
				t.Errorf("%s: past members of %s are %v, the client shows %v", said.Device, group.ID, pastAddresses(view.PastMembers), *group.Past)
			}
		}
	}
	for _, group := range report.Groups {
		for _, view := range group.Devices {
			if !shown[view.Device+" "+group.ID] && len(view.Members) > 0 && !slices.Contains(unknowable, view.Device) {
				t.Errorf("%s: shows no group %s", view.Device, group.ID)
			}
		}
	}
}

func readTruth(t *testing.T, file string) truth {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var said truth
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	return said
}

func findView(report *analyze.Report, device, group string) *analyze.DeviceView {
	for _, g := range report.Groups {
		for i := range g.Devices {
			if g.ID == group && g.Devices[i].Device == device {
				return &g.Devices[i]
			}
		}
	}
	return nil
}

func memberAddresses(members []analyze.Member) []string {
	list := []string{}
	for _, member := range members {
		list = append(list, member.Address)
	}
	return list
}

func pastAddresses(members []analyze.PastMember) []string {
	list := []string{}
	for _, member := range members {
		list = append(list, member.Address)
	}
	return list
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	if list == nil {
		list = []string{}
	}
	return list
}
