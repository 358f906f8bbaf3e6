package membership

import "github.com/gmmtool/gmmtool/internal/address"

// resolved is a Message with every person resolved to an ID.
type resolved struct {
	Message
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

// everyone is the whole list a message implies: the user, the sender, and all
// recipients.
func (m resolved) everyone() set {
	s := setOf(Self, m.from)
	s.add(m.to...)
	return s
}

// timesFit reports whether there is a time for each person listed.
func (m resolved) timesFit() bool {
	return m.Times != nil && len(m.times) == len(m.to)+len(m.past)
}

func (r Rules) read(v View, c Contacts, in Message) (resolved, Contacts) {
	m := resolved{Message: in, sent: r.sentTime(in), times: clamped(in.Times, in.Now)}
	if r.keyed {
		c = r.resolveKeys(&m, v, c)
	} else {
		c = r.resolveAddresses(&m, c)
	}
	m.addsOwn = in.AddedHeader && r.isAdded(c, in.Added)
	return m, c
}

// sentTime is the date of the message, unless it lies in the future.
func (r Rules) sentTime(m Message) int64 {
	limit := m.Now
	if r.futureDates {
		limit = plus(limit, tolerance)
	}
	if m.Date == 0 {
		return m.Now
	}
	return min(m.Date, limit)
}

// isAdded reports whether Chat-Group-Member-Added names the user.
func (r Rules) isAdded(c Contacts, added string) bool {
	switch {
	case r.anyOwnAdded:
		return c.IsOwn(added)
	case r.foldAdded:
		return c.primary() != "" && address.Normalize(c.primary()) == address.Normalize(added)
	}
	// QUIRK: before 1.131.5 "Bob@example.org" was not "bob@example.org".
	return c.primary() != "" && c.primary() == added
}

// resolveAddresses makes IDs of addresses, as releases up to 1.160 do. Invalid
// addresses vanish from the lists, so that times no longer fit.
func (r Rules) resolveAddresses(m *resolved, c Contacts) Contacts {
	resolve := func(addr string) ID {
		switch {
		case !address.Valid(addr):
			return ""
		case c.IsOwn(addr):
			return Self
		}
		id := ID(addr)
		if !c.knows(id) {
			c = c.with(id, string(id), true)
		}
		return id
	}
	m.from = resolve(m.From)
	for _, e := range m.To {
		if id := resolve(e.Address); id != "" {
			m.to = append(m.to, id)
		}
	}
	if r.timed {
		for _, e := range m.Past {
			if id := resolve(e.Address); id != "" {
				m.past = append(m.past, id)
			}
		}
	}
	m.removed = c.lookup(m.RemovedHeader, m.Removed)
	if !m.RemovedHeader {
		m.added = c.lookup(m.AddedHeader, m.Added)
	}
	return c
}

// lookup finds a contact that has been met before by its address.
func (c Contacts) lookup(named bool, addr string) ID {
	switch id := ID(address.Normalize(addr)); {
	case !named:
		return ""
	case c.IsOwn(addr):
		return Self
	case c.knows(id):
		return id
	}
	return ""
}
