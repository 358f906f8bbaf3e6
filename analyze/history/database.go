package history

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// Database is the basis of a view that was read in the client's own database: it
// is what the client shows, and needs no rebuilding.
const Database Basis = "database"

// Backup is what the client's database says, nil if there is none.
func (d *Device) Backup() *evidence.Database { return d.evidence.Backup }

// HasMail reports whether the device's mail is at hand, not only its database.
func (d *Device) HasMail() bool { return len(d.Events) > 0 || d.Backup() == nil }

// A databaseIndex is what is asked of one database many times.
type databaseIndex struct {
	all      []evidence.DatabaseMessage
	once     sync.Once
	messages []int32                             // indexes of all, by Message-ID
	groups   map[string]*evidence.DatabaseGroup  // by the id that names the group
	changes  map[int64][]evidence.DatabaseChange // by row of the group
	unopened map[string]bool                     // Message-IDs of what the client could not open
}

func newDatabaseIndex(db *evidence.Database) *databaseIndex {
	x := &databaseIndex{all: db.Messages, groups: map[string]*evidence.DatabaseGroup{}, changes: map[int64][]evidence.DatabaseChange{}, unopened: map[string]bool{}}
	for i := range db.Groups {
		g := &db.Groups[i]
		if name := cmp.Or(g.ID, g.First); name != "" {
			x.groups[name] = g
		}
	}
	for _, failure := range db.Unopened {
		if strings.HasPrefix(failure.Error, "Decrypting failed") {
			x.unopened[failure.ID] = true
		}
	}
	for _, c := range db.Changes {
		x.changes[c.Group] = append(x.changes[c.Group], c)
	}
	return x
}

func (x *databaseIndex) hasFailures() bool { return x != nil && len(x.unopened) > 0 }

// Received tells what the client's database knows of a message, if there is a
// database and it knows it.
func (d *Device) Received(messageID string) (evidence.DatabaseMessage, bool) {
	if d.database == nil {
		return evidence.DatabaseMessage{}, false
	}
	return d.database.message(messageID)
}

// message finds a message by its Message-ID. Most are never asked for.
func (x *databaseIndex) message(id string) (evidence.DatabaseMessage, bool) {
	x.once.Do(func() {
		x.messages = make([]int32, len(x.all))
		for i := range x.messages {
			x.messages[i] = int32(i)
		}
		slices.SortFunc(x.messages, func(a, b int32) int { return strings.Compare(x.all[a].ID, x.all[b].ID) })
	})
	i, ok := slices.BinarySearchFunc(x.messages, id, func(i int32, id string) int { return strings.Compare(x.all[i].ID, id) })
	if !ok {
		return evidence.DatabaseMessage{}, false
	}
	return x.all[x.messages[i]], true
}

// Changes are the lines of a group's chat that say who was added or removed, as
// the client's database has them, in the order it met them.
func (d *Device) Changes(g *evidence.DatabaseGroup) []evidence.DatabaseChange {
	return d.database.changes[g.Row]
}

// Row is the group in the client's database, nil if that does not have it.
func (h *History) Row() *evidence.DatabaseGroup {
	if h.Device.database == nil {
		return nil
	}
	return h.Device.database.groups[h.Group]
}

// ShowsDatabase reports whether the view is the client's own.
func (h *History) ShowsDatabase() bool { return h.fromDatabase }

// takeDatabase makes the views of a device those of its client, and tells from
// the lines of its chats what no mail tells. A group that the client does not have
// it does not show, unless it came after the database was copied.
func (d *Device) takeDatabase() {
	db := d.evidence.Backup
	if db == nil {
		return
	}
	for _, c := range db.Contacts {
		if c.Address != "" {
			d.Contacts = d.Contacts.Meet(c.Address, d.keyIn(c))
		}
	}
	if d.histories == nil {
		d.histories = map[string]*History{}
	}
	for id, h := range d.histories {
		if d.database.groups[id] == nil && len(h.afterDatabase()) < len(h.Steps) {
			h.Rebuilt, h.RebuiltContacts = h.View, h.Contacts
			h.fromDatabase, h.Uncertain = true, nil
			h.View = membership.View{Left: slices.Contains(db.Left, id)}
			h.replayLater()
		}
	}
	for id, g := range d.database.groups {
		h := d.histories[id]
		if h == nil {
			h = &History{Device: d, Group: id}
			d.histories[id] = h
		}
		h.Rebuilt, h.RebuiltContacts = h.View, h.Contacts
		h.fromDatabase, h.Uncertain = true, nil
		h.View, h.Contacts = d.viewIn(g), d.Contacts
		h.replayLater()
		h.weave(d.database.changes[g.Row])
		h.finish()
		h.name = cmp.Or(g.Name, h.name)
		for _, m := range g.Members {
			if c, ok := db.Person(m.Contact); ok && c.Address != "" {
				h.Names[c.Address] = cmp.Or(c.OwnName, c.Name, h.Names[c.Address])
			}
		}
	}
}

