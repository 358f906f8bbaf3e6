package e2e

import "time"

// patience is how long a client may take for what it should do.
const patience = time.Minute

// eventually waits until something holds; what says what that is.
func (l *lab) eventually(holds func() bool, what func() string) {
	l.t.Helper()
	if !l.becomesTrue(holds) {
		l.t.Fatalf("after %s still not so: %s", patience, what())
	}
}

// becomesTrue waits until something holds, and is false if that does not
// happen.
func (l *lab) becomesTrue(holds func() bool) bool {
	l.t.Helper()
	const interval, nudges = 100 * time.Millisecond, 3 * time.Second
	start := time.Now()
	nudged := start
	for ; time.Since(start) < patience; time.Sleep(interval) {
		if holds() {
			return true
		}
		if time.Since(nudged) > nudges {
			l.allLookForMail()
			nudged = time.Now()
		}
	}
	return false
}

// settle waits until neither the network nor a client has done anything for a
// while.
func (l *lab) settle() {
	l.t.Helper()
	const quiet, interval = 1500 * time.Millisecond, 50 * time.Millisecond
	l.allLookForMail()
	last, since := l.activity(), time.Now()
	for start := time.Now(); time.Since(start) < patience && time.Since(since) < quiet; time.Sleep(interval) {
		if now := l.activity(); now != last {
			last, since = now, time.Now()
		}
	}
}

// activity grows with everything that happens.
func (l *lab) activity() int64 {
	sum := int64(l.network.traffic())
	for _, c := range l.clients {
		sum += c.events.Load()
	}
	return sum
}

func (l *lab) allLookForMail() {
	l.t.Helper()
	for _, c := range l.clients {
		c.lookForMail()
	}
}
