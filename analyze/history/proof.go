package history

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Proven mail is sealed mail that its author's key signed and that is sealed to
// that key, too, as all clients do (1.139.3 and 1.151.3 e2ee.rs:116, 1.160.0
// e2ee.rs:81, 2.33.0 mimefactory.rs:1275). All other mail anyone could have
// written.

// proves reports whether a message is proven to be the device's own. Where no key
// of the device is known, every good signature has to do.
func (d *Device) proves(m *gmm.Message) bool {
	if !m.Seal.Authentic() {
		return false
	}
	return len(d.Fingerprints) == 0 || d.OwnsKey(string(m.Seal.Signer)) && d.isSealedTo(m)
}

// isSealedTo reports whether one of the device's keys opens a message, as far as
// can be told: it did here, the signature names it among the intended recipients
// (2.40 and later), or the seal names it.
func (d *Device) isSealedTo(m *gmm.Message) bool {
	return d.OwnsKey(string(m.Seal.OpenedBy)) || slices.ContainsFunc(m.Seal.Intended, d.OwnsKey) ||
		slices.ContainsFunc(m.Seal.SealedTo, func(key pgp.Fingerprint) bool { return d.OwnsKey(string(key)) })
}

// isClaim reports whether a message proves nothing and says that the device wrote
// it, in a form that clients once wrote: plain, or signed in the clear by its key.
func (d *Device) isClaim(m *gmm.Message) bool {
	return m.Seal.Opening == gmm.Plain && (m.Seal.Signature == pgp.Unsigned || d.OwnsKey(string(m.Seal.Signer)))
}

// A credit is how far a claim is believed.
type credit int

const (
	refused   credit = iota // its supposed author did not write it
	possible                // nothing speaks against it, and one mailbox alone for it
	plausible               // several mailboxes, or the author's own, hold it
)

// creditOf says how far a claim of the device is believed: its client writes such
// mail, as far as its proven mail shows, it is addressed to somebody else, and most
// of the whole mailboxes it is addressed to hold it; half of them, where its own does.
func (hs *Histories) creditOf(d *Device, e *evidence.Event, reading *gmm.Reading) credit {
	if !d.writesLike(specimen{m: e.Message, reading: reading}) || !d.isToOthers(reading) {
		return refused
	}
	whole, holding := hs.heldBy(d, e.Message, reading)
	own := e.Device == d.Name
	switch {
	case whole > 0 && 2*holding < whole, whole > 0 && 2*holding == whole && !own:
		return refused
	case own || holding > 1:
		return plausible
	}
	return possible
}

// writesLike reports whether a release the device ran could have written a
// message.
func (d *Device) writesLike(s specimen) bool {
	low, high, _ := traitsOf(s)
	if low > high {
		return false
	}
	return len(d.spans) == 0 || slices.ContainsFunc(d.spans, func(ran span) bool { return low <= ran.high && ran.low <= high })
}

// isToOthers reports whether group mail is addressed to somebody but the device:
// clients address it to all other members, and that of a removal of the last one,
// up to 1.160, to themselves.
func (d *Device) isToOthers(reading *gmm.Reading) bool {
	return reading.GroupID == "" || reading.Removed != "" && !d.Owns(reading.Removed) ||
		slices.ContainsFunc(reading.To, func(to address.Mailbox) bool { return !d.Owns(to.Address) })
}

// heldBy counts the whole mailboxes a message is addressed to, and those of them
// that hold a copy of that content. Its author's own mailbox counts where it holds
// one: many keep no copies.
func (hs *Histories) heldBy(author *Device, m *gmm.Message, reading *gmm.Reading) (whole, holding int) {
	recipients, held := recipientsOf(m, reading), hs.byID[reading.MessageID]
	for _, d := range hs.Devices {
		holds := held != nil && slices.ContainsFunc(held.copiesOf(d), func(e *evidence.Event) bool { return e.Message.Content == m.Content })
		switch {
		case d == author && holds, d != author && d.isWhole && d.isAmong(recipients) && holds:
			whole, holding = whole+1, holding+1
		case d != author && d.isWhole && d.isAmong(recipients):
			whole++
		}
	}
	return whole, holding
}

// IsInAnothersName reports whether a message names as its author somebody whose
// devices in the case did not send it. What a device's key proves is theirs also where
// its client did not write it: a correction, or mail of another device of the account,
// or of this one before it was put back to an older backup.
func (hs *Histories) IsInAnothersName(m *Delivery) bool {
	if m.Author != nil {
		return false
	}
	owned := false
	for _, d := range hs.Devices {
		if d.Owns(m.Reading.From.Address) {
			if d.proves(m.Event.Message) || d.mayHaveSent[m.Reading.MessageID] {
				return false
			}
			owned = true
		}
	}
	return owned
}

// IsImpossible reports whether a message has traits that no release has together.
func IsImpossible(m *Delivery) bool {
	low, high, _ := traitsOf(specimen{m: m.Event.Message, reading: m.Reading})
	return low > high
}
