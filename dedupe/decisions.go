package dedupe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ErrDecisions is a file of decisions that is damaged, of another kind, or
// written by a newer release.
var ErrDecisions = errors.New("no decisions of gmmtool")

// ReadDecisions reads what [Remember] gave, as JSON.
func ReadDecisions(r io.Reader) (Decisions, error) {
	var d Decisions
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return Decisions{}, fmt.Errorf("%w: %w", ErrDecisions, err)
	}
	if d.Schema != Schema {
		return Decisions{}, fmt.Errorf("%w: version %d is not known", ErrDecisions, d.Schema)
	}
	for i, pair := range d.Pairs {
		if len(pair.A) == 0 || len(pair.B) == 0 || pair.Decision != Accept && pair.Decision != Refuse {
			return Decisions{}, fmt.Errorf("%w: pairs[%d] is incomplete", ErrDecisions, i)
		}
	}
	return d, nil
}
