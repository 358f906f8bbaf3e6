package vcard

import (
	"errors"
	"fmt"
)

// Sentinels name the kind of damage; [Error] says where it is. Test for a kind
// with errors.Is and for the place with errors.As.
var (
	ErrNoBegin   = errors.New("text outside any card")
	ErrNoEnd     = errors.New("card has no END:VCARD")
	ErrVersion   = errors.New("card does not say VERSION 2.1, 3.0 or 4.0")
	ErrBadLine   = errors.New("line is not NAME:value")
	ErrTooLarge  = errors.New("card has too many lines")
	ErrEncoding  = errors.New("value cannot be decoded")
	ErrSoftBreak = errors.New("value ends in a soft line break, and the next line is taken for a property")
	ErrUTF16     = errors.New("book in UTF-16 ends within a letter or holds half a letter")
	ErrUTF32     = errors.New("book is in UTF-32, which is not read: convert it to UTF-8")
	ErrNoCard    = errors.New("no such card")
	ErrGlued     = errors.New("line ends in BEGIN:VCARD: another card may begin inside this one")
	ErrPanic     = errors.New("reading the card failed, which is a defect of this program")
)

// Error is damage tied to a place.
type Error struct {
	Book  string // as it was named to Parse
	Line  int    // of the file, counted from 1
	Kind  error  // one of the sentinels
	Input string // beginning of the offending line, raw and untrusted; may be empty
}

// Error formats the place the way compilers do, so that editors can follow it.
func (e *Error) Error() string {
	place := fmt.Sprintf("%s:%d: %v", e.Book, e.Line, e.Kind)
	if e.Input == "" {
		return place
	}
	return fmt.Sprintf("%s: %q", place, e.Input)
}

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// inputShown bounds Error.Input: enough to recognise a line by.
const inputShown = 60

func newError(book string, line int, kind error, input []byte) *Error {
	return &Error{Book: book, Line: line, Kind: kind, Input: string(input[:min(len(input), inputShown)])}
}
