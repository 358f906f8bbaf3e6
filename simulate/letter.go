package simulate

import (
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/membership"
)

type letterKind uint8

const (
	ordinary letterKind = iota
	addition
	removal
	correction
)

// A letter is one message to the group: what the rules are told of it, and who
// gets it.
type letter struct {
	kind    letterKind
	from    int
	subject int // whom an addition or removal names
	to      []int
	number  int
	parent  int // number of the letter it answers: noParent, or neverSent
	says    membership.Message
	lists   uint64 // digest of the members it lists, its author included
	rows    uint64 // digest of what it lists, with times; 0 if it tells no times

	carried []*letter // the GMMs in a correction
	private bool      // a correction to one person, who is to forward it
	untold  []Untold  // what the list hangs on that no journal tells; only in replays
}

const (
	noParent  = -1
	neverSent = -2
)

// sentAt is the Date of a letter, in milliseconds.
func (l *letter) sentAt() int64 { return l.says.Date * 1000 }

// write makes a letter of what the device believes now, and has its own rules
// note that it was sent. additional recipients are people the device does not
// show as members but tells all the same.
func (g *group) write(d *device, l *letter, additional ...int) *letter {
	now := g.now / 1000
	if l.kind == ordinary && g.saysAgain(d) {
		*l = *d.said
		l.number, l.parent, l.says.Date, l.says.Now = g.written, d.parent, now, now
		g.written++
		d.meet(l)
		return l
	}
	l.untold = d.untold
	a := d.rules.Announce(d.view, d.contacts, now)
	l.from, l.number, l.lists = d.person, g.written, d.members
	if l.parent != neverSent {
		l.parent = d.parent
	}
	g.written++
	listed := g.peopleOf(d, a.To)
	past := g.peopleOf(d, a.Past)
	if l.kind == removal && !d.rules.Timed() && l.subject != d.person {
		listed = append(listed, l.subject) // before 1.154 who is removed stands in To
	}
	l.says = membership.Message{
		From: g.address(d.person), Signer: g.fingerprint(d.person),
		To: g.mailboxes(listed), Past: g.mailboxes(past), Times: a.Times, Gossip: g.gossip,
		Chat: true, HasName: true, Encrypted: true, Date: now, Now: now,
	}
	if d.rules.Keyed() {
		l.says.Fingerprints = g.fingerprints(listed, past)
	}
	if a.Times != nil {
		l.rows = d.rows
	}
	switch l.kind {
	case addition:
		l.says.AddedHeader, l.says.Added = true, g.address(l.subject)
	case removal:
		l.says.RemovedHeader, l.says.Removed = true, g.address(l.subject)
		if d.rules.Keyed() {
			l.says.RemovedKey = g.fingerprint(l.subject)
		}
	}
	if l.to == nil {
		l.to = recipients(d.person, listed, additional)
	}
	l.says.Encrypted = g.keyring.seals(d.person, l.to)
	own := l.says
	own.Outgoing = true
	view, contacts, outcome := d.rules.Sent(d.view, d.contacts, own)
	d.meet(l)
	g.believe(d, view, contacts, outcome.Changed)
	if l.kind == ordinary {
		d.said = l
	}
	return l
}

// expiry is the 60 days after which tombstones are no longer sent and lists may be
// stale, in milliseconds.
const expiry = 60 * 24 * 3600 * 1000

// saysAgain reports whether an ordinary message lists what the last one of the
// device did. In the first 60 days no tombstone expires, and no list is stale.
func (g *group) saysAgain(d *device) bool {
	return !g.opts.exact && d.said != nil && d.said.rows != 0 && d.said.rows == d.rows && d.rules.Timed() && g.now-g.began < expiry
}

func recipients(self int, listed, additional []int) []int {
	to := make([]int, 0, len(listed)+len(additional))
	seen := map[int]bool{self: true}
	for _, list := range [...][]int{listed, additional} {
		for _, p := range list {
			if !seen[p] {
				seen[p] = true
				to = append(to, p)
			}
		}
	}
	return to
}

func (g *group) mailboxes(people []int) []address.Mailbox {
	list := make([]address.Mailbox, len(people))
	for i, p := range people {
		list[i].Address = g.address(p)
	}
	return list
}

func (g *group) fingerprints(lists ...[]int) []string {
	var all []string
	for _, list := range lists {
		for _, p := range list {
			all = append(all, g.fingerprint(p))
		}
	}
	return all
}
