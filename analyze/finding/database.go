package finding

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// Why what a client shows is not what its mail leads to, or why another device's
// act did not reach it: reasons that only a client's database can give.
const (
	NotOpened  Reason = "not-opened"  // it arrived, and the client could not open it
	Ignored    Reason = "ignored"     // the client read it, and did not follow it
	NotInHere  Reason = "not-read"    // the client never read it
	NotTakenIn Reason = "not-fetched" // the client saw it on its server, and did not fetch it
	NotSentYet Reason = "not-sent"    // its author's client has not sent it
	GaveUp     Reason = "gave-up"     // its author's client has given up sending it
	MadeLocal  Reason = "local"       // made on the device, told nobody
	NotKnown   Reason = "not-known"   // neither mail nor database tell
	InDatabase Reason = "in-database" // a line of the chat tells of it, and its mail is not at hand
)

// databases says what the databases of the devices that have a group add to the
// mail.
func (s *search) databases(g *history.Group) {
	for _, h := range g.Histories {
		row := h.Row()
		switch {
		case row == nil && h.ShowsDatabase() && !h.View.Exists:
			s.deletedHere(g, h)
		case row == nil:
		case h.View.Unpromoted:
			s.add(s.inDatabase(DraftGroup, Info, g, h, rowOf(h.Device, "chats", row.Row)))
		default:
			s.localChanges(g, h)
			s.unsent(g, h, row)
			s.clientDiffers(g, h)
		}
	}
}

// inDatabase begins a finding that rests on rows of a device's database.
func (s *search) inDatabase(code Code, severity Severity, g *history.Group, h *history.History, rows ...Evidence) Finding {
	return Finding{Code: code, Severity: severity, Group: g.ID, Device: h.Device.Name, Evidence: rows}
}

// TableOfLines is the table of a client's database that holds the lines of its chats.
const TableOfLines = "msgs"

// rowOf names a row of a device's database.
func rowOf(d *history.Device, table string, row int64) Evidence {
	return Evidence{Archive: d.Backup().Path, Table: table, Row: row}
}

// localChanges reports what was changed in a contact request: the client keeps it,
// tells nobody, and lets it out with the next message, when all others follow it.
func (s *search) localChanges(g *history.Group, h *history.History) {
	for _, c := range h.LocalChanges() {
		f := s.inDatabase(LocalChange, Warning, g, h, rowOf(h.Device, "chats_contacts", c.Row))
		f.Subject, f.Actor = c.Address, ownAddress(h.Device)
		f.Reason = MadeLocal
		at := time.Unix(c.Time, 0).UTC()
		f.Time = timePointer(at)
		f.Message = &Message{Kind: c.Kind(), Time: at}
		s.add(f)
	}
}

func ownAddress(d *history.Device) string {
	if len(d.Addresses) == 0 {
		return ""
	}
	return d.Addresses[0]
}

// unsent reports changes that the owner made and that lie in the outbox, or that
// the client gave up sending.
func (s *search) unsent(g *history.Group, h *history.History, row *evidence.DatabaseGroup) {
	for _, c := range h.Device.Changes(row) {
		if c.Actor != evidence.DatabaseSelf || c.State != evidence.DatabasePending && c.State != evidence.DatabaseFailed || s.Knows(c.ID) {
			continue
		}
		f := s.inDatabase(Unsent, Warning, g, h, rowOf(h.Device, TableOfLines, c.Row))
		if table, row := h.Device.OutboxRow(c.Row); row != 0 {
			f.Evidence = append(f.Evidence, rowOf(h.Device, table, row))
		}
		f.Reason = NotSentYet
		if c.State == evidence.DatabaseFailed {
			f.Reason = GaveUp
		}
		f.Actor, f.Subject = ownAddress(h.Device), c.Subject
		f.Message = messageOf(c)
		s.add(f)
	}
}

// messageOf is the message that a line of a chat stands for.
func messageOf(c evidence.DatabaseChange) *Message {
	kind := "remove"
	if c.Added {
		kind = "add"
	}
	return &Message{ID: c.ID, Kind: kind, Time: time.Unix(c.Time, 0).UTC()}
}

// deletedHere reports a group that a client must have had after its mail, and does not
// have: its owner deleted, blocked or declined it. Mail that makes no group lies in the
// trash as well.
func (s *search) deletedHere(g *history.Group, h *history.History) {
	if !h.Rebuilt.Exists {
		return
	}
	var rows []Evidence
	for _, st := range h.Steps {
		if m, ok := h.Device.Received(st.Reading.MessageID); ok && m.Chat == evidence.DatabaseTrash && len(rows) < maxEvidence {
			e := rowOf(h.Device, TableOfLines, int64(m.Row))
			e.MessageID = m.ID
			rows = append(rows, e)
		}
	}
	if len(rows) > 0 {
		s.add(s.inDatabase(DeletedHere, Info, g, h, rows...))
	}
}

