package pgp

import (
	"errors"
	"fmt"
	"strings"
)

// Kinds of failure, for errors.Is. The place is in [Error], for errors.As.
var (
	// ErrNotEncrypted: the input holds no encrypted OpenPGP message.
	ErrNotEncrypted = errors.New("not an encrypted OpenPGP message")
	// ErrNoKey: no key or password at hand opens the message.
	ErrNoKey = errors.New("no key opens the message")
	// ErrDamaged: armor or packets are cut or malformed, or the integrity
	// check of the encrypted data failed.
	ErrDamaged = errors.New("damaged OpenPGP data")
	// ErrPassphrase: a secret key is locked and the passphrase is missing or wrong.
	ErrPassphrase = errors.New("wrong or missing passphrase")
	// ErrTooLarge: a limit of [Options] or of this package was exceeded.
	ErrTooLarge = errors.New("OpenPGP data exceeds a limit")
	// ErrUnsupported: well-formed, but of a version or algorithm that is not read here.
	ErrUnsupported = errors.New("unsupported OpenPGP feature")

	// ErrNoSecret: the signer's primary key has no secret part here.
	ErrNoSecret = errors.New("no secret key to sign with")
	// ErrNoEncryptionKey: a certificate has no key that its owner declared fit
	// to be encrypted to.
	ErrNoEncryptionKey = errors.New("no valid encryption key")
	// ErrExpired: the lifetime of a certificate, or of all its encryption
	// subkeys, was over at the time given.
	ErrExpired = errors.New("certificate has expired")
	// ErrRevoked: the owner revoked a certificate, or all its encryption subkeys.
	ErrRevoked = errors.New("certificate is revoked")
	// ErrSealOptions: something that sealing needs is missing or impossible.
	ErrSealOptions = errors.New("impossible seal options")
	// ErrNoSignature: a message has no signature that can be detached from it.
	ErrNoSignature = errors.New("no signature that can stand alone")
)

// Error is a failure tied to a place in OpenPGP data.
type Error struct {
	Op   string // what was being attempted: "open message", "read key"
	Kind error  // one of the kinds above
	// Offset counts bytes from the start of the input. A place inside an armor
	// block is reported as the start of the block. It is -1 when unknown.
	Offset     int64
	Key        Fingerprint // the key concerned, or ""
	Recipients []Recipient // with ErrNoKey: whom the message is encrypted to
	Err        error       // the cause, or nil
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Key != "" {
		fmt.Fprintf(&b, " %s", e.Key)
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, ": at byte %d", e.Offset)
	}
	fmt.Fprintf(&b, ": %v", e.Kind)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if len(e.Recipients) > 0 {
		const most = 8 // groups can be large
		var names []string
		for _, r := range e.Recipients[:min(most, len(e.Recipients))] {
			names = append(names, r.String())
		}
		if more := len(e.Recipients) - most; more > 0 {
			names = append(names, fmt.Sprintf("and %d more", more))
		}
		fmt.Fprintf(&b, " (encrypted to %s)", strings.Join(names, ", "))
	}
	return b.String()
}

// Unwrap gives errors.Is both the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// failed makes an Error without a place.
func failed(kind error, format string, args ...any) *Error {
	return &Error{Kind: kind, Offset: -1, Err: fmt.Errorf(format, args...)}
}

// failedAt makes an Error with a place.
func failedAt(kind error, offset int, format string, args ...any) *Error {
	e := failed(kind, format, args...)
	e.Offset = int64(offset)
	return e
}

// withOp sets Op in an error that leaves the package. Errors of unknown type
// come from the OpenPGP library and mean damage.
func withOp(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) {
		return &Error{Op: op, Kind: ErrDamaged, Offset: -1, Err: err}
	}
	if e.Op == "" {
		e.Op = op
	}
	return e
}

// withoutOffset drops an offset that counts from a start the caller cannot see.
func withoutOffset(err error) error {
	if e, ok := err.(*Error); ok {
		e.Offset = -1
	}
	return err
}

// atOffset names the place in an error that has none yet.
func atOffset(offset int, err error) error {
	var e *Error
	if errors.As(err, &e) && e.Offset < 0 {
		e.Offset = int64(offset)
	}
	return err
}

// recoverDamage turns a panic of the OpenPGP library into an error. Such
// panics have been found one at a time (go-crypto #313, #319, #320, #322).
func recoverDamage(op string, err *error) {
	if p := recover(); p != nil {
		*err = &Error{Op: op, Kind: ErrDamaged, Offset: -1, Err: fmt.Errorf("OpenPGP library panicked: %v", p)}
	}
}
