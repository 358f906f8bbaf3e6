package link

import (
	"math"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

// What is rare depends on how large the book is. Two at random of n persons are one
// with odds of about 1 : n, so that twice the persons need one bit more to be as
// sure; in a book of a hundred thousand, two of one given name born on one day are
// to be expected.

const (
	// smallBook is up to how many persons the weights the rules state are enough,
	// log2: the least address book in which chance coincidences are to be feared.
	smallBook = 12
	// imagined is how many persons of the world at large are counted with those of
	// the book when it says how frequent a name is: so many that a name
	// met once weighs what its rule states.
	imagined     = imaginedEach << 12
	imaginedEach = 8
	commonWord   = 1.5  // bits less for each word of a name that is common everywhere
	oneOfRenamed = 0.05 // of the pairs of one person, those that differ in family name alone
)

// growth is by how many bits a book is larger than a small one.
func (f *frequencies) growth() float64 {
	return max(0, math.Log2(float64(max(1, f.persons)))-smallBook)
}

const (
	// fittedBits is by how many bits less is enough where the weights are fitted to
	// the book, and so are less often wrong.
	fittedBits = 2.5
	// smallestBook is how many bits smaller than a small one a book may be that
	// asks for less.
	smallestBook = 1.5
)

// acceptBits is the weight at which a proposal leans to accept in this book. Less is
// enough for two cards whose names say that they are one person's; what mail says is
// never fitted.
func (s *scoring) acceptBits(w *comparison) float64 {
	if s.fitted == nil || w.namesSayNothing() || !w.a.hasCard || !w.b.hasCard || w.best[byKey] > 0 || w.best[byMove] > 0 || w.best[byProbe] > 0 {
		return acceptBits + s.frequencies.growth()
	}
	size := math.Log2(float64(max(1, s.frequencies.persons))) - smallBook
	return acceptBits - fittedBits + max(-smallestBook, size)
}

// rarity is how seldom a value is met that so many of the persons have: log2 of one
// in how many.
func (f *frequencies) rarity(have int) float64 {
	return math.Log2(float64(f.persons+imagined) / float64(have+imaginedEach-1))
}

// unknown is how much of what is known of names comes from the world at large, as
// the book is too small to tell.
func (f *frequencies) unknown() float64 { return imagined / float64(f.persons+imagined) }

// nameBits is what it weighs that two have one name. That it is common everywhere
// says the less, the more the book itself has to say.
func (w *comparison) nameBits(n compare.Name) float64 {
	common, _ := n.CommonTokens()
	return w.frequencies.rarity(w.frequency(kindName, n.Key)) - commonWord*float64(common)*w.frequencies.unknown()
}

// givenBits is what it weighs that two have a word of their names in common and
// no more.
func (w *comparison) givenBits(word string) float64 {
	return min(ruleRenamed.bits, w.frequencies.rarity(w.frequency(kindWord, word))+math.Log2(oneOfRenamed))
}
