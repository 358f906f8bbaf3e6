// Package parallel splits work over many like things among goroutines. It
// promises that the split depends on nothing but the numbers given, so that
// results kept per part are in a fixed order; it must never start more goroutines
// than it was asked for.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Cores is how many goroutines run at a time: the number for work of which nobody says
// how many there should be.
func Cores() int { return runtime.GOMAXPROCS(0) }

// Parts does work on the numbers below n in as many contiguous parts, all at a
// time, and returns when all are done. There are at least one and at most n
// parts, none if n is 0.
func Parts(parts, n int, work func(part, from, to int)) {
	parts = min(max(1, parts), n)
	var wait sync.WaitGroup
	for part := range parts {
		wait.Go(func() { work(part, n*part/parts, n*(part+1)/parts) })
	}
	wait.Wait()
}

// Each does work on each of the numbers below n, so many at a time, and returns when
// all are done. It is for few numbers whose work is not alike: who does which is not
// said.
func Each(jobs, n int, work func(i int)) {
	var next atomic.Int64
	Parts(jobs, n, func(_, _, _ int) {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			work(i)
		}
	})
}

// Tasks does all of some things, so many at a time, and returns when all are done.
func Tasks(jobs int, tasks ...func()) {
	Each(jobs, len(tasks), func(i int) { tasks[i]() })
}
