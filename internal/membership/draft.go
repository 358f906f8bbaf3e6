package membership

import "maps"

// draft is a View while a message is applied to it. It copies the rows only
// when the first of them changes: most messages change nothing, and a history
// keeps every view.
type draft struct {
	View
	owned bool
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
}

func (d *draft) drop(id ID) {
	if _, ok := d.Rows[id]; ok {
		d.own()
		delete(d.Rows, id)
	}
}

func (d *draft) clear() {
	d.Rows, d.owned = map[ID]Row{}, true
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
	s := set{}
	for id, row := range d.Rows {
		if row.Member() {
			s[id] = true
		}
	}
	return s
}

// assign makes exactly these the members, without times, and forgets all other
// rows.
func (d *draft) assign(members set) {
	for id := range d.Rows {
		if !members[id] {
			d.drop(id)
		}
	}
	for id := range members {
		d.put(id, Row{})
	}
}
