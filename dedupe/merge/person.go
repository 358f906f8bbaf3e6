package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// An applier makes mergers of the unions of a plan, those of different unions at the
// same time.
type applier struct {
	bookSet  *bookSet
	inputs   map[string]int // books by path
	opts     Options
	accounts []string // by book
	// claims are, of every card, the number of the first record of a union that names
	// it, plus one.
	claims [][]int32
	twice  map[position]string // the id of that record, of cards that others name, too
}

func newApplier(s *bookSet, plan *dedupe.Plan, opts Options) *applier {
	s.findReferences()
	a := &applier{bookSet: s, inputs: map[string]int{}, opts: opts, twice: map[position]string{}}
	for i, book := range Books(plan) {
		a.inputs[book.Path] = i
		a.accounts = append(a.accounts, book.InAccount())
	}
	return a
}

// take adds one union, if it has two cards: those of one account become one, those of
// different accounts are linked.
func (a *taker) take(u *claimed) error {
	cards, err := a.cardsOf(u)
	if err != nil || len(cards) < 2 {
		return err
	}
	parts := a.partsOf(u, cards)
	if len(parts) == 1 {
		a.merge(u, parts[0], nil)
		return nil
	}
	for i, part := range parts {
		var links []Card
		for k, other := range parts {
			if k != i && part.why == "" && other.why == "" {
				links = append(links, a.linkTo(other))
			}
		}
		a.merge(u, part, links)
	}
	return nil
}

// A part is the cards of a union that become one.
type part struct {
	survivor position
	absorbed []position
	why      string // it is left alone
}

// linkTo is what cards of other books name: the card as it will be.
func (a *taker) linkTo(p part) Card {
	card := a.describe(p.survivor)
	card.UID = a.uidOf(p.survivor, p.absorbed)
	card.Name = clip(a.nameOf(p.survivor, p.absorbed))
	return card
}

// partsOf are the cards of each account, or all if one account is to have them.
func (a *taker) partsOf(u *claimed, cards []cardRecord) []part {
	accountOf := func(c cardRecord) string { return a.accounts[c.book] }
	if slices.ContainsFunc(cards, func(c cardRecord) bool { return accountOf(c) == a.opts.Into }) {
		accountOf = func(cardRecord) string { return a.opts.Into }
	}
	var accounts []string
	byAccount := map[string][]cardRecord{}
	for _, card := range cards {
		account := accountOf(card)
		if byAccount[account] == nil {
			accounts = append(accounts, account)
		}
		byAccount[account] = append(byAccount[account], card)
	}
	hasGroup := a.hasGroup(cards)
	var parts []part
	for _, account := range accounts {
		together := byAccount[account]
		p := part{survivor: a.survivorOf(u, together)}
		p.absorbed = slices.DeleteFunc(positionsOf(together), func(at position) bool { return at == p.survivor })
		if p.why = a.notEditable(together); hasGroup {
			p.why = "one of the cards is of a group, not of a person"
		} else if p.why == "" && !a.opts.JoinKeys {
			p.why = keysApart(a.keysOf(together))
		}
		parts = append(parts, p)
	}
	return parts
}

// notEditable says why one of some cards cannot be edited, "" if all can.
func (a *taker) notEditable(cards []cardRecord) string {
	for _, card := range cards {
		if err := a.card(card.position).Editable(); err != nil {
			return err.Error()
		}
	}
	return ""
}

// merge adds what becomes of one part of a union, unless that is nothing new.
func (a *taker) merge(u *claimed, p part, links []Card) {
	f, merged, err := a.mergeCards(p.survivor, p.absorbed, links, a.opts.Time)
	if err == nil && p.why == "" && len(p.absorbed) == 0 && merged.IsNothing() {
		return // linked before
	}
	person := a.personOf(u, p, merged)
	person.Linked, person.Left = links, p.why
	if err != nil {
		person.Left = err.Error()
	}
	if person.Left == "" {
		person.Revised = a.opts.Time.UTC().Truncate(time.Second)
		a.mergers = append(a.mergers, f)
	}
	a.persons = append(a.persons, person)
}

