package analyze

import (
	"cmp"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// casedMail is one message of the case with every copy of it.
type casedMail struct {
	event     *Event // the copy that stands for it: one that could be opened, if any
	copies    []*Event
	delivered time.Time
	holders   map[string]bool // devices whose archives hold a copy
	addressed map[string]bool // addresses and fingerprints it was sent to
}

// allMail indexes the group mail of the case by Message-ID, in order of
// delivery.
func (c *Case) allMail() []*casedMail {
	byID := map[string]*casedMail{}
	var mail []*casedMail
	for _, d := range c.devices {
		for _, e := range d.events {
			said := e.Message.Reading(release.Latest)
			if said.MessageID == "" || said.GroupID == "" || said.Trash != "" || isDraftFolder(e.Folder) {
				continue
			}
			m, ok := byID[said.MessageID]
			if !ok {
				m = &casedMail{event: e, delivered: e.delivered(), holders: map[string]bool{}, addressed: recipientsOf(e.Message, said)}
				byID[said.MessageID] = m
				mail = append(mail, m)
			}
			m.copies = append(m.copies, e)
			m.holders[e.Device] = true
			if at := e.delivered(); !at.IsZero() && (m.delivered.IsZero() || at.Before(m.delivered)) {
				m.delivered = at
			}
		}
	}
	slices.SortStableFunc(mail, func(a, b *casedMail) int {
		return cmp.Or(a.delivered.Compare(b.delivered), cmp.Compare(a.event.Arrival.UID, b.event.Arrival.UID))
	})
	return mail
}

// recipientsOf lists whom a message was sent to: the intended recipients of
// its signature where it names them, else its recipients and the member it
// removes, who gets the message too.
func recipientsOf(m *gmm.Message, said *gmm.Reading) map[string]bool {
	recipients := map[string]bool{}
	for _, fingerprint := range m.Seal.Intended {
		recipients[fingerprint] = true
	}
	if len(recipients) > 0 {
		return recipients
	}
	for _, to := range said.To {
		recipients[to.Address] = true
	}
	recipients[said.Removed] = true
	return recipients
}

// inferReceived adds the messages a device must have received although its
// mailbox no longer holds them: clients with a single device delete from the
// server what they have read (bcc_self off, 2.4x and later), and servers delete
// old mail. How many are missing is told by the mailbox's UIDs; which they are,
// by the copies of the same messages in other people's archives.
func (t *timeline) inferReceived(mail []*casedMail) {
	d := t.device
	missing, counted := d.missing()
	if counted && missing <= 0 || !counted && !t.keepsNoMail() {
		return
	}
	var inferred []*item
	for _, m := range mail {
		if m.holders[d.name] || !m.isFor(d) || d.sent(m.event.Message, m.event.Message.Reading(d.release)) {
			continue
		}
		said := m.event.Message.Reading(d.release)
		inferred = append(inferred, &item{event: m.event, said: said, at: m.delivered, inferred: true})
	}
	if counted && len(inferred) > missing {
		t.doubtful = true
		for _, it := range inferred[missing:] {
			it.surplus = true
		}
	}
	t.received = mergeByTime(t.received, inferred)
}

func (m *casedMail) isFor(d *device) bool {
	return slices.ContainsFunc(d.addresses, func(a string) bool { return m.addressed[a] }) ||
		slices.ContainsFunc(d.fingerprints, func(f string) bool { return m.addressed[f] })
}

// missing counts the messages that once lay in the device's mailboxes and no
// longer do: UIDs given out, less messages present. A client that moves mail
// from one mailbox to another leaves a gap in the first. The second result is
// false if no mailbox tells its UIDs.
func (d *device) missing() (int, bool) {
	given, present, known := 0, 0, false
	for _, box := range d.mailboxes {
		if box.UIDNext == 0 {
			return 0, false
		}
		known = true
		if !isJunkFolder(box.Folder) && !isDraftFolder(box.Folder) {
			given += int(box.UIDNext) - 1
			present += int(box.Messages)
			if box.Folder != "INBOX" {
				given -= int(box.Messages) // moved here, and counted in INBOX
			}
		}
	}
	return given - present, known
}

// keepsNoMail reports whether an archive without UIDs looks like that of a
// client that deletes what it has read: no group mail of anybody else.
func (t *timeline) keepsNoMail() bool {
	return !slices.ContainsFunc(t.received, func(it *item) bool { return it.said.GroupID != "" })
}

// mergeByTime weaves inferred messages into those a device really holds, whose
// own order stays.
func mergeByTime(received, inferred []*item) []*item {
	var merged []*item
	for _, it := range received {
		for len(inferred) > 0 && inferred[0].at.Before(it.at) {
			merged, inferred = append(merged, inferred[0]), inferred[1:]
		}
		merged = append(merged, it)
	}
	return append(merged, inferred...)
}
