package history

import "github.com/gmmtool/gmmtool/internal/membership"

// afterDatabase lists the steps of mail that reached the device, or was sent by
// it, after its database was copied, and that the database does not know.
func (h *History) afterDatabase() []*Step {
	made := h.Device.evidence.Backup.Made
	var later []*Step
	for _, st := range h.Steps {
		if st.Row != 0 || made == 0 || st.Clock() <= made {
			continue
		}
		if _, known := h.Device.database.message(st.Reading.MessageID); !known {
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
