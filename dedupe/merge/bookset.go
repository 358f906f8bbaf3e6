package merge

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// A bookSet is the books of a merge, before it.
type bookSet struct {
	names []string // in the folder of results
	books []*vcard.Book
	// countries are the calling codes of cards whose telephone numbers do not all
	// state theirs.
	countries map[position]string
	read      map[position]*vcard.Card // those of the person at hand
}

func newBookSet(names []string) *bookSet {
	return &bookSet{names: names, countries: map[position]string{}, read: map[position]*vcard.Card{}}
}

// add parses a book. What is broken in it stays as it is.
func (s *bookSet) add(file string, data []byte, lines []int) {
	book, _ := vcard.Parse(file, data)
	book.Renumber(lines)
	s.books = append(s.books, book)
}

// A position is one card in a bookSet.
type position struct{ book, card int }

// card is read once until forget is called.
func (s *bookSet) card(p position) *vcard.Card {
	card := s.read[p]
	if card == nil {
		card = s.books[p.book].Card(p.card)
		s.read[p] = card
	}
	return card
}

// forget lets go of the cards read so far: there is no room for all.
func (s *bookSet) forget() { clear(s.read) }

func (s *bookSet) describe(p position) Card {
	card := s.card(p)
	return Card{Book: s.names[p.book], Index: p.card, Line: card.FirstLine(), UID: card.UID(), Name: clip(card.FormattedName()), Country: s.countries[p]}
}

// A merger is cards that become one.
type merger struct {
	survivor position
	absorbed []position // in the order of the bookSet
	merged   vcard.Merged
}

// mergeCards works out what the survivor has to be given. It fails where a card
// cannot be edited.
func (s *bookSet) mergeCards(survivor position, absorbed []position) (merger, error) {
	cards := make([]*vcard.Card, len(absorbed))
	country := map[*vcard.Card]string{}
	kept := s.card(survivor)
	country[kept] = s.countries[survivor]
	for i, p := range absorbed {
		cards[i] = s.card(p)
		country[cards[i]] = s.countries[p]
	}
	var merged vcard.Merged
	var err error
	if failed := kept.Try(func() {
		merged, err = vcard.MergeFrom(func(c *vcard.Card) string { return country[c] }, kept, cards...)
	}); failed != nil {
		err = failed
	}
	return merger{survivor: survivor, absorbed: absorbed, merged: merged}, err
}

// carryOut gives the books after the mergers, and what was changed in each.
func (s *bookSet) carryOut(ctx context.Context, mergers []merger) ([]*vcard.Book, [][]Edit, error) {
	after := make([]*vcard.Book, len(s.books))
	edits := make([][]Edit, len(s.books))
	moves := s.movesOf(mergers)
	for i, book := range s.books {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		edit, removed, err := s.editOf(i, mergers)
		if err != nil {
			return nil, nil, err
		}
		s.redirect(edit, i, removed, moves)
		after[i], _ = vcard.Parse(book.Name(), edit.Bytes()) // problems are those it had before
		if after[i].Len() != book.Len()-len(removed) {
			return nil, nil, &Error{File: book.Name(), Kind: ErrBook, Detail: "removing a card would hide another"}
		}
		edits[i] = editsBetween(book, after[i], removed)
	}
	return after, edits, nil
}

// editOf removes and completes the cards of one book.
func (s *bookSet) editOf(book int, mergers []merger) (*vcard.Edit, map[int]bool, error) {
	edit, removed := s.books[book].Edit(), map[int]bool{}
	for _, f := range mergers {
		for _, p := range f.absorbed {
			if p.book == book {
				removed[p.card] = true
				if err := edit.Remove(p.card); err != nil {
					return nil, nil, err
				}
			}
		}
		if f.survivor.book == book {
			if err := errors.Join(edit.Append(f.survivor.card, f.merged.Add...), edit.Replace(f.survivor.card, f.merged.Replace...)); err != nil {
				return nil, nil, err
			}
		}
	}
	return edit, removed, nil
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
		s.forget()
		for _, p := range f.absorbed {
			if uid := s.card(p).UID(); uid != "" {
				moves = append(moves, move{p.book, uid, f.merged.UID})
			}
		}
	}
	return moves
}

// redirect turns references to absorbed cards into references to the survivor.
// A UID may stand in several books, of cards that go different ways: in each
// book its own card counts, and where that stays, nothing is redirected.
func (s *bookSet) redirect(edit *vcard.Edit, book int, removed map[int]bool, moves []move) {
	if len(moves) == 0 || !s.refers(book) {
		return // spares the many books of one card each
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

// refers reports whether any card of a book refers to another.
func (s *bookSet) refers(book int) bool {
	var found atomic.Bool
	cards := s.books[book]
	parallel.Parts(runtime.GOMAXPROCS(0), cards.Len(), func(_, from, to int) {
		card := new(vcard.Card)
		for i := from; i < to && !found.Load(); i++ {
			if card = cards.Next(card, i); card.Refers() {
				found.Store(true)
			}
		}
	})
	return found.Load()
}
