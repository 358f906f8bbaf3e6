package membership

import (
	"iter"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// Contacts is what one device knows about people: who its user is, and which
// addresses and keys it has met. It is a value: every method that learns
// something returns a new Contacts, and learning n people costs little more
// than n steps in all.
//
// Group mail teaches it through [Rules.Receive] and [Rules.Sent]. Other mail
// matters too: tell it with [Contacts.Meet].
type Contacts struct {
	primary string   // own, as given
	own     []string // all own addresses, normalised, the primary one first
	keys    []string // own fingerprints
	known   table
}

// contact is one key or address a device has met.
type contact struct {
	address string
	// met is false for a contact that only other people's member lists mentioned
	// (origin Hidden). Such a contact takes any address it is listed with; one
	// that was met keeps the address of its own last mail.
	met bool
	// serial orders contacts by when they were made.
	serial int
}

// NewContacts returns what a fresh device knows. The first address is the
// primary one, which older releases compare Chat-Group-Member-Added with;
// fingerprints are those of the user's own keys, in hex.
func NewContacts(addresses, fingerprints []string) Contacts {
	var c Contacts
	if len(addresses) > 0 {
		c.primary = addresses[0]
	}
	for _, a := range addresses {
		c.own = append(c.own, address.Normalize(a))
	}
	for _, f := range fingerprints {
		c.keys = append(c.keys, strings.ToUpper(f))
	}
	return c
}

// WithOwn returns c after the user's addresses or keys changed. What was known
// of others stays.
func (c Contacts) WithOwn(addresses, fingerprints []string) Contacts {
	own := NewContacts(addresses, fingerprints)
	own.known = c.known
	return own
}

// As returns what one of the people c has met knows who has met all the others. The
// tables are shared, so that many devices cost little more than one.
func (c Contacts) As(addr, fingerprint string) Contacts {
	own := c.WithOwn([]string{addr}, []string{fingerprint})
	own.known.self = ID(upper(fingerprint))
	return own
}

// Equal reports whether two devices know the same of the same people.
func (c Contacts) Equal(d Contacts) bool {
	return c.primary == d.primary && slices.Equal(c.own, d.own) && slices.Equal(c.keys, d.keys) && c.known.equal(d.known)
}

// IsOwn reports whether an address, in the form of [address.Normalize], is one of
// the user's own.
func (c Contacts) IsOwn(addr string) bool {
	return addr != "" && slices.Contains(c.own, addr)
}

// Address returns where mail to a member goes: the address a key contact was
// last met at, the user's primary address for [Self], "" for a key that is not
// known. An address is its own answer.
func (c Contacts) Address(id ID) string {
	if id == Self {
		return address.Normalize(c.primary)
	}
	if k, ok := c.known.get(id); ok {
		return k.address
	}
	if strings.Contains(string(id), "@") {
		return string(id)
	}
	return ""
}

// Meet returns c after the user got signed mail from a person, imported their
// card, or otherwise came to know them. With a fingerprint (hex) it is a key that
// is met (release 2.0 and later), without one an address. The address replaces
// the one known before.
func (c Contacts) Meet(addr, fingerprint string) Contacts {
	c.meet(addr, fingerprint)
	c.known.settle()
	return c
}

// MeetAll returns c after the user met many people one after the other:
// fingerprints by address, as for [Contacts.Meet].
func (c Contacts) MeetAll(people iter.Seq2[string, string]) Contacts {
	for addr, fingerprint := range people {
		c.meet(addr, fingerprint)
	}
	c.known.settle()
	return c
}

func (c *Contacts) meet(addr, fingerprint string) {
	addr, fingerprint = address.Normalize(addr), strings.ToUpper(fingerprint)
	if c.IsOwn(addr) || c.ownKey(fingerprint) {
		return
	}
	id := ID(addr)
	if fingerprint != "" {
		id = ID(fingerprint)
	}
	c.learn(id, addr, true)
}

// Trust returns c after the user wrote to these members or accepted a chat with
// them: what others say about their addresses no longer counts.
func (c Contacts) Trust(ids ...ID) Contacts {
	for _, id := range ids {
		c.trust(id)
	}
	c.known.settle()
	return c
}

func (c *Contacts) trust(id ID) {
	if k, ok := c.known.get(id); ok && !k.met {
		c.learn(id, k.address, true)
	}
}

// hear notes that a third person's message listed a key with an address.
func (c *Contacts) hear(id ID, addr string) {
	if k, ok := c.known.get(id); !ok || !k.met && k.address != addr {
		c.learn(id, addr, false)
	}
}

// learn replaces what c knows about one ID. Copies of c made before know no more
// than they did; the table is to be settled before the next.
func (c *Contacts) learn(id ID, addr string, met bool) {
	old, ok := c.known.get(id)
	now := contact{address: addr, met: met, serial: old.serial}
	if !ok {
		now.serial = c.known.size + 1
	}
	if id != "" && (!ok || now != old) {
		c.known.put(id, now)
	}
}

func (c Contacts) knows(id ID) bool {
	_, ok := c.known.get(id)
	return ok
}

// ownKey reports whether a fingerprint, in upper-case hex, is the user's own.
func (c Contacts) ownKey(fingerprint string) bool {
	return fingerprint != "" && slices.Contains(c.keys, fingerprint)
}
