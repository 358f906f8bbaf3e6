package dedupe

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A writer makes a plan of what linking found.
type writer struct {
	index     *record.Index
	ids       []string // by record: those of what was linked, which are asked for many times
	decisions *decisionIndex
	accounts  map[string]string // of books, by path
	mentioned []bool            // by record: the plan names it
	jobs      int               // goroutines
}

// writePlan writes everything down in a fixed order, on so many goroutines. What was
// found is used up.
func writePlan(index *record.Index, found *link.Result, revoked []record.Revocation, decisions *decisionIndex, inputs []record.Input, jobs int) *Plan {
	w := &writer{
		index: index, ids: nameLinked(index, found, jobs), decisions: decisions, accounts: map[string]string{},
		mentioned: make([]bool, index.Len()), jobs: jobs,
	}
	p := &Plan{
		Schema: Schema, Kind: Kind, Inputs: append([]record.Input{}, inputs...), Conflicts: []Conflict{}, LeftOut: found.LeftOut,
		Counts: Counts{Records: index.Len(), Own: found.Own, Impersonal: found.Impersonal},
	}
	for _, input := range inputs {
		w.accounts[input.Path] = input.InAccount()
	}
	for i := range uint32(index.Len()) {
		if index.At(i).Source == record.Card {
			p.Counts.Cards++
		}
	}
	w.persons(p, found.Persons)
	found.Persons = nil // the plan needs their memory
	w.proposals(p, found.Candidates)
	found.Candidates = nil
	w.conflicts(p, found.Contradictions)
	if len(found.Alarms) > 0 {
		p.Alarms = w.evidence(found.Alarms)
	}
	for _, alarm := range found.Alarms {
		w.mention(alarm.A, alarm.B)
	}
	w.revocations(p, revoked)
	parallel.Tasks(w.jobs, func() { w.records(p) }, func() { p.Clusters = clustersOf(p) })
	p.Counts.Persons, p.Counts.Proposals, p.Counts.Conflicts = len(p.Persons), len(p.Proposals), len(p.Conflicts)
	return p
}

// nameLinked gives the ids of the records of persons and candidates, by record.
func nameLinked(index *record.Index, found *link.Result, jobs int) []string {
	isLinked := make([]bool, index.Len())
	for _, person := range found.Persons {
		for _, i := range person.Records {
			isLinked[i] = true
		}
	}
	for _, candidate := range found.Candidates {
		for _, side := range [...][]uint32{candidate.A, candidate.B} {
			for _, i := range side {
				isLinked[i] = true
			}
		}
	}
	ids := make([]string, len(isLinked))
	parallel.Parts(jobs, len(ids), func(_, from, to int) {
		for i := from; i < to; i++ {
			if isLinked[i] {
				ids[i] = index.ID(uint32(i))
			}
		}
	})
	return ids
}

// id is the name the plan calls a record by.
func (w *writer) id(i uint32) string {
	if id := w.ids[i]; id != "" {
		return id
	}
	return w.index.ID(i)
}

func (w *writer) conflicts(p *Plan, found []link.Contradiction) {
	for _, c := range found {
		w.mention(c.A, c.B)
		ends := [2]string{w.id(c.A), w.id(c.B)}
		conflict := Conflict{ID: record.Identify("conflict", ends[:]...), Ends: ends, Why: c.Why.Text()}
		for _, path := range c.Paths {
			steps := make([]Evidence, 0, len(path))
			for _, t := range path {
				w.mention(t.A, t.B)
				steps = append(steps, w.describe(t))
			}
			conflict.Paths = append(conflict.Paths, steps)
		}
		p.Conflicts = append(p.Conflicts, conflict)
	}
	slices.SortFunc(p.Conflicts, func(a, b Conflict) int { return cmp.Compare(a.ID, b.ID) })
}

// revocations lists the revoked keys that records name, with all of these.
func (w *writer) revocations(p *Plan, revoked []record.Revocation) {
	if len(revoked) == 0 {
		return
	}
	holders := map[string][]uint32{}
	for i := range uint32(w.index.Len()) {
		for _, key := range w.index.At(i).Keys {
			holders[key.Fingerprint] = append(holders[key.Fingerprint], i)
		}
	}
	for _, revocation := range revoked {
		if held := holders[revocation.Key]; len(held) > 0 {
			w.mention(held...)
			p.Revocations = append(p.Revocations, Revocation{revocation, w.named(held)})
		}
	}
	slices.SortFunc(p.Revocations, func(a, b Revocation) int { return cmp.Compare(a.Key, b.Key) })
}

// records lists those that the plan mentions.
func (w *writer) records(p *Plan) {
	type named struct {
		id    string
		index uint32
	}
	all := make([]named, 0, len(p.Persons)+len(p.Proposals))
	for i, mentioned := range w.mentioned {
		if mentioned {
			all = append(all, named{w.id(uint32(i)), uint32(i)})
		}
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Compare(a.id, b.id) })
	p.Records = make([]Listed, 0, len(all))
	for _, r := range all {
		p.Records = append(p.Records, Listed{ID: r.id, Record: w.index.At(r.index)})
	}
}

func valuesOf[E any](pointers []*E) []E {
	values := make([]E, 0, len(pointers))
	for _, p := range pointers {
		values = append(values, *p)
	}
	return values
}

func (w *writer) mention(records ...uint32) {
	for _, i := range records {
		w.mentioned[i] = true
	}
}

// named are the ids of records, sorted.
func (w *writer) named(records []uint32) []string {
	ids := make([]string, 0, len(records))
	for _, i := range records {
		ids = append(ids, w.id(i))
	}
	slices.Sort(ids)
	return ids
}

// evidence is ties as evidence, the best first.
func (w *writer) evidence(ties []link.Tie) []Evidence {
	all := make([]Evidence, 0, len(ties))
	for _, t := range ties {
		all = append(all, w.describe(t))
	}
	rank := func(g link.Grade) int {
		return slices.Index([]link.Grade{link.Proof, link.Strong, link.Weak, link.Contra}, g)
	}
	slices.SortFunc(all, func(a, b Evidence) int {
		return cmp.Or(
			cmp.Compare(rank(a.Grade), rank(b.Grade)), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Value, b.Value), slices.Compare(a.Records[:], b.Records[:]),
		)
	})
	return all
}

// describe is a tie as evidence, each of its witnesses named once.
func (w *writer) describe(t link.Tie) Evidence {
	e := Evidence{
		Rule: t.Rule.Name, Grade: t.Rule.Grade, Records: [2]string{w.id(t.A), w.id(t.B)},
		Text: w.asSpelled(t.Text(), t.A, t.B), Value: t.Value, Undone: t.Rule.Undone,
	}
	for _, witness := range t.Witnesses {
		if witness != (record.Witness{}) && !slices.Contains(e.Witnesses, witness) {
			e.Witnesses = append(e.Witnesses, witness)
		}
	}
	return e
}
