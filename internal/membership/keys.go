package membership

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// resolveKeys makes IDs of keys, as releases from 2.0 on do. Who has no known
// key stays in the lists as "", so that times still fit.
func (r Rules) resolveKeys(m *resolved, v View, c *Contacts) {
	m.from = c.sender(m.From, m.Signer)
	toKeys, pastKeys := m.splitKeys()
	m.to = r.resolveList(m, m.To, toKeys, c)
	if v.Exists {
		m.past = r.resolvePast(m.Past, pastKeys, v, c)
	} else {
		m.past = r.resolveList(m, m.Past, pastKeys, c)
	}
	switch {
	case m.RemovedHeader && r.removedByKey && m.RemovedKey != "":
		m.removed = c.byKey(m.RemovedKey)
	case m.RemovedHeader:
		m.removed = c.inGroup(v)(address.Normalize(m.Removed))
	case m.AddedHeader:
		// QUIRK: Chat-Group-Member-Added-Fpr (2.24) is not read for groups; only
		// the gossiped key of the address counts.
		m.added = c.byKey(m.gossip(address.Normalize(m.Added)))
	}
}

// sender is who signed the message, met at its From.
func (c *Contacts) sender(from, signer string) ID {
	signer = upper(signer)
	switch {
	case !address.Valid(from):
		return ""
	case c.IsOwn(from), c.ownKey(signer):
		return Self
	case signer != "":
		c.learn(ID(signer), from, true)
	}
	return ID(signer)
}

// splitKeys cuts Chat-Group-Member-Fpr into what belongs to To and to Past.
// Clients ignore a header that has not even one for each of To.
func (m *Message) splitKeys() (to, past []string) {
	if len(m.Fingerprints) < len(m.To) {
		return nil, nil
	}
	return m.Fingerprints[:len(m.To)], m.Fingerprints[len(m.To):]
}

// keyReader hands out the fingerprints of a list one by one.
type keyReader struct {
	keys    []string
	aligned bool
}

// next returns the fingerprint for an entry, "" when there are no more.
//
// QUIRK: in 2.0 to 2.39 an invalid address took no fingerprint from the list,
// so that everybody after it got that of the entry before.
func (k *keyReader) next(valid bool) string {
	if len(k.keys) == 0 || !valid && !k.aligned {
		return ""
	}
	key := k.keys[0]
	k.keys = k.keys[1:]
	return key
}

// resolveList resolves To and Cc, and the past members of a new group.
func (r Rules) resolveList(m *resolved, list []address.Mailbox, keys []string, c *Contacts) []ID {
	ids := make([]ID, len(list))
	reader := keyReader{keys, r.keysAligned}
	for i := range list {
		addr := list[i].Address
		valid := address.Valid(addr)
		key := reader.next(valid)
		if valid && key == "" {
			key = m.gossip(addr)
		}
		switch {
		case !valid:
		case key != "":
			ids[i] = c.keyContact(addr, key)
		case r.ownByAddress && c.IsOwn(addr):
			ids[i] = Self
		}
	}
	return ids
}

// resolvePast resolves the past members of a known group: without a fingerprint
// it looks for the address among those the group has or had.
func (r Rules) resolvePast(list []address.Mailbox, keys []string, v View, c *Contacts) []ID {
	ids := make([]ID, len(list))
	reader := keyReader{keys, r.keysAligned}
	var inGroup func(string) ID
	for i := range list {
		addr := list[i].Address
		valid := address.Valid(addr)
		switch key := reader.next(valid); {
		case !valid:
		case key != "":
			ids[i] = c.keyContact(addr, key)
		default:
			if inGroup == nil {
				inGroup = c.inGroup(v)
			}
			ids[i] = inGroup(addr)
		}
	}
	return ids
}

// keyContact finds or makes the contact for a key somebody listed. An own
// address is the user whatever the key, an own key whatever the address.
func (c *Contacts) keyContact(addr, fingerprint string) ID {
	fingerprint = upper(fingerprint)
	if c.IsOwn(addr) || c.ownKey(fingerprint) {
		return Self
	}
	c.hear(ID(fingerprint), addr)
	return ID(fingerprint)
}

// upper is strings.ToUpper for text that is in upper case already, as a rule.
func upper(fingerprint string) string {
	for i := range len(fingerprint) {
		if c := fingerprint[i]; c >= 'a' {
			return strings.ToUpper(fingerprint)
		}
	}
	return fingerprint
}

// byKey finds a contact by fingerprint, "" if there is none.
func (c *Contacts) byKey(fingerprint string) ID {
	fingerprint = upper(fingerprint)
	switch {
	case c.knows(ID(fingerprint)):
		return ID(fingerprint)
	case c.ownKey(fingerprint):
		return Self
	}
	return ""
}

// inGroup tells who in a group, past or present, has an address, as far as is
// known when it is called. The oldest contact wins when several have it; clients
// leave that open.
func (c *Contacts) inGroup(v View) func(addr string) ID {
	type holder struct {
		id     ID
		serial int
	}
	holders := make(map[string]holder, len(v.Rows))
	for id := range v.Rows {
		if id == Self {
			continue
		}
		if k, ok := c.known.get(id); ok {
			if old, taken := holders[k.address]; !taken || k.serial < old.serial {
				holders[k.address] = holder{id, k.serial}
			}
		}
	}
	_, self := v.Rows[Self]
	return func(addr string) ID {
		if self && c.IsOwn(addr) {
			return Self
		}
		return holders[addr].id
	}
}
