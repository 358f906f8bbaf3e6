package repair

import (
	"fmt"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// planner plans one group.
type planner struct {
	c     *evidence.Case
	hs    *history.Histories
	opts  Options
	group *history.Group

	local   *history.LocalView // of the one device that speaks, nil for the whole case
	goal    history.Goal
	target  []string              // addresses of the goal's members, sorted
	states  []history.DeviceState // as they are before the next correction
	keys    map[string]*pgp.Key   // by address
	needed  bool                  // a correction is to be written
	decided *Decision             // what a person said of the target, nil if nothing
	missed  []history.Missed      // GMMs that explain it
	gmms    originals

	planned Group
	written []written

	predictions int // views predicted: what planning cost, in steps
}

type written struct {
	correction Correction
	data       []byte
}

func newPlanner(c *evidence.Case, hs *history.Histories, g *history.Group, decided *Decision, opts Options) (*planner, error) {
	p := &planner{c: c, hs: hs, opts: opts, group: g, states: g.DeviceStates()}
	p.aimAt(hs.Goal(g))
	switch {
	case opts.As != "":
		p.takeLocalView()
	case decided != nil:
		if err := p.decide(decided); err != nil {
			return nil, err
		}
	}
	p.planned = Group{ID: g.ID, Name: p.goal.Name, Target: p.target, Devices: []Device{}, Disputed: p.planned.Disputed, Disputes: disputesOf(g), Decided: p.decided}
	switch {
	case opts.As != "":
		if p.needed = p.local != nil && len(p.local.Noticed)+len(opts.Groups) > 0; p.needed {
			p.missed = p.local.Held
		}
	case len(opts.Groups) > 0 || len(p.diverged()) > 0:
		p.needed, p.missed = true, g.Missed()
	}
	return p, nil
}

// aimAt sets the list that everybody is to be told.
func (p *planner) aimAt(goal history.Goal) {
	p.goal, p.target = goal, []string{}
	for _, person := range goal.Members {
		p.target = append(p.target, person.Address)
	}
}

// plan writes the corrections of the group, if any are needed, which carry the
// originals given.
func (p *planner) plan(gmms originals) error {
	before := slices.Clone(p.states)
	p.gmms = gmms
	if p.needed {
		if err := p.write(); err != nil {
			return err
		}
	}
	p.noteViews(before)
	return nil
}

func (p *planner) write() error {
	if p.local != nil {
		return p.broadcast()
	}
	p.findKeys(p.hs.KeyOf)
	return p.chain()
}

// noteViews says who showed what before, and will after the corrections.
func (p *planner) noteViews(before []history.DeviceState) {
	for i, s := range p.states {
		if s.Undecrypted {
			p.planned.Unknown = append(p.planned.Unknown, s.Device)
			continue
		}
		if s.InTarget && s.View.Has(membership.Self) && !s.HasWritten && !s.Known {
			p.planned.Unseen = append(p.planned.Unseen, s.Device)
		}
		p.planned.Devices = append(p.planned.Devices, Device{Device: s.Device, Before: before[i].Shown(), After: s.Shown(), Uncertain: before[i].Uncertain})
	}
}

// diverged lists the states that do not show what they should.
func (p *planner) diverged() []int {
	var list []int
	for i, s := range p.states {
		if p.isDiverged(s) {
			list = append(list, i)
		}
	}
	return list
}

// isDiverged reports a member that shows another list than the target, or a
// former member that does not know they are out.
func (p *planner) isDiverged(s history.DeviceState) bool {
	switch {
	case s.Undecrypted:
		return false
	case s.InTarget:
		return !slices.Equal(s.Shown(), p.target)
	}
	return s.View.Has(membership.Self)
}

// chain adds one correction after the other, each by the signer that heals
// most, until all are healed or nobody can go on.
func (p *planner) chain() error {
	for range len(p.states) + 1 {
		best := p.bestDraft()
		if best == nil {
			break
		}
		before := len(p.diverged())
		if err := p.seal(best); err != nil {
			return err
		}
		if n := len(p.diverged()); n == 0 || n == before {
			break
		}
	}
	diverged, signers := p.diverged(), p.signers()
	p.planned.unsignable = len(diverged) > 0 && len(signers) == 0
	for _, i := range diverged {
		p.planned.Unhealed = append(p.planned.Unhealed, p.unhealed(p.states[i], signers))
	}
	return nil
}

// informants are the states whose views and releases the writer knows of.
func (p *planner) informants() []history.DeviceState {
	if p.local != nil {
		return []history.DeviceState{p.local.State}
	}
	return p.states
}

// reachable are the members of the target and the former members who do not
// know that they are out, as far as their key is known.
func (p *planner) reachable() []string {
	list := slices.Clone(p.target)
	for _, i := range p.diverged() {
		if s := p.states[i]; !s.InTarget {
			list = append(list, s.Addresses...)
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(address string) bool { return p.keys[address] == nil })
}

// why says in a sentence what a correction is for.
func (p *planner) why(d *draft, healed []string) string {
	switch {
	case p.local != nil:
		return p.whyLocal()
	case len(healed) == 0:
		return fmt.Sprintf("%s repeats to everybody who is in %q", d.signer.Address, p.goal.Name)
	}
	return fmt.Sprintf("%s tells %s who is in %q", d.signer.Address, and(healed), p.goal.Name)
}

// longestWait covers the tolerance of 120 seconds and clocks that differ a
// little. Releases before 1.154 follow no list for up to two minutes after a
// newer change (see membership, View.ListTime).
const longestWait = 150 * time.Second
