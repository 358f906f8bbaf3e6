package analyze

import (
	"github.com/gmmtool/gmmtool/internal/membership"
	"slices"
	"time"
)

// A history is the sequence of views one device held of one group.
type history struct {
	device *device
	group  string
	rules  membership.Rules
	steps  []step
	view   membership.View
	// contacts is what the device knows of people after the last step.
	contacts membership.Contacts

	choices   []choice // how each own message was placed
	uncertain *Uncertain
}

// step is one message of a history: what it met, and what became of it.
type step struct {
	item    *item
	before  membership.View
	after   membership.View
	outcome membership.Outcome
	told    membership.Message
}

// rebuild makes the histories of every group a device met, by group id.
func (t *timeline) rebuild(rules membership.Rules, contacts membership.Contacts) map[string]*history {
	scripts := map[string]*script{}
	of := func(group string) *script {
		if scripts[group] == nil {
			scripts[group] = &script{device: t.device, rules: rules, contacts: contacts, group: group, doubtful: t.doubtful}
		}
		return scripts[group]
	}
	for _, it := range t.received {
		if it.group != "" {
			of(it.group).received = append(of(it.group).received, it)
		}
	}
	written := spells(t.own)
	for i, it := range t.own {
		if it.group != "" {
			of(it.group).own = append(of(it.group).own, ownItem{it, written[i]})
		}
	}
	histories := map[string]*history{}
	for id, s := range scripts {
		histories[id] = s.play()
	}
	return histories
}

// A script is what a history is played from: everything the device received
// and sent in one group.
type script struct {
	device   *device
	group    string
	rules    membership.Rules
	contacts membership.Contacts
	received []*item
	own      []ownItem
	doubtful bool // some inferred messages may not have arrived
}

// ownItem is an own message with the spell it was written in.
type ownItem struct {
	*item
	spell spell
}

// play applies the script to an empty view. Where what was received and what
// was sent interleave is settled one own message at a time: see place. A fork
// plays another way through where the mail allows two.
func (s *script) play() *history {
	h := s.run(fork{})
	h.uncertain = s.doubt(h)
	return h
}

// fork is one departure from the likeliest way through a script.
type fork struct {
	prior []choice // choices already made, of the first own messages

	own   *item            // place this own message ...
	place int              // ... behind so many received ones
	drop  func(*item) bool // take these inferred messages as never received
}

func (s *script) run(f fork) *history {
	h := &history{device: s.device, group: s.group, rules: s.rules, contacts: s.contacts}
	received := s.received
	if f.drop != nil {
		received = slices.DeleteFunc(slices.Clone(received), f.drop)
	}
	next, unread := 0, time.Time{}
	for i, own := range s.own {
		read := own.spell.from
		if i > 0 && !unread.IsZero() && leftTogether(s.own[i-1].item, own.item) {
			read = unread
		} else {
			unread = time.Time{}
		}
		nominal := readBy(received, read)
		var made choice
		if i < len(f.prior) {
			made = f.prior[i]
		} else {
			made = h.place(received, next, nominal, own)
		}
		until := made.best
		if f.own == own.item {
			until = max(f.place, next)
		}
		h.choices = append(h.choices, made)
		for ; next < until; next++ {
			h.receive(received[next])
		}
		h.send(own.item)
		if until < nominal {
			unread = received[until].at.Add(-time.Nanosecond) // the device had been offline since before that
		}
	}
	for ; next < len(received); next++ {
		h.receive(received[next])
	}
	return h
}

func (h *history) receive(it *item) {
	if it.carriedBy != "" && !h.rules.Timed() {
		// QUIRK: releases before 1.154 have no times to merge by, and no client
		// replays corrections; there the correction's own list is all that counts.
		return
	}
	told := statement(it, h.device, it.clock())
	after, contacts, outcome := h.rules.Receive(h.view, h.contacts, told)
	h.append(it, told, after, contacts, outcome)
}

func (h *history) send(it *item) {
	told := statement(it, h.device, it.clock())
	after, contacts, outcome := h.rules.Sent(h.view, h.contacts, told)
	h.append(it, told, after, contacts, outcome)
}

func (h *history) append(it *item, told membership.Message, after membership.View, contacts membership.Contacts, outcome membership.Outcome) {
	h.steps = append(h.steps, step{item: it, before: h.view, after: after, outcome: outcome, told: told})
	h.view, h.contacts = after, contacts
}

// clock is the device's clock when it met the message, in unix seconds.
func (it *item) clock() int64 {
	if it.at.IsZero() {
		return it.said.Date
	}
	return it.at.Unix()
}
