package link

import (
	"context"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A scoring compares and weighs pairs of persons.
type scoring struct {
	persons     *persons
	frequencies *frequencies
	fitted      *fitted
	jobs        int
	weak        bool // pairs of weak evidence are wanted too
	claimed     bool // so are pairs of which one names the other's address
	blocked     map[pair]bool
	compared    int     // pairs, see Work
	chunks      float64 // how many times the pairs of a chunk are all
}

// A scoredPair is a pair of persons that is worth a reviewer's time.
type scoredPair struct {
	pair   pair
	accept bool // what the evidence leans to
	weight float64
	found  []Tie
}

// onceCompared is how many pairs are compared at a time at least, and chunks how
// often at most: the profiles of all persons of a large book together would be a
// third of what is held.
const (
	onceCompared = 1 << 20
	chunks       = 3
)

// scorePairs weighs all pairs, and returns those worth showing and those that look
// alike and are not.
func (s *scoring) scorePairs(ctx context.Context, pairs []pair) ([]scoredPair, []Tie, error) {
	var scored []scoredPair
	var alarms []Tie
	for chunk := range slices.Chunk(pairs, max(onceCompared, len(pairs)/chunks+1)) {
		s.chunks = float64(len(pairs)) / float64(len(chunk))
		found, looks := s.scoreChunk(ctx, chunk)
		scored, alarms = append(scored, found...), append(alarms, looks...)
	}
	s.compared = len(pairs)
	var accepted []pair
	for _, p := range scored {
		if p.accept {
			accepted = append(accepted, p.pair)
		}
	}
	s.refuseIntransitive(scored, s.profiles(accepted))
	return scored, alarms, ctx.Err()
}

func (s *scoring) scoreChunk(ctx context.Context, pairs []pair) ([]scoredPair, []Tie) {
	profiles := s.profiles(pairs)
	s.fitted = s.fit(pairs, profiles)
	pieces := make([][]scoredPair, max(1, s.jobs))
	alarms := make([][]Tie, len(pieces))
	parallel.Parts(len(pieces), len(pairs), func(part, from, to int) {
		w := comparison{testimony: s.persons.testimony, frequencies: s.frequencies, fitted: s.fitted}
		for i, pair := range pairs[from:to] {
			if i%4096 == 0 && ctx.Err() != nil {
				return
			}
			if s.blocked[pair] {
				continue
			}
			w.quiet = true
			w.compare(profiles[pair.a()], profiles[pair.b()])
			accept, show := s.judge(&w)
			if !show && w.lookAlike() == nil {
				continue
			}
			w.quiet = false
			w.compare(profiles[pair.a()], profiles[pair.b()])
			if show {
				pieces[part] = append(pieces[part], scoredPair{pair, accept, w.weight(), slices.Clone(w.found)})
			}
			if look := w.lookAlike(); look != nil {
				alarms[part] = append(alarms[part], *look)
			}
		}
	})
	return slices.Concat(pieces...), slices.Concat(alarms...)
}

// judge says what the evidence leans to, and whether the pair is worth showing.
func (s *scoring) judge(w *comparison) (accept, show bool) {
	sum := w.weight()
	switch {
	case w.isBareClaim():
		return false, false
	case sum >= s.acceptBits(w) && !w.vetoed:
		return true, true
	case sum >= showBits && w.isStrong():
		return false, true
	case s.areGenerations(w) || s.isRareNamesake(w) || w.areInTwoScripts() || w.isPetName():
		return false, true
	case s.weak && len(w.found) > 0 && sum > 0:
		return false, true
	case s.claimed && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == &ruleClaimed }):
		return false, true
	}
	return false, false
}

// areGenerations reports two that all but the generation says are one: worth
// telling apart once and for all.
func (s *scoring) areGenerations(w *comparison) bool {
	return w.weight()-w.against >= s.acceptBits(w) && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == &ruleGeneration })
}

// aloneBits is what one weak hint weighs that is worth a question where names
// cannot be compared: a telephone number or birthday that hardly anybody has.
const aloneBits = 15

// areInTwoScripts reports two with such a hint whose names are in different scripts,
// and not the same by their sounds as far as they are known.
func (w *comparison) areInTwoScripts() bool {
	return w.nameRelation == compare.ScriptsDiffer && !w.vetoed && w.weight() >= aloneBits
}

// isPetName reports somebody whom a family calls its own, with such a hint.
func (w *comparison) isPetName() bool {
	return !w.vetoed && w.weight() >= aloneBits && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == &rulePet })
}

// fewNamesakes is up to how many persons a rare name met twice is worth a
// question: among more, two of one name are to be expected.
const fewNamesakes = 50_000

// isRareNamesake reports two cards of one rare name that differ in all else, with
// nothing that speaks of two people: whether to link them is for their owner to
// say.
func (s *scoring) isRareNamesake(w *comparison) bool {
	return w.nameRelation == compare.SameName && w.name.IsFull() && w.isRare() && w.frequency(kindName, w.name.Key) <= fewPersons &&
		w.a.hasCard && w.b.hasCard && w.against == 0 && s.persons.len() <= fewNamesakes &&
		!slices.ContainsFunc(slices.Concat(w.a.mailboxes, w.b.mailboxes), func(b mailbox) bool { return b.impersonal != "" })
}

func (s *scoring) profiles(pairs []pair) []*profile {
	profiles := make([]*profile, s.persons.len())
	wanted := make([]bool, s.persons.len())
	for _, pair := range pairs {
		wanted[pair.a()], wanted[pair.b()] = true, true
	}
	parallel.Parts(s.jobs, len(profiles), func(_, from, to int) {
		for i := from; i < to; i++ {
			if wanted[i] {
				profiles[i] = s.persons.profile(uint32(i))
			}
		}
	})
	return profiles
}

// lookAlike is the evidence that one of the two passes itself off as the other.
func (w *comparison) lookAlike() *Tie {
	for i := range w.found {
		if w.found[i].Rule == &ruleNameLook || w.found[i].Rule == &ruleAddressLook {
			return &w.found[i]
		}
	}
	return nil
}
