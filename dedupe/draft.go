package dedupe

import (
	"context"
	"slices"
)

// A draft is a plan in the making.
type draft struct {
	roll   *roll
	heard  *heard
	memory *memory
	opts   Options

	residents      map[string][]uint32
	people         *people
	proof          map[uint32][]tie // by person
	contradictions []contradiction
	unchecked      map[uint32]bool // persons too large to be checked
	suggestions    []suggestion
	alarms         []alarm
	leftOut        []LeftOut
	own            int
	impersonal     int
	spoken         []bool // records the plan speaks of
}

// findPersons joins records on proof, after everything that speaks against it
// was taken out.
func (d *draft) findPersons() {
	p := &proving{roll: d.roll, heard: d.heard, jobs: d.opts.Jobs, residents: map[string][]uint32{}}
	p.prove()
	d.residents = p.residents
	all := clusters(d.roll.len(), p.ties)
	cleared := make([]clearing, len(all))
	spread(d.opts.Jobs, len(all), func(from, to int) {
		for i := from; i < to; i++ {
			cleared[i] = clearing{roll: d.roll, heard: d.heard, memory: d.memory, cluster: all[i]}
			cleared[i].clear()
			cleared[i].nodes, cleared[i].node = nil, nil
		}
	})
	var kept []tie
	large := map[uint32]bool{}
	for i := range cleared {
		kept = append(kept, cleared[i].kept()...)
		d.contradictions = append(d.contradictions, cleared[i].found...)
		if cleared[i].tooLarge {
			large[cleared[i].records[0]] = true
		}
	}
	d.people = gatherPeople(d.roll, d.heard, kept)
	d.proof, d.unchecked = map[uint32][]tie{}, map[uint32]bool{}
	for _, t := range kept {
		person := d.people.person[t.a]
		d.proof[person] = append(d.proof[person], t)
	}
	for record := range large {
		d.unchecked[d.people.person[record]] = true
	}
}

// findProposals weighs hints between persons.
func (d *draft) findProposals(ctx context.Context) error {
	pairing := &pairing{people: d.people, residents: d.residents, jobs: d.opts.Jobs, limit: d.opts.BlockLimit}
	if err := pairing.pairUp(ctx); err != nil {
		return err
	}
	d.leftOut, d.own, d.impersonal = pairing.leftOut, pairing.own, pairing.impersonal
	proposing := &proposing{
		people: d.people, crowds: &pairing.crowds, jobs: d.opts.Jobs,
		weak: d.opts.IncludeWeak, claimed: d.opts.CandidatesClaimed, blocked: d.blocked(),
	}
	var err error
	d.suggestions, d.alarms, err = proposing.propose(ctx, pairing.pairs)
	return err
}

// blocked are the pairs of persons on the paths of conflicts: nothing is
// proposed of them until the cause is removed.
func (d *draft) blocked() map[pair]bool {
	blocked := map[pair]bool{}
	block := func(a, b uint32) { blocked[pairNumbers(d.people.person[a], d.people.person[b])] = true }
	for _, c := range d.contradictions {
		if !c.hard {
			continue
		}
		block(c.a, c.b)
		for _, t := range slices.Concat(c.paths...) {
			block(t.a, t.b)
		}
	}
	return blocked
}
