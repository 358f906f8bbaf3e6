package simulate

import "slices"

// A reading is a letter that a device has read, and the device before it did.
type reading struct {
	at     int64
	letter *letter
	before device
	learnt [][2]int // see keyring
}

// busy is how long a client may take to read a letter, in milliseconds.
const busy = 10_000

// noteReading keeps a device as it was before a letter, for as long as it may turn
// out that it had not read it yet. It is for replays only.
func (g *group) noteReading(d *device, l *letter, learnt [][2]int) {
	if !g.replayed {
		return
	}
	old := slices.IndexFunc(d.lately, func(r reading) bool { return r.at > g.now-busy })
	if old < 0 {
		old = len(d.lately)
	}
	before := *d
	before.met, before.held = slices.Clone(d.met), slices.Clone(d.held)
	d.lately = append(slices.Clone(d.lately[old:]), reading{g.now, l, before, learnt})
	d.lately[len(d.lately)-1].before.lately = nil
}

// unread has a device be as if it had not read its last letters yet, n of those it
// lately read, do something, and read them.
func (g *group) unread(d *device, n int, do func()) {
	rest := d.lately[len(d.lately)-n:]
	earlier := d.lately[:len(d.lately)-n]
	if n > 0 {
		online, left, mailbox, outbox := d.online, d.left, d.mailbox, d.outbox
		*d = rest[0].before
		d.online, d.left, d.mailbox, d.outbox, d.lately = online, left, mailbox, outbox, earlier
	}
	for i := range rest {
		g.keyring.forget(rest[i].learnt)
	}
	do()
	for i := range rest {
		if d.online {
			g.receive(d, rest[i].letter)
		} else {
			d.mailbox = slices.Insert(d.mailbox, i, rest[i].letter)
		}
	}
}

// before is a device as if it had not read its last letters yet.
func (g *group) before(d *device, unread int) *device {
	if unread == 0 {
		return d
	}
	return &d.lately[len(d.lately)-unread].before
}

// foresee is who would be told by a device that did something, and whether it can.
func (g *group) foresee(d *device, op string, who int) (to []int, possible bool) {
	if !d.shows() {
		return nil, false
	}
	view, told := d.view, []int{}
	switch op {
	case "add":
		if view.Has(g.id(d, who)) {
			return nil, false
		}
		view, _ = d.rules.AddLocal(view, g.id(d, who), g.now/1000)
	case "remove", "remove_in_request", "remove_offline", "remove_unpromoted":
		if !view.Has(g.id(d, who)) {
			return nil, false
		}
		view, _ = d.rules.RemoveLocal(view, g.id(d, who), g.now/1000)
		told = append(told, who)
	case "leave":
		view, _ = d.rules.LeaveLocal(view, g.now/1000)
	}
	return recipients(d.person, g.peopleOf(d, d.rules.Announce(view, d.contacts, g.now/1000).To), told), true
}

// readings counts the letters that a device lately read, or before it went offline.
func (g *group) readings(d *device) int {
	n := 0
	until := g.now
	if !d.online {
		until = d.left
	}
	for _, r := range d.lately {
		if r.at > until-busy {
			n++
		}
	}
	return n
}
