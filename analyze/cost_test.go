package analyze_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// growing are the ways a case grows, each as a life of size n.
var growing = []struct {
	name string
	life func(n int) synthetic.Life
	n    int
}{
	{"messages", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: n} }, 500},
	{"devices with the same copies", func(n int) synthetic.Life { return synthetic.Life{Devices: n, Messages: 2000 / n, Members: 40} }, 5},
	{"devices with as many messages", func(n int) synthetic.Life { return synthetic.Life{Devices: n, Messages: 200, Members: 40} }, 5},
	{"GMMs", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: n, Members: 6, Change: 1} }, 300},
	{"senders", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: 4 * n, Members: 20} }, 100},
	{"members", func(n int) synthetic.Life { return synthetic.Life{Devices: 2, Messages: 60, Members: n} }, 50},
	{"renames", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: n, Renames: true} }, 300},
	{"references", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: 200, References: n} }, 10},
	{"corrections", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: n, Correction: true} }, 300},
	{"chains", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: n, Chain: true} }, 300},
	{"groups", func(n int) synthetic.Life { return synthetic.Life{Devices: 3, Messages: 10 * n, Groups: n} }, 30},
	{"one-to-one chats", func(n int) synthetic.Life { return synthetic.Life{Devices: 2, Messages: n, Pairs: true} }, 500},
}

// A case twice as large takes at most this many times the steps.
const mostPerDoubling = 2.4

func TestTwiceTheCaseTakesAboutTwiceTheSteps(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	for _, g := range growing {
		t.Run(g.name, func(t *testing.T) {
			before := stepsFor(t, g.life(g.n))
			sizes := []int{2 * g.n}
			if long {
				sizes = append(sizes, 4*g.n)
			}
			for _, n := range sizes {
				steps := stepsFor(t, g.life(n))
				if float64(steps) > mostPerDoubling*float64(before) {
					t.Errorf("n = %d takes %d steps, n = %d takes %d: %.2f times", n/2, before, n, steps, float64(steps)/float64(before))
				}
				before = steps
			}
		})
	}
}

// stepsFor counts what rebuilding a life and looking through it took.
func stepsFor(t testing.TB, life synthetic.Life) int {
	t.Helper()
	v := readLife(t, life)
	hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	if hs.Work.Messages < life.Messages {
		t.Fatalf("%d messages were looked at, the life has %d", hs.Work.Messages, life.Messages)
	}
	_, messages := finding.AllWithWork(hs)
	return hs.Work.Sum() + messages
}

func readLife(t testing.TB, life synthetic.Life) *evidence.Evidence {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "case", FS: life.Case(), Name: "case"}}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.Read(ctx, c, evidence.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// BenchmarkAnalyze measures what scripts/bench.sh prints: each way a case grows,
// at n, 2n, 4n and 8n.
func BenchmarkAnalyze(b *testing.B) {
	for _, g := range growing {
		for _, times := range []int{1, 2, 4, 8} {
			b.Run(fmt.Sprintf("%s/%d", g.name, times*g.n), func(b *testing.B) {
				fsys := g.life(times * g.n).Case()
				for b.Loop() {
					analyzeSources(b, evidence.Options{Jobs: 2}, evidence.Source{Path: "case", FS: fsys, Name: "case"})
				}
			})
		}
	}
}
