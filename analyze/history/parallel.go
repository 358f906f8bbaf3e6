package history

import (
	"context"
	"sync"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// rebuildAll lines up what each device met and plays it, on opts.Jobs
// goroutines: devices do not depend on each other.
func (hs *Histories) rebuildAll(ctx context.Context, claims map[*Device][]*evidence.Event, opts Options) error {
	sends, maybe := make([][]*Step, len(hs.Devices)), make([][]*Step, len(hs.Devices))
	authors := map[string]*Device{}
	for i, d := range hs.Devices {
		sends[i], maybe[i] = hs.ownSends(d, claims[d])
		hs.Work.add(Work{Messages: len(claims[d]), Readings: len(claims[d])})
		d.mayHaveSent = map[string]bool{}
		for _, own := range maybe[i] {
			d.mayHaveSent[own.Reading.MessageID] = true
		}
		for _, own := range sends[i] {
			authors[own.Reading.MessageID] = d
		}
	}
	hs.setAuthors(authors)
	newest, work := make([]int64, len(hs.Devices)), make([]Work, len(hs.Devices))
	inParallel(ctx, len(hs.Devices), opts.Jobs, func(i int) {
		t := timelineOf(hs.Devices[i], sends[i], maybe[i], hs.deliveries)
		sends[i], maybe[i] = nil, nil // what is not of a group is not kept
		hs.Devices[i].Contacts, newest[i] = t.contacts, t.newest
		if opts.AsOf {
			t.leaveOutAfter(opts.Now)
		}
		hs.Devices[i].histories = t.histories()
		if opts.AsOf {
			hs.Devices[i].leaveOutAfter(opts.Now)
		} else {
			hs.Devices[i].takeDatabase()
		}
		work[i] = t.work
	})
	for i := range newest {
		hs.Until = max(hs.Until, newest[i])
		if db := hs.Devices[i].Backup(); db != nil {
			hs.Until = max(hs.Until, db.Made)
		}
		hs.Work.add(work[i])
	}
	if !opts.Now.IsZero() {
		hs.Until = opts.Now.Unix()
	}
	hs.noteFirst()
	if opts.AsOf {
		hs.leaveOutAfter(opts.Now)
	}
	return ctx.Err()
}

// inParallel calls work with 0 to n-1 on several goroutines. It stops early when
// ctx ends.
func inParallel(ctx context.Context, n, jobs int, work func(int)) {
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(1, min(jobs, n)) {
		workers.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		next <- i
	}
	close(next)
	workers.Wait()
}
