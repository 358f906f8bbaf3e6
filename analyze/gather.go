package analyze

import (
	"cmp"
	"context"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/mboxio"
)

// gathered is a case reduced to events, and what the reading has to report.
type gathered struct {
	inputs       []Input
	certificates *pgp.Ring // every certificate of the case
	waiting      []Letter
	ordinary     int // messages that are no chat mail, and have no event
	messages     int
}

// one is what the reading of one message yields; event is nil for most mail.
type one struct {
	event  *Event
	letter *Letter // of mail that is no chat mail, if somebody observes
}

// gather reads every archive of the case. Devices and archives are taken in
// order, the messages of each on opts.Jobs goroutines.
func (c *Case) gather(ctx context.Context, opts Options) (*gathered, error) {
	g := &gathered{}
	reader := &gmm.Reader{Correspondence: opts.Observe != nil}
	c.shareKeys()
	for _, d := range c.devices {
		keys := gmm.Keys{Own: d.secret, Others: c.othersSecret(d)}
		for i := range d.archives {
			if err := g.readArchive(ctx, d, &d.archives[i], reader, keys, opts); err != nil {
				return nil, err
			}
		}
	}
	g.certificates = pgp.NewRing(slices.Concat(c.allKeys(), reader.Certificates())...)
	for _, d := range c.devices {
		for _, e := range d.events {
			e.Message.Verify(g.certificates)
		}
	}
	for _, l := range g.waiting {
		l.Message.Verify(g.certificates)
	}
	c.observeRest(g, opts)
	return g, nil
}

// readArchive adds the events of one archive to its device.
func (g *gathered) readArchive(ctx context.Context, d *device, a *archive, reader *gmm.Reader, keys gmm.Keys, opts Options) error {
	work := func(m *mboxio.Message) one {
		if !gmm.Interesting(m.Raw) {
			if opts.Observe == nil {
				return one{}
			}
			return one{letter: newLetter(d, a, m, reader.ReadCorrespondence(m.Decoded()))}
		}
		return one{event: newEvent(d, a, m, reader.Read(m.Decoded(), keys))}
	}
	sink := func(o one) error {
		if o.event == nil {
			g.ordinary++
			if o.letter != nil {
				g.observe(o.letter, opts)
			}
			return nil
		}
		d.events = append(d.events, o.event)
		return nil
	}
	summary, err := walk(ctx, a, opts, work, sink)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	g.addInput(d, a, summary, err)
	return nil
}

// walk reads one archive, from a file system or from standard input.
func walk[T any](ctx context.Context, a *archive, opts Options, work func(*mboxio.Message) T, sink func(T) error) (mboxio.Summary, error) {
	o := mboxio.Options{Name: a.path, Jobs: opts.Jobs, Spool: opts.Spool}
	if opts.Progress != nil {
		o.Progress = func(bytes int64) { opts.Progress(Progress{Bytes: bytes}) }
	}
	if a.reader != nil {
		return mboxio.WalkReader(ctx, a.reader, o, work, sink)
	}
	return mboxio.Walk(ctx, a.fsys, a.name, o, work, sink)
}

// addInput notes how the reading of an archive went. An archive that cannot be
// read at all is a problem like any other: the rest is still analysed.
func (g *gathered) addInput(d *device, a *archive, summary mboxio.Summary, err error) {
	input := Input{Path: a.path, Device: d.name, Bytes: summary.Bytes, Messages: int(summary.Messages), Dialect: summary.Dialect}
	for _, defect := range summary.Defects {
		input.Errors = append(input.Errors, defect.Error())
		d.problems = append(d.problems, defect)
	}
	if err != nil {
		input.Errors = append(input.Errors, err.Error())
		d.problems = append(d.problems, err)
	}
	d.mailboxes = append(d.mailboxes, summary.Mailboxes...)
	g.inputs = append(g.inputs, input)
	g.messages += int(summary.Messages)
}

func newEvent(d *device, a *archive, m *mboxio.Message, message *gmm.Message) *Event {
	sum := m.SHA256()
	received, _ := m.ReceivedTime() // zero if there is no such field
	return &Event{
		Device:   d.name,
		Place:    m.Place,
		InFile:   m.Form() == mboxio.FormMbox,
		Length:   m.Length,
		SHA256:   hex.EncodeToString(sum[:]),
		Folder:   folderOf(a, m),
		Flags:    m.Flags(),
		Arrival:  m.Arrival(),
		Received: received,
		Message:  message,
	}
}

// folderOf names the mailbox a message lies in. An archive that is one folder
// of an account, such as Junk.mbox, gives its name to the messages in it.
func folderOf(a *archive, m *mboxio.Message) string {
	name := deviceName(a.path)
	if strings.EqualFold(name, "maildir") {
		name = ""
	}
	switch {
	case m.Folder == "" || m.Folder == "INBOX":
		return cmp.Or(name, "INBOX")
	case isJunkFolder(name):
		return path.Join(name, m.Folder)
	}
	return m.Folder
}

// shareKeys builds each device's ring of own secret keys.
func (c *Case) shareKeys() {
	for _, d := range c.devices {
		d.secret = pgp.NewRing(d.keys...)
	}
}

// othersSecret is the ring of every other device's keys, nil if there are none.
func (c *Case) othersSecret(d *device) *pgp.Ring {
	var keys []*pgp.Key
	for _, other := range c.devices {
		if other != d {
			keys = append(keys, other.keys...)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return pgp.NewRing(keys...)
}

func (c *Case) allKeys() []*pgp.Key {
	var keys []*pgp.Key
	for _, d := range c.devices {
		keys = append(keys, d.keys...)
	}
	return keys
}
