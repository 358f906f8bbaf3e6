package link

import (
	"context"
	"slices"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A scoring weighs pairs of persons.
type scoring struct {
	persons     *persons
	frequencies *frequencies
	jobs        int
	weak        bool // pairs of weak evidence are wanted too
	claimed     bool // so are pairs of which one names the other's address
	blocked     map[pair]bool
}

// A scoredPair is a pair of persons that is worth a reviewer's time.
type scoredPair struct {
	pair   pair
	accept bool // what the evidence leans to
	weight float64
	found  []Tie
}

// scorePairs weighs all pairs. Profiles are read once for each person that is in any.
func (p *scoring) scorePairs(ctx context.Context, pairs []pair) ([]scoredPair, []Tie, error) {
	profiles := p.profiles(pairs)
	pieces := make([][]scoredPair, max(1, p.jobs))
	alarms := make([][]Tie, len(pieces))
	parallel.Parts(len(pieces), len(pairs), func(part, from, to int) {
		w := comparison{testimony: p.persons.testimony, frequencies: p.frequencies}
		for i, pair := range pairs[from:to] {
			if i%4096 == 0 && ctx.Err() != nil {
				return
			}
			if p.blocked[pair] {
				continue
			}
			w.compare(profiles[pair.a()], profiles[pair.b()])
			if accept, show := p.judge(&w); show {
				pieces[part] = append(pieces[part], scoredPair{pair, accept, w.weight(), slices.Clone(w.found)})
			}
			if look := w.lookAlike(); look != nil {
				alarms[part] = append(alarms[part], *look)
			}
		}
	})
	suggestions := slices.Concat(pieces...)
	p.refuseIntransitive(suggestions, profiles)
	return suggestions, slices.Concat(alarms...), ctx.Err()
}

// judge says what the evidence leans to, and whether the pair is worth showing.
func (p *scoring) judge(w *comparison) (accept, show bool) {
	sum := w.weight()
	switch {
	case sum >= acceptBits && !w.vetoed:
		return true, true
	case sum >= showBits && w.isStrong():
		return false, true
	case p.weak && len(w.found) > 0 && sum > 0:
		return false, true
	case p.claimed && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == &ruleClaimed }):
		return false, true
	}
	return false, false
}

func (p *scoring) profiles(pairs []pair) []*profile {
	profiles := make([]*profile, p.persons.len())
	wanted := make([]bool, p.persons.len())
	for _, pair := range pairs {
		wanted[pair.a()], wanted[pair.b()] = true, true
	}
	parallel.Parts(p.jobs, len(profiles), func(_, from, to int) {
		for i := from; i < to; i++ {
			if wanted[i] {
				profiles[i] = p.persons.profile(uint32(i))
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
