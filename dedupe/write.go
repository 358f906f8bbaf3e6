package dedupe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// A writer makes a plan of what linking found.
type writer struct {
	index     *record.Index
	decisions *decisionIndex
	accounts  map[string]string // of books, by path
	mentioned []bool            // by record: the plan names it
	named     map[string]bool
}

// writePlan writes everything down in a fixed order.
func writePlan(index *record.Index, found *link.Result, revoked []record.Revocation, decisions *decisionIndex, inputs []record.Input) *Plan {
	w := &writer{index: index, decisions: decisions, accounts: map[string]string{}, mentioned: make([]bool, index.Len()), named: map[string]bool{}}
	p := &Plan{
		Schema: Schema, Kind: Kind, Inputs: append([]record.Input{}, inputs...), Records: []Listed{},
		Persons: []Person{}, Proposals: []Proposal{}, Conflicts: []Conflict{}, LeftOut: found.LeftOut,
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
	w.proposals(p, found.Candidates)
	w.conflicts(p, found.Contradictions)
	if len(found.Alarms) > 0 {
		p.Alarms = w.evidence(found.Alarms)
	}
	for _, alarm := range found.Alarms {
		w.mention(alarm.A, alarm.B)
	}
	w.revocations(p, revoked)
	w.records(p)
	p.Clusters = clustersOf(p)
	p.Counts.Persons, p.Counts.Proposals, p.Counts.Conflicts = len(p.Persons), len(p.Proposals), len(p.Conflicts)
	return p
}

func (w *writer) persons(p *Plan, found []link.Person) {
	slices.SortFunc(found, func(a, b link.Person) int { return cmp.Compare(a.Records[0], b.Records[0]) }) // who comes first gets the name
	for _, linked := range found {
		w.mention(linked.Records...)
		person := Person{Records: w.ids(linked.Records), Decision: Accept, Evidence: w.evidence(linked.Proof)}
		person.ID = w.personID(person.Records, linked.Records)
		person.Survivor, person.Name = w.survivor(linked.Records)
		if len(linked.Against) > 0 {
			person.Decision = Review
			for _, tie := range linked.Against {
				person.Against = append(person.Against, w.describe(tie))
			}
		}
		w.decisions.decidePerson(&person)
		person.Duplicates = w.contacts(linked.Records) - 1
		p.Counts.Duplicates += person.Duplicates
		p.Persons = append(p.Persons, person)
	}
	slices.SortFunc(p.Persons, func(a, b Person) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// personID names a person so that it keeps its name while records come and go: as
// it was when somebody decided about it, else by the lowest of its addresses, else
// by its records.
func (w *writer) personID(ids []string, records []uint32) string {
	if id := w.decisions.personOf(ids); id != "" && !w.named[id] {
		w.named[id] = true
		return id
	}
	lowest := ""
	for _, i := range records {
		for _, address := range w.index.At(i).Addresses {
			if folded := compare.FoldAddress(address); folded != "" && (lowest == "" || folded < lowest) {
				lowest = folded
			}
		}
	}
	id := record.Identify("person", "address", lowest)
	if lowest == "" || w.named[id] {
		id = record.Identify("person", ids...)
	}
	w.named[id] = true
	return id
}

// survivor is the card that says most, and the name the person goes by: the one that
// the merged card will have, or the first that any record has.
func (w *writer) survivor(records []uint32) (id, name string) {
	most, place := -1, record.Place{}
	for _, i := range records {
		r := w.index.At(i)
		says := len(r.Names) + len(r.Addresses) + len(r.Keys) + len(r.Phones) + len(r.Organisations) + len(r.Postal)
		before := cmp.Or(cmp.Compare(r.Place.Book, place.Book), cmp.Compare(r.Place.Index, place.Index)) < 0
		if r.Source == record.Card && (says > most || says == most && before) {
			most, place, id = says, r.Place, w.index.ID(i)
		}
	}
	var names [][]string // the survivor's first
	for _, i := range records {
		if r := w.index.At(i); r.Source == record.Card {
			at := len(names)
			if w.index.ID(i) == id {
				at = 0
			}
			names = slices.Insert(names, at, r.Names)
		}
	}
	name = vcard.NameOfAll(names)
	for _, i := range records {
		if r := w.index.At(i); name == "" && len(r.Names) > 0 {
			name = r.Names[0]
		}
	}
	for _, i := range records {
		if r := w.index.At(i); name == "" && len(r.Addresses) > 0 {
			name = r.Addresses[0]
		}
	}
	return id, name
}

// contacts counts what a user sees of a person: cards, and addresses that no
// card has.
func (w *writer) contacts(records []uint32) int {
	cards, onCards, others := w.apart(records), map[string]bool{}, map[string]bool{}
	for _, i := range records {
		r := w.index.At(i)
		for _, address := range r.Addresses {
			if r.Source == record.Card {
				onCards[compare.FoldAddress(address)] = true
			} else if r.Source != record.KeyHolder {
				others[compare.FoldAddress(address)] = true
			}
		}
	}
	for address := range onCards {
		delete(others, address)
	}
	return max(1, cards+len(others))
}

func (w *writer) proposals(p *Plan, found []link.Candidate) {
	for _, candidate := range found {
		if w.areLinked(candidate.A, candidate.B) {
			continue
		}
		proposal := Proposal{A: w.ids(candidate.A), B: w.ids(candidate.B), Decision: Review}
		if proposal.B[0] < proposal.A[0] {
			proposal.A, proposal.B = proposal.B, proposal.A
		}
		proposal.ID = record.Identify("proposal", slices.Concat(proposal.A, proposal.B)...)
		for _, e := range w.evidence(candidate.Ties) {
			if e.Grade == link.Contra {
				proposal.Against = append(proposal.Against, e)
			} else {
				proposal.Evidence = append(proposal.Evidence, e)
			}
		}
		switch {
		case candidate.Accept:
			proposal.Suggest = Accept
		case len(proposal.Against) > 0:
			proposal.Suggest = Refuse
		default:
			proposal.Suggest = Undecided
		}
		proposal.Why = whyReviewed(&proposal)
		if w.decisions.decideProposal(&proposal) {
			w.mention(candidate.A...)
			w.mention(candidate.B...)
			p.Proposals = append(p.Proposals, proposal)
		}
	}
	slices.SortFunc(p.Proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Suggest, b.Suggest), slices.Compare(a.A, b.A), slices.Compare(a.B, b.B))
	})
}

