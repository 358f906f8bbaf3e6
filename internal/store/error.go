package store

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/ncruces/go-sqlite3"
)

// Kinds of failure; test with errors.Is.
var (
	// ErrBusy: another run writes to the store.
	ErrBusy = errors.New("store is in use")
	// ErrNewer: a later version of the program wrote the store.
	ErrNewer = errors.New("store was written by a later version")
	// ErrForeign: the file is not a store.
	ErrForeign = errors.New("not a store")
	// ErrDamaged: the file is a store that cannot be read.
	ErrDamaged = errors.New("store is damaged")
	// ErrFull: there is no room for what was to be written, and nothing of it was.
	ErrFull = errors.New("no room to write the store")
)

// Error is a failure of one store. Err is the cause, whose kind is one of the
// package's where it is known.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// Hint says what helps.
func (e *Error) Hint() string {
	switch {
	case errors.Is(e.Err, ErrBusy):
		return "wait until the other gmmtool index has ended, and try again"
	case errors.Is(e.Err, ErrNewer):
		return "use the newer gmmtool, or index the archives into a new store"
	case errors.Is(e.Err, ErrDamaged):
		return "index the archives into a new store; nothing is in a store that is not in them"
	case errors.Is(e.Err, ErrForeign):
		return "name a file that gmmtool index wrote, or one that does not exist yet"
	case errors.Is(e.Err, ErrFull):
		return "make room and run it again: the store is as it was before"
	}
	return "check the name, and that you may read and write it"
}

// failure gives what SQLite reports its kind and place.
func (s *Store) failure(err error) error {
	if err == nil {
		return nil
	}
	var own *Error
	if errors.As(err, &own) {
		return err
	}
	kinds := [...]struct{ of, kind error }{
		{sqlite3.BUSY, ErrBusy}, {sqlite3.LOCKED, ErrBusy}, {sqlite3.FULL, ErrFull}, {sqlite3.IOERR_WRITE, ErrFull},
		{sqlite3.CORRUPT, ErrDamaged}, {sqlite3.NOTADB, ErrDamaged}, {sqlite3.IOERR_SHORT_READ, ErrDamaged},
	}
	for _, k := range kinds {
		if errors.Is(err, k.of) {
			err = fmt.Errorf("%w: %w", k.kind, err)
			break
		}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &Error{Path: s.path, Err: err}
}