// keyIn is the fingerprint by which the device's release knows a contact, "" if by
// address.
func (d *Device) keyIn(c evidence.DatabaseContact) string {
	if !d.Rules.Keyed() {
		return ""
	}
	return c.Fingerprint
}

// idOf is the member that a contact is.
func (d *Device) idOf(c evidence.DatabaseContact) membership.ID {
	switch key := d.keyIn(c); {
	case c.Row == evidence.DatabaseSelf:
		return membership.Self
	case key != "":
		return membership.ID(key)
	}
	return membership.ID(c.Address)
}

// viewIn is the member list as the database has it.
func (d *Device) viewIn(g *evidence.DatabaseGroup) membership.View {
	db := d.evidence.Backup
	v := membership.View{Rows: make(map[membership.ID]membership.Row, len(g.Members)), ListTime: g.ListTime, Created: g.Created,
		Exists: true, Unpromoted: g.Unpromoted, Protected: g.Protected, Left: slices.Contains(db.Left, g.ID)}
	for _, m := range g.Members {
		if c, ok := db.Person(m.Contact); ok {
			if id := d.idOf(c); id != "" {
				v.Rows[id] = membership.Row{Added: m.Added, Removed: m.Removed}
			}
		}
	}
	return v
}

// weave puts the lines of a chat among the steps that mail tells, where no mail
// does: a message that the server does not hold any more, a change that waits to
// be sent, or one that the client found out by comparing lists.
func (h *History) weave(changes []evidence.DatabaseChange) {
	known := make(map[string]bool, len(h.Steps))
	for _, st := range h.Steps {
		known[st.Reading.MessageID] = true
	}
	var told []*Step
	for _, c := range changes {
		if !known[c.ID] {
			told = append(told, h.databaseStep(c))
		}
	}
	if len(told) == 0 {
		return
	}
	if len(h.Steps) == 0 {
		told[0].Outcome.Created = true
	}
	steps := make([]*Step, 0, len(h.Steps)+len(told))
	for len(told) > 0 || len(h.Steps) > 0 {
		if len(h.Steps) == 0 || len(told) > 0 && told[0].Clock() < h.Steps[0].Clock() {
			steps, told = append(steps, told[0]), told[1:]
		} else {
			steps, h.Steps = append(steps, h.Steps[0]), h.Steps[1:]
		}
	}
	h.Steps = steps
	h.replayDatabase()
}

// databaseStep is a line of a chat as a step: it has no mail.
func (h *History) databaseStep(c evidence.DatabaseChange) *Step {
	d, db := h.Device, h.Device.evidence.Backup
	actor, _ := db.Person(c.Actor)
	rare := &gmm.Rare{}
	if c.Added {
		rare.Added, rare.AddedFpr = c.Subject, c.Key
	} else {
		rare.Removed, rare.RemovedFpr = c.Subject, c.Key
	}
	reading := &gmm.Reading{MessageID: c.ID, GroupID: h.Group, From: address.Mailbox{Name: actor.OwnName, Address: actor.Address}, Date: c.Time, Chat: true, Rare: rare}
	event := &evidence.Event{Device: d.Name, Place: evidence.Place{Archive: db.Path, Row: c.Row}, Folder: "database", Message: &gmm.Message{Seal: &gmm.Seal{}}}
	return &Step{Event: event, Reading: reading, Own: c.Actor == evidence.DatabaseSelf, Row: c.Row, At: time.Unix(c.Time, 0).UTC(),
		Outcome: membership.Outcome{Changed: true, Accepted: true, Reason: membership.ReasonDatabase}}
}

// replayDatabase gives every step from the database the view before it with its one
// change: what the client showed then is not known better.
func (h *History) replayDatabase() {
	var before membership.View
	for _, st := range h.Steps {
		if st.Row != 0 {
			after := before
			after.Exists, after.Rows = true, maps.Clone(before.Rows)
			if after.Rows == nil {
				after.Rows = map[membership.ID]membership.Row{}
			}
			id := h.Device.memberNamed(st.Subject(), cmp.Or(st.Reading.AddedFpr, st.Reading.RemovedFpr))
			row := after.Rows[id]
			switch {
			case id == "":
			case st.Reading.Added != "":
				row.Added = max(row.Added, st.Reading.Date)
				after.Rows[id] = row
			case h.Device.Rules.Timed():
				row.Removed = max(row.Removed, row.Added+1, st.Reading.Date)
				after.Rows[id] = row
			default:
				delete(after.Rows, id)
			}
			st.After = after
		}
		before = st.After
	}
}

// memberNamed is the member of an address or key, "" for none.
func (d *Device) memberNamed(addr, key string) membership.ID {
	switch {
	case d.Owns(addr) || d.OwnsKey(key):
		return membership.Self
	case d.Rules.Keyed() && key != "":
		return membership.ID(strings.ToUpper(key))
	}
	return membership.ID(addr)
}
