package membership

import "github.com/gmmtool/gmmtool/internal/address"

// resolved is a Message with every person resolved to an ID.
type resolved struct {
	*Message
	from  ID
	to    []ID // aligned with times; "" for who cannot be resolved
	past  []ID
	sent  int64 // when it was sent, as far as the receiver believes it
	times []int64
	// added and removed are the named members, "" if there is no such header or
	// the person cannot be resolved.
	added, removed ID
	// addsOwn: the message names the user as added, as this release compares it.
	addsOwn bool
}

// everyone yields the whole list a message implies, with duplicates: the user,
// the sender, and all recipients.
func (m *resolved) everyone(yield func(ID) bool) {
	if !yield(Self) || m.from != "" && !yield(m.from) {
		return
	}
	for _, id := range m.to {
		if id != "" && !yield(id) {
			return
		}
	}
}

// timesFit reports whether there is a time for each person listed.
func (m *resolved) timesFit() bool {
	return m.Times != nil && len(m.times) == len(m.to)+len(m.past)
}

// resolve finds out whom the message means, and notes in c what it tells about
// them.
func (r Rules) resolve(v View, c *Contacts, in *Message) *resolved {
	m := &resolved{Message: in, sent: r.sentTime(in.Date, in.Now), times: clamped(in.Times, in.Now)}
	if r.keyed {
		r.resolveKeys(m, v, c)
	} else {
		r.resolveAddresses(m, c)
	}
	c.known.settle()
	m.addsOwn = in.AddedHeader && r.isAdded(c, in.Added)
	return m
}

// sentTime is the date of a message, unless it has none or one in the future.
func (r Rules) sentTime(date, now int64) int64 {
	limit := now
	if r.futureDates {
		limit = plus(limit, tolerance)
	}
	if date == 0 {
		return now
	}
	return min(date, limit)
}

// isAdded reports whether Chat-Group-Member-Added names the user.
func (r Rules) isAdded(c *Contacts, added string) bool {
	switch {
	case r.anyOwnAdded:
		return c.IsOwn(address.Normalize(added))
	case r.foldAdded:
		return c.primary != "" && c.own[0] == address.Normalize(added)
	}
	// QUIRK: before 1.131.5 "Bob@example.org" was not "bob@example.org".
	return c.primary != "" && c.primary == added
}

// resolveAddresses makes IDs of addresses, as releases up to 1.160 do. Invalid
// addresses vanish from the lists, so that times no longer fit.
func (r Rules) resolveAddresses(m *resolved, c *Contacts) {
	m.from = c.addressContact(m.From)
	m.to = c.addressContacts(m.To)
	if r.timed {
		m.past = c.addressContacts(m.Past)
	}
	m.removed = c.lookup(m.RemovedHeader, m.Removed)
	if !m.RemovedHeader {
		m.added = c.lookup(m.AddedHeader, m.Added)
	}
}

func (c *Contacts) addressContacts(list []address.Mailbox) []ID {
	ids := make([]ID, 0, len(list))
	for i := range list {
		if id := c.addressContact(list[i].Address); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// addressContact finds or makes the contact for an address.
func (c *Contacts) addressContact(addr string) ID {
	switch {
	case !address.Valid(addr):
		return ""
	case c.IsOwn(addr):
		return Self
	}
	if id := ID(addr); !c.knows(id) {
		c.learn(id, addr, true)
	}
	return ID(addr)
}

// lookup finds a contact that has been met before by its address.
func (c *Contacts) lookup(named bool, addr string) ID {
	addr = address.Normalize(addr)
	switch {
	case !named:
		return ""
	case c.IsOwn(addr):
		return Self
	case c.knows(ID(addr)):
		return ID(addr)
	}
	return ""
}
