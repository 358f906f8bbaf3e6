package membership

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/address"
)

// refusesGroup says why a message does not create the unknown group it belongs
// to, or ReasonNone if it does.
func (r Rules) refusesGroup(v View, c *Contacts, m *resolved) Reason {
	switch {
	case !m.HasName:
		return ReasonNoGroupName
	case m.RemovedHeader && (!r.removedKnown || m.removed != ""):
		// A late removal, or the user's own from another device.
		return ReasonRemovalOfUnknownGroup
	case r.leftIsKept && v.Left && !(m.AddedHeader && c.IsOwn(address.Normalize(m.Added))):
		return ReasonGroupWasLeft
	case r.ownNeedsTo && m.from == Self && len(m.to) == 0:
		return ReasonNoRecipients
	}
	return ReasonNone
}

// create makes the group and its first list. The message that made it is
// applied to it afterwards like any other.
func (r Rules) create(d *draft, m *resolved) {
	left := d.Left
	d.View = View{Exists: true, Created: m.sent, Left: left, Protected: m.Verified}
	d.clear()
	switch {
	case r.timed && m.Times != nil:
		r.createTimed(d, m)
	case r.timed:
		first := m.sent
		if r.zeroTimes {
			first = 0
		}
		for id := range m.everyone {
			d.put(id, Row{Added: first})
		}
	case r.listAtOnce:
		d.join(m.everyone)
	}
}

// createTimed takes the list as the sender gives it. The user is a member only
// if listed; the sender, who never lists itself, since the date of the message.
func (r Rules) createTimed(d *draft, m *resolved) {
	if listed := *m; !slices.Contains(m.to, m.from) {
		listed.to = append([]ID{m.from}, m.to...)
		listed.times = append([]int64{m.sent}, m.times...)
		m = &listed
	}
	d.merge(m, "")
}
