package evidence

import (
	"cmp"
	"context"
	"encoding/hex"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// ListSummary is what a list adds up to.
type ListSummary struct {
	Inputs   []Input
	Messages int
	Counts   map[Bucket]int
}

// ListEntry is one line of the evidence list.
type ListEntry struct {
	Device    string     `json:"device"`
	Archive   string     `json:"archive"`
	Offset    *int64     `json:"offset,omitempty"`
	Length    int64      `json:"length"`
	File      string     `json:"file,omitempty"`
	Folder    string     `json:"folder"`
	Flags     string     `json:"flags"`
	Arrival   *time.Time `json:"arrival"` // null when no time is known
	UID       uint32     `json:"uid,omitempty"`
	Basis     string     `json:"basis"`
	SHA256    string     `json:"sha256"`
	MessageID string     `json:"message_id"`
	Bucket    Bucket     `json:"bucket"`
}

// List gives every message of the case to emit, one at a time: device by
// device, archive by archive, in archive order. Own addresses and keys are
// those discovery found; nothing is inferred.
func List(ctx context.Context, c *Case, opts Options, emit func(ListEntry) error) (ListSummary, error) {
	found := &Evidence{}
	all := pgp.NewRing(c.AllKeys()...)
	l := lister{all: all, jobs: opts.Jobs, reader: &gmm.Reader{}, names: newNames(), counts: map[Bucket]int{}, emit: emit}
	for _, named := range c.devices {
		d := newDevice(named)
		keys := gmm.Keys{Own: pgp.NewRing(named.keyList()...), Others: all}
		seen := map[string]bool{}
		found.addDatabases(&d, named.witnesses)
		for i := range named.archives {
			a := &named.archives[i]
			if a.stored != nil {
				if err := l.listStored(ctx, &d, a, keys, found, seen); err != nil {
					return ListSummary{}, err
				}
				continue
			}
			work := func(m *mboxio.Message) listed { return l.read(&d, a, m, keys) }
			sink := func(o listed) error { return l.add(&d, o, seen) }
			summary, err := walk(ctx, a, opts, nil, work, sink)
			if failed := cmp.Or(l.failed, ctx.Err()); failed != nil {
				return ListSummary{}, failed
			}
			found.addInput(&d, a, summary, err)
		}
	}
	return ListSummary{Inputs: found.Inputs, Messages: found.Messages, Counts: l.counts}, nil
}

// lister keeps what the list of one case shares.
type lister struct {
	reader *gmm.Reader
	names  *names
	counts map[Bucket]int
	emit   func(ListEntry) error
	failed error // emit failed: the output is gone, not the input
	all    *pgp.Ring
	jobs   int
}

// listed is one message on its way to the list; event is nil for mail that is
// no chat mail.
type listed struct {
	entry ListEntry
	event *Event
}

func (l *lister) read(d *Device, a *archive, m *mboxio.Message, keys gmm.Keys) listed {
	sum := m.SHA256()
	arrival := m.Arrival()
	o := listed{entry: ListEntry{
		Device:    d.Name,
		Archive:   m.Place.Archive,
		Length:    m.Length,
		File:      m.Place.Member,
		Folder:    folderOf(a, m),
		Flags:     m.Flags(),
		UID:       arrival.UID,
		Basis:     string(arrival.TimeBasis),
		SHA256:    hex.EncodeToString(sum[:]),
		MessageID: messageIDOf(m),
		Bucket:    cmp.Or(filedAs(useOf(a, m)), BucketOrdinary),
	}}
	if !arrival.Time.IsZero() {
		at := arrival.Time.Truncate(time.Microsecond)
		o.entry.Arrival = &at
	}
	if m.Form() == mboxio.FormMbox {
		offset := m.Place.Offset
		o.entry.Offset = &offset
	}
	if gmm.Interesting(m.Raw) {
		o.event = newEvent(d.Name, a, m, l.reader.Read(m.Decoded(), keys), l.names)
	}
	return o
}

func (l *lister) add(d *Device, o listed, seen map[string]bool) error {
	switch id := o.entry.MessageID; {
	case o.event != nil:
		o.entry.Bucket = d.BucketOf(o.event, o.event.Message.Reading(release.Latest), seen)
	case o.entry.Bucket != BucketOrdinary || id == "":
	case seen[id]:
		o.entry.Bucket = BucketDuplicate
	default:
		seen[id] = true
	}
	l.counts[o.entry.Bucket]++
	l.failed = l.emit(o.entry)
	return l.failed
}

func messageIDOf(m *mboxio.Message) string {
	field, _ := m.Field("Message-ID")
	return messageID(string(field))
}
