package repair

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// GroupAdvice is what has to be done in one group, as [Correct] would choose.
type GroupAdvice struct {
	devices map[string]Advice
	right   []string // members who could act, those whose list is right first
	signs   bool     // some member could sign a correction
}

// Advise finds out what brings the views of a group together, without writing it:
// whoever [Correct] would choose to sign, and what has to be done where no
// correction helps. Now is the date a correction would have.
func Advise(c *evidence.Case, hs *history.Histories, g *history.Group, now time.Time) *GroupAdvice {
	p, err := newPlanner(c, hs, g, nil, Options{Now: now, advising: true})
	if err != nil {
		return &GroupAdvice{}
	}
	advice := &GroupAdvice{devices: map[string]Advice{}}
	advice.right = p.ableMembers()
	if len(p.diverged()) > 0 || len(g.Target.Disputes) > 0 {
		p.findKeys(hs.KeyOf)
		advice.signs = len(p.signers()) > 0
	}
	for range p.states {
		before := p.diverged()
		if len(before) == 0 {
			break
		}
		best := p.bestDraft()
		if best == nil {
			break
		}
		p.deliverUnsealed(best)
		left := p.diverged()
		for _, i := range before {
			if !slices.Contains(left, i) {
				advice.devices[p.states[i].Device] = Advice{Kind: SendCorrection, By: best.signer.Address}
			}
		}
		if len(left) == len(before) {
			break
		}
	}
	signers := p.signers()
	for _, i := range p.diverged() {
		advice.devices[p.states[i].Device] = p.instead(p.states[i], signers)
	}
	return advice
}

// ableMembers are the members of the target, those first whose device shows it.
func (p *planner) ableMembers() []string {
	var right, others []string
	for _, address := range p.target {
		if slices.ContainsFunc(p.states, func(s history.DeviceState) bool {
			return slices.Contains(s.Addresses, address) && !s.Undecrypted && slices.Equal(s.Shown(), p.target)
		}) {
			right = append(right, address)
		} else {
			others = append(others, address)
		}
	}
	return append(right, others...)
}

// deliverUnsealed has the devices read a draft as they would once it is sealed.
func (p *planner) deliverUnsealed(d *draft) {
	recipients, message := p.reachable(), d.asRead()
	states := slices.Clone(p.states)
	for i, s := range states {
		if isAmong(s, recipients) {
			p.predictions++
			states[i], _ = s.Receive(message, d.date.Unix())
		}
	}
	p.states = states
}

// For is what brings one device to the target; [NothingToDo] if it is there.
func (a *GroupAdvice) For(device string) Advice {
	if found, ok := a.devices[device]; ok {
		return found
	}
	return Advice{Kind: NothingToDo}
}

// Agrees reports whether every device shows what it should.
func (a *GroupAdvice) Agrees() bool { return len(a.devices) == 0 }

// Helps reports whether a correction changes some view.
func (a *GroupAdvice) Helps() bool {
	for _, advice := range a.devices {
		if advice.Kind == SendCorrection {
			return true
		}
	}
	return false
}

// Member is a member other than these who could act, one whose own list is right if
// there is one; "" if there is nobody.
func (a *GroupAdvice) Member(not ...string) string {
	for _, address := range a.right {
		if !slices.Contains(not, address) {
			return address
		}
	}
	return ""
}

// Signs reports whether the case holds a key of a member that could sign.
func (a *GroupAdvice) Signs() bool { return a.signs }
