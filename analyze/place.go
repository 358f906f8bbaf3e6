package analyze

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A choice is where an own message was placed among the received ones: how
// many of them the device had read when it wrote it.
type choice struct {
	own   *item
	best  int
	equal []int // other places that fit as well, and that time allows
}

// place decides how many of the received messages, at least from, the device
// had read when it wrote an own one. The message itself is the best witness:
// its list of recipients is the view of that moment, and what it answers had
// been read. Among the places that fit its list best, the one nearest to
// nominal, the place its time suggests, wins.
func (h *history) place(received []*item, from, nominal int, own ownItem) choice {
	lower, upper := bounds(received, from, own.item)
	nominal = min(max(nominal, lower), upper)
	lower, upper = max(lower, nominal-placeWindow), min(upper, nominal+placeWindow)
	fits := map[int][]int{} // misfit -> places
	least := -1
	view, contacts := h.view, h.contacts
	for i := from; i <= upper; i++ {
		if i >= lower {
			score := h.misfit(view, contacts, own.item)
			fits[score] = append(fits[score], i)
			if least < 0 || score < least {
				least = score
			}
		}
		if i < upper {
			told := statement(received[i], h.device, received[i].clock())
			view, contacts, _ = h.rules.Receive(view, contacts, told)
		}
	}
	return choose(received, own, nominal, fits[least])
}

// choose takes the place nearest to nominal, and notes the others that time
// allows, too.
func choose(received []*item, own ownItem, nominal int, places []int) choice {
	c := choice{own: own.item, best: nominal}
	for i, place := range places {
		if i == 0 || distance(place, nominal) < distance(c.best, nominal) {
			c.best = place
		}
	}
	earliest, last := readBy(received, own.spell.earliest), readBy(received, own.spell.last)
	for _, place := range places {
		if place != c.best && place >= earliest && place <= last {
			c.equal = append(c.equal, place)
		}
	}
	return c
}

// placeWindow bounds how far from its nominal place an own message is tried,
// in received messages: the work grows with the history, not with its square.
const placeWindow = 30

// misfit counts the rows in which an own message contradicts a view, apart
// from the change the message itself announces.
func (h *history) misfit(view membership.View, contacts membership.Contacts, sent *item) int {
	after, _, outcome := h.rules.Sent(view, contacts, statement(sent, h.device, sent.clock()))
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
	if outcome.Reason == membership.ReasonOwnList {
		misfits += len(after.Rows) // another set of members weighs more than other times
	}
	return misfits
}

// bounds limits the place of an own message: behind what it answers, before
// what answers it.
func bounds(received []*item, from int, sent *item) (lower, upper int) {
	lower, upper = from, len(received)
	for i, it := range received {
		if slices.Contains(sent.said.References, it.said.MessageID) {
			lower = max(lower, i+1)
		}
		if slices.Contains(it.said.References, sent.said.MessageID) && i >= from {
			upper = min(upper, i)
		}
	}
	return lower, max(lower, upper)
}

// readBy counts what had reached the mailbox by a time: what an online device
// had read.
func readBy(received []*item, at time.Time) int {
	place := 0
	for i, it := range received {
		if !it.at.IsZero() && !it.at.After(at) {
			place = i + 1
		}
	}
	return place
}

func distance(a, b int) int { return max(a-b, b-a) }
