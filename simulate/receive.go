package simulate

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// receive has a device read a letter.
func (g *group) receive(d *device, l *letter) {
	if g.devices[l.from].release.HidesRecipients() && !d.release.OpensHidden() {
		d.meet(l) // as a message that cannot be read
		return
	}
	if !l.says.Encrypted && d.rules.Keyed() && g.replayed {
		g.inTheClear = true
	}
	g.noteReading(d, l, g.keyring.learn(d.person, l))
	if g.confirms(d, l) {
		d.parent = l.number
		g.recognise(d, l)
		g.consider(d, l)
		return
	}
	before := d.rows
	outcome := g.apply(d, l)
	d.meet(l)
	if l == g.forged && !d.view.Has(g.id(d, l.subject)) {
		g.tally.Obeyed++
	}
	if l.kind == correction && outcome.Accepted && g.variant.replays() {
		g.replay(d, l)
		if l.private && d.rows != before {
			g.forward(d, l)
		}
	}
	g.recognise(d, l)
	if outcome.Reason != membership.ReasonNotEncrypted { // else it did not reach the group
		g.consider(d, l)
	}
}

// apply lets the rules judge one letter.
func (g *group) apply(d *device, l *letter) membership.Outcome {
	says := l.says
	says.Now = g.now / 1000
	says.ReplyTo = d.replyTo(l.parent)
	if g.variant == None {
		if l.kind != addition && l.kind != removal {
			return membership.Outcome{}
		}
		says.Times, says.ReplyTo = nil, membership.ReplyNone
	}
	if g.replayed && g.hangsOnSeconds(d, &says) {
		d.hangsOn(Seconds)
	}
	view, contacts, outcome := d.rules.Receive(d.view, d.contacts, says)
	g.believe(d, view, contacts, outcome.Changed)
	if outcome.Changed {
		for _, what := range l.untold {
			d.hangsOn(what)
		}
	}
	g.undated = g.undated || outcome.Changed && !outcome.Created && d.rules.Timed() && says.Times == nil
	if outcome.Accepted {
		g.keep(d, l)
	}
	return outcome
}

// keep notes a GMM that the device may have to replay to others.
func (g *group) keep(d *device, l *letter) {
	if l.kind != addition && l.kind != removal || !g.variant.replays() {
		return
	}
	if old := d.gmms[l.subject]; old == nil || old.says.Date <= l.says.Date {
		if d.gmms == nil {
			d.gmms = map[int]*letter{}
		}
		d.gmms[l.subject] = l
	}
}

// replay lets the GMMs that an accepted correction carries count as if they had
// arrived by themselves.
//
// QUIRK: releases before 1.154 have no times to merge by; there the list of the
// correction is all that counts, as in analyze/history.
func (g *group) replay(d *device, l *letter) {
	if !d.rules.Timed() {
		return
	}
	for _, gmm := range l.carried {
		if gmm.from != d.person {
			g.apply(d, gmm)
		}
	}
}

// confirms reports whether a letter lists what the device lists itself, or once
// did: times only rise, so that it tells nothing. Then the rules are not shown every
// row of it.
func (g *group) confirms(d *device, l *letter) bool {
	if g.opts.exact || l.kind != ordinary || l.rows == 0 || g.variant == None || l.rows != d.rows && !slices.Contains(d.held, l.rows) {
		return false
	}
	view, ok := d.rules.Confirm(d.view, g.id(d, l.from), &l.says, g.now/1000)
	if ok {
		d.view = view
	}
	return ok
}

// goOnline has a device send what it wrote and read what arrived meanwhile.
func (g *group) goOnline(d *device) {
	d.online = true
	g.judge(d)
	for _, l := range d.outbox {
		g.carry(l)
	}
	d.outbox = nil
	mailbox := d.mailbox
	d.mailbox = nil
	for _, l := range mailbox {
		g.receive(d, l)
	}
}

// send hands a letter to the network, at once or when the device is back.
func (g *group) send(d *device, l *letter) {
	g.tally.Letters++
	if d.online {
		g.carry(l)
		return
	}
	d.outbox = append(d.outbox, l)
}

// carry asks the network when each recipient gets a letter.
func (g *group) carry(l *letter) {
	for _, person := range l.to {
		if at, ok := g.network.carry(g.now, l, person); ok {
			g.queue.push(event{at: at, kind: arrives, device: int32(person), letter: l})
		} else {
			g.tally.Lost++
		}
	}
	if l.kind == correction {
		g.tally.correctionSent(g.now, l)
	}
}

func (g *group) arrive(d *device, l *letter) {
	if d.online {
		g.receive(d, l)
		return
	}
	d.mailbox = append(d.mailbox, l)
}

// members lists whom a device shows, by number.
func (g *group) members(d *device) []int {
	list := g.peopleOf(d, d.view.Members())
	slices.Sort(list)
	return list
}
