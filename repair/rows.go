package repair

import (
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// A row is one line of the list a correction states.
type row struct {
	history.Person
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
func rowsOf(goal history.Goal, informants []history.DeviceState, now int64) []row {
	asOf := int64(0)
	if goal.Complete {
		asOf = min(goal.Until, now)
	}
	held := heldRows(informants)
	var rows []row
	for _, p := range goal.Members {
		r := row{Person: p, time: max(p.Added, asOf), member: true}
		for _, h := range held[p.Address] {
			if !h.Member() {
				r.time = max(r.time, h.Removed, h.Added+1)
			}
		}
		rows = append(rows, r)
	}
	for _, p := range goal.Past {
		r := row{Person: p, time: p.Removed}
		if asOf-p.Removed < forgotten {
			r.time = max(r.time, asOf)
		}
		for _, h := range held[p.Address] {
			if h.Member() {
				r.time = max(r.time, h.Added+1, h.Removed+1)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// heldRows are what devices hold of each person, by address.
func heldRows(states []history.DeviceState) map[string][]membership.Row {
	held := map[string][]membership.Row{}
	for _, s := range states {
		for id, row := range s.View.Rows {
			address := s.Contacts.Address(id)
			held[address] = append(held[address], row)
		}
	}
	return held
}

// forgotten is after how many seconds clients forget a past member
// (chatmail core 1.154 and later: 60 days). A row older than that stays as it is,
// or everybody would see the person leave again.
const forgotten = 60 * 24 * 3600
