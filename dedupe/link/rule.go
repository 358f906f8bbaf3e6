package link

import (
	"cmp"
	"fmt"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Grade is what evidence is worth.
type Grade string

const (
	Proof  Grade = "proof"
	Strong Grade = "strong"
	Weak   Grade = "weak"
	Contra Grade = "against"
)

// A Rule is one kind of evidence. Bits is how much it adds to the weight of a
// proposal when nothing lowers it; see weigh.go for the scale.
type Rule struct {
	Name   string // stable: the manual has an entry under it
	Grade  Grade
	Undone string // what would contradict it, in words
	family family
	bits   float64
	says   string // one %q for the value
	veto   bool   // of evidence against: the sum is not asked
	// own is of a value that belongs to one person or household. Two of many people
	// share it by chance no more often than two of few, so that in a large book it
	// says more.
	own bool
}

// A family is evidence that comes from one source, so that of two pieces of it
// only the better counts: a local part made from a name repeats the name.
type family int

const (
	byKey family = iota
	byAddress
	byDomain
	byMove
	byProbe
	byCard
	byName
	byPhone
	byBirthday
	byPlace
	byPicture
	byReply
	families
)

// A Tie is a piece of evidence between two records, by their numbers.
type Tie struct {
	Rule      *Rule
	A, B      uint32
	Value     string // what the two share, in the form it is compared in
	shown     string // as it is spelt, if otherwise
	Witnesses []record.Witness
	bits      float64
	claim     bool // it joins nothing: see claim.go
}

// Text is the tie in words.
func (t *Tie) Text() string { return fmt.Sprintf(t.Rule.says, cmp.Or(t.shown, t.Value)) }

// both is the value of evidence that rests on two values, in a fixed order.
func both(a, b string) string {
	pair := pairOf(a, b)
	return pair[0] + " / " + pair[1]
}

// witnessesOf is the witnesses of what two bonds say.
func witnessesOf(a, b record.Bond) []record.Witness {
	var w []record.Witness
	for _, witness := range []record.Witness{a.First, a.Last, b.First, b.Last} {
		if witness != (record.Witness{}) && (len(w) == 0 || w[len(w)-1] != witness) {
			w = append(w, witness)
		}
	}
	return w
}
