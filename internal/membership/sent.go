package membership

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/address"
)

// Sent is the device sending a message to the group. The message shows what the
// device believed at that moment, so the result follows it in everything it
// tells: the member it adds or removes, whether or not the act was played before,
// and then its list of recipients. Only the user's own row is never listed.
//
// in is the message as written. If the group does not exist the user made it, at
// the latest with this message.
//
// The dates of own messages and the arrival of others come from different clocks,
// so the place of an own message in a history is often a guess. [ReasonOwnList]
// says that the guess, or something before it, is wrong: the message lists other
// members than the view has. Placed before the last arrivals it may fit.
func (r Rules) Sent(v View, c Contacts, in Message) (View, Contacts, Outcome) {
	if in.MailingList {
		return v, c, Outcome{Reason: ReasonMailingList}
	}
	in.Now = max(in.Now, in.Date)
	d := &draft{View: v}
	if !v.Exists {
		d.View = r.CreateLocal(madeBefore(in))
		d.Left, d.owned = v.Left, true
	}
	m, c := r.read(d.View, c, in)
	m.from = Self
	d.Unpromoted = false
	d.Left = d.Left || m.removed == Self && r.leftIsKept
	act := r.playAct(d, m)
	told := r.follow(d, c, m)
	r.raise(d, m)
	c = c.Trust(d.View.Members()...)
	if !v.Exists {
		act, told = true, false
	}
	return d.View, c, d.outcome(v, ownReason(act, told), true)
}

// madeBefore is the latest time at which the user can have made a group whose
// first message this is: nobody was added before.
func madeBefore(m Message) int64 {
	at := m.Date
	if at == 0 {
		at = m.Now
	}
	for i, t := range m.Times {
		if i < len(m.To) && t > 0 {
			at = min(at, t)
		}
	}
	return at
}

func ownReason(act, told bool) Reason {
	switch {
	case told:
		return ReasonOwnList
	case act:
		return ReasonOwnAct
	}
	return ReasonOwnMessage
}

// playAct adds or removes the named member as the user did, and reports whether
// that was still to do.
func (r Rules) playAct(d *draft, m resolved) bool {
	switch {
	case m.removed != "" && d.Has(m.removed):
		at := m.sent
		if t, ok := m.timeOf(m.past, len(m.to), m.removed); ok {
			at = t
		}
		r.removeRow(d, m.removed, at)
	case m.added != "" && !d.Has(m.added):
		at := m.sent
		if t, ok := m.timeOf(m.to, 0, m.added); ok {
			at = t
		}
		r.addRow(d, m.added, at)
	default:
		return false
	}
	return true
}

// timeOf is the time a message gives for a person in one of its lists, whose
// times begin at offset.
func (m resolved) timeOf(list []ID, offset int, id ID) (int64, bool) {
	if !m.timesFit() {
		return 0, false
	}
	for i, other := range list {
		if other == id {
			return m.times[offset+i], true
		}
	}
	return 0, false
}

// raise moves the member list timestamp as the release does on sending.
func (r Rules) raise(d *draft, m resolved) {
	switch {
	case r.sendingBumps:
		d.bump(m.sent)
	case r.removingBumps && m.RemovedHeader:
		// QUIRK: the client reads its clock after it gave out the date of the
		// message, and never gives out the same second twice (smeared_time).
		d.bump(plus(m.sent, tolerance+1))
	}
}

// follow makes the view what the lists of an own message say, and reports
// whether it was anything else. A message without recipients says nothing.
func (r Rules) follow(d *draft, c Contacts, m resolved) bool {
	if len(m.to) == 0 {
		return false
	}
	before := d.members()
	listed := setOf(m.to...)
	if m.removed != Self {
		listed.add(Self)
	}
	listed.remove(m.removed)
	past := setOf(m.past...)
	for id := range d.Rows {
		if !listed[id] && !past[id] && !r.hidden(d, c, m, id) {
			d.drop(id)
		}
	}
	for id := range listed {
		r.followMember(d, m, id)
	}
	for id := range past {
		r.followPast(d, m, id)
	}
	return !d.members().equal(before)
}

// hidden reports whether a row may exist although an own message does not list
// it: an expired tombstone, a second key at a listed address, or anybody if some
// entry could not be resolved.
func (r Rules) hidden(d *draft, c Contacts, m resolved, id ID) bool {
	row := d.Rows[id]
	if !row.Member() && r.expires && plus(row.Removed, expiry) <= m.sent {
		return true
	}
	if !r.keyed || id == Self {
		return false
	}
	listedAs := c.Address(id)
	listed := func(entry address.Mailbox) bool { return entry.Address == listedAs }
	return slices.Contains(m.to, "") || slices.Contains(m.past, "") ||
		slices.ContainsFunc(m.To, listed) || slices.ContainsFunc(m.Past, listed)
}

func (r Rules) followMember(d *draft, m resolved, id ID) {
	row := d.Rows[id]
	t, timed := m.timeOf(m.to, 0, id)
	switch {
	case !r.timed:
		d.put(id, Row{})
	case timed && row.Removed <= t:
		d.put(id, Row{Added: t, Removed: row.Removed})
	case timed:
		d.put(id, Row{Added: t})
	case !d.Has(id):
		d.put(id, Row{Added: row.Removed, Removed: row.Removed})
	}
}

func (r Rules) followPast(d *draft, m resolved, id ID) {
	row := d.Rows[id]
	t, timed := m.timeOf(m.past, len(m.to), id)
	switch {
	case !r.timed:
	case timed && row.Added < t:
		d.put(id, Row{Added: row.Added, Removed: t})
	case timed:
		d.put(id, Row{Removed: t})
	case row.Member():
		d.put(id, Row{Added: row.Added, Removed: max(plus(row.Added, 1), m.sent)})
	}
}
