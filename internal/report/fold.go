package report

const (
	// maxUndisputed is how many people whom nobody disputes a grid shows with a line
	// each.
	maxUndisputed = 8
	// maxFolded is how many of the others are named.
	maxFolded = 8
)

// disputed are the people on whom any device differs.
func (m matrix) disputed() []row {
	n := 0
	for n < len(m.rows) && m.rows[n].disputed() { // they come first
		n++
	}
	return m.rows[:n]
}

// undisputed are the people on whom none does: members, and those who are not any
// more, or of whom only some list says that they were.
func (m matrix) undisputed() (members, others []row) {
	rest := m.rows[len(m.disputed()):]
	n := 0
	for n < len(rest) && rest[n].member {
		n++
	}
	return rest[:n], rest[n:]
}

// fold says who is worth a line of the grid: all who are disputed, and the rest if
// they are few. The others are returned as [matrix.undisputed] are.
func (m matrix) fold() (rows, members, others []row) {
	members, others = m.undisputed()
	rows = m.disputed()
	if len(rows) == 0 || len(members)+len(others) <= maxUndisputed {
		return m.rows, nil, nil
	}
	if len(members) <= maxUndisputed {
		return m.rows[:len(rows)+len(members)], nil, others
	}
	return rows, members, others
}
