package analyze

import (
	"cmp"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// An item is one message as one device met it.
type item struct {
	event *Event
	said  *gmm.Reading // as the device's release reads it

	own       bool      // sent by the device itself
	carriedBy string    // Message-ID of the correction it came in, "" for mail of its own
	inferred  bool      // only other people's archives hold a copy
	surplus   bool      // inferred beyond the number of messages the mailbox has lost
	at        time.Time // received: when its mailbox got it; own: when it was written
	sent      time.Time // own: the earliest delivery of a copy, zero if none is known
	group     string    // the group the client put it into, "" for none
	replyTo   replyKnowledge
}

// replyKnowledge is what the device knew of the message an item answers.
type replyKnowledge int

const (
	repliesNone replyKnowledge = iota
	repliesKnown
	repliesUnknown
)

// timeline is everything one device met: what reached it, in order of arrival,
// and what it sent, in order of writing. How the two interleave is decided per
// group, where the device's own messages show what it had read by then.
type timeline struct {
	device   *device
	received []*item
	own      []*item
	doubtful bool // more messages were inferred than its mailbox has lost
}

// timelines builds the timeline of every device.
func (c *Case) timelines(mail []*casedMail) []*timeline {
	sends := c.ownSends()
	var lines []*timeline
	for _, d := range c.devices {
		line := &timeline{device: d, own: sends[d]}
		line.addReceived()
		line.inferReceived(mail)
		line.assignGroups()
		lines = append(lines, line)
	}
	return lines
}

// addReceived takes the device's events in order, once each. Its own messages
// come back to it as copies and tell it nothing new.
func (t *timeline) addReceived() {
	met := map[string]bool{}
	for _, own := range t.own {
		met[own.said.MessageID] = true
	}
	for _, e := range t.device.events {
		if e.inJunk() || isDraftFolder(e.Folder) {
			continue
		}
		said := t.device.reads(e.Message)
		if id := said.MessageID; id != "" && met[id] {
			continue
		} else if id != "" {
			met[id] = true
		}
		if said.Rejected != "" {
			continue
		}
		it := &item{event: e, said: said, at: e.when()}
		t.received = append(t.received, it)
		t.addCarried(it, met)
	}
}

// addCarried lines up the GMMs of a correction behind it: known Message-IDs
// are passed over, and each GMM stands on its own author's signature.
func (t *timeline) addCarried(correction *item, met map[string]bool) {
	if !correction.said.Correction || !correction.said.Encrypted {
		return
	}
	for _, m := range correction.event.Message.Carried {
		said := m.ReadingUnwrapped(t.device.release)
		if !said.Encrypted || said.GroupID != correction.said.GroupID || met[said.MessageID] {
			continue
		}
		met[said.MessageID] = true
		t.received = append(t.received, &item{event: correction.event, said: said, at: correction.at, carriedBy: correction.said.MessageID})
	}
}

// reads gives what the device makes of a message: of one it cannot open, only
// the outer section, whoever else in the case can open it.
func (d *device) reads(m *gmm.Message) *gmm.Reading {
	if d.cannotOpen(m) {
		return m.ReadingOutside(d.release)
	}
	return m.Reading(d.release)
}

// cannotOpen reports whether a message is sealed and none of the device's keys
// fits, or it is damaged.
func (d *device) cannotOpen(m *gmm.Message) bool {
	switch m.Seal.Opening {
	case gmm.Plain:
		return false
	case gmm.Opened:
		return !m.Seal.Secret && !d.ownsKey(m.Seal.OpenedBy)
	}
	return true
}

// ownSends finds what each device sent, wherever in the case a copy lies.
func (c *Case) ownSends() map[*device][]*item {
	sends := map[*device][]*item{}
	for _, d := range c.devices {
		found := map[string]*item{}
		for _, other := range c.devices {
			for _, e := range other.events {
				d.noteOwnSend(found, e)
			}
		}
		keepsCopies := false
		for _, own := range found {
			keepsCopies = keepsCopies || !own.inferred && own.said.Trash == "" // sync mail always comes back
		}
		for _, own := range found {
			if own.inferred && keepsCopies && !own.event.Message.Seal.Authentic() {
				continue // anyone could have written it, and its supposed author has no copy
			}
			sends[d] = append(sends[d], own)
		}
		slices.SortFunc(sends[d], compareOwn)
	}
	return sends
}

// compareOwn orders a device's own messages: by the second of writing, then as
// they left, which is the order of the client's queue, then by Date.
func compareOwn(a, b *item) int {
	order := a.at.Truncate(time.Second).Compare(b.at.Truncate(time.Second))
	if order == 0 && !a.sent.IsZero() && !b.sent.IsZero() {
		order = a.sent.Compare(b.sent)
	}
	return cmp.Or(order, cmp.Compare(a.said.Date, b.said.Date), cmp.Compare(a.said.MessageID, b.said.MessageID))
}

// noteOwnSend adds e to the messages d sent, if it is one. The copy in d's own
// archive is preferred as evidence; every copy helps to date the sending.
func (d *device) noteOwnSend(found map[string]*item, e *Event) {
	said := e.Message.Reading(d.release)
	if said.MessageID == "" || isDraftFolder(e.Folder) || !d.sent(e.Message, said) {
		return
	}
	inferred := e.Device != d.name
	known, ok := found[said.MessageID]
	if !ok {
		known = &item{event: e, said: said, own: true, inferred: inferred}
		found[said.MessageID] = known
	} else if known.inferred && !inferred {
		known.event, known.said, known.inferred = e, said, false
	}
	if at := e.delivered(); known.sent.IsZero() || !at.IsZero() && at.Before(known.sent) {
		known.sent = at
	}
	known.at = writtenAt(known)
}

// sent reports whether the device is the author. A sealed message must be
// signed by one of its keys; a plain one is taken at its word, as the clients
// that send plain mail do. A correction is written with the device's key but
// not by its client, which meets it as a copy from another device.
func (d *device) sent(m *gmm.Message, said *gmm.Reading) bool {
	if !d.owns(said.From.Address) || said.Correction {
		return false
	}
	switch m.Seal.Opening {
	case gmm.Opened:
		return m.Seal.Accepted && (d.ownsKey(m.Seal.Signer) || len(d.fingerprints) == 0)
	case gmm.Plain:
		return m.Seal.Signature == pgp.Unsigned || d.ownsKey(m.Seal.Signer)
	}
	return false
}

// writtenAt dates an own message by the earliest of three witnesses, each of
// which may be late but none early: Date, which up to 2.52 runs up to 30
// seconds ahead (smearing), the creation time of the signature, which from
// 2.58 on is made when the message leaves, and the first delivery.
func writtenAt(own *item) time.Time {
	at := own.sent
	earlier := func(unix int64) {
		if t := time.Unix(unix, 0).UTC(); unix != 0 && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	earlier(own.said.Date)
	if seal := own.event.Message.Seal; seal.Accepted {
		earlier(seal.Signed)
	}
	return at
}

// dated gives the time of a message for a sentence: its Date, which is what
// people see beside it in their chat.
func (it *item) dated() string {
	if it.said.Date != 0 {
		return clockTime(time.Unix(it.said.Date, 0))
	}
	return clockTime(it.at)
}
