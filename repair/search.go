package repair

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Limits of a search, so that its work grows with the devices and not with their
// square. Where they leave out what would have healed, the next correction of the
// chain makes up for it.
const (
	maxSigners  = 16 // that differ in who follows them
	maxRemovals = 4  // former members whose removal is tried to be named
)

// A search looks for the correction that leaves fewest devices diverged.
type search struct {
	p        *planner
	template *draft
	classes  []class
	signers  []candidate
	removals []string
}

// A candidate is a signer, and the least number of devices that stay diverged
// whatever they say: those that do not take their word.
type candidate struct {
	signer
	least int
}

// bestDraft is the draft that leaves fewest devices diverged: of equal ones the
// one that may be delivered earliest, then that of the first signer. It is nil if
// none helps; but a group the user named gets one in any case.
func (p *planner) bestDraft() *draft {
	left := len(p.diverged())
	if len(p.opts.Groups) > 0 && len(p.written) == 0 {
		left++
	}
	s := p.newSearch()
	best, left := s.best(0, left)
	if left == 0 || !slices.ContainsFunc(p.states, func(s history.DeviceState) bool { return !s.Rules.Timed() }) {
		return best
	}
	// What a release without times follows now, it follows later, too: so the
	// longest wait tells how much any of them can reach.
	_, reachable := s.best(longestWait, left)
	for wait := 10 * time.Second; wait <= longestWait && reachable < left; wait += 10 * time.Second {
		if later, n := s.best(wait, left); n <= reachable {
			return later
		}
	}
	return best
}

func (p *planner) newSearch() *search {
	s := &search{p: p, template: p.draftBy(signer{}), removals: []string{""}}
	for _, i := range p.diverged() {
		// A release before 1.154 learns only so that its user is out.
		if out := p.states[i]; !out.InTarget && !out.Rules.Timed() && len(s.removals) <= maxRemovals {
			s.removals = append(s.removals, firstOf(out.Addresses))
		}
	}
	s.classes = p.classify()
	s.signers = s.candidates()
	return s
}

// best is the best draft that may be delivered after a wait, and how many devices
// it leaves diverged. It is nil, and the number what was given, if none leaves
// fewer.
func (s *search) best(wait time.Duration, left int) (*draft, int) {
	var best *draft
	for _, c := range s.signers {
		for _, removed := range s.removals {
			if c.least >= left {
				continue
			}
			d := *s.template
			d.signer, d.removed = c.signer, removed
			d.date, d.wait = d.date.Add(wait), d.wait+wait
			if n := s.leaves(&d, left); n < left {
				best, left = &d, n
			}
		}
	}
	return best, left
}

// leaves predicts how many devices are diverged after a draft; the number is
// exact below the limit.
func (s *search) leaves(d *draft, limit int) int {
	message := d.asRead()
	isDiverged := func(state history.DeviceState) bool {
		s.p.predictions++
		after, _ := state.Receive(message, d.date.Unix())
		return s.p.isDiverged(after)
	}
	n := 0
	for _, c := range s.classes {
		if n >= limit {
			break
		}
		if !c.reads {
			if s.p.isDiverged(c.states[0]) {
				n += len(c.states)
			}
			continue
		}
		var others []history.DeviceState
		for _, state := range c.states {
			switch {
			case !slices.Contains(state.Addresses, d.signer.Address) && !slices.Contains(state.Addresses, d.removed):
				others = append(others, state)
			case isDiverged(state):
				n++
			}
		}
		if len(others) > 0 && isDiverged(others[0]) {
			n += len(others)
		}
	}
	return n
}

// asRead is the draft as its recipients read it once it is sealed and delivered.
func (d *draft) asRead() *gmm.Message {
	var outer, protected compose.Header
	d.addDelivery(&outer)
	d.addMembership(&protected)
	return &gmm.Message{
		Outer:     gmm.ParseHeader([]byte(outer.String())),
		Protected: gmm.ParseHeader([]byte(protected.String())),
		HP:        "cipher",
		Seal:      &gmm.Seal{Opening: gmm.Opened, Secret: true, Signature: pgp.Good, Accepted: true, Signer: d.signer.key.Fingerprint()},
	}
}

// candidates are the signers, one of those whose word has the same effect. If
// there are too many, those whom most diverged devices follow.
func (s *search) candidates() []candidate {
	own := map[string][]int{} // address -> class of each of its devices
	diverged := make([]bool, len(s.classes))
	for i, c := range s.classes {
		diverged[i] = s.p.isDiverged(c.states[0])
		for _, state := range c.states {
			for _, address := range state.Addresses {
				own[address] = append(own[address], i)
			}
		}
	}
	known := map[string]bool{}
	var list []candidate
	for _, by := range s.p.signers() {
		c := candidate{signer: by}
		effect := fmt.Appendln(nil, own[by.Address])
		for i, class := range s.classes {
			effect = strconv.AppendBool(effect, class.shown[by.Address])
			if diverged[i] && (!class.reads || class.follows != nil && !class.follows[by.Address]) {
				c.least += len(class.states)
			}
		}
		for _, i := range own[by.Address] {
			if diverged[i] && s.classes[i].reads && s.classes[i].follows != nil && !s.classes[i].follows[by.Address] {
				c.least-- // a device follows its own user
			}
		}
		if !known[string(effect)] {
			known[string(effect)] = true
			list = append(list, c)
		}
	}
	if len(list) > maxSigners {
		slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(a.least, b.least) })
		list = list[:maxSigners]
	}
	return list
}
