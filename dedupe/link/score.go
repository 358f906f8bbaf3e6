package link

import (
	"context"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A scoring compares and weighs pairs of persons.
type scoring struct {
	persons     *persons
	profiles    *profiles
	frequencies *frequencies
	fitted      *fitted
	jobs        int
	weak        bool // pairs of weak evidence are wanted too
	claimed     bool // so are pairs of which one names the other's address
	blocked     map[pair]bool
	compared    int // pairs, see Work
}

// A scoredPair is a pair of persons that is worth a reviewer's time.
type scoredPair struct {
	pair   pair
	accept bool // what the evidence leans to
	weight float64
	found  []Tie
}

// scorePairs weighs all pairs, and returns those worth showing and those that look
// alike and are not.
func (s *scoring) scorePairs(ctx context.Context, pairs []pair) ([]scoredPair, []Tie, error) {
	s.fitted = s.fit(pairs)
	scored := make([][]scoredPair, max(1, s.jobs))
	alarms := make([][]Tie, len(scored))
	parallel.Parts(len(scored), len(pairs), func(part, from, to int) {
		w := comparison{testimony: s.persons.testimony, frequencies: s.frequencies, fitted: s.fitted}
		var sides sides
		for i, pair := range pairs[from:to] {
			if i%4096 == 0 && ctx.Err() != nil {
				return
			}
			if s.blocked[pair] {
				continue
			}
			a, b := sides.of(pair, s.profiles)
			w.quiet = true
			w.compare(a, b)
			accept, show := s.judge(&w)
			if !show && w.lookAlike() == nil {
				continue
			}
			w.quiet = false
			w.compare(a, b)
			if show {
				scored[part] = append(scored[part], scoredPair{pair, accept, w.weight(), w.ties()})
			}
			if look := w.lookAlike(); look != nil {
				alarms[part] = append(alarms[part], look.ofItsOwn())
			}
		}
	})
	all := slices.Concat(scored...)
	s.compared = len(pairs)
	s.refuseIntransitive(all)
	return all, slices.Concat(alarms...), ctx.Err()
}

// sides is memory for the profiles of a pair. Pairs come in the order of their first.
type sides struct {
	a, b  profile
	first uint32
	known bool
}

func (s *sides) of(pair pair, all *profiles) (a, b *profile) {
	if !s.known || s.first != pair.a() {
		all.into(&s.a, pair.a())
		s.first, s.known = pair.a(), true
	}
	all.into(&s.b, pair.b())
	return &s.a, &s.b
}

// ties are copies of what was found.
func (w *comparison) ties() []Tie {
	ties := make([]Tie, len(w.found))
	for i := range w.found {
		ties[i] = w.found[i].ofItsOwn()
	}
	return ties
}

// ofItsOwn is the tie without the texts of the profiles it was found in, which hold
// those of many others in memory.
func (t *Tie) ofItsOwn() Tie {
	own := *t
	own.Value, own.shown = strings.Clone(t.Value), strings.Clone(t.shown)
	return own
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

// lookAlike is the evidence that one of the two passes itself off as the other.
func (w *comparison) lookAlike() *Tie {
	for i := range w.found {
		if w.found[i].Rule == &ruleNameLook || w.found[i].Rule == &ruleAddressLook {
			return &w.found[i]
		}
	}
	return nil
}
