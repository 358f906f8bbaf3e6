package gmm

import (
	"slices"
	"sync/atomic"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// boundaries are the releases that some rule of this package tells from the one
// before, in order. Between two of them all releases read alike.
var boundaries = [...]release.Release{
	release.Of(1, 48, 0), release.Of(1, 51, 0), release.Of(1, 102, 0), release.Of(1, 111, 0), release.Of(1, 133, 0),
	release.Of(1, 135, 0), release.Of(1, 136, 0), release.Of(1, 139, 3), release.Of(1, 141, 0), release.Of(1, 141, 2),
	release.Of(1, 142, 0), release.Of(1, 154, 0), release.Of(1, 156, 1), release.Of(1, 157, 0), release.Of(1, 157, 2),
	release.Of(1, 157, 3), release.Of(2, 0, 0), release.Of(2, 2, 0), release.Of(2, 3, 0), release.Of(2, 13, 0),
	release.Of(2, 24, 0), release.Of(2, 27, 0), release.Of(2, 38, 0), release.Of(2, 45, 0), release.Of(2, 50, 0),
	release.Of(2, 57, 0), release.Of(2, 58, 0),
}

// class numbers the spans between boundaries; there are fewer than 32.
func class(r release.Release) uint8 {
	at, found := slices.BinarySearch(boundaries[:], r)
	if found {
		at++
	}
	return uint8(at)
}

// A way is how much of a message a client had when it read it.
type way uint8

const (
	whole     way = iota // as it came
	unwrapped            // an original attached to a correction
	outside              // without the key to open it
)

// A pastReading is a reading made before, and those made before it.
type pastReading struct {
	Reading
	way     way
	classes atomic.Uint32 // bit by number: to whom it says this
	next    *pastReading
}

// Reading returns what the message tells a client of release r
// (src/mimeparser.rs). It is made once for all releases that read alike.
func (m *Message) Reading(r release.Release) *Reading { return m.reading(r, whole) }

// ReadingUnwrapped reads an original attached to a correction. It was unwrapped
// for others to check, so its good signature stands for the seal it once had.
func (m *Message) ReadingUnwrapped(r release.Release) *Reading { return m.reading(r, unwrapped) }

// ReadingOutside reads the message as a client does that has no key to open it.
func (m *Message) ReadingOutside(r release.Release) *Reading { return m.reading(r, outside) }

func (m *Message) reading(r release.Release, w way) *Reading {
	class := uint32(1) << class(r)
	for past := m.readings.Load(); past != nil; past = past.next {
		if past.way == w && past.classes.Load()&class != 0 {
			return &past.Reading
		}
	}
	made := &pastReading{way: w}
	m.seen(w).read(&made.Reading, r)
	made.classes.Store(class)
	for {
		made.next = m.readings.Load()
		for past := made.next; past != nil; past = past.next {
			if past.way == w && past.equal(&made.Reading) { // most mail says the same to every release
				past.classes.Or(class)
				return &past.Reading
			}
		}
		if m.readings.CompareAndSwap(made.next, made) {
			return &made.Reading
		}
	}
}

// seen is the part of the message a client had.
func (m *Message) seen(w way) *Message {
	switch {
	case w == outside:
		return &Message{Outer: m.Outer, Seal: &Seal{Opening: NoKey, Signature: pgp.Unsigned}, pool: m.pool}
	case w == unwrapped && m.Seal.Accepted:
		inner := &Message{
			Outer: m.Outer, Protected: m.Protected, Hidden: m.Hidden, HP: m.HP, Seal: m.Seal,
			Gossip: m.Gossip, Report: m.Report, pool: m.pool,
		}
		seal := *m.Seal
		seal.Opening, inner.Seal = Opened, &seal
		return inner
	}
	return m
}

// equal reports whether two readings of one message are the same.
func (s *Reading) equal(t *Reading) bool {
	return s.MessageID == t.MessageID && s.GroupID == t.GroupID && s.From == t.From && same(s.To, t.To) &&
		s.InReplyTo == t.InReplyTo && s.Signer == t.Signer && s.Date == t.Date &&
		s.Chat == t.Chat && s.Encrypted == t.Encrypted && s.MailingList == t.MailingList &&
		same(s.References, t.References) && s.Rare.equal(t.Rare)
}

func (r *Rare) equal(t *Rare) bool {
	return r == t || r.GroupName == t.GroupName && r.HasName == t.HasName && r.NameChanged == t.NameChanged &&
		r.NameTimestamp == t.NameTimestamp && same(r.Past, t.Past) && same(r.Times, t.Times) && same(r.Fingerprints, t.Fingerprints) &&
		r.Added == t.Added && r.AddedFpr == t.AddedFpr && r.Removed == t.Removed && r.RemovedFpr == t.RemovedFpr &&
		r.Correction == t.Correction && r.IsPost == t.IsPost && r.PostMessageID == t.PostMessageID && r.SecureJoin == t.SecureJoin &&
		r.Trash == t.Trash && r.Rejected == t.Rejected && r.gossip == t.gossip
}

// same compares two lists, which are mostly one and the same. A missing one is
// not an empty one.
func same[T comparable](a, b []T) bool {
	return len(a) == len(b) && (a == nil) == (b == nil) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}
