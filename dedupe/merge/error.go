package merge

import (
	"errors"
	"fmt"
	"strings"
)

// Sentinels name what is wrong; [Error] says where. Test for a kind with
// errors.Is and for the place with errors.As.
var (
	ErrPlan     = errors.New("plan cannot be carried out")
	ErrStale    = errors.New("book has changed since the plan was made")
	ErrBook     = errors.New("book cannot be edited")
	ErrApplied  = errors.New("plan was carried out on this book already")
	ErrJournal  = errors.New("journal cannot be used")
	ErrEdited   = errors.New("book has been edited since it was merged")
	ErrNoPerson = errors.New("no such person")
)

// An Error is a failure tied to a place in a file. Fields that are not known
// are zero.
type Error struct {
	File   string // as the user gave it
	Line   int    // 1-based
	Column int    // 1-based, in bytes
	Path   string // in a JSON file, as in persons[3].survivor
	Kind   error  // one of the sentinels
	Detail string // what exactly; may quote the file
}

// Error formats the place the way compilers do, so that editors can follow it.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
	}
	if e.Column > 0 {
		fmt.Fprintf(&b, ":%d", e.Column)
	}
	for _, part := range []string{e.Path, e.Kind.Error(), e.Detail} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	return strings.TrimPrefix(b.String(), ": ")
}

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }
