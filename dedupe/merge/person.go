package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// An applier makes mergers of the unions of a plan.
type applier struct {
	bookSet  *bookSet
	inputs   map[string]int // books by path
	rows     map[string]int // records by id
	joinKeys bool
	seen     map[position]string // cards named so far, and by which record
	persons  []Person
	mergers  []merger
}

func newApplier(s *bookSet, plan *dedupe.Plan, joinKeys bool) *applier {
	a := &applier{bookSet: s, inputs: map[string]int{}, rows: map[string]int{}, joinKeys: joinKeys, seen: map[position]string{}, persons: []Person{}}
	for i, book := range Books(plan) {
		a.inputs[book.Path] = i
	}
	for i, listed := range plan.Records {
		a.rows[listed.ID] = i
	}
	return a
}

// take adds one union, if it has two cards.
func (a *applier) take(u union) error {
	cards, err := a.cardsOf(u)
	if err != nil || len(cards) < 2 {
		return err
	}
	survivor := a.survivorOf(u, cards)
	absorbed := slices.DeleteFunc(positionsOf(cards), func(p position) bool { return p == survivor })
	f, err := a.bookSet.mergeCards(survivor, absorbed)
	person := a.describe(u, f)
	switch {
	case err != nil:
		person.Left = err.Error()
	case a.hasGroup(cards):
		person.Left = "one of the cards is of a group, not of a person"
	case !a.joinKeys:
		person.Left = keysApart(a.keysOf(cards))
	}
	if person.Left == "" {
		a.mergers = append(a.mergers, f)
	}
	a.persons = append(a.persons, person)
	return nil
}

// A cardRecord is a record of a plan and the card it speaks of.
type cardRecord struct {
	dedupe.Listed
	position
}

// cardsOf finds the cards of a union, in the order of the bookSet. The books are
// those of the plan, so that a card which is not where the plan says means that
// the plan was changed.
func (a *applier) cardsOf(u union) ([]cardRecord, error) {
	var cards []cardRecord
	for _, listed := range u.records {
		if listed.Source != record.Card {
			continue
		}
		p, err := a.find(*listed)
		if err != nil {
			return nil, &Error{Path: fmt.Sprintf(".records[%d].place", a.rows[listed.ID]), Kind: ErrPlan, Detail: err.Error()}
		}
		a.seen[p] = listed.ID
		a.bookSet.countries[p] = listed.Country
		cards = append(cards, cardRecord{*listed, p})
	}
	slices.SortFunc(cards, func(x, y cardRecord) int {
		return cmp.Or(x.book-y.book, x.card-y.card)
	})
	return cards, nil
}

func (a *applier) find(record dedupe.Listed) (position, error) {
	book, known := a.inputs[record.Place.Book]
	if !known {
		return position{}, fmt.Errorf("%q is not a book of the plan", record.Place.Book)
	}
	p := position{book, record.Place.Index}
	if p.card < 0 || p.card >= a.bookSet.books[book].Len() {
		return p, fmt.Errorf("%q has no card %d", record.Place.Book, p.card)
	}
	card := a.bookSet.card(p)
	switch {
	case card.FirstLine() != record.Place.Line || card.UID() != record.UID:
		return p, fmt.Errorf("card %d of %q begins on line %d and has the UID %q", p.card, record.Place.Book, card.FirstLine(), card.UID())
	case a.seen[p] != "":
		return p, fmt.Errorf("card %d of %q is record %q, too", p.card, record.Place.Book, a.seen[p])
	}
	return p, nil
}

// survivorOf is the card the plan names. Where it names none, as for a proposal
// between two cards, it is the one that says most, the first of equals.
func (a *applier) survivorOf(u union, cards []cardRecord) position {
	for _, card := range cards {
		if card.ID == u.survivor {
			return card.position
		}
	}
	best := slices.MaxFunc(cards, func(x, y cardRecord) int {
		return len(a.bookSet.card(x.position).Lines()) - len(a.bookSet.card(y.position).Lines())
	})
	return best.position
}

func positionsOf(cards []cardRecord) []position {
	positions := make([]position, len(cards))
	for i, card := range cards {
		positions[i] = card.position
	}
	return positions
}

func (a *applier) hasGroup(cards []cardRecord) bool {
	return slices.ContainsFunc(cards, func(c cardRecord) bool { return a.bookSet.card(c.position).Kind() == "group" })
}

func (a *applier) describe(u union, f merger) Person {
	person := Person{ID: u.accepted[0], Accepted: u.accepted, Name: clip(u.name), Survivor: a.bookSet.describe(f.survivor)}
	person.Name = firstOf(person.Name, person.Survivor.Name)
	for _, p := range f.absorbed {
		person.Absorbed = append(person.Absorbed, a.bookSet.describe(p))
	}
	for _, property := range f.merged.Add {
		person.Added = append(person.Added, clip(property.String()))
	}
	for _, replaced := range f.merged.Replace {
		if typed := replaced.By.Typed(); typed != "" { // a name is among what differs
			person.Added = append(person.Added, clip("type of "+typed))
		}
	}
	for _, c := range f.merged.Conflicts {
		person.Differs = append(person.Differs, Conflict{c.Property, clip(c.Kept), clip(c.Other)})
	}
	return person
}

// shown is how many bytes of a value stand in results: enough to recognise it.
const shown = 200

func clip(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= shown {
		return text
	}
	end := shown
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
