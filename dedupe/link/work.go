package link

import "sync/atomic"

// Work counts the steps of a run. They grow with the records, not with their
// square, which tests hold it to.
type Work struct {
	Read     int // records brought into the form they are compared in
	Claims   int // of keys, looked at for them
	Compared int // pairs of persons
	Followed int // ties, in search of paths between two that cannot be one
}

// counters are the work of what many goroutines do.
type counters struct{ read, claims atomic.Int64 }
