package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// claimsOf finds, for each device, the events in the whole case whose From, in
// any section, is one of its addresses: what it may have sent. Which From counts
// depends on the release that reads it.
func (hs *Histories) claimsOf() map[*Device][]*evidence.Event {
	owners := map[string][]*Device{}
	for _, d := range hs.Devices {
		for _, a := range d.Addresses {
			owners[a] = append(owners[a], d)
		}
	}
	claims := map[*Device][]*evidence.Event{}
	for _, holder := range hs.Devices {
		hs.Work.Messages += len(holder.Events)
		for _, e := range holder.Events {
			for _, section := range [...]gmm.Fields{e.Message.Outer, e.Message.Protected} {
				for _, from := range fromAddresses(section) {
					for _, d := range owners[from] {
						if list := claims[d]; len(list) == 0 || list[len(list)-1] != e {
							claims[d] = append(list, e)
						}
					}
				}
			}
		}
	}
	return claims
}

// fromAddresses lists the addresses in every From of a section.
func fromAddresses(section gmm.Fields) []string {
	var list []string
	for i := range section {
		if section[i].Name == "from" {
			for _, mailbox := range address.ParseList(section[i].Value) {
				list = append(list, mailbox.Address)
			}
		}
	}
	return list
}

// ownSends finds what a device sent, wherever in the case a copy lies, in the
// order of writing: what is proven to be its own, and claims that are plausible,
// unless the device keeps copies of what it sends and has none of them. What only
// may be its own comes apart. A correction is written with the device's key but not by its client, which meets
// it as a copy from another device.
func (hs *Histories) ownSends(d *Device, claims []*evidence.Event) (sends, maybe []*Step) {
	found := map[string]*Step{}
	for _, proven := range [...]bool{true, false} {
		for _, e := range claims {
			reading := e.Message.Reading(d.Release)
			if reading.MessageID == "" || e.IsDraft() || reading.Correction || !d.Owns(reading.From.Address) {
				continue
			}
			if hs.cameFromElsewhere(d, reading.MessageID) {
				continue
			}
			switch {
			case proven && d.proves(e.Message):
				d.noteOwnSend(found, e, reading, plausible, true)
			case !proven && d.isClaim(e.Message):
				if believed := hs.creditOf(d, e, reading); believed != refused {
					d.noteOwnSend(found, e, reading, believed, false)
				}
			}
		}
	}
	keepsCopies := false
	for _, own := range found {
		keepsCopies = keepsCopies || !own.Inferred && own.Reading.Trash == "" // sync mail always comes back
	}
	for _, own := range found {
		switch {
		case own.Inferred && !own.Proven && keepsCopies: // anyone could have written it, and its supposed author has no copy
		case own.credit == possible:
			maybe = append(maybe, own)
		default:
			sends = append(sends, own)
		}
	}
	slices.SortFunc(sends, compareOwn)
	slices.SortFunc(maybe, compareOwn)
	return sends, maybe
}

// cameFromElsewhere reports whether databases tell that a message in a device's name
// is not its own: its client received it, or that of another device of the account
// sent it. Devices of one account have one secret key; who has it could write in the
// name of the account anyway. Of a device without a database nothing tells, and it
// is taken to have sent all that its account sent.
func (hs *Histories) cameFromElsewhere(d *Device, messageID string) bool {
	if d.database == nil {
		return false
	}
	if known, ok := d.Received(messageID); ok {
		return !known.Own
	}
	return slices.ContainsFunc(hs.Devices, func(other *Device) bool {
		known, ok := other.Received(messageID)
		return ok && known.Own && other != d && slices.ContainsFunc(other.Fingerprints, d.OwnsKey)
	})
}

// noteOwnSend adds e to the messages d sent. The copy in d's own archive is
// preferred as evidence; every copy of the same content helps to date the sending.
// A Message-ID that stands for proven mail stands for no other.
func (d *Device) noteOwnSend(found map[string]*Step, e *evidence.Event, reading *gmm.Reading, believed credit, proven bool) {
	inferred := e.Device != d.Name
	known, ok := found[reading.MessageID]
	switch {
	case !ok:
		known = &Step{Event: e, Reading: reading, Own: true, Inferred: inferred, Proven: proven}
		found[reading.MessageID] = known
		known.credit = believed
	case known.Proven && !proven, known.Event.Message.Content != e.Message.Content && (!known.Inferred || inferred):
		return
	case known.Inferred && !inferred:
		known.Event, known.Reading, known.Inferred = e, reading, false
	}
	known.credit = max(known.credit, believed)
	known.Sent = firstDelivered(known.Sent, e.Delivered())
	known.At = writtenAt(known.Event, known.Reading, known.Sent)
}

// compareOwn orders a device's own messages: by the second of writing, then of
// leaving, then by Date. Less than a second tells the order of the client's queue,
// unless its mailbox renewed the names when it moved the mail.
func compareOwn(a, b *Step) int {
	left := func(unit time.Duration) int {
		if a.Sent.IsZero() || b.Sent.IsZero() {
			return 0
		}
		return a.Sent.Truncate(unit).Compare(b.Sent.Truncate(unit))
	}
	return cmp.Or(a.At.Truncate(time.Second).Compare(b.At.Truncate(time.Second)), left(time.Second),
		cmp.Compare(a.Reading.Date, b.Reading.Date), left(time.Nanosecond), strings.Compare(a.Reading.MessageID, b.Reading.MessageID))
}

// writtenAt dates a message by the earliest of three witnesses, each of which
// may be late but none early: Date, which up to 2.52 runs up to 30 seconds ahead
// (smearing), the creation time of the signature, which from 2.58 on is made
// when the message leaves, and the first delivery.
func writtenAt(e *evidence.Event, reading *gmm.Reading, delivered time.Time) time.Time {
	at := delivered
	earlier := func(unix int64) {
		if t := time.Unix(unix, 0).UTC(); unix != 0 && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	earlier(reading.Date)
	if seal := e.Message.Seal; seal.Accepted {
		earlier(seal.Signed)
	}
	return at
}