// clientDiffers reports where the view that follows from the device's mail is not
// the one that the client shows, and why. The client is right about what it shows.
func (s *search) clientDiffers(g *history.Group, h *history.History) {
	if !h.Rebuilt.Exists || !h.Device.HasMail() {
		return
	}
	shows, rebuilt := h.Shows(h.View), h.ShowsRebuilt()
	f := s.inDatabase(ClientDiffers, Info, g, h)
	for _, address := range history.Without(rebuilt, shows) {
		s.noteDiffers(&f, g, h, Difference{Subject: address, How: Missing})
	}
	for _, address := range history.Without(shows, rebuilt) {
		s.noteDiffers(&f, g, h, Difference{Subject: address, How: Extra})
	}
	if len(f.Differences) > 0 {
		s.add(f)
	}
}

// noteDiffers explains one person about whom client and mail differ. The first
// that fits counts: a change of the device's own that nobody was told, a line of
// its chat, what became of the newest mail about the person.
func (s *search) noteDiffers(f *Finding, g *history.Group, h *history.History, diff Difference) {
	d := h.Device
	for _, c := range h.LocalChanges() {
		if c.Address == diff.Subject {
			diff.Reason = MadeLocal
			f.Evidence = append(f.Evidence, rowOf(d, "chats_contacts", c.Row))
		}
	}
	for _, c := range slices.Backward(d.Changes(h.Row())) {
		if diff.Reason == "" && c.Subject == diff.Subject && c.Added == (diff.How == Extra) && !s.Knows(c.ID) {
			diff.Reason, diff.Message = InDatabase, messageOf(c)
			if who, ok := d.Backup().Person(c.Actor); ok {
				diff.Actor = who.Address
			}
			if c.IsPending() {
				diff.Reason = NotSentYet
			}
			f.Evidence = append(f.Evidence, rowOf(d, TableOfLines, c.Row))
		}
	}
	if diff.Reason == "" {
		change := g.LastRemoval(diff.Subject)
		if diff.How == Missing {
			change = g.LastAddition(diff.Subject)
		}
		diff.Reason = NotKnown
		if change != nil {
			diff.Actor, diff.Message = change.Reading.From.Address, &Message{ID: change.Reading.MessageID, Kind: kind(change.Reading), Time: change.Dated()}
			var row *Evidence
			diff.Reason, row = fateInDatabase(d, change.Reading.MessageID)
			if row != nil {
				f.Evidence = append(f.Evidence, *row)
			}
			f.Evidence = append(f.Evidence, evidenceOf(change.Event)...)
		}
	}
	f.Differences = append(f.Differences, diff)
}

// fateInDatabase says what a client made of a message.
func fateInDatabase(d *history.Device, messageID string) (Reason, *Evidence) {
	m, ok := d.Received(messageID)
	if !ok {
		if row := d.UnfetchedRow(messageID); row != 0 {
			e := rowOf(d, "imap", row)
			e.MessageID = messageID
			return NotTakenIn, &e
		}
		return NotInHere, nil
	}
	row := rowOf(d, TableOfLines, int64(m.Row))
	row.MessageID = messageID
	if d.FailedToOpen(messageID) {
		return NotOpened, &row
	}
	return Ignored, &row
}

// isLaterInDatabase reports whether databases know of a later change than the mail that
// explains a difference, if any does; or the device's own of one that no mail tells.
func isLaterInDatabase(s *search, g *history.Group, d *history.Device, diff Difference) bool {
	if h := g.Of(d); h != nil && slices.ContainsFunc(h.LocalChanges(), func(c history.LocalChange) bool { return c.Address == diff.Subject }) {
		return true
	}
	if diff.Reason == NoMessage || diff.Message == nil {
		return true
	}
	_, c, ok := g.LastDatabaseChange(diff.Subject, diff.How != Extra)
	return ok && !s.Knows(c.ID) && c.Time > diff.Message.Time.Unix()
}

// whyInDatabase explains a difference that no mail tells of by what databases say:
// a change that its author made, and that did not reach the device.
func whyInDatabase(g *history.Group, d *history.Device, diff Difference) (Difference, []Evidence, bool) {
	if h := g.Of(d); h != nil {
		for _, c := range h.LocalChanges() {
			if c.Address == diff.Subject {
				diff.Reason, diff.Message = MadeLocal, &Message{Kind: c.Kind(), Time: time.Unix(c.Time, 0).UTC()}
				diff.Actor = ownAddress(d)
				return diff, []Evidence{rowOf(d, "chats_contacts", c.Row)}, true
			}
		}
	}
	added := diff.How != Extra
	author, c, ok := g.LastDatabaseChange(diff.Subject, added)
	if !ok {
		return diff, nil, false
	}
	diff.Message = messageOf(c)
	rows := []Evidence{rowOf(author, TableOfLines, c.Row)}
	if who, ok := author.Backup().Person(c.Actor); ok {
		diff.Actor = who.Address
	}
	switch _, received := d.Received(c.ID); {
	case c.IsPending():
		diff.Reason = NotSentYet
	case c.Actor == evidence.DatabaseSelf && c.State == evidence.DatabaseFailed:
		diff.Reason = GaveUp
	case d == author:
		diff.Reason = UndoneHere
	case d.Backup() == nil:
		diff.Reason = NoMessage
	case received:
		reason, row := fateInDatabase(d, c.ID)
		diff.Reason = reason
		rows = append(rows, *row)
	default:
		reason, row := fateInDatabase(d, c.ID)
		diff.Reason = reason
		if row != nil {
			rows = append(rows, *row)
		}
	}
	return diff, rows, true
}
