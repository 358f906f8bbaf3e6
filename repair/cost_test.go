package repair

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// parted is a life in which devices missed changes and have keys to heal it
// with. Device i lost the changes that lost names.
func parted(t testing.TB, life synthetic.Life, lost func(device, change int) bool) fstest.MapFS {
	t.Helper()
	fsys := life.Case()
	random := rand.NewChaCha8([32]byte{7})
	for i := range life.Devices {
		name := fmt.Sprintf("p%04d", i)
		secret, _, err := pgptest.Generate(pgptest.Draft{Name: name, Addresses: []string{name + "@life.example"}, Created: time.Unix(1600000000, 0), Random: random})
		if err != nil {
			t.Fatal(err)
		}
		fsys["case/"+name+"/keys/own.asc"] = &fstest.MapFile{Data: secret}
		separator := []byte("From x@life.example ")
		var kept bytes.Buffer
		change := 0
		for _, message := range bytes.Split(fsys["case/"+name+"/INBOX.mbox"].Data, separator)[1:] {
			if bytes.Contains(message, []byte("Chat-Group-Member-")) {
				change++
				if lost(i, change) {
					continue
				}
			}
			kept.Write(separator)
			kept.Write(message)
		}
		fsys["case/"+name+"/INBOX.mbox"] = &fstest.MapFile{Data: kept.Bytes()}
	}
	return fsys
}

// planners reads a case and makes the planners of its groups, ready to search.
func planners(t testing.TB, fsys fstest.MapFS, rules string) []*planner {
	t.Helper()
	ctx, opts := context.Background(), evidence.Options{Jobs: 2, Rules: map[string]string{"": rules}}
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(ctx, v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	var list []*planner
	for _, g := range hs.Groups {
		p, err := newPlanner(c, hs, g, nil, Options{Now: time.Unix(hs.Until+10, 0), Random: rand.NewChaCha8([32]byte{1})})
		if err != nil {
			t.Fatal(err)
		}
		p.findKeys(hs.KeyOf)
		list = append(list, p)
	}
	return list
}

// TestPlanningPredictsAFewViewsForEachDevice is about groups of the same members
// of whom the case holds more and more devices, each with a view of its own, by
// rules that heal in one go, only after a wait, and hardly ever.
func TestPlanningPredictsAFewViewsForEachDevice(t *testing.T) {
	const mostForEach = 12
	for _, rules := range []string{"1.160", "1.142", "1.100"} {
		for _, devices := range []int{10, 20, 40} {
			t.Run(fmt.Sprintf("%d devices, %s", devices, rules), func(t *testing.T) {
				fsys := parted(t, synthetic.Life{Devices: devices, Members: 40, Messages: 40, Change: 2}, lostAtRandom(1))
				for _, p := range planners(t, fsys, rules) {
					if n := len(p.diverged()); n < devices/4 {
						t.Fatalf("%d devices are diverged", n)
					}
					if err := p.chain(); err != nil {
						t.Fatal(err)
					}
					if p.predictions == 0 || p.predictions > mostForEach*devices {
						t.Errorf("%d views predicted, for %d corrections", p.predictions, len(p.written))
					}
				}
			})
		}
	}
}

// lostAtRandom loses one change in four, a different one on each device.
func lostAtRandom(seed uint64) func(device, change int) bool {
	return func(device, change int) bool {
		return change > 1 && rand.New(rand.NewPCG(seed, uint64(device*1000+change))).IntN(4) == 0
	}
}
