// Package parallel splits work over many like things among goroutines. It
// promises that the split depends on nothing but the numbers given, so that
// results kept per part are in a fixed order; it must never start more goroutines
// than it was asked for.
package parallel

import "sync"

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

// Tasks does all of some things, as many at a time as it is told, and returns when they
// are done.
func Tasks(parts int, tasks ...func()) {
	Parts(parts, len(tasks), func(_, from, to int) {
		for _, do := range tasks[from:to] {
			do()
		}
	})
}
