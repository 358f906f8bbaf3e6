package membership

import (
	"fmt"
	"maps"
	"runtime"
	"testing"
)

// allocated is how many bytes a run takes from the heap, which is a measure of
// work that does not depend on the machine.
func allocated(run func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

func TestTwiceThePeopleCostTwice(t *testing.T) {
	for name, run := range map[string]func(n int){
		"met one by one": func(n int) {
			c := alicesContacts()
			for i := range n {
				c = c.Meet(fmt.Sprintf("p%d@example.org", i), "")
			}
		},
		"listed in one message, by address": func(n int) {
			r := example(EraB4)
			_, _, m := crowded(r, n)
			r.Receive(View{}, alicesContacts(), m)
		},
		"listed in one message, by key": func(n int) {
			r := example(EraF)
			_, _, m := crowded(r, n)
			r.Receive(View{}, alicesContacts(), m)
		},
		"written to": func(n int) {
			r := example(EraF)
			v, c, m := crowded(r, n)
			r.Sent(v, c, m)
		},
		"announced": func(n int) {
			r := example(EraF)
			v, c, _ := crowded(r, n)
			r.Announce(v, c, noon)
		},
	} {
		once := allocated(func() { run(2000) })
		if twice := allocated(func() { run(4000) }); float64(twice) > 2.5*float64(once) {
			t.Errorf("%s: %d bytes for 2000, %d for 4000", name, once, twice)
		}
	}
}

func TestAMessageThatChangesNothingCopiesNothing(t *testing.T) {
	const n = 400
	for _, era := range []Era{EraA1, EraA4, EraB1, EraB4, EraC, EraD, EraE0, EraE1, EraF} {
		r := example(era)
		v, c, m := crowded(r, n)
		after, _, o := r.Receive(v, c, m)
		if o.Changed || o.Added != nil || o.Removed != nil || !maps.Equal(after.Rows, v.Rows) {
			t.Errorf("era %s: %+v", era, o)
		}
		const rest = 4 << 10 // the lists of IDs take 16 bytes each, the times 8
		if bytes := allocated(func() { r.Receive(v, c, m) }); bytes > 24*n+rest {
			t.Errorf("era %s: %d bytes", era, bytes)
		}
	}
}
