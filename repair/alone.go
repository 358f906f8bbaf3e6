package repair

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// planAlone writes what one device would broadcast by the consistency check of
// the correction protocol: a change reached it with a list that is not its own,
// so it tells the members of its own view what it knows and they may not, with
// the GMMs that explain it. It uses nothing that device does not have; only the
// predictions look at the other devices.
func (p *planner) planAlone(ctx context.Context) error {
	before := slices.Clone(p.seats)
	if alone, ok := p.study.Perspective(p.goal.ID, p.opts.As); ok {
		p.alone, p.goal = &alone, alone.Goal
		for i := range p.seats {
			p.seats[i].InTarget = slices.ContainsFunc(p.goal.Members, func(m analyze.Person) bool {
				return slices.Contains(p.seats[i].Addresses, m.Address)
			})
		}
	}
	p.group = Group{ID: p.goal.ID, Name: p.goal.Name, Target: p.target(), Devices: []Device{}}
	whole := planner{goal: p.study.Goal(p.goal.ID)}
	if list := whole.target(); p.alone != nil && !slices.Equal(list, p.group.Target) {
		p.group.Disputed = list
	}
	if p.alone != nil && (len(p.alone.Noticed) > 0 || len(p.opts.Groups) > 0) {
		if err := p.broadcast(ctx); err != nil {
			return err
		}
	}
	p.noteViews(before)
	return nil
}

func (p *planner) broadcast(ctx context.Context) error {
	if p.signingKey(p.alone.Seat) == nil {
		return fmt.Errorf("%w of device %q", ErrNoSecret, p.opts.As)
	}
	p.findKeys(func(person analyze.Person) (analyze.KeyOrigin, bool) { return p.study.KeyKnownTo(p.alone.Seat, person) })
	if err := p.collectOriginals(ctx, p.alone.Held); err != nil {
		return err
	}
	l := p.letterBy(p.alone.Seat)
	if err := p.write(&l); err != nil {
		return err
	}
	for _, i := range p.ill() {
		p.group.Unhealed = append(p.group.Unhealed, fmt.Sprintf("%s will not show what %s shows: %s alone cannot change that. The whole case may know more: leave out --as.",
			p.seats[i].Device, p.opts.As, p.opts.As))
	}
	return nil
}

// why says what made the device speak up.
func (p *planner) whyAlone() string {
	if len(p.alone.Noticed) == 0 {
		return fmt.Sprintf("%s repeats to everybody who is in %q", p.opts.As, p.goal.Name)
	}
	var parts []string
	for _, n := range p.alone.Noticed {
		var what []string
		if len(n.Lacks) > 0 {
			what = append(what, "lacks "+and(n.Lacks))
		}
		if len(n.Adds) > 0 {
			what = append(what, "has "+and(n.Adds)+" besides")
		}
		parts = append(parts, fmt.Sprintf("the list %s sent in %q %s", n.Author, n.MessageID, strings.Join(what, " and ")))
	}
	return fmt.Sprintf("%s noticed: %s", p.opts.As, strings.Join(parts, "; "))
}
