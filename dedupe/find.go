package dedupe

import (
	"context"
	"errors"
	"fmt"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// ErrTooMany: more records than a run can tell apart.
var ErrTooMany = errors.New("too many records")

// Options of a run. The zero value is a good default.
type Options struct {
	// Inputs are what the records were read from, for the plan: cards in the books of one
	// account are duplicates of each other even where a link ties them.
	Inputs []record.Input
	// Jobs is how many threads compare; the plan is the same for any number.
	// 0 means one.
	Jobs int
	// IncludeWeak lists pairs too that only weak evidence ties, with the
	// suggestion to refuse them.
	IncludeWeak bool
	// BlockLimit is how many persons may share a value and still be compared on
	// account of it. 0 means 200.
	BlockLimit int
	// Decisions are those of earlier plans.
	Decisions Decisions
	// CandidatesClaimed lists pairs too of which one only named the other's
	// address, so that a probe can be sent.
	CandidatesClaimed bool
}

// Find makes a plan of who is one person. It does not change the records. A nil
// testimony is one that says nothing. The error is the context's, or ErrTooMany for
// more than sixteen million records.
func Find(ctx context.Context, records []record.Record, t *record.Testimony, opts Options) (*Plan, error) {
	if len(records) > link.MaxRecords {
		return nil, fmt.Errorf("%w: %d", ErrTooMany, len(records))
	}
	if t == nil {
		t = &record.Testimony{}
	}
	if opts.BlockLimit <= 0 {
		opts.BlockLimit = 200
	}
	index := record.NewIndex(records, max(1, opts.Jobs))
	decisions := indexDecisions(opts.Decisions.under(renamed(opts.Decisions, index)))
	linking := link.Options{Jobs: max(1, opts.Jobs), IncludeWeak: opts.IncludeWeak, Claimed: opts.CandidatesClaimed, BlockLimit: opts.BlockLimit}
	if len(opts.Decisions.Pairs) > 0 {
		linking.Earlier = decisions
	}
	found, err := link.Find(ctx, index, t, linking)
	if err != nil {
		return nil, err
	}
	return writePlan(index, found, t.Revoked, decisions, opts.Inputs, max(1, opts.Jobs)), nil
}
