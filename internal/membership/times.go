package membership

import (
	"math"
	"slices"
)

const (
	// tolerance is how far ahead of the receiver's clock a sender's clock may be
	// (TIMESTAMP_SENT_TOLERANCE), in seconds.
	tolerance = 60
	// lateness is how much older than the member list a message may be and still
	// add or remove the one member it names, in releases 1.137.3 to 1.153.
	lateness = 2 * tolerance
	// expiry is how long tombstones are sent and shown, and after how long
	// without group mail a member list is stale, in seconds: 60 days.
	expiry = 60 * 24 * 3600
)

// plus returns a+b and stops at the ends of the range: times come from mail and
// may be absurd.
func plus(a, b int64) int64 {
	sum := a + b
	switch {
	case b > 0 && sum < a:
		return math.MaxInt64
	case b < 0 && sum > a:
		return math.MinInt64
	}
	return sum
}

// clamped returns the times as a receiver at now reads them: none lies further
// in the future than the tolerance. They are read only: where none does, as in
// nearly all mail, they are the times given.
func clamped(times []int64, now int64) []int64 {
	limit := plus(now, tolerance)
	if !slices.ContainsFunc(times, func(t int64) bool { return t > limit }) {
		return times
	}
	out := make([]int64, len(times))
	for i, t := range times {
		out[i] = min(t, limit)
	}
	return out
}
