package evidence

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Kinds of failure of [Case.Raw].
var (
	// ErrGone: the message came from standard input, which is read once.
	ErrGone = errors.New("was read from standard input and is gone")
	// ErrChanged: at the place of the message lies something else now.
	ErrChanged = errors.New("is not in its archive any more")
)

// Raw copies messages out of their archives, as parsers read them. It is the
// one way back into an archive, and looks at nothing but the places of the
// events. For each event it gives the bytes or an [Error], at the same index: of
// kind [ErrGone] or [ErrChanged], or what the archive or the store reported.
func (c *Case) Raw(ctx context.Context, events []*Event) (raw [][]byte, errs []error) {
	raw, errs = make([][]byte, len(events)), make([]error, len(events))
	byArchive := map[*archive][]int{}
	var order []*archive
	for i, e := range events {
		a := c.archiveOf(e)
		switch {
		case a == nil:
			errs[i] = changed(e)
			continue
		case a.reader != nil:
			errs[i] = &Error{Path: a.path, Err: fmt.Errorf("message %q %w", e.MessageID(), ErrGone), Fix: "name the archive as a file"}
			continue
		case a.stored != nil:
			raw[i], errs[i] = a.stored.raw(e)
			continue
		case byArchive[a] == nil:
			order = append(order, a)
		}
		byArchive[a] = append(byArchive[a], i)
	}
	for _, a := range order {
		a.rawOf(ctx, mboxio.Options{Name: a.path, Spool: c.spool}, events, byArchive[a], raw, errs)
	}
	return raw, errs
}

// archiveOf finds the archive of the case that an event was read from, nil if
// there is none.
func (c *Case) archiveOf(e *Event) *archive {
	for _, d := range c.devices {
		if d.name != e.Device {
			continue
		}
		for i := range d.archives {
			if d.archives[i].path == e.Place.Archive {
				return &d.archives[i]
			}
		}
	}
	return nil
}

// rawOf copies the events with the given indexes out of one archive.
func (a *archive) rawOf(ctx context.Context, opts mboxio.Options, events []*Event, indexes []int, raw [][]byte, errs []error) {
	spans := make([]mboxio.Span, len(indexes))
	for k, i := range indexes {
		e := events[i]
		spans[k] = mboxio.Span{Place: placeOf(e), Length: e.Length}
	}
	given := make([]bool, len(indexes))
	give := func(k int, found, decoded []byte, failed error) error {
		i := indexes[k]
		given[k] = true
		switch {
		case errors.Is(failed, mboxio.ErrChanged), failed == nil && sha256.Sum256(found) != events[i].SHA256:
			errs[i] = changed(events[i])
		case failed != nil:
			errs[i] = failed
		default:
			raw[i] = slices.Clone(decoded)
		}
		return nil
	}
	err := mboxio.ReadSpans(ctx, a.fsys, a.name, spans, opts, give)
	for k, i := range indexes {
		if !given[k] {
			errs[i] = err // ctx ended
		}
	}
}

// raw gives the bytes of a message that a store keeps.
func (s *storedArchive) raw(e *Event) ([]byte, error) {
	data, _, err := s.from.Raw(store.Digest(e.SHA256))
	if errors.Is(err, store.ErrNotKept) {
		return nil, &Error{Path: placeOf(e).String(), Err: fmt.Errorf("message %q: %w", e.MessageID(), err), Fix: "name the archive itself instead of " + s.from.Path()}
	}
	return data, err
}

func placeOf(e *Event) mboxio.Place {
	return mboxio.Place{Archive: e.Place.Archive, Member: e.Place.Member, Offset: e.Place.Offset}
}

func changed(e *Event) error {
	return &Error{Path: placeOf(e).String(), Err: fmt.Errorf("message %q %w", e.MessageID(), ErrChanged), Fix: "give the archive as it was when it was analysed"}
}
