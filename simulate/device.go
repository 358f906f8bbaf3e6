package simulate

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A device is one person's client, in one group.
type device struct {
	person   int
	rules    membership.Rules
	view     membership.View
	contacts membership.Contacts
	online   bool
	mailbox  []*letter // arrived while offline
	outbox   []*letter // written while offline

	members uint64 // digest of the members it shows, 0 if it shows no group
	rows    uint64 // digest of its rows with their times

	met    []uint64 // numbers of the letters it has, a bit each; only before 1.154
	parent int      // the newest of them

	gmms    map[int]*letter // the newest GMM about each person, as accepted
	waiting map[int]*wait   // corrections to come, by addressee
	told    map[int]int64   // when it last corrected, by addressee

	said     *letter // its last ordinary message, see saysAgain
	unread   *letter // see catchUp
	lastRead int64

	standing standing
	since    int64
}

// shows reports whether the device shows a group that its user is in.
func (d *device) shows() bool { return d.view.Exists && d.view.Has(membership.Self) }

// meet notes that the device has a letter.
func (d *device) meet(l *letter) {
	d.parent = l.number
	if d.rules.Timed() {
		return // from 1.154 on nothing depends on what a message answers
	}
	for len(d.met) <= l.number/64 {
		d.met = append(d.met, 0)
	}
	d.met[l.number/64] |= 1 << (l.number % 64)
}

func (d *device) has(number int) bool {
	return number/64 < len(d.met) && d.met[number/64]&(1<<(number%64)) != 0
}

func (d *device) replyTo(parent int) membership.ReplyTo {
	switch {
	case parent == noParent:
		return membership.ReplyNone
	case parent == neverSent:
		return membership.ReplyUnknown
	case d.rules.Timed() || d.has(parent):
		return membership.ReplyKnown
	}
	return membership.ReplyUnknown
}

func fingerprint(person int) string { return fmt.Sprintf("%040X", person+1) }

// id is how a device knows a person.
func (g *group) id(d *device, person int) membership.ID {
	switch {
	case person == d.person:
		return membership.Self
	case d.rules.Keyed():
		return membership.ID(fingerprint(person))
	}
	return membership.ID(g.address(person))
}

func (g *group) address(person int) string { return g.addresses[person] }

// gossip gives every key: a client gossips those of all members every two days
// and whenever it adds somebody.
func (g *group) gossip(addr string) string {
	if person, ok := g.people[membership.ID(addr)]; ok {
		return fingerprint(person)
	}
	return ""
}

func (g *group) person(d *device, id membership.ID) (int, bool) {
	if id == membership.Self {
		return d.person, true
	}
	person, ok := g.people[id]
	return person, ok
}

func (g *group) peopleOf(d *device, ids []membership.ID) []int {
	list := make([]int, 0, len(ids))
	for _, id := range ids {
		if person, ok := g.person(d, id); ok {
			list = append(list, person)
		}
	}
	return list
}

// believe makes a view the device's own, and judges it.
func (g *group) believe(d *device, view membership.View, contacts membership.Contacts, changed bool) {
	d.view, d.contacts = view, contacts
	if !changed {
		return
	}
	d.members, d.rows = 0, 0
	for id, row := range view.Rows {
		person, ok := g.person(d, id)
		if !ok {
			continue
		}
		d.rows ^= digest(uint64(person), uint64(row.Added), uint64(row.Removed))
		if row.Member() {
			d.members ^= digest(uint64(person), 0, 0)
		}
	}
	g.judge(d)
}

// digest spreads three numbers over 64 bits, so that a set is told apart by the
// exclusive or of its elements (the mixing step of SplitMix64).
func digest(parts ...uint64) uint64 {
	sum := uint64(0x9e3779b97f4a7c15)
	for _, part := range parts {
		sum = (sum ^ part) + 0x9e3779b97f4a7c15
		sum = (sum ^ sum>>30) * 0xbf58476d1ce4e5b9
		sum = (sum ^ sum>>27) * 0x94d049bb133111eb
		sum ^= sum >> 31
	}
	return sum
}
