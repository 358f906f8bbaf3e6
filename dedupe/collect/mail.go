package collect

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// Mail is what the letters of one case add up to. Make one with [NewMail], give
// it the letters that are not chat mail with Add, and hand it to [Records].
type Mail struct {
	addresses addressTable

	signed, shown, gossiped, vouched, disowned, pictures bonds
	listAddresses, unsigned, addressed                   bonds
	lists                                                addressLists
	replies, claims                                      addressPairs
	dialogues                                            dialogues
	correspondence                                       correspondence
	authors                                              map[digest]uint32                // by Message-ID and sealed content
	sealed                                               map[keyAndAddress]record.Witness // the first letter each key sealed to a device
	since                                                history.SignedSince
	newest                                               map[uint32]int64 // when each author last wrote
	met                                                  map[metAddress]*correspondent
	deliveries                                           map[string]map[uint32]int // device -> address -> mail delivered to it
	transitions                                          []transition
	trusted                                              map[string]bool // authserv-ids
	hasChat                                              bool
}

// NewMail starts with no letters. AuthservIDs are the authentication services of
// the user's own servers (RFC 8601 section 2.5). What other servers say of the
// authenticity of a mail, its sender may have written.
func NewMail(authservIDs []string) *Mail {
	m := &Mail{
		addresses:  addressTable{numbers: map[string]uint32{"": 0}, list: []string{""}},
		authors:    map[digest]uint32{},
		sealed:     map[keyAndAddress]record.Witness{},
		since:      history.SignedSince{},
		newest:     map[uint32]int64{},
		met:        map[metAddress]*correspondent{},
		deliveries: map[string]map[uint32]int{},
		trusted:    map[string]bool{},
	}
	for _, id := range authservIDs {
		m.trusted[address.Normalize(id)] = true
	}
	return m
}

// addChat adds the chat mail of the case, once.
func (m *Mail) addChat(hs *history.Histories) {
	if m.hasChat {
		return
	}
	m.hasChat = true
	for _, d := range hs.Devices {
		for _, e := range d.Events {
			m.Add(e.Letter())
		}
	}
}

// A letter is one message with what is worked out of it for several rules.
type letter struct {
	evidence.Letter
	author author
	to     []address.Mailbox // To and Cc
	id     string            // Message-ID, without angle brackets
	list   bool              // came through a mailing list, or another program that sends to many
	copied bool              // known under another author: a replay, or a forgery of it
	at     int64             // unix seconds: when sent if that is protected, else arrival; 0 if unknown
}

func (l *letter) witness() record.Witness {
	w := record.Witness{MessageID: l.id, Archive: l.Archive, Time: l.at}
	if !l.Time.IsZero() {
		w.Arrived = l.Time.Unix()
	}
	return w
}

// Add takes one letter. Drafts were never sent. Of spam only what is signed is
// believed.
func (m *Mail) Add(read evidence.Letter) {
	if read.IsDraft() {
		return
	}
	l := &letter{Letter: read, id: messageID(read.Message), at: sentOrArrived(read), list: isFromList(read.Message)}
	l.author = authorOf(l.Message, l.list)
	l.to = m.recipients(l.Message)
	author := m.addresses.number(l.author.Address)
	l.copied = m.isCopied(l, author)
	m.addSigned(l)
	m.newest[author] = max(m.newest[author], l.at)
	if l.InJunk() {
		return
	}
	m.addLists(l)
	m.addKeys(l)
	m.addVouched(l)
	m.meet(l.Device, l.author.Mailbox)
	for _, mailbox := range l.to {
		m.meet(l.Device, mailbox)
	}
	m.addKnown(l)
	m.addCorrespondence(l, author)
	m.addReplyTo(l)
	m.addClaims(l)
	m.addDialogue(l, author)
	m.addTransition(l)
	m.addDelivery(l)
}

// sentOrArrived dates a letter by what its author signed or sealed, unless it
// arrived earlier than that says.
func sentOrArrived(l evidence.Letter) int64 {
	arrived := int64(0)
	if !l.Time.IsZero() {
		arrived = l.Time.Unix()
	}
	seal := l.Message.Seal
	if seal.Opening != gmm.Opened && !seal.Accepted {
		if date := gmm.SentTime(l.Message.Outer.Last("date")); arrived == 0 && l.IsSent() && !date.IsZero() {
			return date.Unix() // by the user's own clock
		}
		return arrived
	}
	sent := int64(0)
	if date := gmm.SentTime(l.Message.Protected.Last("date")); !date.IsZero() {
		sent = date.Unix()
	} else if seal.Accepted {
		sent = seal.Signed
	}
	if sent == 0 || arrived != 0 && arrived < sent {
		return arrived
	}
	return sent
}

// messageID is the id inside the protection, where there is one.
func messageID(m *gmm.Message) string {
	id := m.Outer.Last("message-id")
	if inner := m.Protected.Last("message-id"); inner != "" {
		id = inner
	}
	return withoutAngles(id)
}

func withoutAngles(id string) string { return strings.Trim(id, "<> \t") }

// A digest stands for a Message-ID, or for sealed content.
type digest uint64

func digestOf(id string) digest {
	sum := sha256.Sum256([]byte(id))
	return digest(binary.BigEndian.Uint64(sum[:]))
}

// isCopied notes the author of a letter and reports whether the same Message-ID
// or sealed content was met under another one.
func (m *Mail) isCopied(l *letter, author uint32) bool {
	copied := false
	note := func(d digest) {
		if first, known := m.authors[d]; !known {
			m.authors[d] = author
		} else if first != author {
			copied = true
		}
	}
	if l.id != "" {
		note(digestOf(l.id))
	}
	if l.Message.Seal.Opening != gmm.Plain {
		note(digest(binary.BigEndian.Uint64(l.Message.Content[:])))
	}
	return copied
}

// An addressTable numbers addresses, so that pairs of them take little memory.
// Number 0 is the empty address.
type addressTable struct {
	numbers map[string]uint32
	list    []string
}

func (t *addressTable) number(address string) uint32 {
	if n, ok := t.numbers[address]; ok {
		return n
	}
	n := uint32(len(t.list))
	address = strings.Clone(address) // it may be part of a whole header field
	t.numbers[address] = n
	t.list = append(t.list, address)
	return n
}
