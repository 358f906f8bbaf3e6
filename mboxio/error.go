package mboxio

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Sentinels name the kind of damage; [Error] says where it is. Test for a kind
// with errors.Is and for the place with errors.As.
var (
	ErrEmpty        = errors.New("file is empty")
	ErrNotArchive   = errors.New("not a mail archive")
	ErrNoMail       = errors.New("directory holds no mail archive")
	ErrNotMail      = errors.New("not a mail message")
	ErrNoSeparator  = errors.New("archive does not begin with a From line")
	ErrForeign      = errors.New("mail archive of a form that is not read")
	ErrEmptyMessage = errors.New("separator line without a message")
	ErrTruncated    = errors.New("message ends before its header does")
	ErrShort        = errors.New("file is shorter than its name says")
	ErrCompression  = errors.New("compressed data is damaged")
	ErrUnsupported  = errors.New("compression is not supported")
	ErrBomb         = errors.New("compressed data expands beyond reason")
	ErrPacked       = errors.New("tar or zip is damaged")
	ErrLink         = errors.New("symbolic link that is not followed")
	ErrNeedsSpool   = errors.New("packed archive needs a temporary file")
	ErrSpool        = errors.New("temporary file cannot be written") // not the fault of the archive
	ErrChanged      = errors.New("archive was changed meanwhile")
	ErrTooLong      = errors.New("message is longer than what may be kept")
	ErrTooDeep      = errors.New("nested too deep")
	ErrRead         = errors.New("cannot be read")
)

// A Place is where something lies in an archive. Offset is -1 where it is not
// known, because 0 is a real offset; other unknown fields are zero.
type Place struct {
	Archive string // as the user named it (Options.Name)
	Member  string // slash path of the file inside a directory, tar or zip; "" for a lone file
	Offset  int64  // of the first raw byte, in uncompressed bytes of the file, or -1
	Index   int64  // 1-based position of the message in the archive, or 0
}

// String formats the place the way compilers do, so that editors and grep can
// follow it. Control characters, which file names may hold, are escaped.
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(escapeControl(p.File()))
	if p.Offset > 0 || (p.Offset == 0 && p.Index > 0) {
		fmt.Fprintf(&b, ":@%d", p.Offset)
	}
	if p.Index > 0 {
		fmt.Fprintf(&b, ": message %d", p.Index)
	}
	return b.String()
}

// File is Archive and Member as one path.
func (p Place) File() string {
	switch {
	case p.Member == "":
		return p.Archive
	case p.Archive == "" || strings.HasSuffix(p.Archive, "/"):
		return p.Archive + p.Member
	}
	return p.Archive + "/" + p.Member
}

func escapeControl(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return s
	}
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// Error is a failure tied to a place. Op is a verb phrase for what was being
// attempted ("read header"), Err the cause; neither repeats the place.
type Error struct {
	Place
	Op  string
	Err error
}

func (e *Error) Error() string { return e.Place.String() + ": " + e.Op + ": " + e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// kindError joins a kind of damage and its cause, so that errors.Is finds both.
type kindError struct{ kind, cause error }

func (e kindError) Error() string   { return e.kind.Error() + ": " + e.cause.Error() }
func (e kindError) Unwrap() []error { return []error{e.kind, e.cause} }

// ofKind marks cause as being of kind, unless it already is.
func ofKind(kind, cause error) error {
	if errors.Is(cause, kind) {
		return cause
	}
	return kindError{kind, cause}
}
