package gmm

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync/atomic"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Message is what one message says, section by section. Only the fields the
// rules look at are kept.
type Message struct {
	Outer Fields `json:"outer,omitempty"`
	// Protected is the section inside the encryption, or of the signed part of a
	// multipart/signed, whatever the signature is worth; nil if there is none.
	Protected Fields `json:"protected,omitzero"`
	// Hidden are message-id, chat-edit and chat-delete of the first body part of
	// a multipart/mixed outside any encryption, the only place clients look.
	Hidden Fields `json:"hidden,omitempty"`

	// HP is the hp parameter of the protected Content-Type ("cipher" or "clear",
	// RFC 9788), "?" if it is there but empty, "" if not. From 2.27 on it makes
	// clients drop every outer field, whatever its value.
	HP string `json:"hp,omitempty"`

	Seal      *Seal       `json:"seal"`                // never nil, not to be changed: plain messages share one
	Autocrypt []KeyHeader `json:"autocrypt,omitempty"` // in order: outer first, then protected
	Gossip    []KeyHeader `json:"gossip,omitempty"`    // protected section of encrypted mail only

	// Unverified are the signatures of a message whose signer's certificate was
	// not in it: see [Message.Verify].
	Unverified *pgp.Unverified `json:"unverified,omitempty"`

	Report Report `json:"report,omitempty"`
	// Undelivered are the recipients a delivery report names as not reached. Anybody
	// can write one.
	Undelivered []string   `json:"undelivered,omitempty"`
	Sync        []SyncItem `json:"sync,omitempty"`

	// Content is the SHA-256 of what the author wrote: the sealed data, or the
	// body, without transfer details that relays and archives change.
	Content Digest `json:"content"`
	// Carried are the original messages attached to a correction, as read. They
	// carry nothing themselves.
	Carried []*Message `json:"carried,omitempty"`
	// Hints is nil unless it was asked for.
	Hints *Hints `json:"hints,omitempty"`

	pool     *Pool // shares what is parsed of the sections; may be nil
	gossip   *gossipKeys
	readings atomic.Pointer[pastReading]
}

// A Digest is a SHA-256. As text it is lower-case hex.
type Digest [sha256.Size]byte

func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText implements [encoding.TextMarshaler].
func (d Digest) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Digest) UnmarshalText(text []byte) error {
	if len(text) != 2*len(d) {
		return fmt.Errorf("a digest of %d characters", len(text))
	}
	_, err := hex.Decode(d[:], text)
	return err
}

// A Report is a kind of message that programs write for programs, recognised by
// its body (RFC 6522); "" for every other message.
type Report string

const (
	ReportRead         Report = "disposition-notification" // RFC 8098
	ReportDelivery     Report = "delivery-status"          // RFC 3464
	ReportSync         Report = "multi-device-sync"        // with a readable list of items
	ReportStatusUpdate Report = "status-update"            // of a webxdc app, and nothing else
)

// A KeyHeader is one Autocrypt or Autocrypt-Gossip field (Autocrypt Level 1
// sections 2.1.1 and 2.1.2). Fingerprint is "" when the key cannot be read.
type KeyHeader struct {
	Address       string          `json:"addr"`
	Fingerprint   pgp.Fingerprint `json:"fpr,omitempty"`
	PreferEncrypt string          `json:"prefer,omitempty"`
	Protected     bool            `json:"protected,omitempty"`
}

// field returns a field from the innermost section that has it.
func (m *Message) field(name string) string {
	if m.Protected.Has(name) {
		return m.Protected.Last(name)
	}
	return m.Outer.Last(name)
}

// isChat reports whether any section has a field of the chat protocol.
func (m *Message) isChat() bool {
	for _, section := range [...]Fields{m.Outer, m.Protected} {
		for i := range section {
			if isChatField(section[i].Name) {
				return true
			}
		}
	}
	return false
}
