package simulate

import (
	"context"
	"iter"
	"math/rand/v2"

	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A group is one group and the devices of everybody who is or may come to be in
// it. Its time is in milliseconds of Unix time.
type group struct {
	opts    *Options
	variant Variant // of opts, once the group is made
	began   int64
	now     int64
	queue   queue
	devices []*device // by person
	network carrier
	waits   *rand.Rand // how long devices wait before they correct
	untimed bool       // some device runs a release before 1.154

	addresses []string              // by person
	keys      []string              // fingerprints, by person
	numbers   map[string]int        // person by address
	people    map[membership.ID]int // person by address and by fingerprint
	written   int                   // letters so far
	replayed  bool                  // see noteReading
	keyring   *keyring              // of a replay
	undated   bool                  // see hangsOnTimes

	inTheClear bool // see InTheClear; only in replays

	truth  truth
	tally  tally
	forged *letter // see Attack
}

// newGroup makes the devices of so many people. Nobody is in the group yet.
func newGroup(opts *Options, releases []release.Release, addresses []string, network carrier, start int64) *group {
	g := &group{
		opts: opts, variant: Today, began: start, now: start, network: network, addresses: addresses,
		numbers: make(map[string]int, len(addresses)), people: make(map[membership.ID]int, 2*len(addresses)),
		truth: truth{in: make([]bool, len(addresses))},
	}
	for person, addr := range addresses {
		key := simulatedFingerprint(person)
		g.keys = append(g.keys, key)
		g.numbers[addr] = person
		g.people[membership.ID(addr)] = person
		g.people[membership.ID(key)] = person
	}
	byAddress, byKey := membership.NewContacts(nil, nil).MeetAll(g.everybody(false)), membership.NewContacts(nil, nil).MeetAll(g.everybody(true))
	for person, addr := range addresses {
		release := releases[person%len(releases)]
		d := &device{person: person, release: release, rules: membership.For(release), online: true, parent: noParent, since: start}
		met := byAddress
		if d.rules.Keyed() {
			met = byKey
		}
		d.contacts = met.As(addr, g.fingerprint(person))
		g.untimed = g.untimed || !d.rules.Timed()
		g.devices = append(g.devices, d)
	}
	return g
}

// everybody yields whom all have met when the group is made: everybody.
func (g *group) everybody(keyed bool) iter.Seq2[string, string] {
	return func(yield func(addr, key string) bool) {
		for person, addr := range g.addresses {
			key := ""
			if keyed {
				key = g.fingerprint(person)
			}
			if !yield(addr, key) {
				return
			}
		}
	}
}

// found has a person make the group with others, and tell nobody yet.
func (g *group) found(founder int, others []int) {
	d := g.devices[founder]
	g.believe(d, d.rules.CreateLocal(g.now/1000), d.contacts, true)
	g.truth.set(founder, true)
	for _, person := range others {
		g.include(d, person)
		g.truth.set(person, true)
	}
	g.judgeAll()
}

// greet has a person write the first message to a group they made.
func (g *group) greet(founder int) {
	d := g.devices[founder]
	g.send(d, g.write(d, &letter{kind: ordinary}))
	g.judgeAll()
}

// include adds a person to the device's own list.
func (g *group) include(d *device, person int) bool {
	g.keyring.meet(d.person, person)
	view, outcome := d.rules.AddLocal(d.view, g.id(d, person), g.now/1000)
	g.believe(d, view, d.contacts, outcome.Changed)
	return outcome.Changed
}

// add has a person add another, and tell. It reports whether their client let them.
func (g *group) add(by, who int) bool {
	d := g.devices[by]
	if !d.shows() || !g.include(d, who) {
		return false
	}
	g.change(d, &letter{kind: addition, subject: who}, true)
	return true
}

// remove has a person remove another or, as by and who are one, leave.
func (g *group) remove(by, who int) bool {
	if !g.removeHere(by, who) {
		return false
	}
	g.change(g.devices[by], &letter{kind: removal, subject: who}, false)
	return true
}

// removeHere has a person remove another, and not tell.
func (g *group) removeHere(by, who int) bool {
	d := g.devices[by]
	if !d.shows() || !d.view.Has(g.id(d, who)) {
		return false
	}
	view, outcome := d.rules.RemoveLocal(d.view, g.id(d, who), g.now/1000)
	g.believe(d, view, d.contacts, outcome.Changed)
	return true
}

func (g *group) change(d *device, l *letter, isIn bool) {
	g.truth.set(l.subject, isIn)
	g.judgeAll()
	g.tally.Changes++
	g.write(d, l, l.subject)
	g.keep(d, l)
	g.send(d, l)
}

// say has a person write an ordinary message.
func (g *group) say(by int) bool {
	d := g.devices[by]
	if !d.shows() {
		return false
	}
	g.send(d, g.write(d, &letter{kind: ordinary}))
	return true
}

// run plays what is planned up to a time.
func (g *group) run(ctx context.Context, until int64) error {
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e, ok := g.queue.pop(until)
		if !ok {
			g.now = until
			return nil
		}
		g.now = e.at
		g.tally.Events++
		g.handle(e)
	}
}

func (g *group) handle(e event) {
	d := g.devices[e.device]
	switch e.kind {
	case arrives:
		g.arrive(d, e.letter)
	case corrects:
		g.correct(d, e.letter)
	case switches:
		if d.online {
			d.online = false
			g.judge(d)
		} else {
			g.goOnline(d)
		}
	case acts:
		g.perform(e.act)
	case isAttacked:
		g.attack()
	}
}
