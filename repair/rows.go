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
// a newer time against it, the row is raised just above: clients follow the
// newer time only.
//
// Some acts no mail tells of, such as removing somebody while the chat is still
// a contact request: their rows cannot be seen here. If the case holds a device
// of every member, an act it does not show is one nobody was told of, and the
// list is stated as of the newest message of the case, which overrules it. It
// is never stated as of now: what members changed after the export stands.
func rowsOf(goal analyze.Goal, seats []analyze.Seat, now int64) []row {
	asOf := int64(0)
	if goal.Complete {
		asOf = min(goal.Until, now)
	}
	var rows []row
	for _, p := range goal.Members {
		r := row{Person: p, time: max(p.Added, asOf), member: true}
		for _, seat := range seats {
			if held, ok := heldRow(seat, p.Address); ok && !held.Member() {
				r.time = max(r.time, held.Removed, held.Added+1)
			}
		}
		rows = append(rows, r)
	}
	for _, p := range goal.Past {
		r := row{Person: p, time: p.Removed}
		if asOf-p.Removed < forgotten {
			r.time = max(r.time, asOf)
		}
		for _, seat := range seats {
			if held, ok := heldRow(seat, p.Address); ok && held.Member() {
				r.time = max(r.time, held.Added+1, held.Removed+1)
			}
		}
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, membersFirst)
	return rows
}

// forgotten is after how many seconds clients forget a past member
// (chatmail core 1.154 and later: 60 days). A row older than that stays as it is,
// or everybody would see the person leave again.
const forgotten = 60 * 24 * 3600

func membersFirst(a, b row) int {
	switch {
	case a.member == b.member:
		return 0
	case a.member:
		return -1
	}
	return 1
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
