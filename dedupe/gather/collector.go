package gather

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// A collector takes letters one by one and keeps what they add up to.
type collector struct {
	names *directory // addresses, by number

	signed, shown, gossiped, vouched, pictures bonds
	lists                                      bonds
	replies, claims                            ties
	talks                                      talks
	writers                                    writers
	sealed                                     map[speech]dedupe.Witness // the first letter each key sealed to us
	spoken                                     analyze.Spoken
	newest                                     map[uint32]int64 // when each author last wrote
	people                                     map[seenBy]*correspondent
	deliveries                                 map[string]map[uint32]int // device -> address -> mail delivered to it
	notes                                      []note
	trusted                                    map[string]bool // authserv-ids
}

func newCollector(authservIDs []string) *collector {
	c := &collector{
		names:      newDirectory(),
		writers:    writers{of: map[digest]uint32{}},
		sealed:     map[speech]dedupe.Witness{},
		spoken:     analyze.Spoken{},
		newest:     map[uint32]int64{},
		people:     map[seenBy]*correspondent{},
		deliveries: map[string]map[uint32]int{},
		trusted:    map[string]bool{},
	}
	for _, id := range authservIDs {
		c.trusted[address.Normalize(id)] = true
	}
	return c
}

// A letter is one message with what is worked out of it for several rules.
type letter struct {
	analyze.Letter
	m      *gmm.Message
	author author
	to     []address.Mailbox // To and Cc
	id     string            // Message-ID, without angle brackets
	list   bool              // came through a mailing list, or another program that sends to many
	copied bool              // known under another author: a replay, or a forgery of it
	at     int64             // unix seconds: when sent if that is protected, else arrival; 0 if unknown
}

func (l *letter) witness() dedupe.Witness {
	return dedupe.Witness{MessageID: l.id, Archive: l.Place.Archive, Time: l.at}
}

// take adds one letter. Drafts were never sent. Of spam only what is signed is
// believed.
func (c *collector) take(observed analyze.Letter) {
	if observed.IsDraft() {
		return
	}
	l := &letter{Letter: observed, m: observed.Message}
	l.id = messageIDOf(l.m)
	l.at = sentOrArrived(observed)
	l.list = isFromList(l.m)
	l.author = authorOf(l.m, l.list)
	l.to = recipients(l.m)
	author := c.names.number(l.author.Address)
	l.copied = c.writers.isCopied(l, author)
	c.takeSigned(l)
	c.newest[author] = max(c.newest[author], l.at)
	if l.InJunk() {
		return
	}
	c.takeLists(l)
	c.takeKeys(l)
	c.takeVouched(l)
	c.takePeople(l)
	c.takeReplyTo(l)
	c.takeClaims(l)
	c.takeTalk(l, author)
	c.takeNote(l)
	c.noteDelivery(l)
}

// sentOrArrived dates a letter by what its author signed or sealed, unless it
// arrived earlier than that says.
func sentOrArrived(l analyze.Letter) int64 {
	arrived := int64(0)
	if !l.Time.IsZero() {
		arrived = l.Time.Unix()
	}
	if l.Message.Seal.Opening != gmm.Opened && !l.Message.Seal.Accepted {
		return arrived
	}
	sent := int64(0)
	if date := gmm.SentTime(l.Message.Protected.Last("date")); !date.IsZero() {
		sent = date.Unix()
	} else if l.Message.Seal.Accepted {
		sent = l.Message.Seal.Signed
	}
	if sent == 0 || arrived != 0 && arrived < sent {
		return arrived
	}
	return sent
}

// messageIDOf is the id inside the protection, where there is one.
func messageIDOf(m *gmm.Message) string {
	id := m.Outer.Last("message-id")
	if inner := m.Protected.Last("message-id"); inner != "" {
		id = inner
	}
	return trimID(id)
}

// A digest stands for a Message-ID, or for sealed content.
type digest uint64

func digestOf(s string) digest {
	sum := sha256.Sum256([]byte(s))
	return digest(binary.BigEndian.Uint64(sum[:]))
}

// writers knows who wrote which message, by Message-ID and sealed content.
type writers struct {
	of map[digest]uint32
}

// isCopied notes the author of a letter and reports whether the same Message-ID
// or sealed content was met under another one.
func (w *writers) isCopied(l *letter, author uint32) bool {
	copied := false
	note := func(d digest) {
		if first, known := w.of[d]; !known {
			w.of[d] = author
		} else if first != author {
			copied = true
		}
	}
	if l.id != "" {
		note(digestOf(l.id))
	}
	if l.m.Seal.Opening != gmm.Plain {
		note(digestOf("sealed:" + l.m.Content.String()))
	}
	return copied
}
