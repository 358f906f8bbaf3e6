package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
// one way back into an archive. For each event it gives the bytes or an error of
// kind [ErrGone] or [ErrChanged], or what the archive reported, at the same index.
func (c *Case) Raw(ctx context.Context, events []*Event) (raw [][]byte, errs []error) {
	raw, errs = make([][]byte, len(events)), make([]error, len(events))
	byArchive := map[string][]int{}
	var order []string
	for i, e := range events {
		errs[i] = &Error{Path: e.Place.Archive, Err: fmt.Errorf("message %q %w", e.MessageID(), ErrChanged), Fix: "give the archive as it was when it was analysed"}
		if byArchive[e.Place.Archive] == nil {
			order = append(order, e.Place.Archive)
		}
		byArchive[e.Place.Archive] = append(byArchive[e.Place.Archive], i)
	}
	for _, path := range order {
		c.rawOf(ctx, path, events, byArchive[path], raw, errs)
	}
	return raw, errs
}

// rawOf copies the events with the given indexes out of one archive.
func (c *Case) rawOf(ctx context.Context, path string, events []*Event, indexes []int, raw [][]byte, errs []error) {
	wanted := map[Digest][]int{}
	for _, i := range indexes {
		wanted[events[i].SHA256] = append(wanted[events[i].SHA256], i)
	}
	for _, d := range c.devices {
		for k := range d.archives {
			a := &d.archives[k]
			if a.path != path {
				continue
			}
			if a.reader != nil {
				for _, i := range indexes {
					errs[i] = &Error{Path: path, Err: ErrGone, Fix: "name the archive as a file"}
				}
				continue
			}
			work := func(m *mboxio.Message) copied { return copyIfWanted(m, wanted) }
			sink := func(found copied) error {
				for _, i := range wanted[found.sum] {
					if found.raw != nil {
						raw[i], errs[i] = found.raw, nil
					}
				}
				return nil
			}
			if _, err := walk(ctx, a, Options{}, work, sink); err != nil {
				for _, i := range indexes {
					if raw[i] == nil {
						errs[i] = err
					}
				}
			}
		}
	}
}

type copied struct {
	sum Digest
	raw []byte
}

func copyIfWanted(m *mboxio.Message, wanted map[Digest][]int) copied {
	found := copied{sum: Digest(m.SHA256())}
	if wanted[found.sum] != nil {
		found.raw = slices.Clone(m.Decoded())
	}
	return found
}
