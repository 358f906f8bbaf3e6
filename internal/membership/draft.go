package membership

import (
	"iter"
	"maps"
	"slices"
)

// draft is a View while a message is applied to it. It copies the rows only
// when the first of them changes: most messages change nothing, and a history
// keeps every view.
type draft struct {
	View
	owned   bool
	touched []ID // whose rows are others since then, with duplicates; not after clear
	cleared bool
}

func (d *draft) own() {
	if d.owned {
		return
	}
	d.Rows = maps.Clone(d.Rows)
	if d.Rows == nil {
		d.Rows = map[ID]Row{}
	}
	d.owned = true
}

// put stores a row. The empty ID is dropped here, once for all rules.
func (d *draft) put(id ID, row Row) {
	if old, ok := d.Rows[id]; id == "" || ok && old == row {
		return
	}
	d.own()
	d.Rows[id] = row
	d.touched = append(d.touched, id)
}

func (d *draft) drop(id ID) {
	if _, ok := d.Rows[id]; ok {
		d.own()
		delete(d.Rows, id)
		d.touched = append(d.touched, id)
	}
}

func (d *draft) clear() {
	d.Rows, d.owned, d.cleared = map[ID]Row{}, true, true
}

// bump raises the member list timestamp to t and reports whether t was not
// older than it.
func (d *draft) bump(t int64) bool {
	if t < d.ListTime {
		return false
	}
	d.ListTime = t
	return true
}

// members returns the current members as a set of its own.
func (d *draft) members() set {
	s := make(set, len(d.Rows))
	for id, row := range d.Rows {
		if row.Member() {
			s[id] = true
		}
	}
	return s
}

// join adds members without times.
func (d *draft) join(ids iter.Seq[ID]) {
	for id := range ids {
		d.put(id, Row{})
	}
}

// assign makes exactly these the members, without times, and forgets all other
// rows.
func (d *draft) assign(members set) {
	for id := range d.Rows {
		if !members[id] {
			d.drop(id)
		}
	}
	d.join(maps.Keys(members))
}

// outcome compares the draft with the view it began with.
func (d *draft) outcome(before View, reason Reason, accepted bool) Outcome {
	o := Outcome{Created: d.Exists && !before.Exists, Reason: reason, Accepted: accepted}
	o.Changed = o.Created
	switch {
	case !d.owned:
		return o
	case d.cleared:
		d.touched = slices.AppendSeq(slices.Collect(maps.Keys(before.Rows)), maps.Keys(d.Rows))
	}
	slices.Sort(d.touched)
	for _, id := range slices.Compact(d.touched) {
		was, had := before.Rows[id]
		is, has := d.Rows[id]
		switch wasMember, isMember := had && was.Member(), has && is.Member(); {
		case isMember && !wasMember:
			o.Added = append(o.Added, id)
		case wasMember && !isMember:
			o.Removed = append(o.Removed, id)
		}
		o.Changed = o.Changed || had != has || was != is
	}
	return o
}

// joined lists who is a member of the later view and was not of the earlier one.
func joined(earlier, later View) []ID {
	var ids []ID
	for id, row := range later.Rows {
		if row.Member() && !earlier.Has(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
