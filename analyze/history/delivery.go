package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A Delivery is one message of a group with every copy of it in the case, and
// what became of it on each device. It is the unit findings speak of.
type Delivery struct {
	Event     *evidence.Event   // the copy that stands for it
	Reading   *gmm.Reading      // as the newest release reads it
	Copies    []*evidence.Event // with its content, by device
	Others    []*evidence.Event // with its Message-ID and other content, by device
	Author    *Device           // nil if no device of the case sent it
	Delivered time.Time         // earliest, zero if unknown
	Written   time.Time
	Number    int // its place in its group, in the order of writing

	recipients map[string]bool // addresses and fingerprints it was sent to
}

// IsGMM reports whether the message adds or removes a member by name. Lists in
// ordinary messages are checked by clients too, but nobody changed anything in
// them.
func (m *Delivery) IsGMM() bool { return m.Reading.Added != "" || m.Reading.Removed != "" }

// addCopy notes one more copy of a message of a group. Devices come in order. Of
// several contents under one Message-ID the first proven one stands for it, or else
// the first.
func (hs *Histories) addCopy(e *evidence.Event, latest *gmm.Reading) {
	m, known := hs.byID[latest.MessageID]
	if !known {
		m = &Delivery{}
		hs.byID[latest.MessageID] = m
		hs.deliveries = append(hs.deliveries, m)
	}
	switch {
	case m.Event == nil:
		m.Event, m.Reading, m.recipients = e, latest, recipientsOf(e.Message, latest)
	case m.Event.Message.Content == e.Message.Content:
	case !m.Event.Message.Seal.Authentic() && e.Message.Seal.Authentic():
		m.Others, m.Copies, m.Delivered = append(m.Others, m.Copies...), nil, time.Time{}
		m.Event, m.Reading, m.recipients = e, latest, recipientsOf(e.Message, latest)
	default:
		m.Others = append(m.Others, e)
		return
	}
	m.Copies = append(m.Copies, e)
	m.Delivered = firstDelivered(m.Delivered, e.Delivered())
}

// firstDelivered is the earlier of two times of delivery, of which a zero one is
// not known. Whole seconds, as Received has, tell nothing of the order within one:
// of the same second the finer time counts, so that a copy filed again later does
// not make a message the first of its second.
func firstDelivered(a, b time.Time) time.Time {
	inSeconds := func(t time.Time) bool { return t.Equal(t.Truncate(time.Second)) }
	oneSecond := a.Truncate(time.Second).Equal(b.Truncate(time.Second))
	switch {
	case a.IsZero() || b.IsZero():
		return cmp.Or(a, b)
	case oneSecond && inSeconds(a):
		return b
	case oneSecond && inSeconds(b):
		return a
	case b.Before(a):
		return b
	}
	return a
}

// recipientsOf lists whom a message was sent to: the intended recipients of
// its signature where it names them (2.40 and later), else its recipients and
// the member it removes, who gets the message too.
func recipientsOf(m *gmm.Message, reading *gmm.Reading) map[string]bool {
	recipients := map[string]bool{}
	for _, fingerprint := range m.Seal.Intended {
		recipients[fingerprint] = true
	}
	if len(recipients) > 0 {
		return recipients
	}
	for _, to := range reading.To {
		recipients[to.Address] = true
	}
	recipients[reading.Removed] = true
	return recipients
}

// isFor reports whether the message was sent to the device. Clients send a copy to
// the other devices of their account, whom they do not name.
func (m *Delivery) isFor(d *Device) bool {
	isCopy := m.Author != nil && m.Author != d && d.database != nil && slices.ContainsFunc(m.Author.Fingerprints, d.OwnsKey)
	return isCopy || d.isAmong(m.recipients)
}

// isAmong reports whether an address or key of the device is among recipients.
func (d *Device) isAmong(recipients map[string]bool) bool {
	is := func(name string) bool { return recipients[name] }
	return slices.ContainsFunc(d.Addresses, is) || slices.ContainsFunc(d.Fingerprints, is)
}

// copiesOf gives the copies in the archives of one device.
func (m *Delivery) copiesOf(d *Device) []*evidence.Event {
	return of(m.Copies, d)
}

// of gives the part of a list, which is sorted by device, that is of one device.
func of(events []*evidence.Event, d *Device) []*evidence.Event {
	from, _ := slices.BinarySearchFunc(events, d.Name, func(e *evidence.Event, name string) int { return strings.Compare(e.Device, name) })
	to := from
	for to < len(events) && events[to].Device == d.Name {
		to++
	}
	return events[from:to]
}

// A Fate is what became of one message on one device.
type Fate int

const (
	FateNone    Fate = iota // was not meant for the device
	FateOwn                 // sent by the device
	FateRead                // read by the client, whatever it made of it
	FateSealed              // arrived, but the device has no key for it
	FateJunk                // filed as spam
	FateMissing             // never arrived
)

// FateOn follows the message to one device. The step is non-nil if the client
// read it as mail of the group, the event if a copy lies in the device's archive.
func (m *Delivery) FateOn(d *Device) (Fate, *Step, *evidence.Event) {
	if h := d.histories[m.Reading.GroupID]; h != nil {
		if step := h.Step(m.Reading.MessageID); step != nil && (step.CarriedBy != "" || step.Row != 0 || step.Event.Message.Content == m.Event.Message.Content) {
			if step.Own {
				return FateOwn, step, step.Event
			}
			return FateRead, step, step.Event
		}
	}
	if copies := m.copiesOf(d); len(copies) > 0 {
		switch e := copies[0]; {
		case e.InJunk():
			return FateJunk, nil, e
		case d.CannotOpen(e.Message):
			return FateSealed, nil, e
		default:
			return FateRead, nil, e
		}
	}
	if known, ok := d.Received(m.Reading.MessageID); ok {
		if known.Own {
			return FateOwn, nil, nil
		}
		return FateRead, nil, nil // the server does not hold it any more
	}
	if !m.isFor(d) {
		return FateNone, nil, nil
	}
	return FateMissing, nil, nil
}

// setAuthors notes who of the case sent each delivery, and when it was written.
func (hs *Histories) setAuthors(authors map[string]*Device) {
	for _, m := range hs.deliveries {
		m.Author = authors[m.Reading.MessageID]
		m.Written = writtenAt(m.Event, m.Reading, m.Delivered)
	}
}

// Knows reports whether any mailbox of the case holds a group message of this
// id.
func (hs *Histories) Knows(messageID string) bool { return hs.byID[messageID] != nil }

// Dated gives the time of a message for people: its Date, which is what they
// see beside it in their chat, or else when it arrived.
func dated(reading *gmm.Reading, arrived time.Time) time.Time {
	if reading.Date != 0 {
		return time.Unix(reading.Date, 0).UTC()
	}
	return arrived.UTC()
}

// Dated gives the time of the message for people: its Date, which is what they
// see beside it in their chat, or else when it was delivered.
func (m *Delivery) Dated() time.Time { return dated(m.Reading, m.Delivered) }

// Marked lists the events whose protected section has a field, device by device
// in the order of arrival: for readers of content that the rules of groups do not
// look at. The field is one of the chat protocol (Chat-*).
func (hs *Histories) Marked(field string) []*evidence.Event {
	field = strings.ToLower(field)
	var marked []*evidence.Event
	for _, d := range hs.Devices {
		for _, e := range d.Events {
			if e.Message.Protected.Has(field) {
				marked = append(marked, e)
			}
		}
	}
	return marked
}

// latest reads an event as the newest release does, for questions that are of
// no device.
func latest(e *evidence.Event) *gmm.Reading { return e.Message.Reading(release.Latest) }
