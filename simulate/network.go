package simulate

import (
	"math/rand/v2"
	"time"
)

// A carrier decides when a letter reaches a mailbox, in milliseconds of Unix time;
// ok is false if it never does.
type carrier interface {
	carry(now int64, l *letter, to int) (at int64, ok bool)
}

// randomNetwork is a [Network] with its dice.
type randomNetwork struct {
	Network
	dice *rand.Rand
}

func (n *randomNetwork) carry(now int64, _ *letter, _ int) (int64, bool) {
	fate := n.dice.Float64()
	at := now + around(n.dice, n.Delay)
	switch {
	case fate < n.Loss:
		return 0, false
	case fate < n.Loss+n.Spam:
		return at + around(n.dice, n.SpamFor), true
	}
	return at, true
}

// around draws a time with a mean, in milliseconds: most are shorter, some much
// longer (exponential distribution).
func around(dice *rand.Rand, mean time.Duration) int64 {
	return int64(dice.ExpFloat64() * float64(mean.Milliseconds()))
}
