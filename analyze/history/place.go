package history

import (
	"slices"
	"sort"
	"time"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A choice is where an own message was placed among the received ones: how
// many of them the device had read when it wrote it.
type choice struct {
	own    *Step
	best   int
	equal  []int // other places that fit as well, and that time allows
	before state // when the choice was made
}

// placeWindow bounds how far from its nominal place an own message is tried,
// in received messages: the work grows with the history, not with its square.
const placeWindow = 30

// place decides how many of the received messages the device had read when it
// wrote an own one. The message itself is the best witness: its list of
// recipients is the view of that moment, and what it answers had been read. Among
// the places that fit its list best, the one nearest to nominal, the place its
// time suggests, wins.
func (p *player) place(nominal int, own ownStep) choice {
	lower, upper := p.order.bounds(p.next, own.Step)
	// What arrived after it was written it cannot answer: that was known otherwise.
	upper = max(p.next, min(upper, p.order.readBy(own.latestWriting())))
	lower = min(lower, upper)
	nominal = min(max(nominal, lower), upper)
	lower, upper = max(lower, nominal-placeWindow), min(upper, nominal+placeWindow)
	var fitting []int
	least, score := -1, 0
	var last membership.Contacts
	for i := lower; i <= upper; i++ {
		view, contacts := p.look(i)
		if i == lower || p.ahead[i-p.next-1].outcome.Changed || !contacts.Equal(last) {
			score = p.misfit(view, contacts, own.Step)
		}
		last = contacts
		if least < 0 || score < least {
			least, fitting = score, nil
		}
		if score == least {
			fitting = append(fitting, i)
		}
	}
	return p.choose(own, nominal, fitting)
}

// latestWriting is the last moment at which an own message can have been written:
// it had left by the time a mailbox held it, as far as two servers' clocks agree.
func (own ownStep) latestWriting() time.Time {
	if own.Sent.IsZero() {
		return own.At.Add(clockSkew)
	}
	return own.Sent.Add(serverSkew)
}

// How far clocks are taken to differ: those of people's devices, and those of mail
// servers.
const (
	clockSkew  = time.Hour
	serverSkew = 10 * time.Second
)

// choose takes the place nearest to nominal, and notes the others that time
// allows, too.
func (p *player) choose(own ownStep, nominal int, places []int) choice {
	c := choice{own: own.Step, best: nominal}
	for i, place := range places {
		if i == 0 || distance(place, nominal) < distance(c.best, nominal) {
			c.best = place
		}
	}
	earliest, last := p.order.readBy(own.window.earliest), p.order.readBy(own.window.last)
	for _, place := range places {
		if place != c.best && place >= earliest && place <= last {
			c.equal = append(c.equal, place)
		}
	}
	return c
}

func distance(a, b int) int { return max(a-b, b-a) }

// misfit counts the rows in which an own message contradicts a view, apart
// from the change the message itself announces.
func (p *player) misfit(view membership.View, contacts membership.Contacts, sent *Step) int {
	after, _, outcome := p.device.Rules.Sent(view, contacts, p.device.message(sent, sent.Clock()))
	p.work.add(Work{Messages: 1, Rows: len(view.Rows) + len(after.Rows) + len(sent.Reading.To)})
	misfits := 0
	for id, row := range after.Rows {
		if view.Rows[id] != row {
			misfits++
		}
	}
	for id := range view.Rows {
		if _, ok := after.Rows[id]; !ok {
			misfits++
		}
	}
	announces := sent.Reading.Added != "" || sent.Reading.Removed != ""
	switch {
	case announces && outcome.Reason == membership.ReasonOwnAct:
		misfits = max(0, misfits-1) // the change itself
	case announces && outcome.Reason == membership.ReasonOwnMessage:
		misfits++ // nobody can do what is done already
	}
	if outcome.Reason == membership.ReasonOwnList {
		misfits += len(after.Rows) // another set of members weighs more than other times
	}
	return misfits
}

// order answers what is asked of the received messages of a script again and
// again.
type order struct {
	// earliest is the first time of arrival from each index on; messages without
	// a time do not count.
	earliest []time.Time
	index    map[string]int   // Message-ID -> the last message of that id
	answers  map[string][]int // own Message-ID -> the messages that answer it, rising
}

func newOrder(received []*Step, own []ownStep) *order {
	o := &order{earliest: make([]time.Time, len(received)), index: make(map[string]int, len(received)), answers: map[string][]int{}}
	for _, st := range own {
		o.answers[st.Reading.MessageID] = nil
	}
	for i, st := range received {
		o.index[st.Reading.MessageID] = i
		for _, id := range st.Reading.References {
			if list, sent := o.answers[id]; sent {
				o.answers[id] = append(list, i)
			}
		}
	}
	first := endOfTime
	for i := len(received) - 1; i >= 0; i-- {
		if at := received[i].At; !at.IsZero() && at.Before(first) {
			first = at
		}
		o.earliest[i] = first
	}
	return o
}

// endOfTime is later than any time in mail.
var endOfTime = time.Unix(1<<40, 0)

// readBy counts what had reached the mailbox by a time: what an online device
// had read.
func (o *order) readBy(at time.Time) int {
	return sort.Search(len(o.earliest), func(i int) bool { return o.earliest[i].After(at) })
}

// bounds limits the place of an own message: behind what it answers, before
// what answers it.
func (o *order) bounds(from int, own *Step) (lower, upper int) {
	lower, upper = from, len(o.earliest)
	for _, id := range own.Reading.References {
		if i, met := o.index[id]; met && id != "" {
			lower = max(lower, i+1)
		}
	}
	answers := o.answers[own.Reading.MessageID]
	if i, _ := slices.BinarySearch(answers, from); i < len(answers) {
		upper = min(upper, answers[i])
	}
	return lower, max(lower, upper)
}
