package history

import (
	"cmp"
	"slices"
	"time"
)

// A Dispute is one device's word against that of others: a change that its author
// alone stands by, and that others read and did not follow.
type Dispute struct {
	Delivery *Delivery
	Refused  []*Device
	// Counts reports that the target follows the author's word, because one device
	// alone refused it. Against several it is left out.
	Counts bool
	// Entitled reports that all that refused it had shown the author as a member
	// when it was written: it lost a race with the author's own removal.
	Entitled bool
}

// dispute reports a change that its author alone stands by. It is settled where the
// author's own list does not show it any more, or those that refused it show it all
// the same.
func (g *Group) dispute(m *Delivery, counts bool) (Dispute, bool) {
	if m.Author == nil || !m.IsGMM() || g.hs.IsInAnothersName(m) || counts && len(g.AcceptedBy(m)) > 0 {
		return Dispute{}, false
	}
	d := Dispute{Delivery: m, Counts: counts, Entitled: true}
	if by := g.Of(m.Author); by == nil || by.shows(m.Subject()) == (m.Reading.Removed != "") {
		return Dispute{}, false
	}
	for _, by := range g.RefusedBy(m) {
		if h := g.Of(by); h.shows(m.Subject()) == (m.Reading.Removed != "") {
			d.Refused = append(d.Refused, by)
			d.Entitled = d.Entitled && h.showedAt(m.Reading.From.Address, m.Written)
		}
	}
	return d, len(d.Refused) > 0
}

// shows reports whether the device shows somebody as a member.
func (h *History) shows(address string) bool { return slices.Contains(h.Shows(h.View), address) }

// showedAt reports whether the device showed somebody as a member at a moment.
func (h *History) showedAt(address string, at time.Time) bool {
	shows := false
	for _, st := range h.Steps {
		if time.Unix(st.Clock(), 0).After(at) {
			break
		}
		shows = slices.Contains(h.Shows(st.After), address)
	}
	return shows
}

// restsOn reports whether what the target says of the person a change names is
// this change.
func (t *Target) restsOn(m *Delivery) bool {
	row := t.Rows[m.Subject()]
	if m.Reading.Removed != "" {
		return !row.Member() && row.Removed == m.changedAt(m.Reading.Removed)
	}
	return row.Member() && row.Added == m.changedAt(m.Reading.Added)
}

// changedAt is the time that a change gives of the person it names, unix seconds.
func (m *Delivery) changedAt(address string) int64 {
	r := m.Reading
	if len(r.Times) > 0 && len(r.Times) == len(r.To)+len(r.Past) {
		for i, who := range slices.Concat(r.To, r.Past) {
			if who.Address == address {
				return r.Times[i]
			}
		}
	}
	return m.Written.Unix()
}

// Subject is the member a GMM is about, "" for other messages.
func (m *Delivery) Subject() string { return cmp.Or(m.Reading.Removed, m.Reading.Added) }
