package membership

// resolveKeys makes IDs of keys, as releases from 2.0 on do. Who has no known
// key stays in the lists as "", so that times still fit.
func (r Rules) resolveKeys(m *message, v View, c Contacts) Contacts {
	c = r.resolveSender(m, c)
	toKeys, pastKeys := fingerprints(m.To), fingerprints(m.Past)
	m.to, c = r.resolveList(m.To, toKeys, c)
	if v.Exists {
		m.past, c = r.resolvePast(m.Past, pastKeys, v, c)
	} else {
		m.past, c = r.resolveList(m.Past, pastKeys, c)
	}
	switch {
	case m.RemovedHeader && r.removedByKey && m.Removed.Fingerprint != "":
		m.removed = c.byKey(m.Removed.Fingerprint)
	case m.RemovedHeader:
		m.removed = c.inGroup(m.Removed.Address, v)
	case m.AddedHeader:
		// QUIRK: Chat-Group-Member-Added-Fpr (2.24) is not read for groups; only
		// the gossiped key of the address counts.
		m.added = c.byKey(m.Added.Gossip)
	}
	return c
}

func (r Rules) resolveSender(m *message, c Contacts) Contacts {
	switch {
	case !m.From.usable():
	case c.IsOwn(m.From.Address), c.ownKey(m.From.Fingerprint):
		m.from = Self
	case m.From.Fingerprint != "":
		c = c.Meet(m.From.Address, m.From.Fingerprint)
		m.from = ID(upper(m.From.Fingerprint))
	}
	return c
}

// fingerprints is the part of Chat-Group-Member-Fpr that belongs to a list. It
// ends at the first entry without one.
func fingerprints(entries []Entry) []string {
	var keys []string
	for _, e := range entries {
		if e.Fingerprint == "" {
			break
		}
		keys = append(keys, e.Fingerprint)
	}
	return keys
}

// keyReader hands out the fingerprints of a list one by one.
type keyReader struct {
	keys    []string
	aligned bool
}

// next returns the fingerprint for an entry, "" when there are no more.
//
// QUIRK: in 2.0 to 2.39 an invalid address took no fingerprint from the list,
// so that everybody after it got that of the person before.
func (k *keyReader) next(valid bool) string {
	if len(k.keys) == 0 || !valid && !k.aligned {
		return ""
	}
	key := k.keys[0]
	k.keys = k.keys[1:]
	return key
}

// resolveList resolves To and Cc, and the past members of a new group.
func (r Rules) resolveList(entries []Entry, keys []string, c Contacts) ([]ID, Contacts) {
	ids := make([]ID, len(entries))
	reader := keyReader{keys, r.keysAligned}
	for i, e := range entries {
		key := reader.next(e.usable())
		if key == "" {
			key = e.Gossip
		}
		switch {
		case !e.usable():
		case key != "":
			ids[i], c = c.keyContact(e.Address, key)
		case r.ownByAddress && c.IsOwn(e.Address):
			ids[i] = Self
		}
	}
	return ids, c
}

// resolvePast resolves the past members of a known group: without a fingerprint
// it looks for the address among those the group has or had.
func (r Rules) resolvePast(entries []Entry, keys []string, v View, c Contacts) ([]ID, Contacts) {
	ids := make([]ID, len(entries))
	reader := keyReader{keys, r.keysAligned}
	for i, e := range entries {
		switch key := reader.next(e.usable()); {
		case !e.usable():
		case key != "":
			ids[i], c = c.keyContact(e.Address, key)
		default:
			ids[i] = c.inGroup(e.Address, v)
		}
	}
	return ids, c
}

// keyContact finds or makes the contact for a key somebody listed. An own
// address is the user whatever the key, an own key whatever the address.
func (c Contacts) keyContact(address, fingerprint string) (ID, Contacts) {
	if c.IsOwn(address) || c.ownKey(fingerprint) {
		return Self, c
	}
	id := ID(upper(fingerprint))
	return id, c.hear(id, address)
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
func (c Contacts) inGroup(address string, v View) ID {
	if _, ok := v.Rows[Self]; ok && c.IsOwn(address) {
		return Self
	}
	var found ID
	for id := range v.Rows {
		k, ok := c.known[id]
		if ok && id != Self && k.address == normalized(address) && (found == "" || k.serial < c.known[found].serial) {
			found = id
		}
	}
	return found
}
