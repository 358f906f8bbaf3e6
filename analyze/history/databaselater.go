package history

import (
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// isAfterDatabase reports whether a message reached the device, or was sent by it,
// after its database was copied: the database does not know it, and the client had
// not gone so far in that mailbox. Where nothing tells that, the time does.
func (d *Device) isAfterDatabase(e *evidence.Event, messageID string, clock int64, own bool) bool {
	db := d.evidence.Backup
	if _, known := d.database.message(messageID); known {
		return false
	}
	if e.Arrival.UID != 0 && e.Device == d.Name && !own {
		for _, m := range db.Mailboxes {
			if m.Folder == e.Folder && m.UIDValidity == e.Arrival.UIDValidity {
				return e.Arrival.UID >= m.UIDNext
			}
		}
	}
	return db.Made != 0 && clock > db.Made
}

// afterDatabase lists the steps of mail that came after the database was copied.
func (h *History) afterDatabase() []*Step {
	var later []*Step
	for _, st := range h.Steps {
		if st.Row == 0 && h.Device.isAfterDatabase(st.Event, st.Reading.MessageID, st.Clock(), st.Own) {
			later = append(later, st)
		}
	}
	return later
}

// replayLater has mail that came after the database follow its view, by the rules
// of the device's release.
func (h *History) replayLater() {
	later := h.afterDatabase()
	if len(later) == 0 {
		return
	}
	p := &player{script: &script{device: h.Device, group: h.Group, work: new(Work)}}
	before := aheadStep{view: h.View, contacts: h.Contacts}
	for _, st := range later {
		after := p.apply(st, before)
		if st.Own {
			after.view, after.contacts, after.outcome = h.Device.Rules.Sent(before.view, before.contacts, h.Device.message(st, st.Clock()))
		}
		if !after.skipped {
			st.After, st.Outcome = after.view, after.outcome
			h.noteLater(before.view, st)
		}
		before = after
	}
	h.View, h.Contacts = before.view, before.contacts
}

// noteLater remembers whose membership a later message changed, and what that
// message was.
func (h *History) noteLater(before membership.View, st *Step) {
	basis := Mail
	if st.Inferred {
		basis = Inferred
	}
	for _, v := range [...]membership.View{before, st.After} {
		for id := range v.Rows {
			if before.Has(id) == st.After.Has(id) {
				continue
			}
			if h.later == nil {
				h.later = map[membership.ID]Basis{}
			}
			h.later[id] = basis
		}
	}
}

// basisOfLater is what a view rests on that begins with a database: all of it that
// later mail did not change is the client's own.
func (h *History) basisOfLater() Basis {
	basis := Database
	for _, b := range h.later {
		if basis == Database || b == Inferred {
			basis = b
		}
	}
	return basis
}
