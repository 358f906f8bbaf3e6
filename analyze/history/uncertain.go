package history

import (
	"slices"
	"time"
)

// Uncertain says that the mail cannot decide between two views.
type Uncertain struct {
	Reason Doubt
	// MessageID and At are of the own message in question, where Reason
	// is [DoubtOrder] or [DoubtClaim].
	MessageID string
	At        time.Time
	Possible  [2][]string // member addresses of each, the view that was rebuilt first
}

// A Doubt is why a view is uncertain.
type Doubt string

const (
	// DoubtOrder: nothing shows what the device had read when it wrote a message.
	DoubtOrder Doubt = "order"
	// DoubtMissing: the mailbox has lost fewer messages than were sent to it, and
	// nothing shows which.
	DoubtMissing Doubt = "missing"
	// DoubtClaim: one mailbox alone holds mail that the device may have sent, and
	// that anyone could have written.
	DoubtClaim Doubt = "claim"
)

// maxForks bounds how many other ways through a script are played, the newest
// first: what was open long ago has nearly always been settled since.
const maxForks = 16

// doubt looks for a second view the mail allows as well as the one rebuilt:
// where an own message fits several places among what was read, or where more
// messages were inferred than the mailbox lost. It returns the first that ends in
// other members, or nil.
func (s *script) doubt(h *History, main *player) *Uncertain {
	shown := h.Shows(h.View)
	if other := s.otherInferred(shown); other != nil {
		return &Uncertain{Reason: DoubtMissing, Possible: [2][]string{shown, other}}
	}
	if other := s.ifSent(shown); other != nil {
		return &Uncertain{Reason: DoubtClaim, MessageID: s.maybe[len(s.maybe)-1].Reading.MessageID, At: s.maybe[len(s.maybe)-1].At, Possible: [2][]string{shown, other}}
	}
	tried := 0
	for i := len(main.choices) - 1; i >= 0 && tried < maxForks; i-- {
		c := main.choices[i]
		for _, place := range ends(c.equal) {
			tried++
			if other := s.otherPlace(main, i, place, shown); other != nil {
				return &Uncertain{Reason: DoubtOrder, MessageID: c.own.Reading.MessageID, At: c.own.At, Possible: [2][]string{shown, other}}
			}
		}
	}
	return nil
}

// otherPlace gives the members if the own message with index i had another place,
// nil if they are those shown.
func (s *script) otherPlace(main *player, i, place int, shown []string) []string {
	p := newPlayer(s, main.received, main.order)
	p.state, p.main = main.choices[i].before, main.choices
	p.fork = fork{own: main.choices[i].own, place: place}
	p.run(i)
	if p.rejoined {
		return nil
	}
	return p.unless(shown)
}

// unless gives the members at the end of a way, nil if they are those shown.
func (p *player) unless(shownBefore []string) []string {
	if other := shown(p.view, p.contacts); !slices.Equal(other, shownBefore) {
		return other
	}
	return nil
}

// ifSent gives the members if the device sent what it may have sent, nil if they
// are those shown.
func (s *script) ifSent(shown []string) []string {
	if len(s.maybe) == 0 {
		return nil
	}
	other := *s
	own := slices.Clone(s.maybe)
	for _, st := range s.own {
		own = append(own, st.Step)
	}
	slices.SortFunc(own, compareOwn)
	other.own = nil
	for i, w := range windows(own) {
		other.own = append(other.own, ownStep{own[i], w})
	}
	p := newPlayer(&other, s.received, newOrder(s.received, other.own))
	p.run(0)
	return p.unless(shown)
}

// ends gives the first and the last of a list: if the places between matter,
// so does one of these, nearly always.
func ends(list []int) []int {
	if len(list) <= 2 {
		return list
	}
	return []int{list[0], list[len(list)-1]}
}

// otherInferred gives the members if not all inferred messages had arrived, where
// the mailbox lost fewer than were sent to it: only the earliest, as when a
// connection breaks for good, or all but one. It is nil if they are always those
// shown.
func (s *script) otherInferred(shown []string) []string {
	if !s.doubtful {
		return nil
	}
	drops := []func(*Step) bool{func(st *Step) bool { return st.surplus }}
	for i := len(s.received) - 1; i >= 0 && len(drops) < maxForks; i-- {
		if one := s.received[i]; one.Inferred {
			drops = append(drops, func(st *Step) bool { return st == one })
		}
	}
	for _, drop := range drops {
		received := slices.DeleteFunc(slices.Clone(s.received), drop)
		p := newPlayer(s, received, newOrder(received, s.own))
		p.run(0)
		if other := p.unless(shown); other != nil {
			return other
		}
	}
	return nil
}
