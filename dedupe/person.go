package dedupe

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

func (w *writer) persons(p *Plan, found []link.Person) {
	slices.SortFunc(found, func(a, b link.Person) int { return cmp.Compare(a.Records[0], b.Records[0]) }) // who comes first gets the name
	persons := make([]*Person, len(found))
	parallel.Parts(w.jobs, len(found), func(_, from, to int) {
		for i := from; i < to; i++ {
			persons[i] = w.person(&found[i])
		}
	})
	named := make(map[string]bool, len(found))
	for i, person := range persons {
		if named[person.ID] {
			person.ID = w.personID(person.Records, found[i].Records, named)
		}
		named[person.ID] = true
		w.mention(found[i].Records...)
		p.Counts.Duplicates += person.Duplicates
	}
	parallel.Sort(w.jobs, persons, func(a, b *Person) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	p.Persons = valuesOf(persons)
}

// person is one that was found, under the name it has if nobody has it before.
func (w *writer) person(linked *link.Person) *Person {
	person := &Person{Records: w.named(linked.Records), Decision: Accept, Evidence: w.evidence(linked.Proof)}
	person.ID = w.personID(person.Records, linked.Records, nil)
	records := w.all(linked.Records)
	survivor := SurvivorOf(records)
	if person.Name = nameOf(records, survivor); survivor >= 0 {
		person.Survivor = w.id(linked.Records[survivor])
	}
	if len(linked.Against) > 0 {
		person.Decision = Review
		for _, tie := range linked.Against {
			person.Against = append(person.Against, w.describe(tie))
		}
	}
	w.decisions.decidePerson(person)
	person.Duplicates = w.contacts(linked.Records) - 1
	return person
}

// personID names a person so that it keeps its name while records come and go: as
// it was when somebody decided about it, else by the lowest of its addresses, else
// by its records. It is none of those that others have.
func (w *writer) personID(ids []string, records []uint32, taken map[string]bool) string {
	if id := w.decisions.personOf(ids); id != "" && !taken[id] {
		return id
	}
	if id := PersonID(w.all(records)); id != "" && !taken[id] {
		return id
	}
	return record.Identify("person", ids...)
}

// PersonID is what a person of some records is called if nothing else has been said: by the
// lowest of their addresses, "" if they have none.
func PersonID(records []*record.Record) string {
	lowest := ""
	for _, r := range records {
		for _, address := range r.Addresses {
			if folded := compare.FoldAddress(address); folded != "" && (lowest == "" || folded < lowest) {
				lowest = folded
			}
		}
	}
	if lowest == "" {
		return ""
	}
	return record.Identify("person", "address", lowest)
}

// FirstMailbox is the mailbox of the first address of a record, as evidence names it, and
// the address as it is spelled; "" if there is none.
func FirstMailbox(r *record.Record) (mailbox, spelled string) {
	if len(r.Addresses) == 0 {
		return "", ""
	}
	read, _ := compare.ReadMailbox(r.Addresses[0])
	return read.Account, r.Addresses[0]
}

// all are some records of the index.
func (w *writer) all(records []uint32) []*record.Record {
	list := make([]*record.Record, 0, len(records))
	for _, i := range records {
		list = append(list, w.index.At(i))
	}
	return list
}

// SurvivorOf is the number of the card of a person that says most, of equals the first in
// its book, -1 if none is a card.
func SurvivorOf(records []*record.Record) int {
	survivor := -1
	most, place := -1, record.Place{}
	for i, r := range records {
		says := len(r.Names) + len(r.Addresses) + len(r.Keys) + len(r.Phones) + len(r.Organisations) + len(r.Postal)
		before := cmp.Or(cmp.Compare(r.Place.Book, place.Book), cmp.Compare(r.Place.Index, place.Index)) < 0
		if r.Source == record.Card && (says > most || says == most && before) {
			most, place, survivor = says, r.Place, i
		}
	}
	return survivor
}

// nameOf is the name a person goes by: the one that the merged card will have, or the
// first that any record has.
func nameOf(records []*record.Record, survivor int) string {
	var names [][]string // the survivor's first
	for i, r := range records {
		if r.Source == record.Card {
			at := len(names)
			if i == survivor {
				at = 0
			}
			names = slices.Insert(names, at, r.Names)
		}
	}
	name := vcard.NameOfAll(names)
	for _, r := range records {
		if name == "" && len(r.Names) > 0 {
			name = r.Names[0]
		}
	}
	for _, r := range records {
		if name == "" && len(r.Addresses) > 0 {
			name = r.Addresses[0]
		}
	}
	return name
}

// contacts counts what a user sees of a person: cards, and addresses that no
// card has.
func (w *writer) contacts(records []uint32) int {
	others := map[string]bool{}
	for _, i := range records {
		if r := w.index.At(i); r.Source != record.Card && r.Source != record.KeyHolder {
			for _, address := range r.Addresses {
				others[compare.FoldAddress(address)] = true
			}
		}
	}
	for _, i := range records {
		if r := w.index.At(i); r.Source == record.Card && len(others) > 0 {
			for _, address := range r.Addresses {
				delete(others, compare.FoldAddress(address))
			}
		}
	}
	return max(1, w.apart(records)+len(others))
}
