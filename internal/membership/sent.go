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
		d.View = r.CreateLocal(madeBefore(&in))
		d.Left, d.owned, d.cleared = v.Left, true, true
	}
	m := r.resolve(d.View, &c, &in)
	m.from = Self
	d.Unpromoted = false
	d.Left = d.Left || m.removed == Self && r.leftIsKept
	act := r.playAct(d, m)
	told := r.follow(d, &c, m)
	r.raise(d, m)
	for id, row := range d.Rows {
		if row.Member() {
			c.trust(id)
		}
	}
	c.known.settle()
	if !v.Exists {
		act, told = true, false
	}
	return d.View, c, d.outcome(v, ownReason(act, told), true)
}

// madeBefore is the latest time at which the user can have made a group whose
// first message this is: nobody was added before.
func madeBefore(m *Message) int64 {
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
func (r Rules) playAct(d *draft, m *resolved) bool {
	switch {
	case m.removed != "" && d.Has(m.removed):
		at := m.sent
		if i := slices.Index(m.past, m.removed); i >= 0 {
			at = m.timeOr(len(m.to)+i, at)
		}
		r.removeRow(d, m.removed, at)
	case m.added != "" && !d.Has(m.added):
		r.addRow(d, m.added, m.timeOr(slices.Index(m.to, m.added), m.sent))
	default:
		return false
	}
	return true
}

// timeOr is the time at an index of Times, or other where there is none.
func (m *resolved) timeOr(i int, other int64) int64 {
	if t, ok := m.timeAt(i); ok {
		return t
	}
	return other
}

// raise moves the member list timestamp as the release does on sending.
func (r Rules) raise(d *draft, m *resolved) {
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
// whether the members were others. A message without recipients says nothing.
func (r Rules) follow(d *draft, c *Contacts, m *resolved) bool {
	if len(m.to) == 0 {
		return false
	}
	before, owned := d.View, d.owned
	d.owned = false // so that before keeps its rows
	r.followLists(d, c, m)
	changed := d.owned && (len(joined(before, d.View)) > 0 || len(joined(d.View, before)) > 0)
	d.owned = d.owned || owned
	return changed
}

func (r Rules) followLists(d *draft, c *Contacts, m *resolved) {
	listed, past := places(m.to), places(m.past)
	if _, ok := listed[Self]; !ok {
		listed[Self] = -1 // the user is left out unless alone
	}
	delete(listed, m.removed)
	hidden := r.hidden(c, m)
	for id, row := range d.Rows {
		_, isListed := listed[id]
		if _, isPast := past[id]; !isListed && !isPast && !hidden(id, row) {
			d.drop(id)
		}
	}
	for id, at := range listed {
		t, timed := m.timeAt(at)
		r.followMember(d, id, t, timed)
	}
	for id, at := range past {
		t, timed := m.timeAt(len(m.to) + at)
		r.followPast(d, m, id, t, timed)
	}
}

// places is where in a list each person stands first.
func places(list []ID) map[ID]int {
	first := make(map[ID]int, len(list))
	for i, id := range list {
		if _, seen := first[id]; !seen && id != "" {
			first[id] = i
		}
	}
	return first
}

// timeAt is the time at an index of Times; ok is false if the times do not fit
// the lists or the index is negative.
func (m *resolved) timeAt(i int) (t int64, ok bool) {
	if i < 0 || !m.timesFit() {
		return 0, false
	}
	return m.times[i], true
}

// hidden tells whether a row may exist although an own message does not list it:
// an expired tombstone, a second key at a listed address, or anybody if some
// entry could not be resolved.
func (r Rules) hidden(c *Contacts, m *resolved) func(ID, Row) bool {
	unresolved := slices.Contains(m.to, "") || slices.Contains(m.past, "")
	var addresses map[string]bool
	return func(id ID, row Row) bool {
		switch {
		case !row.Member() && r.expires && plus(row.Removed, expiry) <= m.sent:
			return true
		case !r.keyed || id == Self:
			return false
		case unresolved:
			return true
		case addresses == nil:
			addresses = make(map[string]bool, len(m.To)+len(m.Past))
			for _, list := range [...][]address.Mailbox{m.To, m.Past} {
				for i := range list {
					addresses[list[i].Address] = true
				}
			}
		}
		return addresses[c.Address(id)]
	}
}

func (r Rules) followMember(d *draft, id ID, t int64, timed bool) {
	row := d.Rows[id]
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

func (r Rules) followPast(d *draft, m *resolved, id ID, t int64, timed bool) {
	row := d.Rows[id]
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
