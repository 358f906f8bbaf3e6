package repair

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// A row is one line of the list a correction states.
type row struct {
	analyze.Person
	time   int64 // of the addition, or of the removal
	member bool
}

// rowsOf states the goal in the times the evidence gives. Where a device holds
// a newer time against it, from an act no mail tells of, the row is raised just
// above: clients follow the newer time only.
func rowsOf(goal analyze.Goal, seats []analyze.Seat) []row {
	var rows []row
	for _, p := range goal.Members {
		r := row{Person: p, time: p.Added, member: true}
		for _, seat := range seats {
			if held, ok := heldRow(seat, p.Address); ok && !held.Member() {
				r.time = max(r.time, held.Removed, held.Added+1)
			}
		}
		rows = append(rows, r)
	}
	for _, p := range goal.Past {
		r := row{Person: p, time: p.Removed}
		for _, seat := range seats {
			if held, ok := heldRow(seat, p.Address); ok && held.Member() {
				r.time = max(r.time, held.Added+1, held.Removed+1)
			}
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		switch {
		case a.member == b.member:
			return 0
		case a.member:
			return -1
		}
		return 1
	})
	return rows
}

// heldRow finds what a seat holds of a person.
func heldRow(seat analyze.Seat, address string) (membership.Row, bool) {
	for id, held := range seat.View.Rows {
		if seat.Contacts.Address(id) == address {
			return held, true
		}
	}
	return membership.Row{}, false
}
