package gmm

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Opening says what became of the encryption of a message.
type Opening uint8

const (
	Plain       Opening = iota + 1 // was not encrypted, or not so that a client would notice
	Opened                         // decrypted whole
	NoKey                          // encrypted, none of the keys at hand opens it
	Damaged                        // cut or altered: armor, packets or authentication tag
	Unsupported                    // a format that cannot be read
)

var openingNames = [...]string{"", "plain", "opened", "no key", "damaged", "unsupported"}

func (o Opening) String() string {
	if int(o) < len(openingNames) {
		return openingNames[o]
	}
	return ""
}

// MarshalText implements [encoding.TextMarshaler].
func (o Opening) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (o *Opening) UnmarshalText(text []byte) error {
	at := slices.Index(openingNames[:], string(text))
	if at < 0 {
		return fmt.Errorf("%q is not an opening", text)
	}
	*o = Opening(at)
	return nil
}

// Seal is the encryption and signature of a message, as found.
type Seal struct {
	Opening  Opening `json:"opening"`
	Secret   bool    `json:"secret,omitempty"`   // opened with a shared secret
	Accepted bool    `json:"accepted,omitempty"` // clients take the signature for genuine
	// OpenedBy is the primary fingerprint of the key that opened the message, or
	// "" for a shared secret.
	OpenedBy pgp.Fingerprint `json:"opened_by,omitempty"`
	Why      string          `json:"why,omitempty"` // of an opening or verification that failed
	// SealedTo are those of the keys at hand that the seal names (PKESK, RFC 9580
	// section 5.1), by primary fingerprint. Anonymous reports that it hides some of
	// its recipients: all their key ids are zero, as 2.46 and later write it.
	SealedTo  []pgp.Fingerprint `json:"sealed_to,omitempty"`
	Anonymous bool              `json:"anonymous,omitempty"`
	// Named are the key ids the seal names, in its order. They are kept for a store
	// alone, which learns later whose they are: see [Message.NameRecipients].
	Named []KeyID `json:"named,omitempty"`

	// Dated reports that the literal packet within has a date (RFC 9580 section 5.9).
	Dated bool `json:"dated,omitempty"`

	Signature pgp.State       `json:"signature"`
	Signer    pgp.Fingerprint `json:"signer,omitempty"`   // primary fingerprint of the certificate that verified it
	Signed    int64           `json:"signed,omitempty"`   // creation time of the signature, unix seconds
	Weak      []string        `json:"weak,omitempty"`     // policy remarks; never by themselves a forgery
	Intended  []string        `json:"intended,omitempty"` // intended recipient fingerprints (RFC 9580 section 5.2.3.36)
}

// unsealed is the seal of a message that is neither encrypted nor signed.
func unsealed() *Seal { return &Seal{Opening: Plain, Signature: pgp.Unsigned} }

// isNone reports whether the message is neither encrypted nor signed, and nothing
// was found out about it.
func (s *Seal) isNone() bool {
	return s.Opening == Plain && s.Signature == pgp.Unsigned && s.Why == "" && s.Weak == nil && s.Intended == nil
}

// Authentic reports whether the message was encrypted and carries a good
// signature: what clients from 2.0 on call "encrypted".
func (s *Seal) Authentic() bool { return s.Opening == Opened && s.Accepted }

// setFailure records why an opening failed.
func (s *Seal) setFailure(err error) {
	s.Why = err.Error()
	switch {
	case errors.Is(err, pgp.ErrNoKey), errors.Is(err, pgp.ErrPassphrase): // a locked key opens nothing
		s.Opening = NoKey
	case errors.Is(err, pgp.ErrUnsupported):
		s.Opening = Unsupported
	default:
		s.Opening = Damaged
	}
}

// setVerdict records a signature verdict, in place of an earlier one.
func (s *Seal) setVerdict(v pgp.Verdict) {
	s.Signature, s.Accepted, s.Signer = v.State, v.Valid(), v.Signer
	s.Signed, s.Weak, s.Intended, s.Why = 0, nil, nil, ""
	if !v.Created.IsZero() {
		s.Signed = v.Created.Unix()
	}
	for _, weakness := range v.Weak {
		s.Weak = append(s.Weak, string(weakness))
	}
	for _, fingerprint := range v.Intended {
		s.Intended = append(s.Intended, string(fingerprint))
	}
	if v.State != pgp.Good && v.State != pgp.Unsigned {
		s.Why = v.Why
	}
}

// A KeyID is the id of a key or subkey. As text it is upper-case hex.
type KeyID uint64

// MarshalText implements [encoding.TextMarshaler].
func (id KeyID) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016X", uint64(id)), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (id *KeyID) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 16, 64)
	*id = KeyID(n)
	return err
}

// setRecipients records which of the keys at hand the message is sealed to.
func (s *Seal) setRecipients(opened *pgp.Opened, keys Keys) {
	s.Anonymous, s.Dated = opened.Anonymous, opened.Dated != 0
	for _, recipient := range opened.Recipients {
		if recipient.KeyID != 0 {
			s.Named = append(s.Named, KeyID(recipient.KeyID))
		}
	}
	s.nameRecipients(keys)
}

func (s *Seal) nameRecipients(keys Keys) {
	s.SealedTo = nil
	for _, id := range s.Named {
		for _, ring := range [...]*pgp.Ring{keys.Own, keys.Others} {
			for _, key := range ring.ByKeyID(uint64(id)) {
				if fingerprint := key.Fingerprint(); !slices.Contains(s.SealedTo, fingerprint) {
					s.SealedTo = append(s.SealedTo, fingerprint)
				}
			}
		}
	}
}

// NameRecipients finds out anew which of the keys at hand a message from a store is
// sealed to. The message must not be in use elsewhere.
func (m *Message) NameRecipients(keys Keys) {
	if len(m.Seal.Named) > 0 {
		m.Seal.nameRecipients(keys)
		m.Seal.Named = nil
	}
}
