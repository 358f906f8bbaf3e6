package merge

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// An Undone is what became of a merge that was taken back.
type Undone struct {
	Persons []Person `json:"persons"` // whose cards are apart again
	Books   []New    `json:"books"`   // Before is what the merge had made
	// Journal is of the persons that stay merged, as if the others had never
	// been; nil if none does.
	Journal *Journal `json:"-"`
}

// Undo takes back a merge. Books hold the new books in the order of the journal.
// It fails with ErrEdited where one is not what the merge made, and with
// ErrJournal where the journal does not lead back to what it says.
func Undo(ctx context.Context, journal *Journal, books []Book) (*Undone, error) {
	before, err := revertAll(ctx, journal, books)
	if err != nil {
		return nil, err
	}
	undone := &Undone{Persons: journal.Persons}
	for i, book := range journal.Books {
		undone.Books = append(undone.Books, New{
			Name: book.Name, Path: book.Path, Before: book.After, After: book.Before, Data: before.books[i].Bytes(),
		})
	}
	return undone, nil
}

// UndoPerson takes back what was done to one person, named by an id the journal
// has for them, and merges the others anew, as if that person had never been
// accepted. It fails with ErrNoPerson where there is none, else as [Undo] does.
func UndoPerson(ctx context.Context, journal *Journal, books []Book, id string, at time.Time) (*Undone, error) {
	apart, rest := journal.without(id)
	if len(apart) == 0 {
		return nil, &Error{File: journal.File, Kind: ErrNoPerson, Detail: fmt.Sprintf("%q", id)}
	}
	before, err := revertAll(ctx, journal, books)
	if err != nil {
		return nil, err
	}
	if err := before.checkRepeatable(ctx, journal); err != nil {
		return nil, err
	}
	after, edits, err := before.repeat(ctx, rest)
	if err != nil {
		return nil, err
	}
	undone := &Undone{Persons: apart}
	remade := make([]New, len(after))
	for i, book := range journal.Books {
		remade[i] = New{Name: book.Name, Path: book.Path, Before: book.Before, After: versionOf(after[i]), Data: after[i].Bytes()}
		shown := remade[i]
		shown.Before = book.After
		undone.Books = append(undone.Books, shown)
	}
	if len(rest) > 0 {
		left := newJournal(at, journal.Plan, rest, remade, edits)
		undone.Journal = &left
	}
	return undone, nil
}

// without tells the persons of that id from the others.
func (j *Journal) without(id string) (named, rest []Person) {
	for _, person := range j.Persons {
		if slices.Contains(person.Accepted, id) {
			named = append(named, person)
		} else {
			rest = append(rest, person)
		}
	}
	return named, rest
}

// revertAll gives the books as they were before the merge.
func revertAll(ctx context.Context, journal *Journal, books []Book) (*bookSet, error) {
	var names []string
	for _, book := range journal.Books {
		names = append(names, book.Name)
	}
	s := &bookSet{names: names}
	for i, book := range journal.Books {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if digestOf(books[i].Data) != book.After.SHA256 {
			return nil, &Error{File: books[i].File, Line: firstDifference(books[i].Data, book.Lines), Kind: ErrEdited}
		}
		before, err := revert(books[i].Data, book.Edits)
		if err != nil || digestOf(before) != book.Before.SHA256 {
			return nil, &Error{File: journal.File, Path: fmt.Sprintf(".books[%d]", i), Kind: ErrJournal, Detail: "it does not lead back to the book it names"}
		}
		s.add(book.Name, before, nil)
	}
	return s, nil
}

// checkRepeatable finds out whether merging all persons of the journal once more
// gives the books it made. Else the journal was edited, or comes from a release
// that merged differently, and what stays merged would not stay as it is.
func (s *bookSet) checkRepeatable(ctx context.Context, journal *Journal) error {
	after, _, err := s.repeat(ctx, journal.Persons)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for i, book := range journal.Books {
		if err != nil || digestOf(after[i].Bytes()) != book.After.SHA256 {
			return &Error{File: journal.File, Path: ".persons", Kind: ErrJournal, Detail: "merging them again gives other books; undo all of it instead"}
		}
	}
	return nil
}

// repeat merges the cards of persons a second time.
func (s *bookSet) repeat(ctx context.Context, persons []Person) ([]*vcard.Book, [][]Edit, error) {
	mergers := make([]merger, len(persons))
	errs := make([]error, parallel.Cores())
	parallel.Parts(len(errs), len(persons), func(part, from, to int) {
		r := s.reader()
		for i := from; i < to && errs[part] == nil; i++ {
			mergers[i], errs[part] = r.mergeAgain(persons[i])
		}
	})
	if err := cmp.Or(errs...); err != nil {
		return nil, nil, err
	}
	s.findReferences()
	return s.carryOut(ctx, mergers)
}

// mergeAgain repeats what was done to a person.
func (r *reader) mergeAgain(person Person) (merger, error) {
	r.forget()
	var positions []position
	for _, card := range append([]Card{person.Survivor}, person.Absorbed...) {
		p := position{slices.Index(r.names, card.Book), card.Index}
		if p.book < 0 || p.card < 0 || p.card >= r.books[p.book].Len() || r.card(p).UID() != card.UID {
			return merger{}, fmt.Errorf("no card %d of UID %q in %q", card.Index, card.UID, card.Book)
		}
		positions = append(positions, p)
		r.countries[p] = card.Country
	}
	again, _, err := r.mergeCards(positions[0], positions[1:], person.Linked, person.Revised)
	return again, err
}
