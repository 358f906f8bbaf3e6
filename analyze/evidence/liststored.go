package evidence

import (
	"cmp"
	"context"
	"encoding/hex"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// listStored lists what a store has of an archive.
func (l *lister) listStored(ctx context.Context, d *Device, a *archive, keys gmm.Keys, found *Evidence, seen map[string]bool) error {
	from, row := a.stored.from, a.stored.row
	if row.Ordinary > 0 {
		if err := a.stored.checkPeople(); err != nil {
			return err
		}
	}
	x := extraction{opts: Options{Jobs: l.jobs}, reader: l.reader, found: found, all: l.all}
	rows, opener, err := x.storedRows(ctx, a, keys)
	if err != nil {
		return err
	}
	for _, r := range rows {
		e, err := eventOf(d.Name, a.path, r, l.names)
		if err == nil && r.Chat {
			e.Message, err = opener.message(from, r, d)
		}
		if err != nil {
			return damaged(from.Path(), err)
		}
		o := listed{entry: storedEntry(e, r)}
		if r.Chat {
			o.event = e
		}
		if err := l.add(d, o, seen); err != nil {
			return err
		}
	}
	return x.addStoredInput(d, a)
}

// storedEntry is the line of an event that comes from a store.
func storedEntry(e *Event, row store.Event) ListEntry {
	entry := ListEntry{
		Device: e.Device, Archive: e.Place.Archive, Length: e.Length, File: e.Place.Member, Folder: e.Folder, Flags: e.Flags,
		UID: e.Arrival.UID, Basis: string(e.Arrival.TimeBasis), SHA256: hex.EncodeToString(e.SHA256[:]), MessageID: row.MessageID,
		Bucket: cmp.Or(filedAs(mboxio.SpecialUse(row.Use)), BucketOrdinary),
	}
	if !e.Arrival.Time.IsZero() {
		at := e.Arrival.Time.UTC().Truncate(time.Microsecond)
		entry.Arrival = &at
	}
	if e.Place.InFile {
		offset := e.Place.Offset
		entry.Offset = &offset
	}
	return entry
}
