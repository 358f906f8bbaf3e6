package repair

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// planner plans one group.
type planner struct {
	study *analyze.Study
	opts  Options
	goal  analyze.Goal
	seats []analyze.Seat // as they are before the next correction
	keys  map[string]*pgp.Key
	gmms  []carried
	alone *analyze.Perspective // of the one device that speaks, nil for the whole case
	group Group
	made  []made
}

type made struct {
	correction Correction
	data       []byte
}

func (p *planner) plan(ctx context.Context) error {
	p.group = Group{ID: p.goal.ID, Name: p.goal.Name, Target: p.target(), Devices: []Device{}}
	before := slices.Clone(p.seats)
	if len(p.ill()) > 0 || len(p.opts.Groups) > 0 {
		p.findKeys(p.study.KeyOf)
		if err := p.collectOriginals(ctx, p.study.Missed(p.goal.ID)); err != nil {
			return err
		}
		if err := p.chain(); err != nil {
			return err
		}
	}
	p.noteViews(before)
	return nil
}

// noteViews says who showed what before, and will after the corrections.
func (p *planner) noteViews(before []analyze.Seat) {
	for i, seat := range p.seats {
		if seat.Blind {
			p.group.Unknown = append(p.group.Unknown, seat.Device)
			continue
		}
		if seat.InTarget && seat.View.Has(membership.Self) && !seat.Spoke {
			p.group.Unseen = append(p.group.Unseen, seat.Device)
		}
		p.group.Devices = append(p.group.Devices, Device{Device: seat.Device, Before: before[i].Shown(), After: seat.Shown()})
	}
}

func (p *planner) target() []string {
	list := []string{}
	for _, person := range p.goal.Members {
		list = append(list, person.Address)
	}
	return list
}

// ill lists the seats that do not show what they should: members that show
// another list, and former members that do not know they are out.
func (p *planner) ill() []int {
	target := p.target()
	var list []int
	for i, seat := range p.seats {
		if seat.Blind {
			continue
		}
		if seat.InTarget && !slices.Equal(seat.Shown(), target) || !seat.InTarget && seat.View.Has("self") {
			list = append(list, i)
		}
	}
	return list
}

// chain adds one correction after the other, each by the signer that heals
// most, until all are healed or nobody can go on.
func (p *planner) chain() error {
	for round := 0; round <= len(p.seats); round++ {
		best := p.bestLetter()
		if best == nil {
			break
		}
		before := len(p.ill())
		if err := p.write(best); err != nil {
			return err
		}
		if n := len(p.ill()); n == 0 || n == before {
			break
		}
	}
	p.group.mute = len(p.ill()) > 0 && len(p.signers()) == 0
	for _, i := range p.ill() {
		p.group.Unhealed = append(p.group.Unhealed, p.advice(p.seats[i]))
	}
	return nil
}

// bestLetter is the letter that leaves fewest devices ill: of equal ones the
// one that may be delivered earliest, then that of the first signer. It is nil
// if none helps; but a group the user named gets one in any case.
func (p *planner) bestLetter() *letter {
	left := len(p.ill())
	if len(p.opts.Groups) > 0 && len(p.made) == 0 {
		left++
	}
	var best *letter
	for _, wait := range p.waits() {
		for _, signer := range p.signers() {
			for _, removed := range p.namedRemovals() {
				l := p.letterBy(signer)
				l.date, l.wait, l.removed = l.date.Add(wait), l.wait+wait, removed
				trial := planner{seats: p.predict(&l), goal: p.goal}
				if n := len(trial.ill()); n < left {
					best, left = &l, n
				}
			}
		}
	}
	return best
}

// namedRemovals are the removals worth naming: none, or one of a former member
// whose release before 1.154 learns only so that its user is out.
func (p *planner) namedRemovals() []string {
	list := []string{""}
	for _, i := range p.ill() {
		if seat := p.seats[i]; !seat.InTarget && !seat.Rules.Timed() {
			list = append(list, firstOf(seat.Addresses))
		}
	}
	return list
}

// waits are the delays worth trying. Releases before 1.154 follow no list for
// up to two minutes after a newer change (see membership, View.ListTime); for
// all others now is as good as later.
func (p *planner) waits() []time.Duration {
	waits := []time.Duration{0}
	if slices.ContainsFunc(p.seats, func(s analyze.Seat) bool { return !s.Rules.Timed() }) {
		for wait := 10 * time.Second; wait <= longestWait; wait += 10 * time.Second {
			waits = append(waits, wait)
		}
	}
	return waits
}

// longestWait covers the tolerance of 120 seconds and clocks that differ a little.
const longestWait = 150 * time.Second

// known are the seats whose views and releases the writer knows of.
func (p *planner) known() []analyze.Seat {
	if p.alone != nil {
		return []analyze.Seat{p.alone.Seat}
	}
	return p.seats
}

// why says in a sentence what a correction is for.
func (p *planner) why(l *letter, healed []string) string {
	switch {
	case p.alone != nil:
		return p.whyAlone()
	case len(healed) == 0:
		return fmt.Sprintf("%s repeats to everybody who is in %q", l.signer.Address, p.goal.Name)
	}
	return fmt.Sprintf("%s tells %s who is in %q", l.signer.Address, and(healed), p.goal.Name)
}
