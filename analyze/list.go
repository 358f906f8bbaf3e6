package analyze

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/mboxio"
)

// ListSummary is what a list adds up to.
type ListSummary struct {
	Inputs   []Input
	Messages int
	Counts   map[Bucket]int
}

// Unreadable reports whether some input could not be read.
func (s ListSummary) Unreadable() bool { return anyErrors(s.Inputs) }

// List gives every message of the case to emit, one at a time: device by
// device, archive by archive, in archive order. Own addresses and keys are
// those discovery found; nothing is inferred.
func List(ctx context.Context, c *Case, opts Options, emit func(ListEntry) error) (ListSummary, error) {
	g := &gathered{}
	l := lister{reader: &gmm.Reader{}, counts: map[Bucket]int{}, emit: emit}
	c.shareKeys()
	for _, d := range c.devices {
		if err := d.identify(); err != nil {
			return ListSummary{}, err
		}
		keys := gmm.Keys{Own: d.secret, Others: c.othersSecret(d)}
		seen := map[string]bool{}
		for i := range d.archives {
			a := &d.archives[i]
			work := func(m *mboxio.Message) listed { return l.read(d, a, m, keys) }
			sink := func(o listed) error { return l.add(d, o, seen) }
			summary, err := walk(ctx, a, opts, work, sink)
			if ctx.Err() != nil || l.failed != nil {
				return ListSummary{}, firstError(l.failed, ctx.Err())
			}
			g.addInput(d, a, summary, err)
		}
	}
	return ListSummary{Inputs: g.inputs, Messages: g.messages, Counts: l.counts}, nil
}

// lister keeps what the list of one case shares.
type lister struct {
	reader *gmm.Reader
	counts map[Bucket]int
	emit   func(ListEntry) error
	failed error // emit failed: the output is gone, not the input
}

// listed is one message on its way to the list; event is nil for mail that is
// no chat mail.
type listed struct {
	entry ListEntry
	event *Event
}

func (l *lister) read(d *device, a *archive, m *mboxio.Message, keys gmm.Keys) listed {
	sum := m.SHA256()
	arrival := m.Arrival()
	o := listed{entry: ListEntry{
		Device:    d.name,
		Archive:   m.Place.Archive,
		Length:    m.Length,
		File:      m.Place.Member,
		Folder:    folderOf(a, m),
		Flags:     m.Flags(),
		UID:       arrival.UID,
		Basis:     string(arrival.TimeBasis),
		SHA256:    hex.EncodeToString(sum[:]),
		MessageID: messageIDOf(m),
		Bucket:    BucketOrdinary,
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
		message := l.reader.Read(m.Decoded(), keys)
		o.event = newEvent(d, a, m, message)
	}
	return o
}

func (l *lister) add(d *device, o listed, seen map[string]bool) error {
	if o.event != nil {
		o.entry.Bucket = bucketOf(o.event, d, seen)
	}
	l.counts[o.entry.Bucket]++
	l.failed = l.emit(o.entry)
	return l.failed
}

func messageIDOf(m *mboxio.Message) string {
	field, _ := m.Field("Message-ID")
	return strings.Trim(strings.Join(strings.Fields(string(field)), " "), "<> ")
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
