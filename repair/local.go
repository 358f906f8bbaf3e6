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
	view, ok := p.group.LocalView(p.opts.As, p.opts.OnAny)
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

// speak writes what the device that speaks tells the others: one message to all,
// or one to each whose list is not its own.
func (p *planner) speak() error {
	p.findKeys(func(person history.Person) (history.KeyOrigin, bool) { return p.hs.KeyKnownTo(p.local.State, person) })
	speaker, ok := p.signerOf(p.local.State)
	if !ok {
		return fmt.Errorf("%w of device %q", ErrNoSecret, p.opts.As)
	}
	said := p.draftBy(speaker)
	said.noticed = p.local.Noticed
	if !p.opts.ToSender {
		if err := p.seal(said); err != nil {
			return err
		}
	}
	for _, n := range p.local.Noticed {
		if !p.opts.ToSender || p.keys[n.Author] == nil { // the plan names who has no key
			continue
		}
		alone := *said
		alone.to, alone.noticed = n.Author, []history.Noticed{n}
		if err := p.seal(&alone); err != nil {
			return err
		}
	}
	for _, i := range p.diverged() {
		p.planned.Unhealed = append(p.planned.Unhealed, p.unreached(p.states[i]))
	}
	return nil
}

// unreached says what becomes of a device that differs after the one that speaks
// has spoken.
func (p *planner) unreached(s history.DeviceState) string {
	told := func(n history.Noticed) bool { return slices.Contains(s.Addresses, n.Author) }
	if p.opts.ToSender && !slices.ContainsFunc(p.local.Noticed, told) {
		return fmt.Sprintf("%s is not told by %s: it is for those who are to forward it, with gmmtool correct --as THEIR-DEVICE --group %s.", s.Device, p.opts.As, p.group.ID)
	}
	return fmt.Sprintf("%s will not show what %s shows: %s alone cannot change that. The whole case may know more: leave out --as.", s.Device, p.opts.As, p.opts.As)
}

// whyLocal says what made the device speak up.
func (p *planner) whyLocal(noticed []history.Noticed) string {
	if len(noticed) == 0 {
		return fmt.Sprintf("%s repeats to everybody who is in %q", p.opts.As, p.goal.Name)
	}
	var parts []string
	for _, n := range noticed {
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
