package report

import "slices"

// holders counts the devices that [matrix.holding] names.
func (m matrix) holders() int { return len(m.holding()) }

// holding names the devices that are in the group, as far as their views are known.
func (m matrix) holding() []string {
	var names []string
	for _, c := range m.columns {
		if c.known() && !c.out() {
			names = append(names, label(c.device))
		}
	}
	return names
}

// isAlone reports that one device at most tells of the group: that it agrees with
// itself says nothing.
func (m matrix) isAlone() bool { return m.holders() <= 1 }

// unknowns names the devices that belong to the group, or may, and of whose views
// nothing is known.
func (m matrix) unknowns() []string {
	var names []string
	for _, c := range m.columns {
		if c.why != "" {
			names = append(names, label(c.device))
		}
	}
	return names
}

// inferring names the devices in the group part of whose view was inferred.
func (m matrix) inferring() []string {
	var names []string
	for i, c := range m.columns {
		if c.known() && !c.out() && slices.ContainsFunc(m.rows, func(r row) bool { return r.cells[i].inferred }) {
			names = append(names, label(c.device))
		}
	}
	return names
}

// has reports whether any cell is of a kind.
func (m matrix) has(kind func(cell) bool) bool {
	return slices.ContainsFunc(m.rows, func(r row) bool { return slices.ContainsFunc(r.cells, kind) })
}
