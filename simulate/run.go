package simulate

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/gmmtool/gmmtool/internal/parallel"
)

// start is when every run begins: the eras' rules want a plausible date.
var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()

// aftermath is how long a run goes on after the last act, so that what is on its
// way arrives.
const aftermath = 24 * time.Hour

// Run plays a number of groups and measures them. Errors are of the kind
// ErrOptions, or that of ctx.
func Run(ctx context.Context, opts Options) (*Result, error) {
	if err := opts.check(); err != nil {
		return nil, err
	}
	tallies := make([]tally, opts.Groups)
	ends := make([]ending, opts.Groups)
	failures := make([]error, max(1, opts.Jobs))
	parallel.Parts(opts.Jobs, opts.Groups, func(part, from, to int) {
		for i := from; i < to && failures[part] == nil; i++ {
			tallies[i], ends[i], failures[part] = playGroup(ctx, &opts, i)
		}
	})
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	return newResult(&opts, tallies, ends), nil
}

// An ending is what is left when a group's time is over.
type ending struct {
	wrong   int // devices that differ from the truth
	damaged int // devices that believe an attack
}

// outsiders is how many people beyond its members may come to be in a group.
func outsiders(members int) int { return max(2, members/5) }

func playGroup(ctx context.Context, opts *Options, number int) (tally, ending, error) {
	dice := func(purpose uint64) *rand.Rand {
		return rand.New(rand.NewPCG(opts.Seed, uint64(number)<<8|purpose))
	}
	addresses := make([]string, opts.Members+outsiders(opts.Members))
	others := make([]int, 0, opts.Members-1)
	for i := range addresses {
		addresses[i] = simulatedAddress(i)
		if i > 0 && i < opts.Members {
			others = append(others, i)
		}
	}
	// The group begins with views that agree.
	g := newGroup(opts, opts.Releases, addresses, &randomNetwork{dice: dice(0)}, start)
	g.waits = dice(1)
	g.found(0, others)
	g.greet(0)
	if err := g.run(ctx, start+1000); err != nil {
		return tally{}, ending{}, err
	}
	g.variant = opts.Variant
	g.tally = tally{wrongs: g.tally.wrongs}
	g.network = &randomNetwork{Network: opts.Network, dice: dice(0)}
	for _, d := range g.devices {
		d.since = g.now
	}
	g.schedule(dice(2))
	end := g.now + opts.For.Milliseconds()
	if err := g.run(ctx, end); err != nil {
		return tally{}, ending{}, err
	}
	for _, d := range g.devices {
		g.tally.stood(d.standing, g.now-d.since)
		d.since = g.now
	}
	g.tally.closed = true
	if err := g.run(ctx, end+aftermath.Milliseconds()); err != nil {
		return tally{}, ending{}, err
	}
	if g.tally.wrongs > 0 {
		g.tally.note(g.now, true)
	}
	return g.tally, ending{g.tally.wrongs, g.damaged()}, nil
}
