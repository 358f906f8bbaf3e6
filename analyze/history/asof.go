package history

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// leaveOutAfter drops from what a device met all that reached it, or that it wrote,
// after a moment.
func (t *timeline) leaveOutAfter(now time.Time) {
	isLater := func(st *Step) bool { return st.Clock() > now.Unix() }
	for group, s := range t.scripts {
		s.received = slices.DeleteFunc(s.received, isLater)
		s.maybe = slices.DeleteFunc(s.maybe, isLater)
		s.own = slices.DeleteFunc(s.own, func(own ownStep) bool { return isLater(own.Step) })
		if len(s.received)+len(s.own) == 0 {
			delete(t.scripts, group)
		}
	}
}

// leaveOutAfter makes a device what it was at a moment. A database copied later
// shows what the client shows later; of the time before, the lines of its chats
// tell.
func (d *Device) leaveOutAfter(now time.Time) {
	later := func(e *evidence.Event) bool { return isAfter(e, now) }
	d.Events = slices.DeleteFunc(slices.Clone(d.Events), later)
	db := d.evidence.Backup
	if db == nil || db.Made <= now.Unix() {
		d.takeDatabase()
		return
	}
	for id, g := range d.database.groups {
		told := slices.DeleteFunc(slices.Clone(d.Changes(g)), func(c evidence.DatabaseChange) bool { return c.Time > now.Unix() })
		h := d.histories[id]
		switch {
		case len(told) == 0:
			continue
		case h == nil:
			h = &History{Device: d, Group: id, Contacts: d.Contacts}
			d.histories[id] = h
		}
		h.weave(told)
		h.finish()
		if n := len(h.Steps); n > 0 {
			h.View = h.Steps[n-1].After
		}
	}
	past := *d.evidence
	past.Backup = nil
	d.evidence, d.database = &past, nil
}

func isAfter(e *evidence.Event, now time.Time) bool {
	at := e.Time()
	return !at.IsZero() && at.Unix() > now.Unix()
}

// leaveOutAfter drops the group mail written after a moment, and of older mail the
// copies that arrived later.
func (hs *Histories) leaveOutAfter(now time.Time) {
	hs.AsOf = now
	later := func(e *evidence.Event) bool { return isAfter(e, now) }
	hs.deliveries = slices.DeleteFunc(slices.Clone(hs.deliveries), func(m *Delivery) bool { return m.Written.Unix() > now.Unix() })
	for _, m := range hs.deliveries {
		m.Copies, m.Others = slices.DeleteFunc(m.Copies, later), slices.DeleteFunc(m.Others, later)
	}
	for i := range hs.Conflicts {
		hs.Conflicts[i].Events = slices.DeleteFunc(hs.Conflicts[i].Events, later)
	}
	hs.Conflicts = slices.DeleteFunc(hs.Conflicts, func(c Conflict) bool { return len(c.Events) < 2 })
}

// noteFirst finds the oldest group mail.
func (hs *Histories) noteFirst() {
	for _, m := range hs.deliveries {
		if hs.First.IsZero() || !m.Written.IsZero() && m.Written.Before(hs.First) {
			hs.First = m.Written
		}
	}
}
