package delivery

import (
	"errors"
	"fmt"
)

// The kinds of failure, to be tested with errors.Is.
var (
	// ErrUnsafe is a plan, or a file it names, that must not be applied.
	ErrUnsafe = errors.New("not safe to deliver")
	// ErrBusy is a plan that another run is delivering.
	ErrBusy = errors.New("another run is delivering this plan")
	// ErrLog is a log of sent mail that cannot be understood.
	ErrLog = errors.New("damaged log of sent mail")
	// ErrMaildir is a folder without cur, new and tmp.
	ErrMaildir = errors.New("not a Maildir")
	// ErrAddress is an address that cannot stand in an SMTP envelope.
	ErrAddress = errors.New("not an e-mail address")
	// ErrNotRecipient is a Maildir of an address that no mail of the plan is for.
	ErrNotRecipient = errors.New("no mail of the plan is for")
	// ErrPlaintext is a server elsewhere that was to be spoken to without TLS.
	ErrPlaintext = errors.New("without TLS only this computer may be spoken to")
	// ErrLogin is a user name or password that the server refused, or a server
	// that offers no known way to log in.
	ErrLogin = errors.New("login failed")
)

// An Error is a failure tied to a file of the plan's folder. Line counts from 1
// and is 0 where there is none.
type Error struct {
	File string
	Line int
	Err  error
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%q:%d: %v", e.File, e.Line, e.Err)
	}
	return fmt.Sprintf("%q: %v", e.File, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// unsafe is an [Error] of kind [ErrUnsafe].
func unsafe(file, format string, args ...any) error {
	return &Error{File: file, Err: fmt.Errorf("%w: %s", ErrUnsafe, fmt.Sprintf(format, args...))}
}
