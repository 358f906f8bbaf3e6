package simulate

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A device is one person's client, in one group.
type device struct {
	person   int
	release  release.Release
	rules    membership.Rules
	view     membership.View
	contacts membership.Contacts
	online   bool
	mailbox  []*letter // arrived while offline
	outbox   []*letter // written while offline

	members uint64   // digest of the members it shows, 0 if it shows no group
	rows    uint64   // digest of what it lists, with times: see digestOf
	held    []uint64 // digests of what it listed before, the last ones; only from 1.154 on

	met    []uint64 // numbers of the letters it has, a bit each; only before 1.154
	parent int      // the newest of them

	gmms    map[int]*letter // the newest GMM about each person, as accepted
	waiting map[int]*wait   // corrections to come, by addressee
	told    map[int]int64   // when it last corrected, by addressee

	said *letter // its last ordinary message, see saysAgain

	lately []reading // what it read last; only in replays
	left   int64     // when it went offline; only in replays
	untold []Untold  // what its view hangs on that no journal tells; only in replays

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

// simulatedAddress and simulatedFingerprint are short: the rules only compare them.
func simulatedAddress(person int) string { return fmt.Sprintf("p%d@x.example", person) }

func simulatedFingerprint(person int) string { return fmt.Sprintf("%08X", person+1) }

func (g *group) fingerprint(person int) string { return g.keys[person] }

// id is how a device knows a person.
func (g *group) id(d *device, person int) membership.ID {
	switch {
	case person == d.person:
		return membership.Self
	case d.rules.Keyed():
		return membership.ID(g.fingerprint(person))
	}
	return membership.ID(g.address(person))
}

func (g *group) address(person int) string { return g.addresses[person] }

// gossip gives every key: a client gossips those of all members every two days
// and whenever it adds somebody.
func (g *group) gossip(addr string) string {
	if person, ok := g.people[membership.ID(addr)]; ok {
		return g.fingerprint(person)
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

// mostHeld is how many lists of its own a device remembers.
const mostHeld = 64

// believe makes a view the device's own, and judges it.
func (g *group) believe(d *device, view membership.View, contacts membership.Contacts, changed bool) {
	d.view, d.contacts = view, contacts
	if !changed {
		return
	}
	before := d.rows
	d.members, d.rows = g.digestOf(d)
	if d.rules.Timed() && before != 0 && before != d.rows {
		if len(d.held) == mostHeld {
			d.held = append(d.held[:0], d.held[mostHeld/2:]...)
		}
		d.held = append(d.held, before)
	}
	g.judge(d)
}

// digestOf digests whom a device shows as members, and what a message of it lists:
// of members the time of their addition, of others that of their removal.
func (g *group) digestOf(d *device) (members, rows uint64) {
	for id, row := range d.view.Rows {
		person, ok := g.person(d, id)
		switch {
		case !ok:
		case row.Member():
			members ^= digest(uint64(person), 0, 0)
			rows ^= digest(uint64(person), uint64(row.Added), 1)
		default:
			rows ^= digest(uint64(person), uint64(row.Removed), 2)
		}
	}
	return members, rows
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
