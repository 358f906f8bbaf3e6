package evidence

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// An archiveIndex brings one archive up to date in a store.
type archiveIndex struct {
	*indexing
	device *Device
	a      *archive
	keys   gmm.Keys
	row    store.Archive
	before progress // zero if it is new
	now    progress

	people bool // mail that is not chat mail is stored, too
	worked []worked
	again  int // messages whose files were not read again
}

// worked is mail that was looked at and is not chat mail.
type worked struct {
	index int64
	filed Bucket
}

// archive brings one archive up to date.
func (x *indexing) archive(ctx context.Context, d *Device, a *archive, keys gmm.Keys) error {
	key := [2]string{d.Name, a.path}
	x.found[key] = true
	t := &archiveIndex{indexing: x, device: d, a: a, keys: keys, row: x.known[key], people: x.People}
	t.now.People = x.People
	t.row.Device, t.row.Path, t.row.Source = d.Name, a.path, a.source
	if t.row.ID != 0 {
		if err := json.Unmarshal(t.row.State, &t.before); err != nil {
			return damaged(x.to.Path(), err)
		}
	}
	read, err := t.choose(ctx)
	if err == nil && t.row.ID == 0 {
		err = t.addRow()
	}
	if err == nil {
		err = read(ctx)
	}
	return err
}

// choose decides how much of the archive is to be read.
func (t *archiveIndex) choose(ctx context.Context) (read func(context.Context) error, err error) {
	if t.a.reader != nil {
		return t.readWhole, nil
	}
	info, err := fs.Stat(t.a.fsys, t.a.name)
	if err != nil {
		return t.readWhole, nil // which says so
	}
	t.now.Looked, t.now.File = t.Started, stampOf(info)
	if t.a.pack != (stamp{}) {
		t.now.File = t.a.pack
	}
	isKnown := t.row.ID != 0 && t.before.People == t.people
	if info.IsDir() {
		if t.now.Listing, err = listingOf(t.a.fsys, t.a.name); err != nil {
			return t.readWhole, nil
		}
		if isKnown && t.now.Listing == t.before.Listing {
			return t.keep, nil
		}
		return t.readFolder, nil
	}
	if isKnown && t.before.File.proves(t.now.File, t.before.Looked) {
		return t.keep, nil
	}
	if isKnown && t.before.Summed > 0 && t.before.Summed <= info.Size() {
		sum, _, err := checksum{}.sumFile(ctx, t.a.fsys, t.a.name, 0, t.before.Summed)
		switch {
		case err != nil:
			return t.readWhole, ctx.Err()
		case sum == t.before.Sum && t.before.Summed == info.Size():
			return t.keep, nil
		case sum == t.before.Sum && t.before.Checkpoint != nil:
			return t.readGrown, nil
		}
	}
	return t.readWhole, nil
}

// addRow gives a new archive a row.
func (t *archiveIndex) addRow() (err error) {
	empty := []byte("[]")
	t.row.Mailboxes, t.row.Errors, t.row.Notes, t.row.Tried, t.row.State = empty, empty, empty, empty, []byte("{}")
	t.row.ID, err = t.to.PutArchive(t.row)
	return err
}

// keep leaves an archive as it was read.
func (t *archiveIndex) keep(ctx context.Context) error {
	t.done.Unchanged++
	input, _, err := inputOf(t.a, t.device, t.row)
	if err != nil {
		return damaged(t.to.Path(), err)
	}
	t.done.Inputs = append(t.done.Inputs, input)
	changed := t.now.Listing == "" && !t.before.File.proves(t.now.File, t.before.Looked)
	opened, err := t.openAgain(ctx)
	if err != nil || !changed && !opened {
		return err
	}
	t.before.File, t.before.Looked = t.now.File, t.now.Looked
	if t.row.State, err = json.Marshal(t.before); err != nil {
		return err
	}
	_, err = t.to.PutArchive(t.row)
	return err
}

// readWhole reads an archive from its beginning.
func (t *archiveIndex) readWhole(ctx context.Context) error {
	if err := errors.Join(t.to.DropEvents(t.row.ID, 0), t.to.DropFiles(t.row.ID)); err != nil {
		return err
	}
	return t.read(ctx, nil)
}

// readGrown goes on where an mbox ended before.
func (t *archiveIndex) readGrown(ctx context.Context) error {
	if err := t.to.DropEvents(t.row.ID, t.before.Checkpoint.Index); err != nil {
		return err
	}
	return t.read(ctx, t.before.Checkpoint)
}

// read reads an archive from a checkpoint on, or all of it.
func (t *archiveIndex) read(ctx context.Context, from *mboxio.Checkpoint) error {
	sink := func(o stored) error {
		if !o.row.Chat {
			t.worked = append(t.worked, worked{o.index, o.filed})
		}
		if o.event == nil {
			return nil
		}
		return t.put(t.row.ID, o)
	}
	o := t.walkOptions()
	o.Resume = from
	archive, file := t.withSum(from != nil)
	summary, err := walkWith(ctx, archive, o, t.work(), sink)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *store.Error
	if errors.As(err, &failed) {
		return err
	}
	if !t.noteSum(ctx, file) {
		t.now.Looked, t.now.Sum, t.now.Summed = time.Time{}, checksum{}, 0
	}
	return t.finish(ctx, from, summary, err)
}

// withSum is the archive such that it is summed while it is read, if it is a file; of
// one that grew what is new.
func (t *archiveIndex) withSum(grew bool) (*archive, *summedFile) {
	if t.a.reader != nil || t.now.Listing != "" {
		return t.a, nil
	}
	from, sum := int64(0), checksum{}
	if grew {
		from, sum = t.before.Summed, t.before.Sum
	}
	summed, file := *t.a, sumWhileRead(t.a.fsys, t.a.name, from, sum)
	summed.fsys = file
	return &summed, file
}

// noteSum notes the checksum of what was read. The file may have grown meanwhile: what
// was summed is told, and more is read twice rather than not.
func (t *archiveIndex) noteSum(ctx context.Context, file *summedFile) (ok bool) {
	if file == nil {
		return false
	}
	info, err := fs.Stat(t.a.fsys, t.a.name)
	if err == nil {
		t.now.Sum, t.now.Summed, err = file.finish(ctx, info.Size())
	}
	return err == nil
}

func (t *archiveIndex) walkOptions() mboxio.Options {
	o := mboxio.Options{Name: t.a.path, Jobs: t.Jobs, Spool: t.Spool, Progress: t.Progress}
	if !t.people {
		o.Match = chatMail()
	}
	return o
}
