package evidence

import (
	"context"
	"errors"
	"sync"

	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// A folderIndex reads those files of a folder that the store does not know. Of the
// others it notes what their names and lists say now: their flags, numbers, order.
type folderIndex struct {
	*archiveIndex
	known knownFiles
	fresh func(*mboxio.Message) stored // reduces a message that is read
	names *names
	rows  []store.Event // as they are now

	mu   sync.Mutex
	read map[string]store.File // that can be known the next time
	seen map[string]bool       // known, and still there
}

func (t *archiveIndex) readFolder(ctx context.Context) error {
	known, err := t.knownFiles()
	if err != nil {
		return err
	}
	f := &folderIndex{archiveIndex: t, known: known, fresh: t.work(), names: newNames(), read: map[string]store.File{}, seen: map[string]bool{}}
	o := t.walkOptions()
	o.Known = f.isKnown
	o.Passed = func(m *mboxio.Message) { f.remember(m, false) }
	summary, err := walkWith(ctx, t.a, o, f.reduce, f.take)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *store.Error
	if errors.As(err, &failed) {
		return err
	}
	t.again = len(f.seen)
	if err := errors.Join(t.putEvents(known.rows, f.rows), t.putFiles(known.files, f.seen, f.read)); err != nil {
		return err
	}
	return t.finish(ctx, nil, summary, err)
}

// isKnown is [mboxio.Options.Known].
func (f *folderIndex) isKnown(key string) (mboxio.KnownFile, bool) {
	file, ok := f.known.files[key]
	if ok {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.seen[key] = true
	}
	return mboxio.KnownFile{Bytes: file.Bytes, Selected: file.Event || f.people}, ok
}

// remember notes a file that was read, and gives its key, "" if it has to be read
// again.
func (f *folderIndex) remember(m *mboxio.Message, event bool) string {
	key, file, ok := m.Remember()
	if !ok {
		return ""
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.read[key] = store.File{Key: key, Bytes: file.Bytes, Event: event}
	return key
}

// reduce reduces a message, of a known file to what its name says now.
func (f *folderIndex) reduce(m *mboxio.Message) stored {
	if key, ok := m.Known(); ok {
		return stored{again: again(f.a, m, f.known.events[key], f.names)}
	}
	s := f.fresh(m)
	s.key = f.remember(m, s.row.Chat)
	return s
}

// take takes the messages in their order.
func (f *folderIndex) take(s stored) error {
	switch {
	case s.again != nil:
		f.rows = append(f.rows, *s.again)
		if !s.again.Chat {
			f.worked = append(f.worked, worked{s.again.Position, filedAs(mboxio.SpecialUse(s.again.Use))})
		}
		return nil
	case !s.row.Chat:
		f.worked = append(f.worked, worked{s.index, s.filed})
	}
	if s.event == nil {
		return nil
	}
	message, err := f.putMessage(s)
	f.rows = append(f.rows, eventRow(s.event, message, s))
	return err
}

// knownFiles are the files of a folder as the store knows them.
type knownFiles struct {
	files  map[string]store.File
	events map[string]store.Event
	rows   []store.Event
}

func (t *archiveIndex) knownFiles() (knownFiles, error) {
	k := knownFiles{files: map[string]store.File{}, events: map[string]store.Event{}}
	if t.people && !t.before.People { // it was read for chats alone
		return k, errors.Join(t.to.DropEvents(t.row.ID, 0), t.to.DropFiles(t.row.ID))
	}
	err := t.to.Files(t.row.ID, func(f store.File) error {
		k.files[f.Key] = f
		return nil
	})
	if err != nil {
		return k, err
	}
	err = t.to.Events(t.row.ID, func(e store.Event) error {
		k.rows = append(k.rows, e)
		if e.Key != "" {
			k.events[e.Key] = e
		}
		return nil
	})
	for key, f := range k.files {
		if _, ok := k.events[key]; (f.Event || t.people) && !ok {
			delete(k.files, key)
		}
	}
	return k, err
}

// again is the row of an event whose file was not read again.
func again(a *archive, m *mboxio.Message, row store.Event, names *names) *store.Event {
	arrived, _ := readTime(row.Arrived)
	arrival := m.ArrivalAgain(mboxio.Arrival{Time: arrived, TimeBasis: mboxio.Basis(row.TimeBasis)})
	row.Position, row.UID, row.Basis = arrival.Position, int64(arrival.UID), string(arrival.Basis)
	row.Member, row.Folder = m.Place.Member, names.one(folderOf(a, m))
	row.Flags, row.Use = names.one(m.FlagsAgain(row.Flags)), string(useOf(a, m))
	return &row
}

// putEvents replaces the events of an archive from the first that differs on.
func (t *archiveIndex) putEvents(before, now []store.Event) error {
	same := 0
	for same < len(before) && same < len(now) && before[same] == now[same] {
		same++
	}
	behind := int64(0)
	if same > 0 {
		behind = now[same-1].Position
	}
	err := t.to.DropEvents(t.row.ID, behind)
	for _, row := range now[same:] {
		if err == nil {
			err = t.to.PutEvent(t.row.ID, row)
		}
	}
	return err
}

func (t *archiveIndex) putFiles(before map[string]store.File, seen map[string]bool, read map[string]store.File) error {
	for key := range before {
		if !seen[key] {
			if err := t.to.DropFile(t.row.ID, key); err != nil {
				return err
			}
		}
	}
	for _, file := range read {
		if err := t.to.PutFile(t.row.ID, file); err != nil {
			return err
		}
	}
	return nil
}
