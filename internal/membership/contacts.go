package membership

import (
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// Contacts is what one device knows about people: who its user is, and which
// addresses and keys it has met. It is a value: every method that learns
// something returns a new Contacts.
//
// Group mail teaches it through [Rules.Receive] and [Rules.Sent]. Other mail
// matters too: tell it with [Contacts.Meet].
type Contacts struct {
	addresses []string // own, as given, primary first
	own       []string // the same, normalized
	keys      []string // own fingerprints
	known     map[ID]contact
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
	c := Contacts{addresses: slices.Clone(addresses)}
	for _, a := range addresses {
		c.own = append(c.own, address.Normalize(a))
	}
	for _, f := range fingerprints {
		c.keys = append(c.keys, upper(f))
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

// IsOwn reports whether an address is one of the user's own.
func (c Contacts) IsOwn(addr string) bool {
	return addr != "" && slices.Contains(c.own, address.Normalize(addr))
}

// Address returns where mail to a member goes: the address a key contact was
// last met at, the user's primary address for [Self], "" for a key that is not
// known. An address is its own answer.
func (c Contacts) Address(id ID) string {
	if id == Self {
		return address.Normalize(c.primary())
	}
	if k, ok := c.known[id]; ok {
		return k.address
	}
	if strings.Contains(string(id), "@") {
		return string(id)
	}
	return ""
}

// Meet returns c after the user got signed mail from a person, imported their
// card, or otherwise came to know them. With a fingerprint it is a key that is
// met (release 2.0 and later), without one an address. The address replaces the
// one known before.
func (c Contacts) Meet(addr, fingerprint string) Contacts {
	if c.IsOwn(addr) || c.ownKey(fingerprint) {
		return c
	}
	id := ID(address.Normalize(addr))
	if fingerprint != "" {
		id = ID(upper(fingerprint))
	}
	return c.with(id, address.Normalize(addr), true)
}

// Trust returns c after the user wrote to these members or accepted a chat with
// them: what others say about their addresses no longer counts.
func (c Contacts) Trust(ids ...ID) Contacts {
	for _, id := range ids {
		if k, ok := c.known[id]; ok {
			c = c.with(id, k.address, true)
		}
	}
	return c
}

// hear returns c after a third person's message listed a key with an address.
func (c Contacts) hear(id ID, addr string) Contacts {
	if k, ok := c.known[id]; ok && k.met {
		return c
	}
	return c.with(id, address.Normalize(addr), false)
}

func (c Contacts) with(id ID, addr string, met bool) Contacts {
	old, ok := c.known[id]
	now := contact{address: addr, met: met, serial: old.serial}
	if !ok {
		now.serial = len(c.known) + 1
	}
	if ok && now == old || id == "" {
		return c
	}
	if c.known = maps.Clone(c.known); c.known == nil {
		c.known = map[ID]contact{}
	}
	c.known[id] = now
	return c
}

func (c Contacts) knows(id ID) bool {
	_, ok := c.known[id]
	return ok
}

func (c Contacts) primary() string {
	if len(c.addresses) == 0 {
		return ""
	}
	return c.addresses[0]
}

func (c Contacts) ownKey(fingerprint string) bool {
	return fingerprint != "" && slices.Contains(c.keys, upper(fingerprint))
}

func upper(fingerprint string) string { return strings.ToUpper(fingerprint) }
