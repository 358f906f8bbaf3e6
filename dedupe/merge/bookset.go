package merge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// A bookSet is the books of a merge, before it.
type bookSet struct {
	names []string // in the folder of results
	books []*vcard.Book
	// What findReferences finds: which books have cards that refer to others, and cards
	// of groups by the UIDs they name, as groupKey has them.
	refers []bool
	groups map[string][]position
}

// add parses a book. What is broken in it stays as it is.
func (s *bookSet) add(file string, data []byte, lines []int) {
	book, _ := vcard.Parse(file, data)
	book.Renumber(lines)
	s.books = append(s.books, book)
}

// A position is one card in a bookSet.
type position struct{ book, card int }

// A reader holds the cards of the person at hand: reading one costs more than all that
// is asked of it, and there is no room for the cards of all.
type reader struct {
	*bookSet
	read map[position]*vcard.Card
	done []*vcard.Card // of those before, in whose place others are read
	// countries are the calling codes of cards whose telephone numbers do not all
	// state theirs.
	countries map[position]string
}

func (s *bookSet) reader() *reader {
	return &reader{bookSet: s, read: map[position]*vcard.Card{}, countries: map[position]string{}}
}

// forget is for the next person.
func (r *reader) forget() {
	for _, card := range r.read {
		r.done = append(r.done, card)
	}
	clear(r.read)
	clear(r.countries)
}

func (r *reader) card(p position) *vcard.Card {
	card := r.read[p]
	if card == nil {
		card = new(vcard.Card)
		if last := len(r.done) - 1; last >= 0 {
			card, r.done = r.done[last], r.done[:last]
		}
		card = r.books[p.book].Next(card, p.card)
		r.read[p] = card
	}
	return card
}

func (r *reader) describe(p position) Card {
	card := r.card(p)
	return Card{Book: r.names[p.book], Index: p.card, Line: card.FirstLine(), UID: card.UID(), Name: clip(card.Name()), Country: r.countries[p]}
}

// A merger is cards that become one, or one card that is linked with cards of other
// books.
type merger struct {
	survivor position
	absorbed []position // in the order of the bookSet
	uid      string     // of the merged card
	card     []byte     // the merged card
}

// uidOf is the UID that the merged card will have. Who has none is given one if
// another card is to name it: it follows from the card and its place.
func (r *reader) uidOf(survivor position, absorbed []position) string {
	cards := r.cards(survivor, absorbed)
	digest := sha256.Sum256(fmt.Appendf(nil, "%s %d\n%s", r.names[survivor.book], survivor.card, cards[0].Raw()))
	digest[6], digest[8] = digest[6]&0x0f|0x80, digest[8]&0x3f|0x80 // a UUID of version 8 (RFC 9562, section 5.8)
	made := fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", digest[:4], digest[4:6], digest[6:8], digest[8:10], digest[10:16])
	return vcard.UIDOf(made, cards...)
}

// nameOf is the name that the merged card will have.
func (r *reader) nameOf(survivor position, absorbed []position) string {
	var names []string
	for _, card := range r.cards(survivor, absorbed) {
		names = append(names, card.Name())
	}
	return names[vcard.FullestName(names)]
}

// cards are the survivor and the others.
func (r *reader) cards(survivor position, absorbed []position) []*vcard.Card {
	cards := []*vcard.Card{r.card(survivor)}
	for _, p := range absorbed {
		cards = append(cards, r.card(p))
	}
	return cards
}

// mergeCards works out what becomes of the survivor, at that time. It fails where a
// card cannot be edited.
func (r *reader) mergeCards(survivor position, absorbed []position, links []Card, at time.Time) (f merger, merged vcard.Merged, err error) {
	cards := r.cards(survivor, absorbed)
	countries := map[*vcard.Card]string{}
	for i, p := range append([]position{survivor}, absorbed...) {
		countries[cards[i]] = r.countries[p]
	}
	opts := vcard.MergeOptions{Country: func(c *vcard.Card) string { return countries[c] }, Time: at}
	for _, link := range links {
		opts.UID = r.uidOf(survivor, absorbed)
		opts.Links = append(opts.Links, vcard.Link{UID: link.UID, Name: link.Name, Book: link.Book})
	}
	f = merger{survivor: survivor, absorbed: absorbed}
	if failed := cards[0].Try(func() {
		if merged, err = vcard.Merge(opts, cards[0], cards[1:]...); err == nil {
			f.uid, f.card = merged.UID, bytes.Clone(merged.Write(cards[0])) // which has room for more
		}
	}); failed != nil {
		err = failed
	}
	return f, merged, err
}

// carryOut gives the books after the mergers, and what was changed in each. It needs to
// know what cards refer to.
func (s *bookSet) carryOut(ctx context.Context, mergers []merger) ([]*vcard.Book, [][]Edit, error) {
	after := make([]*vcard.Book, len(s.books))
	edits := make([][]Edit, len(s.books))
	var moves []move // most books need none
	for i, book := range s.books {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		edit, removed := s.editOf(i, mergers)
		if s.refers[i] {
			if moves == nil {
				moves = s.movesOf(mergers)
			}
			s.redirect(edit, i, removed, moves)
		}
		after[i], _ = vcard.Parse(book.Name(), edit.Bytes()) // problems are those it had before
		if after[i].Len() != book.Len()-len(removed) {
			return nil, nil, &Error{File: book.Name(), Kind: ErrBook, Detail: "removing a card would hide another"}
		}
		edits[i] = editsBetween(book, after[i], removed)
	}
	return after, edits, nil
}

// editOf removes and completes the cards of one book.
func (s *bookSet) editOf(book int, mergers []merger) (*vcard.Edit, map[int]bool) {
	edit, removed := s.books[book].Edit(), map[int]bool{}
	for _, f := range mergers {
		for _, p := range f.absorbed {
			if p.book == book {
				removed[p.card] = true
				edit.Replace(p.card, nil)
			}
		}
		if f.survivor.book == book {
			edit.Replace(f.survivor.card, f.card)
		}
	}
	return edit, removed
}

// A move is an absorbed card whose references now mean another.
type move struct {
	book        int
	uid, target string
}

// movesOf lists them in the order of the mergers.
func (s *bookSet) movesOf(mergers []merger) []move {
	var moves []move
	for _, f := range mergers {
		for _, p := range f.absorbed {
			if uid := s.books[p.book].Card(p.card).UID(); uid != "" {
				moves = append(moves, move{p.book, uid, f.uid})
			}
		}
	}
	return moves
}

// redirect turns references to absorbed cards into references to the survivor.
// A UID may stand in several books, of cards that go different ways: in each
// book its own card counts, and where that stays, nothing is redirected.
func (s *bookSet) redirect(edit *vcard.Edit, book int, removed map[int]bool, moves []move) {
	if len(moves) == 0 {
		return
	}
	targets := map[string]string{} // by vcard.UIDKey
	redirected := []string{}
	for _, own := range []bool{true, false} {
		for _, m := range moves {
			if _, known := targets[vcard.UIDKey(m.uid)]; known || own != (m.book == book) {
				continue
			}
			targets[vcard.UIDKey(m.uid)] = m.target
			redirected = append(redirected, m.uid)
		}
	}
	for i, card := range s.books[book].Cards() {
		if !removed[i] {
			delete(targets, vcard.UIDKey(card.UID()))
		}
	}
	for _, uid := range redirected {
		if target, stays := targets[vcard.UIDKey(uid)]; stays {
			edit.Redirect(uid, target)
		}
	}
}