// A cardRecord is a record of a plan and the card it speaks of.
type cardRecord struct {
	*planned
	position
}

// cardsOf finds the cards of a union, in the order of the bookSet. The books are
// those of the plan, so that a card which is not where the plan says means that
// the plan was changed.
func (a *taker) cardsOf(u *claimed) ([]cardRecord, error) {
	cards := make([]cardRecord, len(u.cards))
	for i := range u.cards {
		card := &u.cards[i]
		p, err := a.find(card)
		if err != nil {
			return nil, &Error{Path: fmt.Sprintf(".records[%d].place", card.row), Kind: ErrPlan, Detail: err.Error()}
		}
		a.countries[p] = card.country
		cards[i] = cardRecord{card, p}
	}
	slices.SortFunc(cards, func(x, y cardRecord) int {
		return cmp.Or(x.book-y.book, x.card-y.card)
	})
	return cards, nil
}

// place is where a record lies, if there is a card there.
func (a *applier) place(record *planned) (position, error) {
	book, known := a.inputs[record.path]
	if !known {
		return position{}, fmt.Errorf("%q is not a book of the plan", record.path)
	}
	p := position{book, record.index}
	if p.card < 0 || p.card >= a.bookSet.books[book].Len() {
		return p, fmt.Errorf("%q has no card %d", record.path, p.card)
	}
	return p, nil
}

func (a *taker) find(record *planned) (position, error) {
	p, err := a.place(record)
	if err != nil {
		return p, err
	}
	card := a.card(p)
	switch {
	case card.FirstLine() != record.line || card.UID() != record.uid:
		return p, fmt.Errorf("card %d of %q begins on line %d and has the UID %q", p.card, record.path, card.FirstLine(), card.UID())
	case a.claims[p.book][p.card] != record.row+1:
		return p, fmt.Errorf("card %d of %q is record %q, too", p.card, record.path, a.twice[p])
	}
	return p, nil
}

// survivorOf is the card the plan names, unless another account is to have them. Where
// it names none of the cards, as for a proposal between two, it is the one that says
// most, the first of equals.
func (a *taker) survivorOf(u *claimed, cards []cardRecord) position {
	if inside := slices.DeleteFunc(slices.Clone(cards), func(c cardRecord) bool { return a.accounts[c.book] != a.opts.Into }); len(inside) > 0 {
		cards = inside
	}
	for _, card := range cards {
		if card.id == u.survivor {
			return card.position
		}
	}
	best := slices.MaxFunc(cards, func(x, y cardRecord) int {
		return len(a.card(x.position).Lines()) - len(a.card(y.position).Lines())
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

func (a *taker) hasGroup(cards []cardRecord) bool {
	return slices.ContainsFunc(cards, func(c cardRecord) bool { return a.card(c.position).Kind() == "group" })
}

func (a *taker) personOf(u *claimed, p part, merged vcard.Merged) Person {
	person := Person{ID: u.accepted[0], Accepted: u.accepted, Name: clip(u.name), Survivor: a.describe(p.survivor)}
	person.Name = firstOf(person.Name, person.Survivor.Name)
	for _, absorbed := range p.absorbed {
		person.Absorbed = append(person.Absorbed, a.describe(absorbed))
	}
	person.Groups = a.groupsThatName(p.absorbed)
	for _, property := range merged.Add {
		if !property.Is("REV") {
			person.Added = append(person.Added, clip(property.String()))
		}
	}
	for _, replaced := range merged.Replace {
		for _, property := range replaced.By {
			if !property.Is("REV") {
				person.Changed = append(person.Changed, clip(property.Typed()))
			}
		}
	}
	for _, c := range merged.Conflicts {
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
