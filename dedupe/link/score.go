package dedupe

import (
	"context"
	"github.com/gmmtool/gmmtool/internal/parallel"
	"slices"
)

// A proposing weighs pairs of persons.
type proposing struct {
	people  *people
	crowds  *crowds
	jobs    int
	weak    bool // pairs of weak evidence are wanted too
	claimed bool // so are pairs of which one names the other's address
	blocked map[pair]bool
}

// A suggestion is a pair of persons that is worth a reviewer's time.
type suggestion struct {
	pair   pair
	accept bool // what the evidence leans to
	weight float64
	found  []Tie
}

// propose weighs all pairs. Profiles are read once for each person that is in any.
func (p *proposing) propose(ctx context.Context, pairs []pair) ([]suggestion, []Tie, error) {
	profiles := p.profiles(pairs)
	pieces := make([][]suggestion, max(1, p.jobs))
	alarms := make([][]Tie, len(pieces))
	parallel.Parts(len(pieces), len(pairs), func(part, from, to int) {
		w := weighing{heard: p.people.heard, crowds: p.crowds}
		for i, pair := range pairs[from:to] {
			if i%4096 == 0 && ctx.Err() != nil {
				return
			}
			if p.blocked[pair] {
				continue
			}
			w.weigh(profiles[pair.a()], profiles[pair.b()])
			if accept, show := p.judge(&w); show {
				pieces[part] = append(pieces[part], suggestion{pair, accept, w.sum(), slices.Clone(w.found)})
			}
			if look := w.lookAlike(); look != nil {
				alarms[part] = append(alarms[part], *look)
			}
		}
	})
	suggestions := slices.Concat(pieces...)
	p.breakChains(suggestions, profiles)
	return suggestions, slices.Concat(alarms...), ctx.Err()
}

// judge says what the evidence leans to, and whether the pair is worth showing.
func (p *proposing) judge(w *weighing) (accept, show bool) {
	sum := w.sum()
	switch {
	case sum >= enough && !w.vetoed:
		return true, true
	case sum >= mention && w.strong():
		return false, true
	case p.weak && len(w.found) > 0 && sum > 0:
		return false, true
	case p.claimed && slices.ContainsFunc(w.found, func(t Tie) bool { return t.Rule == &ruleClaimed }):
		return false, true
	}
	return false, false
}

func (p *proposing) profiles(pairs []pair) []*profile {
	profiles := make([]*profile, p.people.len())
	wanted := make([]bool, p.people.len())
	for _, pair := range pairs {
		wanted[pair.a()], wanted[pair.b()] = true, true
	}
	parallel.Parts(p.jobs, len(profiles), func(_, from, to int) {
		for i := from; i < to; i++ {
			if wanted[i] {
				profiles[i] = p.people.profile(uint32(i))
			}
		}
	})
	return profiles
}

// lookAlike is the evidence that one of the two passes itself off as the other.
func (w *weighing) lookAlike() *Tie {
	for i := range w.found {
		if w.found[i].Rule == &ruleNameLook || w.found[i].Rule == &ruleAddressLook {
			return &w.found[i]
		}
	}
	return nil
}
