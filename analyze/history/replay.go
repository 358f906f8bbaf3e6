package history

import (
	"time"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A script is what a history is played from: everything the device received
// and sent in one group.
type script struct {
	device   *Device
	group    string
	known    membership.Contacts // what the device knows of people from all its mail
	received []*Step
	own      []ownStep
	maybe    []*Step // that the device may have sent: one mailbox alone holds them
	doubtful bool    // some inferred messages may not have arrived

	order *order // what is asked of received many times
	work  *Work
}

// ownStep is an own message with the window it was written in.
type ownStep struct {
	*Step
	window window
}

// state is how far a script has been played.
type state struct {
	next     int // messages received so far
	view     membership.View
	contacts membership.Contacts
	unread   time.Time // since when the device had been offline at its last message; zero if it was online
	accepted string    // Message-ID of the last correction that was accepted
}

// play applies the script to an empty view. Where what was received and what
// was sent interleave is settled one own message at a time (see place).
func (s *script) play() *History {
	s.order = newOrder(s.received, s.own)
	p := newPlayer(s, s.received, s.order)
	p.steps = make([]*Step, 0, len(s.received)+len(s.own))
	p.recording = true
	p.run(0)
	h := &History{Device: s.device, Group: s.group, Steps: p.steps, View: p.view, Contacts: p.contacts}
	h.finish()
	h.Uncertain = s.doubt(h, p)
	return h
}

// A player plays a script, from the start or from a state.
type player struct {
	*script
	state
	received  []*Step
	order     *order
	ahead     []aheadStep // what the next received messages would do, computed before their turn
	recording bool
	steps     []*Step
	choices   []choice // how each own message was placed

	fork     fork
	main     []choice // the choices of the way a fork departs from
	rejoined bool     // a fork met that way again
}

// A fork departs from the likeliest way: it puts one own message behind so many
// received ones.
type fork struct {
	own   *Step
	place int
}

// aheadStep is what one received message does to the view before it.
type aheadStep struct {
	view     membership.View
	contacts membership.Contacts
	outcome  membership.Outcome
	accepted string // as in state
	skipped  bool   // the message does not count, and is not told of
}

func newPlayer(s *script, received []*Step, o *order) *player {
	return &player{script: s, received: received, order: o, state: state{contacts: s.known}}
}

// run plays from the own message with index first to the end. A fork ends early
// where it meets the way it departed from: the rest is the same.
func (p *player) run(first int) {
	for i := first; i < len(p.own); i++ {
		if i > first && p.main != nil && p.state.equal(p.main[i].before) {
			p.rejoined = true
			return
		}
		p.placeOwn(i)
	}
	for p.next < len(p.received) {
		p.receive()
	}
}

func (a state) equal(b state) bool {
	return a.next == b.next && a.unread.Equal(b.unread) && a.contacts.Equal(b.contacts) && a.view.Equal(b.view)
}

// placeOwn finds the place of an own message, plays up to it, and plays it.
func (p *player) placeOwn(i int) {
	own, before := p.own[i], p.state
	read := own.window.from
	if i > 0 && !p.unread.IsZero() && leftTogether(p.own[i-1].Step, own.Step) {
		read = p.unread
	} else {
		p.unread = time.Time{}
	}
	nominal := p.order.readBy(read)
	made := choice{own: own.Step, best: max(p.fork.place, p.next)}
	if p.fork.own != own.Step {
		made = p.place(nominal, own)
	}
	made.before = before
	p.choices = append(p.choices, made)
	for p.next < made.best {
		p.receive()
	}
	p.send(own.Step)
	if made.best < nominal {
		p.unread = p.received[made.best].At.Add(-time.Nanosecond) // the device had been offline since before that
	}
}

// look gives the state before the received message with index i, which is not
// before the next one.
func (p *player) look(i int) (membership.View, membership.Contacts) {
	for n := p.next + len(p.ahead); n < i; n++ {
		before := aheadStep{view: p.view, contacts: p.contacts, accepted: p.accepted}
		if len(p.ahead) > 0 {
			before = p.ahead[len(p.ahead)-1]
		}
		p.ahead = append(p.ahead, p.apply(p.received[n], before))
	}
	if i == p.next {
		return p.view, p.contacts
	}
	before := p.ahead[i-p.next-1]
	return before.view, before.contacts
}

// apply has the rules judge one received message. A GMM that a correction carries
// counts only if the correction was accepted.
//
// QUIRK: releases before 1.154 have no times to merge by, and no client replays
// corrections; there the correction's own list is all that counts.
func (p *player) apply(st *Step, before aheadStep) aheadStep {
	if st.CarriedBy != "" && (!p.device.Rules.Timed() || st.CarriedBy != before.accepted) {
		return aheadStep{view: before.view, contacts: before.contacts, accepted: before.accepted, skipped: true}
	}
	p.work.add(Work{Messages: 1, Rows: len(before.view.Rows) + len(st.Reading.To)})
	after := aheadStep{accepted: before.accepted}
	after.view, after.contacts, after.outcome = p.device.Rules.Receive(before.view, before.contacts, p.device.message(st, st.Clock()))
	if st.Reading.Correction && after.outcome.Accepted {
		after.accepted = st.Reading.MessageID
	}
	return after
}

func (p *player) receive() {
	st := p.received[p.next]
	p.look(p.next + 1)
	done := p.ahead[0]
	p.ahead = p.ahead[1:]
	p.next++
	if !done.skipped {
		p.record(st, done.view, done.outcome)
	}
	p.view, p.contacts, p.accepted = done.view, done.contacts, done.accepted
}

func (p *player) send(st *Step) {
	p.work.add(Work{Messages: 1, Rows: len(p.view.Rows) + len(st.Reading.To)})
	view, contacts, outcome := p.device.Rules.Sent(p.view, p.contacts, p.device.message(st, st.Clock()))
	p.record(st, view, outcome)
	if !view.Equal(p.view) || !contacts.Equal(p.contacts) {
		p.ahead = nil // what follows meets another state
	}
	p.view, p.contacts = view, contacts
}

func (p *player) record(st *Step, after membership.View, outcome membership.Outcome) {
	if p.recording {
		st.After, st.Outcome = after, outcome
		st.outside = p.view.Exists && !p.view.Has(membership.Self) && !after.Has(membership.Self)
		p.steps = append(p.steps, st)
	}
}

// histories plays the script of every group the device met.
func (t *timeline) histories() map[string]*History {
	histories := make(map[string]*History, len(t.scripts))
	for id, s := range t.scripts {
		s.known, s.work = t.contacts, &t.work
		histories[id] = s.play()
	}
	return histories
}
