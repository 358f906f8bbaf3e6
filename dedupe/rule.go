package dedupe

// A rule is one kind of evidence. Bits is how much it adds to the weight of a
// proposal when nothing lowers it; see weigh.go for the scale.
type rule struct {
	name   string
	grade  Grade
	family family
	bits   float64
	says   string // one %q for the value
	undone string // what would contradict it
	veto   bool   // of evidence against: the sum is not asked
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

// A tie is a piece of evidence between two records, by their numbers.
type tie struct {
	rule      *rule
	a, b      uint32
	value     string
	bits      float64
	witnesses []Witness
}

// both is the value of evidence that rests on two values, in a fixed order.
func both(a, b string) string {
	pair := pairOf(a, b)
	return pair[0] + " / " + pair[1]
}

// spoken is the witnesses of what two bonds say.
func spoken(a, b Bond) []Witness {
	var w []Witness
	for _, witness := range []Witness{a.First, a.Last, b.First, b.Last} {
		if witness != (Witness{}) && (len(w) == 0 || w[len(w)-1] != witness) {
			w = append(w, witness)
		}
	}
	return w
}
