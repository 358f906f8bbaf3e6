package repair

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
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
	// As names the one device that speaks, from its own view; "" is the whole
	// case.
	As string
	// Groups, by id or name, are corrected even if every view the case shows is
	// right, and no others. Empty means all that need it.
	Groups []string
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

// Mute reports whether there is something to correct and nobody who could
// sign: the case holds no usable secret key of any member.
func (r *Result) Mute() bool {
	return len(r.Files) == 0 && slices.ContainsFunc(r.Plan.Groups, func(g Group) bool { return g.mute })
}

// Correct plans and writes the corrections of every group whose views differ.
// Errors are of the kinds ErrNoDevice, ErrNoGroup and ErrNoSecret, or come from
// reading the archives again.
func Correct(ctx context.Context, study *analyze.Study, opts Options) (*Result, error) {
	result := &Result{Plan: Plan{Schema: Schema, Kind: Kind, As: opts.As, Groups: []Group{}, Corrections: []Correction{}}}
	ids, err := chosen(study, opts)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &planner{study: study, opts: opts, goal: study.Goal(id), seats: study.Seats(id)}
		if opts.As == "" {
			err = p.plan(ctx)
		} else {
			err = p.planAlone(ctx)
		}
		if err != nil {
			return nil, err
		}
		result.add(p)
	}
	return result, nil
}

func (r *Result) add(p *planner) {
	r.Plan.Groups = append(r.Plan.Groups, p.group)
	for _, made := range p.made {
		made.correction.SHA256 = fmt.Sprintf("%x", sha256.Sum256(made.data))
		made.correction.File = fmt.Sprintf("correction-%02d.eml", len(r.Files)+1)
		r.Plan.Corrections = append(r.Plan.Corrections, made.correction)
		r.Files = append(r.Files, File{Name: made.correction.File, Data: made.data})
	}
}

// chosen lists the ids of the groups to look at.
func chosen(study *analyze.Study, opts Options) ([]string, error) {
	if opts.As != "" && !study.HasDevice(opts.As) {
		return nil, fmt.Errorf("%w: %q", ErrNoDevice, opts.As)
	}
	if len(opts.Groups) == 0 {
		return study.Groups(), nil
	}
	var ids []string
	for _, wanted := range opts.Groups {
		before := len(ids)
		for _, id := range study.Groups() {
			if (id == wanted || study.Goal(id).Name == wanted) && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if len(ids) == before {
			return nil, fmt.Errorf("%w: %q", ErrNoGroup, wanted)
		}
	}
	return ids, nil
}
