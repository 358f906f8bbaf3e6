package simulate

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// ahead is by how many seconds a client may date its mail ahead of the clock
// (MAX_SECONDS_TO_LEND_FROM_FUTURE, up to release 2.33).
const ahead = 30

// hangsOnSeconds reports whether the members would be others if a message had been
// dated a little earlier or later.
func (g *group) hangsOnSeconds(d *device, says *membership.Message) bool {
	if d.rules.Timed() || d.view.ListTime == 0 {
		return false
	}
	after := func(shift int64) []membership.ID {
		view := d.view
		view.ListTime += shift
		view, _, _ = d.rules.Receive(view, d.contacts, *says)
		return view.Members()
	}
	as := after(0)
	return !slices.Equal(as, after(-ahead)) || !slices.Equal(as, after(ahead))
}

// hangsOnTimes reports whether some member would be none, or the other way round, if
// mail had been dated a little earlier or later: once a device of 1.154 or later has
// taken a change from a message without times, rows are as old as its date says.
func (g *group) hangsOnTimes(d *device) bool {
	if !g.undated || !d.rules.Timed() {
		return false
	}
	for _, row := range d.view.Rows {
		if row.Added > 0 && row.Removed > 0 && max(row.Added-row.Removed, row.Removed-row.Added) <= ahead {
			return true
		}
	}
	return false
}
