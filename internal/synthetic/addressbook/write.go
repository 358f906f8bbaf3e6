package addressbook

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
)

// A Kind is what sort of book is made.
type Kind string

const (
	Realistic Kind = "realistic"
	// Febrl1 and Febrl4 have one copy of every record, as two published sets of
	// different size do, Febrl2 up to five of some, Febrl3 up to five of most. A copy has
	// one to five errors.
	Febrl1 Kind = "febrl1"
	Febrl2 Kind = "febrl2"
	Febrl3 Kind = "febrl3"
	Febrl4 Kind = "febrl4"
)

// Kinds are all there are.
func Kinds() []Kind { return []Kind{Realistic, Febrl1, Febrl2, Febrl3, Febrl4} }

// window is how many cards are held back, so that those of one person do not stand
// side by side.
const window = 4096

// Write writes a book of size cards and says who is who in it. Memory follows the
// truth, not the book. The error is that of w.
func Write(w io.Writer, kind Kind, seed uint64, size int) (*Truth, error) {
	b := &builder{
		world: newWorld(), sources: sources(), taken: map[uint64]bool{}, seed: seed,
		truth: &Truth{Kind: kind, Seed: seed, cannotTell: map[[2]int32]bool{}}, w: w, size: size,
	}
	for _, s := range b.sources {
		b.shares = append(b.shares, s.share)
	}
	b.shares = weights(b.shares...)
	next := b.household
	if kind != Realistic {
		next = newFebrl(b, kind).record
	}
	for n := uint64(1); b.made < size; n++ {
		b.random = rand.New(rand.NewPCG(seed, n))
		if err := b.put(next()); err != nil {
			return nil, err
		}
	}
	for len(b.held) > 0 {
		if err := b.release(); err != nil {
			return nil, err
		}
	}
	b.truth.settle()
	return b.truth, nil
}

// builder makes one book.
type builder struct {
	*world
	seed    uint64
	random  *rand.Rand // of the household at hand
	sources []source
	shares  frequencies
	taken   map[uint64]bool // mailboxes, numbers, domains
	people  int

	w     io.Writer
	size  int
	made  int // cards made, written or held
	held  []heldCard
	truth *Truth
}

// heldCard is a card to be written, and its place among the cards as made.
type heldCard struct {
	text   string
	serial int
}

// take reports whether a value was free, and takes it.
func (b *builder) take(v string) bool {
	h := fnv.New64a()
	io.WriteString(h, v)
	if b.taken[h.Sum64()] {
		return false
	}
	b.taken[h.Sum64()] = true
	return true
}

// put adds the cards of a household to the book and to the truth.
func (b *builder) put(h *household) error {
	if room := b.size - b.made; len(h.cards) > room {
		h.cards = h.cards[:room]
	}
	first := b.made
	b.truth.add(h, first)
	for i, c := range h.cards {
		b.held = append(b.held, heldCard{c.dialect.write(c, b.random), first + i})
		if len(b.held) >= window {
			if err := b.release(); err != nil {
				return err
			}
		}
	}
	b.made += len(h.cards)
	return nil
}

// release writes one of the cards held, any.
func (b *builder) release() error {
	i, last := b.random.IntN(len(b.held)), len(b.held)-1
	c := b.held[i]
	b.held[i] = b.held[last]
	b.held = b.held[:last]
	b.truth.written = append(b.truth.written, int32(c.serial))
	if _, err := io.WriteString(b.w, c.text); err != nil {
		return fmt.Errorf("write card %d: %w", len(b.truth.written), err)
	}
	return nil
}
