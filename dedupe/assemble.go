package dedupe

import (
	"cmp"
	"fmt"
	"slices"
)

// maxAddresses is how many addresses one person has; above it, somebody looks.
const maxAddresses = 10

var (
	ruleManyAddresses = rule{name: "too-many-addresses", grade: Contra, says: "that is more addresses than one person has: %q", undone: "somebody who knows accepts it"}
	ruleUnchecked     = rule{name: "too-many-records", grade: Contra, says: "there are too many different records to check them all: %q", undone: "somebody who knows accepts it"}
)

// plan writes everything down in a fixed order.
func (d *draft) plan() *Plan {
	p := &Plan{
		Schema: Schema, Kind: Kind, Inputs: []Input{}, Records: []Listed{},
		Persons: []Person{}, Proposals: []Proposal{}, Conflicts: []Conflict{}, LeftOut: d.leftOut,
	}
	d.spoken = make([]bool, d.roll.len())
	p.Counts = Counts{Records: d.roll.len(), Own: d.own, Impersonal: d.impersonal}
	for i := range uint32(d.roll.len()) {
		if d.roll.at(i).Source == Card {
			p.Counts.Cards++
		}
	}
	d.persons(p)
	d.proposals(p)
	d.conflicts(p)
	for _, a := range d.alarms {
		d.speak(a.tie.a, a.tie.b)
		p.Alarms = append(p.Alarms, d.evidence(a.tie))
	}
	slices.SortFunc(p.Alarms, compareEvidence)
	d.listed(p)
	p.Counts.Persons, p.Counts.Proposals, p.Counts.Conflicts = len(p.Persons), len(p.Proposals), len(p.Conflicts)
	return p
}

func (d *draft) persons(p *Plan) {
	for number, records := range d.people.more {
		d.speak(records...)
		person := d.person(number, records)
		person.Duplicates = d.contacts(records) - 1
		p.Counts.Duplicates += person.Duplicates
		p.Persons = append(p.Persons, person)
	}
	slices.SortFunc(p.Persons, func(a, b Person) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

func (d *draft) person(number uint32, records []uint32) Person {
	person := Person{Records: d.ids(records), Decision: Accept, Evidence: d.allEvidence(d.proof[number])}
	person.ID = nameOf("person", person.Records)
	person.Survivor, person.Name = d.survivor(records)
	if n := d.addresses(records); n > maxAddresses {
		person.Against = append(person.Against, d.evidence(*against(&ruleManyAddresses, records[0], records[1], fmt.Sprint(n))))
	}
	if d.unchecked[number] {
		person.Against = append(person.Against, d.evidence(*against(&ruleUnchecked, records[0], records[1], fmt.Sprint(len(records)))))
	}
	if len(person.Against) > 0 {
		person.Decision = Review
	}
	d.memory.decidePerson(&person)
	return person
}

// addresses counts the mailboxes of a person.
func (d *draft) addresses(records []uint32) int {
	if len(records) <= maxAddresses && !slices.ContainsFunc(records, func(i uint32) bool { return len(d.roll.at(i).Addresses) > 1 }) {
		return len(records) // at most
	}
	mailboxes := map[string]bool{}
	for _, i := range records {
		for _, address := range d.roll.at(i).Addresses {
			mailboxes[foldedAddress(address)] = true
		}
	}
	return len(mailboxes)
}

// survivor is the card that says most, and the name the person goes by: its, or
// the first that any record has.
func (d *draft) survivor(records []uint32) (id, name string) {
	most, place := -1, Place{}
	for _, i := range records {
		r := d.roll.at(i)
		says := len(r.Names) + len(r.Addresses) + len(r.Keys) + len(r.Phones) + len(r.Organisations) + len(r.Postal)
		if r.Source == Card && (says > most || says == most && comparePlaces(r.Place, place) < 0) {
			most, place, id = says, r.Place, d.roll.id(i)
			name = firstName(r, "")
		}
	}
	for _, i := range records {
		name = firstName(d.roll.at(i), name)
	}
	for _, i := range records {
		if r := d.roll.at(i); name == "" && len(r.Addresses) > 0 {
			name = r.Addresses[0]
		}
	}
	return id, name
}

// comparePlaces orders cards by book and position.
func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Book, b.Book), cmp.Compare(a.Index, b.Index))
}

func firstName(r *Record, known string) string {
	if known != "" || len(r.Names) == 0 {
		return known
	}
	return r.Names[0]
}

// contacts counts what a user sees of a person: cards, and addresses that no
// card has.
func (d *draft) contacts(records []uint32) int {
	cards, onCards, others := 0, map[string]bool{}, map[string]bool{}
	for _, i := range records {
		r := d.roll.at(i)
		if r.Source == Card {
			cards++
		}
		for _, address := range r.Addresses {
			if r.Source == Card {
				onCards[foldedAddress(address)] = true
			} else if r.Source != KeyHolder {
				others[foldedAddress(address)] = true
			}
		}
	}
	for address := range onCards {
		delete(others, address)
	}
	return max(1, cards+len(others))
}

func (d *draft) proposals(p *Plan) {
	for _, s := range d.suggestions {
		a, b := d.people.records(s.pair.a()), d.people.records(s.pair.b())
		proposal := Proposal{A: d.ids(a), B: d.ids(b), Decision: Review, Suggest: s.suggest}
		if proposal.B[0] < proposal.A[0] {
			proposal.A, proposal.B = proposal.B, proposal.A
		}
		proposal.ID = nameOf("proposal", slices.Concat(proposal.A, proposal.B))
		for _, e := range d.allEvidence(s.found) {
			if e.Grade == Contra {
				proposal.Against = append(proposal.Against, e)
			} else {
				proposal.Evidence = append(proposal.Evidence, e)
			}
		}
		if d.memory.decideProposal(&proposal) {
			d.speak(slices.Concat(a, b)...)
			p.Proposals = append(p.Proposals, proposal)
		}
	}
	slices.SortFunc(p.Proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Suggest, b.Suggest), slices.Compare(a.A, b.A), slices.Compare(a.B, b.B))
	})
}

func (d *draft) conflicts(p *Plan) {
	for _, c := range d.contradictions {
		if !c.hard {
			continue
		}
		d.speak(c.a, c.b)
		ends := [2]string{d.roll.id(c.a), d.roll.id(c.b)}
		conflict := Conflict{ID: nameOf("conflict", ends[:]), Ends: ends, Why: c.why.text()}
		for _, path := range c.paths {
			steps := make([]Evidence, 0, len(path))
			for _, t := range path {
				d.speak(t.a, t.b)
				steps = append(steps, d.evidence(t))
			}
			conflict.Paths = append(conflict.Paths, steps)
		}
		p.Conflicts = append(p.Conflicts, conflict)
	}
	slices.SortFunc(p.Conflicts, func(a, b Conflict) int { return cmp.Compare(a.ID, b.ID) })
}
