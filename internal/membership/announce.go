package membership

import (
	"cmp"
	"slices"
)

// Announcement is how an ordinary message of a device lists its group.
type Announcement struct {
	To    []ID // Chat-Group-Member-Fpr and To: the user is left out unless alone
	Past  []ID // Chat-Group-Past-Members; nil before release 1.154
	Times []int64
}

// Announce returns what the device writes into any message to the group at the
// time now, in unix seconds. Times is nil, and the header missing, before release
// 1.154 and while the device's own list is stale.
//
// Of two keys with one address only the newest is listed. Releases before 2.7 list
// members in no stated order; here they are sorted.
func (r Rules) Announce(v View, c Contacts, now int64) Announcement {
	var a Announcement
	var removals []int64
	to, past := make(addresses, len(v.Rows)), addresses{}
	for _, id := range r.announced(v) {
		row := v.Rows[id]
		switch {
		case row.Member():
			if to.takes(c.Address(id)) {
				a.To = append(a.To, id)
				a.Times = append(a.Times, row.Added)
			}
		case r.expires && plus(row.Removed, expiry) <= now:
		case past.takes(c.Address(id)):
			a.Past = append(a.Past, id)
			removals = append(removals, row.Removed)
		}
	}
	if i := slices.Index(a.To, Self); i >= 0 && len(a.To) > 1 {
		a.To = slices.Delete(a.To, i, i+1)
		a.Times = slices.Delete(a.Times, i, i+1)
	}
	a.Times = append(a.Times, removals...)
	if !r.timed || r.stale(v, now) {
		a.Times = nil
	}
	return a
}

// announced is every row of a view in the order in which it is listed.
func (r Rules) announced(v View) []ID {
	ids := v.sorted(func(Row) bool { return true })
	if r.newestFirst {
		slices.SortStableFunc(ids, func(a, b ID) int { return cmp.Compare(v.Rows[b].Added, v.Rows[a].Added) })
	}
	return ids
}

// addresses are those already in a list.
type addresses map[string]bool

// takes reports whether a person at an address may be listed: whoever has an
// address of their own, or none that is known.
func (list addresses) takes(addr string) bool {
	taken := addr != "" && list[addr]
	list[addr] = true
	return !taken
}
