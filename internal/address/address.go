// Package address knows mailboxes: which addresses a client accepts, the one
// form in which they are compared, and how a list of them is read.
//
// # Promises
//
// Where RFC 5322 and the clients differ, the clients are followed. Reading a list
// takes time and memory in proportion to it.
//
// # What this package must never do
//
// It does not say who is behind an address, and does not resolve anything.
package address

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Mailbox is one entry of an address list (RFC 5322 section 3.4). Address is
// in the form of [Normalize]. It may be invalid; positions in member lists count
// invalid entries too, so they stay.
type Mailbox struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"addr"`
}

// Valid is [Valid] of its address.
func (m Mailbox) Valid() bool { return Valid(m.Address) }

// Valid reports whether a client would make a contact for a normalised address:
// a local part and a domain around the last "@", no white space or angle
// brackets, no final dot (EmailAddress of deltachat-contact-tools, the same in
// every release).
func Valid(address string) bool {
	at, ascii := -1, true
	for i := range len(address) {
		switch c := address[i]; c {
		case '@':
			at = i
		case ' ', '\t', '\n', '\v', '\f', '\r', '<', '>':
			return false
		default:
			ascii = ascii && c < utf8.RuneSelf
		}
	}
	return at > 0 && at < len(address)-1 && address[len(address)-1] != '.' &&
		(ascii || !strings.ContainsFunc(address, unicode.IsSpace))
}

// Normalize brings an address into the form clients compare (addr_normalize):
// trimmed, in lower case, without "mailto:".
func Normalize(address string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(address)), "mailto:")
}
