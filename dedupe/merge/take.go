package merge

import (
	"cmp"
	"context"
	"runtime"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A taker makes mergers of some unions, one after the other.
type taker struct {
	*applier
	*reader
	persons []Person
	mergers []merger
}

// claim notes which record names a card first.
func (a *applier) claim(unions []union) {
	a.claims = make([][]int32, len(a.bookSet.books))
	for i, book := range a.bookSet.books {
		a.claims[i] = make([]int32, book.Len())
	}
	for _, u := range unions {
		for _, row := range u.records {
			listed := &a.plan.Records[row]
			if p, err := a.place(listed); listed.Source == record.Card && err == nil && a.claims[p.book][p.card] == 0 {
				a.claims[p.book][p.card] = int32(row) + 1
			}
		}
	}
}

// takeAll makes mergers of all unions. The order of what it gives is theirs, and of
// several errors it gives the first.
func (a *applier) takeAll(ctx context.Context, unions []union) ([]Person, []merger, error) {
	a.claim(unions)
	takers := make([]taker, runtime.GOMAXPROCS(0))
	failed := make([]error, len(takers))
	parallel.Parts(len(takers), len(unions), func(part, from, to int) {
		t := &takers[part]
		t.applier, t.reader = a, a.bookSet.reader()
		for i := from; i < to && failed[part] == nil; i++ {
			t.forget()
			if failed[part] = ctx.Err(); failed[part] == nil {
				failed[part] = t.take(unions[i])
			}
		}
	})
	if err := cmp.Or(failed...); err != nil {
		return nil, nil, err
	}
	persons, mergers := []Person{}, []merger(nil)
	for _, t := range takers {
		persons, mergers = append(persons, t.persons...), append(mergers, t.mergers...)
	}
	return persons, mergers, nil
}
