package history

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// A LocalChange is a row of a member list that nothing tells of but the list
// itself: its owner made it while the chat was a contact request. The client tells
// nobody, until its owner accepts the chat and writes.
type LocalChange struct {
	Row     int64 // of chats_contacts
	Address string
	Added   bool
	Time    int64 // unix seconds
}

// Kind is "add" or "remove".
func (c LocalChange) Kind() string {
	if c.Added {
		return "add"
	}
	return "remove"
}

// LocalChanges lists them by address; none if the database has no times (before
// 1.154) or the chat is not a contact request.
func (h *History) LocalChanges() []LocalChange {
	row := h.Row()
	if row == nil || !row.Request || h.Device.local == nil {
		return nil
	}
	return h.Device.local[h.Group]
}

// findLocalChanges looks for rows of contact requests whose time no line of the
// chat, no mail of the group and no other row explains.
func (hs *Histories) findLocalChanges() {
	for _, d := range hs.Devices {
		if d.database == nil {
			continue
		}
		d.local = map[string][]LocalChange{}
		for id, g := range d.database.groups {
			if group := hs.byGroup[id]; g.Request && group != nil {
				d.local[id] = d.localChanges(group, g)
			}
		}
	}
}

func (d *Device) localChanges(group *Group, g *evidence.DatabaseGroup) []LocalChange {
	told := map[string]bool{}
	for _, c := range d.Changes(g) {
		told[c.Subject] = true
	}
	times := group.times()
	var found []LocalChange
	for _, m := range g.Members {
		c, ok := d.evidence.Backup.Person(m.Contact)
		at, added := m.Removed, false
		if m.Added >= m.Removed {
			at, added = m.Added, true
		}
		switch {
		case !ok || m.Contact == evidence.DatabaseSelf || at == 0 || told[c.Address]:
		case times[at] || times[at-1] || added && (at == g.Created || alone(g.Members, at) > 1 || len(times) == 0):
		default:
			found = append(found, LocalChange{Row: m.Row, Address: c.Address, Added: added, Time: at})
		}
	}
	slices.SortFunc(found, func(a, b LocalChange) int { return strings.Compare(a.Address, b.Address) })
	return found
}

// alone counts the members added at one time.
func alone(members []evidence.DatabaseMember, at int64) int {
	n := 0
	for _, m := range members {
		if m.Added == at {
			n++
		}
	}
	return n
}

// times are the seconds that mail of the group names.
func (g *Group) times() map[int64]bool {
	times := map[int64]bool{}
	for _, m := range g.Deliveries {
		times[m.Reading.Date] = true
		for _, at := range m.Reading.Times {
			times[at] = true
		}
	}
	return times
}

// LastDatabaseChange is the newest line of a chat that adds or removes an address, by the
// device whose database has it: the one on which it was made if that is in the case. The last
// result is false if no database has one.
func (g *Group) LastDatabaseChange(address string, added bool) (*Device, evidence.DatabaseChange, bool) {
	var by *Device
	var newest evidence.DatabaseChange
	for _, h := range g.Histories {
		row := h.Row()
		if row == nil {
			continue
		}
		for _, c := range h.Device.Changes(row) {
			if c.Subject != address || c.Added != added {
				continue
			}
			if by == nil || c.Time > newest.Time || c.ID == newest.ID && c.IsFromHere() {
				by, newest = h.Device, c
			}
		}
	}
	return by, newest, by != nil
}

// missedOfDatabases lists the changes that their authors' databases tell of, and no
// mail, and that the device of some member does not know. Two devices of an author
// may tell of one change: the outbox is that of the device on which it was made.
func (g *Group) missedOfDatabases(members []*Device) []Missed {
	var list []Missed
	listed := map[string]int{} // Message-ID -> index in list
	for _, h := range g.Histories {
		row := h.Row()
		if row == nil || row.Unpromoted {
			continue
		}
		for _, c := range h.Device.Changes(row) {
			if c.Actor != evidence.DatabaseSelf || g.hs.byID[c.ID] != nil {
				continue
			}
			m := Missed{MessageID: c.ID}
			m.Waiting, m.Unsigned = h.Device.waiting(c.Row)
			if i, again := listed[c.ID]; again {
				if list[i].Waiting == nil {
					list[i].Waiting, list[i].Unsigned = m.Waiting, m.Unsigned
				}
				continue
			}
			for _, d := range members {
				if _, known := d.Received(c.ID); !known && d != h.Device {
					m.By = append(m.By, d.Name)
				}
			}
			if len(m.By) > 0 {
				listed[c.ID] = len(list)
				list = append(list, m)
			}
		}
	}
	return list
}

// waiting is the finished mail of a message in the outbox, nil if there is none; or
// unsigned, if only its inner part is there (from 2.60 on).
func (d *Device) waiting(message int64) (mail []byte, unsigned bool) {
	for _, o := range d.evidence.Backup.Outbox {
		if o.Message == message && o.Sealed {
			return o.MIME, false
		} else if o.Message == message {
			unsigned = true
		}
	}
	return nil, unsigned
}

// ShowsRebuilt lists the members that follow from the mail alone, by address.
func (h *History) ShowsRebuilt() []string { return shown(h.Rebuilt, h.RebuiltContacts) }

// FailedToOpen reports whether the client's database says that it could not open a
// message.
func (d *Device) FailedToOpen(messageID string) bool {
	return d.database.hasFailures() && d.database.unopened[messageID]
}

// UnfetchedRow is the row of the table imap of a message that the client saw on its
// server and did not fetch, 0 if there is none.
func (d *Device) UnfetchedRow(messageID string) int64 {
	if d.evidence.Backup == nil {
		return 0
	}
	for _, u := range d.evidence.Backup.Unfetched {
		if u.ID == messageID {
			return u.Row
		}
	}
	return 0
}

// OutboxRow is the row of the outbox that holds a message, 0 if none does.
func (d *Device) OutboxRow(message int64) (table string, row int64) {
	for _, o := range d.evidence.Backup.Outbox {
		if o.Message == message {
			if o.Sealed {
				return "smtp", o.Row
			}
			return "smtp2", o.Row
		}
	}
	return "", 0
}

// AfterBackup counts the group mail that reached a device after its database was
// copied and that the database does not know, and gives the first.
func (d *Device) AfterBackup() (n int, first *evidence.Event) {
	if d.database == nil {
		return 0, nil
	}
	for _, e := range d.Events {
		reading := latest(e)
		if e.InJunk() || e.IsDraft() || reading.GroupID == "" || reading.Trash != "" || !d.isAfterDatabase(e, reading.MessageID, e.Time().Unix(), d.Owns(reading.From.Address)) {
			continue
		}
		if n++; first == nil {
			first = e
		}
	}
	return n, first
}

// Delivery finds a group message by its Message-ID, nil if no mailbox has it.
func (hs *Histories) Delivery(messageID string) *Delivery { return hs.byID[messageID] }
