package evidence

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/share"
	"github.com/gmmtool/gmmtool/internal/store"
)

// Indexed says what [Index] did.
type Indexed struct {
	Read, Unchanged, Gone int // archives
	Messages              int // messages that were read
	Inputs                []Input
}

// ErrIndexStore is a store among the sources of an index.
var ErrIndexStore = errors.New("is a store already")

// IndexOptions are the options of [Index].
type IndexOptions struct {
	Options
	// Started is now: files that changed within two seconds of it are looked at again
	// by the next run.
	Started time.Time
	// People asks for what mail that is not chat mail tells of people: who wrote to
	// whom under which names, and which keys were shown. Without it a store says
	// nothing to those who ask for letters, or for a list of all mail. A store that
	// has it keeps having it.
	People bool
	// Share limits the run to its share of the archives and databases, by device and
	// path, for one of several stores that together are the case. Every share looks for
	// all of them, and knows all keys.
	Share share.Share
}

// Index brings a store up to date with a case: what [Read] would find in its archives
// and databases is in the store afterwards, as far as the keys at hand open it. It
// reads what is new, and commits after each large archive, or several small ones. What the store has of other
// sources stays as it is.
//
// Nothing secret is stored, and no mail but events and the bytes that [Case.Raw] has
// to give of GMMs and of what is still sealed.
func Index(ctx context.Context, c *Case, to *store.Store, opts IndexOptions) (*Indexed, error) {
	if len(c.stores) > 0 {
		return nil, &Error{Path: c.stores[0].Path(), Err: ErrIndexStore, Fix: "name the archives; stores need not be joined: name them all"}
	}
	x := &indexing{
		c:            c,
		IndexOptions: opts, to: to, done: &Indexed{}, all: pgp.NewRing(c.AllKeys()...), reader: &gmm.Reader{Storing: true},
		devices: map[string]store.Device{}, keys: map[keyPlace]store.Key{}, backups: map[[2]string]store.Backup{},
		known: map[[2]string]store.Archive{}, found: map[[2]string]bool{},
	}
	if err := x.learn(); err != nil {
		return nil, err
	}
	x.reader.Correspondence = x.People
	var steps []indexStep
	for _, d := range c.devices {
		steps = append(steps, x.device(ctx, d)...)
	}
	steps = append(steps, indexStep{run: func() error { return x.dropGone(c) }})
	return x.done, x.run(steps)
}

// indexing is a case on its way into a store.
type indexing struct {
	c *Case
	IndexOptions
	to     *store.Store
	reader *gmm.Reader
	all    *pgp.Ring
	done   *Indexed
	// What the store has already, by device and path; found is what there is now.
	devices map[string]store.Device
	keys    map[keyPlace]store.Key
	backups map[[2]string]store.Backup
	known   map[[2]string]store.Archive
	found   map[[2]string]bool
}

// An indexStep is a part of the work: size is how much mail it may read, in bytes.
type indexStep struct {
	size int64
	run  func() error
}

// perTransaction is how much mail is read before what was read is committed, in bytes,
// unless a single archive is larger: a disk takes its time to commit.
const perTransaction = 64 << 20

// run takes the steps in order, several in one transaction.
func (x *indexing) run(steps []indexStep) error {
	for len(steps) > 0 {
		err := x.to.Update(func() error {
			for read := int64(0); len(steps) > 0 && read < perTransaction; steps = steps[1:] {
				if err := steps[0].run(); err != nil {
					return err
				}
				read += steps[0].size
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// size is that of the file; of a folder, and of a stream, which nobody knows, what fits
// into a transaction four times.
func (a *archive) size() int64 {
	if a.reader == nil {
		if info, err := fs.Stat(a.fsys, a.name); err == nil && !info.IsDir() {
			return info.Size()
		}
	}
	return perTransaction / 4
}
