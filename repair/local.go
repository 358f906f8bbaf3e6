package repair

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
)

// takeLocalView makes one device the speaker: it would broadcast, by the
// consistency check of the correction protocol, what it knows and the members of
// its own view may not. It uses nothing that device does not have; only the
// predictions look at the other devices.
func (p *planner) takeLocalView() {
	view, ok := p.group.LocalView(p.opts.As)
	if !ok {
		return
	}
	whole := p.target
	p.local = &view
	p.aimAt(view.Goal)
	for i := range p.states {
		p.states[i].InTarget = slices.ContainsFunc(p.states[i].Addresses, func(a string) bool { return slices.Contains(p.target, a) })
	}
	if !slices.Equal(whole, p.target) {
		p.planned.Disputed = whole
	}
}

// broadcast writes what the device that speaks tells the others.
func (p *planner) broadcast() error {
	p.findKeys(func(person history.Person) (history.KeyOrigin, bool) { return p.hs.KeyKnownTo(p.local.State, person) })
	speaker, ok := p.signerOf(p.local.State)
	if !ok {
		return fmt.Errorf("%w of device %q", ErrNoSecret, p.opts.As)
	}
	if err := p.seal(p.draftBy(speaker)); err != nil {
		return err
	}
	for _, i := range p.diverged() {
		p.planned.Unhealed = append(p.planned.Unhealed, fmt.Sprintf("%s will not show what %s shows: %s alone cannot change that. The whole case may know more: leave out --as.",
			p.states[i].Device, p.opts.As, p.opts.As))
	}
	return nil
}

// whyLocal says what made the device speak up.
func (p *planner) whyLocal() string {
	if len(p.local.Noticed) == 0 {
		return fmt.Sprintf("%s repeats to everybody who is in %q", p.opts.As, p.goal.Name)
	}
	var parts []string
	for _, n := range p.local.Noticed {
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
