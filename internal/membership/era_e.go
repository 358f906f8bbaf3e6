package membership

import (
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/address"
)

// applyTimes is eras e and f: each row has a time of addition and of removal,
// and the newest one counts.
//
// QUIRK: unlike the eras before, half a message is not refused here. The header
// of an encrypted one does not lead to the group, that of a plain one is whole.
func (r Rules) applyTimes(d *draft, m *resolved) (Reason, bool) {
	if !d.senderMayChange(m) {
		return ReasonNotMember, false
	}
	var before set
	if m.Times == nil {
		before = d.members()
	}
	if r.adderJoins && m.AddedHeader && !m.RemovedHeader && m.gossip(address.Normalize(m.Added)) != "" && !d.Has(m.from) {
		d.addTimed(m.from, m.sent)
	}
	reason := ReasonMerged
	switch {
	case r.stale(d.View, m.Now):
		d.clear()
		d.assign(collect(m.everyone))
		reason = ReasonStale
	case m.Times == nil:
		reason = r.applyNamed(d, m, before)
	case !m.timesFit():
		reason = ReasonTimesDoNotFit
	default:
		d.merge(m, m.from)
	}
	if r.expires {
		d.bump(m.sent)
	}
	return reason, true
}

// stale reports whether no member has been heard for 60 days, by the receiver's
// clock. Then times are worthless: tombstones have expired elsewhere.
func (r Rules) stale(v View, now int64) bool {
	since := v.ListTime
	if since == 0 {
		since = v.Created
	}
	return r.expires && plus(now, tolerance) >= plus(since, expiry)
}

// applyNamed handles mail without times: of an older client, a classic mail
// program, or a sender whose own list is stale.
func (r Rules) applyNamed(d *draft, m *resolved, before set) Reason {
	list, reason := maps.Clone(before), ReasonNoTimes
	addsOwn := m.addsOwn && !(r.onlyIfAbsent && before[Self])
	if addsOwn {
		list, reason = collect(m.everyone), ReasonSelfAdded
	}
	switch {
	case m.Chat:
	case !r.classicSelf:
		list.join(slices.Values(m.to))
		reason = ReasonRecipientsJoined
	case !addsOwn:
		list.join(m.everyone)
		reason = ReasonRecipientsJoined
	}
	list.add(m.added)
	list.remove(m.removed)
	if !list.equal(before) {
		d.replace(list, m.sent)
	}
	return reason
}

// merge takes over every time in a message that is newer. The sender cannot vouch
// for its own addition: the time of ignored is skipped.
func (d *draft) merge(m *resolved, ignored ID) {
	if len(m.times) != len(m.to)+len(m.past) {
		return
	}
	for i, id := range m.to {
		t := m.times[i]
		row, known := d.Rows[id]
		switch {
		case id == "" || id == ignored:
		case !known:
			d.put(id, Row{Added: t})
		case t > row.Added && t >= row.Removed:
			d.put(id, Row{Added: t, Removed: row.Removed})
		}
	}
	for i, id := range m.past {
		t := m.times[len(m.to)+i]
		row, known := d.Rows[id]
		switch {
		case id == "":
		case !known:
			// QUIRK: with a time of 0 or less this makes a member, not a tombstone.
			d.put(id, Row{Removed: t})
		case t > row.Removed && t > row.Added:
			d.put(id, Row{Added: row.Added, Removed: t})
		}
	}
}

// replace makes exactly these the members as of t, and everybody else a
// tombstone.
//
// QUIRK: a tombstone forgets when it was made: its time may go back.
func (d *draft) replace(members set, t int64) {
	for id := range d.Rows {
		d.removeTimed(id, t)
	}
	for id := range members {
		row, known := d.Rows[id]
		if known {
			row.Added = row.Removed
		} else {
			row.Added = t
		}
		d.put(id, row)
	}
}

func (d *draft) addTimed(id ID, t int64) {
	row, known := d.Rows[id]
	if known {
		t = max(row.Removed, t)
	}
	d.put(id, Row{Added: t, Removed: row.Removed})
}

func (d *draft) removeTimed(id ID, t int64) {
	if row, known := d.Rows[id]; known {
		d.put(id, Row{Added: row.Added, Removed: max(plus(row.Added, 1), t)})
	}
}
