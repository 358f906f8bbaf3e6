package analyze

import (
	"cmp"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// sortByArrival puts a device's events into the order in which its client met
// them, and returns the basis of that order. Within one mailbox the strongest
// evidence decides; mailboxes are woven together by time, which keeps the
// order inside each.
func sortByArrival(events []*Event) (sorted []*Event, basis string) {
	type mailbox struct{ archive, folder string }
	boxes := map[mailbox][]*Event{}
	var names []mailbox
	for _, e := range events {
		name := mailbox{e.Place.Archive, e.Folder}
		if _, ok := boxes[name]; !ok {
			names = append(names, name)
		}
		boxes[name] = append(boxes[name], e)
	}
	slices.SortFunc(names, func(a, b mailbox) int {
		return cmp.Or(cmp.Compare(a.archive, b.archive), cmp.Compare(a.folder, b.folder))
	})
	var queues [][]*Event
	for _, name := range names {
		used := sortMailbox(boxes[name])
		if basis == "" || weaker(used, basis) {
			basis = used
		}
		queues = append(queues, boxes[name])
	}
	return weave(queues), basis
}

// bases in falling strength.
var bases = [...]string{string(mboxio.BasisIMAPUID), string(mboxio.BasisMaildirName), string(mboxio.BasisTakeoutID), string(mboxio.BasisAppleNote), string(mboxio.BasisPosition),
	string(mboxio.BasisReceived), string(mboxio.BasisEnvelope), string(mboxio.BasisModTime)}

func weaker(a, b string) bool { return slices.Index(bases[:], a) > slices.Index(bases[:], b) }

// sortMailbox sorts one mailbox in place and names the evidence used.
func sortMailbox(events []*Event) string {
	switch {
	case every(events, func(e *Event) bool { return e.Arrival.UID != 0 }):
		slices.SortStableFunc(events, func(a, b *Event) int { return cmp.Compare(a.Arrival.UID, b.Arrival.UID) })
		return string(mboxio.BasisIMAPUID)
	case every(events, func(e *Event) bool { return e.Arrival.TimeBasis == mboxio.BasisMaildirName }):
		sortByTime(events, func(e *Event) time.Time { return e.Arrival.Time })
		return string(mboxio.BasisMaildirName)
	case every(events, func(e *Event) bool { return e.Arrival.TimeBasis == mboxio.BasisTakeoutID }):
		sortByTime(events, func(e *Event) time.Time { return e.Arrival.Time })
		return string(mboxio.BasisTakeoutID)
	}
	slices.SortStableFunc(events, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(a.Place.Member, b.Place.Member), cmp.Compare(a.Arrival.Position, b.Arrival.Position))
	})
	if isFilingOrder(events) {
		return string(mboxio.BasisPosition)
	}
	sortByTime(events, (*Event).when)
	return string(mboxio.BasisReceived)
}

// isFilingOrder tells an mbox that grew message by message from one that a
// program wrote in an order of its own (a directory listing, a hash). In the
// first, few messages have to be taken out, the delayed ones, for Received
// times to rise all the way.
func isFilingOrder(events []*Event) bool {
	var rising []time.Time // the last time of the best rising run of each length
	dated := 0
	for _, e := range events {
		if e.Received.IsZero() {
			continue
		}
		dated++
		at, _ := slices.BinarySearchFunc(rising, e.Received, func(t, received time.Time) int {
			if t.After(received) {
				return 1
			}
			return -1 // equal times rise, too
		})
		if at == len(rising) {
			rising = append(rising, e.Received)
		} else {
			rising[at] = e.Received
		}
	}
	delayed := dated - len(rising)
	return delayed*5 <= dated
}

// sortByTime sorts by a time of arrival, and within one second by the time of
// writing.
func sortByTime(events []*Event, at func(*Event) time.Time) {
	slices.SortStableFunc(events, func(a, b *Event) int {
		return cmp.Or(at(a).Compare(at(b)), cmp.Compare(a.Message.Reading(release.Latest).Date, b.Message.Reading(release.Latest).Date))
	})
}

// weave merges mailboxes by time. An event without a time, or with one before
// its predecessor's, goes with its predecessor.
func weave(queues [][]*Event) []*Event {
	var sorted []*Event
	floor := make([]time.Time, len(queues))
	for {
		best := -1
		var bestTime time.Time
		for i, queue := range queues {
			if len(queue) == 0 {
				continue
			}
			at := later(floor[i], queue[0].when())
			if best < 0 || at.Before(bestTime) {
				best, bestTime = i, at
			}
		}
		if best < 0 {
			return sorted
		}
		sorted = append(sorted, queues[best][0])
		floor[best], queues[best] = bestTime, queues[best][1:]
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func every(events []*Event, is func(*Event) bool) bool {
	return !slices.ContainsFunc(events, func(e *Event) bool { return !is(e) })
}
