package history

import "time"

// A window says what a device can have read when it wrote a message. Arrivals
// up to from had most likely been read; those up to earliest certainly, those
// after last certainly not.
type window struct{ from, earliest, last time.Time }

// An online client sends within sendLag of writing and reads within readLag of
// delivery. Messages written offline leave together when the connection is
// back, within burst of each other.
const (
	sendLag = 3 * time.Second
	readLag = 2 * time.Second
	burst   = 2 * time.Second
)

// windows finds for each own message what the device can have read. A message
// that left when it was written shows the device online; messages that left
// together, long after one of them was written, were all written offline, and
// nothing tells since when beyond the last online moment before.
func windows(own []*Step) []window {
	found := make([]window, 0, len(own))
	var online time.Time // the last moment the device is known to have been online
	for len(own) > 0 {
		n := 1
		for n < len(own) && leftTogether(own[n-1], own[n]) {
			n++
		}
		together := own[:n]
		own = own[n:]
		offline := leftLate(together)
		for _, step := range together {
			w := window{from: step.At, earliest: online, last: step.At.Add(time.Second)}
			switch {
			case offline:
				w.from = together[0].At
			case step.Event.Message.Seal.Accepted: // signed: the time of writing is exact
				w.earliest, online = step.At.Add(-readLag), step.At
			}
			found = append(found, w)
		}
	}
	return found
}

// leftLate reports whether a message left long after it was written.
func leftLate(own []*Step) bool {
	for _, step := range own {
		if !step.Sent.IsZero() && step.Sent.Sub(step.At) > sendLag {
			return true
		}
	}
	return false
}

// leftTogether reports whether two own messages were delivered in one burst.
func leftTogether(a, b *Step) bool {
	if a.Sent.IsZero() || b.Sent.IsZero() {
		return false
	}
	gap := b.Sent.Sub(a.Sent)
	return gap > -burst && gap < burst
}
