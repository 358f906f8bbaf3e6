package merge

import (
	"fmt"
	"slices"
	"time"
)

// JournalSchema is the version of the journal's format, JournalKind what tells
// it from other files.
const (
	JournalSchema = 1
	JournalKind   = "merge-journal"
)

// A Journal is what was done to books, in full: each book can be got back from
// the new one.
type Journal struct {
	Schema  int       `json:"schema"`
	Kind    string    `json:"kind"`
	Time    time.Time `json:"time"`
	Plan    Origin    `json:"plan"`
	Persons []Person  `json:"persons"` // whose cards became one
	Books   []Changed `json:"books"`
	File    string    `json:"-"` // where it was read from, for errors
}

// An Origin is the plan a journal comes from.
type Origin struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Changed is one book and what was changed in it.
type Changed struct {
	New
	Edits []Edit `json:"edits"` // in the order of the bytes
	// Lines are the first three bytes of the SHA-256 of every line of the new
	// book. They name the line that was edited later.
	Lines []byte `json:"lines"`
}

func newJournal(at time.Time, plan Origin, persons []Person, books []New, edits [][]Edit) Journal {
	journal := Journal{Schema: JournalSchema, Kind: JournalKind, Time: at.UTC().Truncate(time.Second), Plan: plan, Persons: []Person{}}
	if !slices.ContainsFunc(persons, wasLeft) {
		journal.Persons = persons // of a large plan there are many
	} else {
		journal.Persons = append(journal.Persons, slices.DeleteFunc(slices.Clone(persons), wasLeft)...)
	}
	for i, book := range books {
		journal.Books = append(journal.Books, Changed{New: book, Edits: edits[i], Lines: linePrints(book.Data)})
	}
	return journal
}

func wasLeft(p Person) bool { return p.Left != "" }

// ReadJournal reads journal.json. The file is named in errors only, which are of
// kind ErrJournal.
func ReadJournal(file string, data []byte) (*Journal, error) {
	if err := checkHead(file, data, JournalKind, []int{JournalSchema}, ErrJournal); err != nil {
		return nil, err
	}
	journal := new(Journal)
	if err := readStrictly(file, data, journal, ErrJournal); err != nil {
		return nil, err
	}
	journal.File = file
	for i, book := range journal.Books {
		again := slices.ContainsFunc(journal.Books[:i], func(b Changed) bool { return b.Name == book.Name })
		if !isPlainName(book.Name) || again {
			return nil, &Error{
				File: file, Path: fmt.Sprintf(".books[%d].name", i), Kind: ErrJournal, Detail: fmt.Sprintf("%q is not a plain name of its own", book.Name),
			}
		}
	}
	return journal, nil
}

// made tells whether a book with this digest is a result of the merge, and of
// something that changed.
func (j *Journal) made(digest string) bool {
	return j != nil && slices.ContainsFunc(j.Books, func(b Changed) bool {
		return b.After.SHA256 == digest && b.Before.SHA256 != digest
	})
}
