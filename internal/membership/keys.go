package membership

import "github.com/gmmtool/gmmtool/internal/address"

// resolveKeys makes IDs of keys, as releases from 2.0 on do. Who has no known
// key stays in the lists as "", so that times still fit.
func (r Rules) resolveKeys(m *resolved, v View, c Contacts) Contacts {
	c = r.resolveSender(m, c)
	toKeys, pastKeys := m.splitKeys()
	m.to, c = r.resolveList(m, m.To, toKeys, c)
	if v.Exists {
		m.past, c = r.resolvePast(m.Past, pastKeys, v, c)
	} else {
		m.past, c = r.resolveList(m, m.Past, pastKeys, c)
	}
	switch {
	case m.RemovedHeader && r.removedByKey && m.RemovedKey != "":
		m.removed = c.byKey(m.RemovedKey)
	case m.RemovedHeader:
		m.removed = c.inGroup(m.Removed, v)
	case m.AddedHeader:
		// QUIRK: Chat-Group-Member-Added-Fpr (2.24) is not read for groups; only
		// the gossiped key of the address counts.
		m.added = c.byKey(m.gossip(address.Normalize(m.Added)))
	}
	return c
}

func (r Rules) resolveSender(m *resolved, c Contacts) Contacts {
	switch {
	case !address.Valid(m.From):
	case c.IsOwn(m.From), c.ownKey(m.Signer):
		m.from = Self
	case m.Signer != "":
		c = c.Meet(m.From, m.Signer)
		m.from = ID(upper(m.Signer))
	}
	return c
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
func (r Rules) resolveList(m *resolved, list []address.Mailbox, keys []string, c Contacts) ([]ID, Contacts) {
	ids := make([]ID, len(list))
	reader := keyReader{keys, r.keysAligned}
	for i, entry := range list {
		valid := entry.Valid()
		key := reader.next(valid)
		if valid && key == "" {
			key = m.gossip(entry.Address)
		}
		switch {
		case !valid:
		case key != "":
			ids[i], c = c.keyContact(entry.Address, key)
		case r.ownByAddress && c.IsOwn(entry.Address):
			ids[i] = Self
		}
	}
	return ids, c
}

// resolvePast resolves the past members of a known group: without a fingerprint
// it looks for the address among those the group has or had.
func (r Rules) resolvePast(list []address.Mailbox, keys []string, v View, c Contacts) ([]ID, Contacts) {
	ids := make([]ID, len(list))
	reader := keyReader{keys, r.keysAligned}
	for i, entry := range list {
		valid := entry.Valid()
		switch key := reader.next(valid); {
		case !valid:
		case key != "":
			ids[i], c = c.keyContact(entry.Address, key)
		default:
			ids[i] = c.inGroup(entry.Address, v)
		}
	}
	return ids, c
}

// keyContact finds or makes the contact for a key somebody listed. An own
// address is the user whatever the key, an own key whatever the address.
func (c Contacts) keyContact(addr, fingerprint string) (ID, Contacts) {
	if c.IsOwn(addr) || c.ownKey(fingerprint) {
		return Self, c
	}
	id := ID(upper(fingerprint))
	return id, c.hear(id, addr)
}

// byKey finds a contact by fingerprint, "" if there is none.
func (c Contacts) byKey(fingerprint string) ID {
	switch id := ID(upper(fingerprint)); {
	case c.knows(id):
		return id
	case c.ownKey(fingerprint):
		return Self
	}
	return ""
}

// inGroup finds who in a group, past or present, has an address. The oldest
// contact wins when several have it; clients leave that open.
func (c Contacts) inGroup(addr string, v View) ID {
	addr = address.Normalize(addr)
	if _, ok := v.Rows[Self]; ok && c.IsOwn(addr) {
		return Self
	}
	var found ID
	for id := range v.Rows {
		k, ok := c.known[id]
		if ok && id != Self && k.address == addr && (found == "" || k.serial < c.known[found].serial) {
			found = id
		}
	}
	return found
}
