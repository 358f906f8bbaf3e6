package repair

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/share"
)

// Kinds of failure, for errors.Is.
var (
	// ErrNoDevice: the case has no device of the name given.
	ErrNoDevice = errors.New("no such device")
	// ErrNoGroup: no device of the case has the group asked for.
	ErrNoGroup = errors.New("no such group")
	// ErrNoSecret: the device that is to speak has no secret key in the case.
	ErrNoSecret = errors.New("no secret key")
)

// Options are what the user settled and what the surroundings provide.
type Options struct {
	Now    time.Time // the date of the corrections, and the clock predictions are made with
	Random io.Reader // for sealing
	Jobs   int       // goroutines that open original messages; below 1 means 1
	// As names the one device that speaks, from its own view; "" is the whole
	// case.
	As string
	// ToSender has the device of As tell only the authors of the messages that do
	// not agree with its view, each by themselves; they are to tell the others.
	ToSender bool
	// OnAny has the device of As compare the list of every message with its view,
	// not only of those that add or remove somebody.
	OnAny bool
	// Groups, by id or name, are corrected even if every view the case shows is
	// right, and no others. Empty means all that need it.
	Groups []string
	// Share limits the plan to its share of those groups, which [Joined] joins.
	Share share.Share
	// Keep and Drop are addresses that a person decided to be members or not, of
	// Groups or of the one group that has heard of them. Not with As.
	Keep, Drop []string

	advising bool // nothing is written: see [Advise]
}

// Result is a plan and the messages it speaks of.
type Result struct {
	Plan  Plan
	Files []File
}

// Healthy reports whether there is nothing to correct.
func (r *Result) Healthy() bool {
	return len(r.Files) == 0 && !slices.ContainsFunc(r.Plan.Groups, func(g Group) bool { return len(g.Unhealed) > 0 })
}

// Unsignable reports whether there is something to correct and nobody who could
// sign: the case holds no usable secret key of any member.
func (r *Result) Unsignable() bool {
	return len(r.Files) == 0 && slices.ContainsFunc(r.Plan.Groups, Group.Unsignable)
}

// Correct plans and writes the corrections of every group whose views differ.
// The case gives the keys that sign and the original messages; it must not be
// closed yet. Errors are of the kinds ErrNoDevice, ErrNoGroup and ErrNoSecret,
// those of a [Decision], of package pgp about sealing, or that of ctx.
func Correct(ctx context.Context, c *evidence.Case, hs *history.Histories, opts Options) (*Result, error) {
	groups, err := chosen(hs, opts)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(groups, opts)
	if err != nil {
		return nil, err
	}
	plan := Plan{Schema: Schema, Kind: Kind, As: opts.As, ToSender: opts.ToSender, OnAny: opts.OnAny, Groups: []Group{}, Corrections: []Correction{}}
	plan.Addresses = addressesOf(hs.Devices)
	if opts.Share.Of > 0 {
		plan.Share = &Share{Share: opts.Share, Groups: []int{}}
	}
	var planners []*planner
	for i, g := range groups {
		if !opts.Share.Has(g.ID) {
			continue
		}
		if plan.Share != nil {
			plan.Share.Groups = append(plan.Share.Groups, i)
		}
		p, err := newPlanner(c, hs, g, decided[g], opts)
		if err != nil {
			return nil, err
		}
		planners = append(planners, p)
	}
	carried, err := originalsFor(ctx, c, planners, opts.Jobs)
	if err != nil {
		return nil, err
	}
	result := &Result{Plan: plan}
	for i, p := range planners {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := p.plan(carried[i]); err != nil {
			return nil, err
		}
		result.add(p)
	}
	return result, nil
}

func addressesOf(devices []*history.Device) []string {
	all := []string{}
	for _, d := range devices {
		all = append(all, d.Addresses...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (r *Result) add(p *planner) {
	r.Plan.Groups = append(r.Plan.Groups, p.planned)
	for _, w := range p.written {
		w.correction.SHA256 = fmt.Sprintf("%x", sha256.Sum256(w.data))
		r.write(w.correction, w.data)
	}
}

// chosen lists the groups to look at. A correction cannot name a group without an id.
func chosen(hs *history.Histories, opts Options) ([]*history.Group, error) {
	if opts.As != "" && hs.Device(opts.As) == nil {
		return nil, fmt.Errorf("%w: %q", ErrNoDevice, opts.As)
	}
	var all []*history.Group
	for _, g := range hs.Groups {
		if g.Shown() && !g.IsAdHoc() {
			all = append(all, g)
		}
	}
	if len(opts.Groups) == 0 {
		return all, nil
	}
	var list []*history.Group
	for _, wanted := range opts.Groups {
		found := false
		for _, g := range all {
			if g.ID != wanted && g.Name != wanted {
				continue
			}
			found = true
			if !slices.Contains(list, g) { // named before, by its name or id
				list = append(list, g)
			}
		}
		if !found {
			return nil, fmt.Errorf("%w: %q", ErrNoGroup, wanted)
		}
	}
	return list, nil
}
