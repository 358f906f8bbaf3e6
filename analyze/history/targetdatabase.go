package history

import (
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// takeDatabases adds what the clients' databases tell. A database is its owner's
// word: what the owner decided counts, whether or not it was sent yet, and nothing
// that it says of others, as long as there is mail. Where there is none, a member
// list is what several databases agree on, or all there is.
func (t *Target) takeDatabases(g *Group) {
	if len(g.Deliveries) == 0 {
		t.takeTables(g)
	}
	at := g.databaseTimes()
	for _, h := range g.Histories {
		row := h.Row()
		if row == nil || row.Unpromoted && len(g.Deliveries) > 0 {
			continue
		}
		for _, c := range h.Device.Changes(row) {
			switch {
			case c.Actor != evidence.DatabaseSelf || c.Subject == "" || g.hs.byID[c.ID] != nil:
			case c.Added:
				t.add(c.Subject, at[c.ID])
			default:
				t.remove(c.Subject, at[c.ID])
			}
			if c.Actor == evidence.DatabaseSelf && c.Subject != "" && t.Keys[c.Subject] == "" && c.Key != "" && h.Device.evidence.Backup.IsKeyed() {
				t.Keys[c.Subject] = c.Key
			}
		}
	}
}

// databaseTimes gives the time of each change that some database tells of: its date, or
// when the first client received it, if that was earlier. Dates may lie ahead.
func (g *Group) databaseTimes() map[string]int64 {
	times := map[string]int64{}
	for _, h := range g.Histories {
		if row := h.Row(); row != nil {
			for _, c := range h.Device.Changes(row) {
				for _, at := range [...]int64{c.Time, c.Received} {
					if known, ok := times[c.ID]; at != 0 && (!ok || at < known) {
						times[c.ID] = at
					}
				}
			}
		}
	}
	return times
}

// said is what the tables of a group say of one person.
type said struct {
	tables         int
	added, removed map[int64]int // time -> how many tables have it
	shown          int           // tables that show the person as a member
}

// takeTables makes a member list of the tables alone. A time counts that two of
// them have, or the only one there is; a change that one device made by itself and
// told nobody does not.
func (t *Target) takeTables(g *Group) {
	people, tables := map[string]*said{}, 0
	for _, h := range g.Histories {
		row := h.Row()
		if row == nil {
			continue
		}
		tables++
		for id, r := range h.View.Rows {
			addr := h.Contacts.Address(id)
			if addr == "" {
				continue
			}
			s := people[addr]
			if s == nil {
				s = &said{added: map[int64]int{}, removed: map[int64]int{}}
				people[addr] = s
			}
			s.tables++
			s.added[r.Added]++
			s.removed[r.Removed]++
			if r.Member() {
				s.shown++
			}
			if key := h.Fingerprint(id); key != "" && (t.Keys[addr] == "" || h.Device.Owns(addr)) {
				t.Keys[addr] = key
			}
		}
	}
	confirmed := func(times map[int64]int) int64 {
		newest := int64(0)
		for at, n := range times {
			if n > 1 || tables == 1 {
				newest = max(newest, at)
			}
		}
		return newest
	}
	for addr, s := range people {
		added, removed := confirmed(s.added), confirmed(s.removed)
		switch {
		case s.tables == 1 && tables > 1 && !g.hs.HasDeviceOf(addr): // one device's word
			continue
		case added == 0:
			added = slices.Min(slices.Collect(maps.Keys(s.added)))
		}
		t.add(addr, added)
		if removed > 0 {
			t.remove(addr, removed)
		}
	}
	t.takeAgreed(g)
}

// takeAgreed adds the changes that at least two clients show, where nobody's
// database is that of their author.
func (t *Target) takeAgreed(g *Group) {
	type change struct {
		evidence.DatabaseChange
		by int
	}
	seen, at := map[string]*change{}, g.databaseTimes()
	for _, h := range g.Histories {
		if row := h.Row(); row != nil {
			for _, c := range h.Device.Changes(row) {
				if c.Actor == 0 || c.Subject == "" || c.Actor == evidence.DatabaseSelf {
					continue
				}
				if seen[c.ID] == nil {
					seen[c.ID] = &change{DatabaseChange: c}
				}
				seen[c.ID].by++
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		switch c := seen[id]; {
		case c.by < 2:
		case c.Added:
			t.add(c.Subject, at[id])
		default:
			t.remove(c.Subject, at[id])
		}
	}
}

// IsDraft reports whether nobody but the device that made the group knows it.
func (g *Group) IsDraft() bool {
	return len(g.Deliveries) == 0 && !slices.ContainsFunc(g.Histories, func(h *History) bool { return h.View.Exists && !h.View.Unpromoted })
}

// IsAdHoc reports whether a client made the group by itself, of ordinary mail among
// several people: it has no id, so no message can name it, and nobody else need have it.
func (g *Group) IsAdHoc() bool {
	return slices.ContainsFunc(g.Histories, func(h *History) bool { return h.Row() != nil && h.Row().ID == "" })
}

// MayBeAbsent reports whether a member's device need not have the group.
func (g *Group) MayBeAbsent() bool { return g.IsDraft() || g.IsAdHoc() }
