package probe

import (
	"errors"
	"fmt"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Why nothing is asked or answered; test with errors.Is.
var (
	// ErrSwitchedOff: the user opted out, or the case says "merge: off".
	ErrSwitchedOff = errors.New("probes are switched off")
	// ErrSelf: a record belongs to the one who asks.
	ErrSelf = errors.New("is your own record")
	// ErrSameRecord: both records are one mailbox.
	ErrSameRecord = errors.New("both records are the same mailbox")
	// ErrSameKey: both records have one key. Mail signed by it tells already.
	ErrSameKey = errors.New("both records have the same key")
	// ErrOpen: the pair was asked about, and the question is open.
	ErrOpen = errors.New("is asked already")
	// ErrAnswered: the pair, or the question, was answered before.
	ErrAnswered = errors.New("is answered already")
	// ErrNoKey: a record has no key, so that mail to it could be read by others.
	ErrNoKey = errors.New("has no known key")
	// ErrNoSigner: there is no secret key to sign with.
	ErrNoSigner = errors.New("no secret key to sign with")
	// ErrAmbiguous: several own addresses could ask.
	ErrAmbiguous = errors.New("more than one own address could ask")
	// ErrLifetime: a question would end before it is asked, or too late.
	ErrLifetime = errors.New("impossible end of the question")
	// ErrProposal: a plan has no such proposal, or nobody in it can be asked.
	ErrProposal = errors.New("no proposal that can be asked about")
	// ErrState: the file with the state is damaged or of another kind.
	ErrState = errors.New("damaged state of probes")
)

// Why a message found in mail counts for nothing; test with errors.Is.
var (
	// ErrUnreadable: the message cannot be opened, or not found again.
	ErrUnreadable = errors.New("cannot be read")
	// ErrMalformed: it holds no statement, several, or one that is not in the
	// canonical form.
	ErrMalformed = errors.New("malformed statement")
	// ErrSignature: it is not signed by the key it names.
	ErrSignature = errors.New("not signed as it claims")
	// ErrBinding: it was made for somebody else, or about somebody else.
	ErrBinding = errors.New("bound to others")
	// ErrNotAsked: this prober did not ask that.
	ErrNotAsked = errors.New("was not asked")
	// ErrExpired: the question had ended.
	ErrExpired = errors.New("too late")
)

// An Error is a failure about one record. Record is the place, Err wraps the
// kind.
type Error struct {
	Record Identity
	Err    error
}

func (e *Error) Error() string { return fmt.Sprintf("%q: %v", e.Record.Address, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// A Refusal is a message that counts for nothing, and why. ID is that of the
// question, "" if it cannot be told.
type Refusal struct {
	ID      string
	Witness record.Witness
	Err     error
}

func (r Refusal) Error() string {
	return fmt.Sprintf("%s: message %q: %v", r.Witness.Archive, r.Witness.MessageID, r.Err)
}

func (r Refusal) Unwrap() error { return r.Err }
