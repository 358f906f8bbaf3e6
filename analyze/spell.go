package analyze

import "time"

// A spell says what a device can have read when it wrote a message. Arrivals
// up to from had most likely been read; those up to earliest certainly, those
// after last certainly not.
type spell struct{ from, earliest, last time.Time }

// An online client sends within sendLag of writing and reads within readLag of
// delivery. Messages written offline leave together when the connection is
// back, within burst of each other.
const (
	sendLag = 3 * time.Second
	readLag = 2 * time.Second
	burst   = 2 * time.Second
)

// spells finds for each own message what the device can have read. A message
// that left when it was written shows the device online; messages that left
// together, long after one of them was written, were all written offline, and
// nothing tells since when beyond the last online moment before.
func spells(own []*item) []spell {
	found := make([]spell, 0, len(own))
	var online time.Time // the last moment the device is known to have been online
	for len(own) > 0 {
		together := own[:burstLength(own)]
		own = own[len(together):]
		offline := leftLate(together)
		for _, it := range together {
			s := spell{from: it.at, earliest: online, last: it.at.Add(time.Second)}
			switch {
			case offline:
				s.from = together[0].at
			case it.event.Message.Seal.Accepted: // signed: the time of writing is exact
				s.earliest, online = it.at.Add(-readLag), it.at
			}
			found = append(found, s)
		}
	}
	return found
}

// burstLength is how many messages, from the first on, left together.
func burstLength(own []*item) int {
	n := 1
	for n < len(own) && leftTogether(own[n-1], own[n]) {
		n++
	}
	return n
}

// leftLate reports whether a message left long after it was written.
func leftLate(own []*item) bool {
	for _, it := range own {
		if !it.sent.IsZero() && it.sent.Sub(it.at) > sendLag {
			return true
		}
	}
	return false
}

// leftTogether reports whether two own messages were delivered in one burst.
func leftTogether(a, b *item) bool {
	if a.sent.IsZero() || b.sent.IsZero() {
		return false
	}
	gap := b.sent.Sub(a.sent)
	return gap > -burst && gap < burst
}