// whyReviewed says why a proposal that proof ties is none of the persons: what
// speaks against it, or what is not quite the same.
func whyReviewed(p *Proposal) string {
	if !slices.ContainsFunc(p.Evidence, func(e Evidence) bool { return e.Grade == link.Proof }) {
		return ""
	}
	doubts := slices.Clone(p.Against)
	for _, e := range p.Evidence {
		if strings.HasPrefix(e.Rule, "similar-") || strings.HasPrefix(e.Rule, "near-") || e.Rule == "name-in-another-script" || e.Rule == "same-given-name" {
			doubts = append(doubts, e)
		}
	}
	if len(doubts) == 0 {
		return "there is proof, but it also ties others, who are somebody else: it may be shared"
	}
	texts := make([]string, 0, len(doubts))
	for _, e := range doubts {
		texts = append(texts, e.Text)
	}
	return "there is proof, but " + strings.Join(texts, ", and ")
}

func (w *writer) conflicts(p *Plan, found []link.Contradiction) {
	for _, c := range found {
		w.mention(c.A, c.B)
		ends := [2]string{w.index.ID(c.A), w.index.ID(c.B)}
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
			p.Revocations = append(p.Revocations, Revocation{revocation, w.ids(held)})
		}
	}
	slices.SortFunc(p.Revocations, func(a, b Revocation) int { return cmp.Compare(a.Key, b.Key) })
}

// records lists those that the plan mentions.
func (w *writer) records(p *Plan) {
	n := 0
	for _, mentioned := range w.mentioned {
		if mentioned {
			n++
		}
	}
	p.Records = make([]Listed, 0, n)
	for i := range uint32(w.index.Len()) {
		if w.mentioned[i] {
			p.Records = append(p.Records, Listed{ID: w.index.ID(i), Record: *w.index.At(i)})
		}
	}
	slices.SortFunc(p.Records, func(a, b Listed) int { return cmp.Compare(a.ID, b.ID) })
}

func (w *writer) mention(records ...uint32) {
	for _, i := range records {
		w.mentioned[i] = true
	}
}

// ids are the names of records, sorted.
func (w *writer) ids(records []uint32) []string {
	ids := make([]string, 0, len(records))
	for _, i := range records {
		ids = append(ids, w.index.ID(i))
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
		Rule: t.Rule.Name, Grade: t.Rule.Grade, Records: [2]string{w.index.ID(t.A), w.index.ID(t.B)},
		Text: w.asSpelled(t.Text(), t.A, t.B), Value: t.Value, Undone: t.Rule.Undone,
	}
	for _, witness := range t.Witnesses {
		if witness != (record.Witness{}) && !slices.Contains(e.Witnesses, witness) {
			e.Witnesses = append(e.Witnesses, witness)
		}
	}
	return e
}
