package evidence

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Read reduces every archive of a case to its events. Devices and archives are
// taken in order, the messages of each on opts.Jobs goroutines. Archives that
// cannot be read are reported and left out; the error is non-nil only if ctx
// ended, or a store is damaged.
func Read(ctx context.Context, c *Case, opts Options) (*Evidence, error) {
	x := extraction{
		opts:   opts,
		reader: &gmm.Reader{Correspondence: opts.Letter != nil},
		found:  &Evidence{Schema: Schema, Problems: slices.Clone(c.problems)},
		all:    pgp.NewRing(c.AllKeys()...),
	}
	if opts.Letter == nil {
		x.match = chatMail()
	}
	for _, key := range c.AllKeys() {
		x.found.KeyFiles = append(x.found.KeyFiles, key.Fingerprint())
	}
	for _, d := range c.devices {
		if err := x.readDevice(ctx, d); err != nil {
			return nil, err
		}
	}
	x.openElsewhere()
	x.found.Certificates = Certificates{pgp.NewRing(slices.Concat(c.AllKeys(), x.reader.Certificates(), c.peerKeys())...)}
	x.verifyRest()
	return x.found, nil
}

// extraction is a case on its way to evidence.
type extraction struct {
	opts   Options
	match  []mboxio.FieldMatch // mail that is not even looked at lacks all of them; empty if all of it is
	reader *gmm.Reader
	found  *Evidence
	all    *pgp.Ring // every key that came as a file: what one device cannot open, another may

	stored  bool     // some of it comes from stores
	letters []Letter // whose signature waits for a certificate
	waiting int64    // bytes of the letters
}

// extracted is what the reading of one message yields: an event of chat mail, a
// letter of other mail if somebody asked for them.
type extracted struct {
	event  *Event
	letter *Letter
	length int64
	filed  Bucket // of mail without event, "" if it is filed like any other
}

func (x *extraction) readDevice(ctx context.Context, d *namedDevice) error {
	x.found.Devices = append(x.found.Devices, newDevice(d))
	device := &x.found.Devices[len(x.found.Devices)-1]
	keys := gmm.Keys{Own: pgp.NewRing(d.keyList()...), Others: x.all}
	x.found.addDatabases(device, d.witnesses)
	for i := range d.archives {
		read := x.readArchive
		if d.archives[i].stored != nil {
			read = x.readStored
		}
		if err := read(ctx, device, &d.archives[i], keys); err != nil {
			return err
		}
	}
	return nil
}

// newDevice is what a device's files tell of it before its mail is read.
func newDevice(d *namedDevice) Device {
	device := Device{Name: d.name, Path: d.name, Addresses: slices.Clone(d.addresses), Rules: d.rules, RulesSet: d.rulesSet}
	if len(d.archives) > 0 {
		device.Path = d.archives[0].path
	}
	if len(d.witnesses) > 0 {
		if len(d.archives) == 0 {
			device.Path = d.witnesses[0].Path
		}
		device.Addresses = append(device.Addresses, d.witnesses[0].Addresses...)
	}
	for _, k := range d.keys {
		if k.secret {
			device.Keys = append(device.Keys, OwnKey{Fingerprint: k.key.Fingerprint(), Locked: k.locked})
			device.Addresses = append(device.Addresses, k.key.Addresses()...)
		}
	}
	return device
}

func (x *extraction) readArchive(ctx context.Context, d *Device, a *archive, keys gmm.Keys) error {
	names := newNames()
	work := func(m *mboxio.Message) extracted {
		if gmm.Interesting(m.Raw) {
			return extracted{event: newEvent(d.Name, a, m, x.reader.Read(m.Decoded(), keys), names)}
		}
		if x.opts.Letter == nil {
			return extracted{filed: filedAs(useOf(a, m))}
		}
		return extracted{filed: filedAs(useOf(a, m)), letter: newLetter(d.Name, a, m, x.reader.ReadCorrespondence(m.Decoded())), length: m.Length}
	}
	sink := func(o extracted) error {
		if o.event != nil {
			d.Events = append(d.Events, o.event)
			return nil
		}
		x.found.addOrdinary(o.filed, 1)
		if o.letter != nil {
			x.showLetter(o)
		}
		return nil
	}
	summary, err := walk(ctx, a, x.opts, x.match, work, sink)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	x.found.addPassed(a, summary)
	x.found.addInput(d, a, summary, err)
	return nil
}

// addPassed counts the mail that was not even looked at.
func (v *Evidence) addPassed(a *archive, summary mboxio.Summary) {
	for use, n := range summary.PassedUses {
		v.addOrdinary(filedAs(cmp.Or(use, a.use)), int(n))
	}
}

// verifyRest judges the signatures that waited for a certificate, and shows the
// letters among them.
func (x *extraction) verifyRest() {
	x.found.Verify()
	for _, l := range x.letters {
		l.Message.Verify(x.found.Certificates.Ring)
		x.opts.Letter(l)
	}
	x.letters = nil
}

// chatMail selects the mail that may concern a chat.
func chatMail() []mboxio.FieldMatch {
	match := mboxio.UseFields() // of ordinary mail counts what it is for
	for _, trace := range gmm.ChatTraces() {
		match = append(match, mboxio.FieldMatch{Name: trace.Name, Value: trace.Value})
	}
	return match
}

// walk reads one archive, from a file system or from standard input. Messages
// that match does not select are counted and left alone.
func walk[T any](ctx context.Context, a *archive, opts Options, match []mboxio.FieldMatch, work func(*mboxio.Message) T, sink func(T) error) (mboxio.Summary, error) {
	return walkWith(ctx, a, mboxio.Options{Name: a.path, Jobs: opts.Jobs, Spool: opts.Spool, Progress: opts.Progress, Match: match}, work, sink)
}

func walkWith[T any](ctx context.Context, a *archive, o mboxio.Options, work func(*mboxio.Message) T, sink func(T) error) (mboxio.Summary, error) {
	if a.reader != nil {
		return mboxio.WalkReader(ctx, a.reader, o, work, sink)
	}
	return mboxio.Walk(ctx, a.fsys, a.name, o, work, sink)
}

// addInput notes how the reading of an archive went. An archive that cannot be
// read at all is a problem like any other: the rest is still analysed.
func (v *Evidence) addInput(d *Device, a *archive, summary mboxio.Summary, err error) {
	input := Input{Path: a.path, Device: d.Name, Bytes: summary.Bytes, Messages: int(summary.Messages), Dialect: summary.Dialect}
	for _, defect := range summary.Defects {
		input.Errors = append(input.Errors, defect.Error())
		v.Problems = append(v.Problems, defect)
	}
	if err != nil {
		input.Errors = append(input.Errors, err.Error())
		v.Problems = append(v.Problems, err)
	}
	for _, note := range summary.Notes {
		input.Notes = append(input.Notes, note.Place.String()+": "+note.Text)
	}
	for _, box := range summary.Mailboxes {
		d.Mailboxes = append(d.Mailboxes, Mailbox{Folder: box.Folder, UIDNext: box.UIDNext, Messages: box.Messages, Numbered: box.Numbered})
	}
	v.Inputs = append(v.Inputs, input)
	v.Messages += int(summary.Messages)
}

func newEvent(device string, a *archive, m *mboxio.Message, message *gmm.Message, names *names) *Event {
	arrival := m.Arrival()
	received, _ := m.ReceivedTime() // zero if there is no such field
	return &Event{
		Device:      device,
		Place:       Place{Archive: m.Place.Archive, Member: m.Place.Member, Offset: m.Place.Offset, InFile: m.Form() == mboxio.FormMbox},
		Length:      m.Length,
		SHA256:      Digest(m.SHA256()),
		Folder:      names.one(folderOf(a, m)),
		Flags:       names.one(m.Flags()),
		Use:         useOf(a, m),
		Arrival:     Arrival{Basis: Basis(arrival.Basis), UID: arrival.UID, UIDValidity: arrival.UIDValidity, Time: arrival.Time, TimeBasis: Basis(arrival.TimeBasis), Position: arrival.Position},
		Received:    received,
		DeliveredTo: names.one(deliveredTo(m)),
		Message:     message,
	}
}

// deliveredTo reads the fields in which mail servers note whose mailbox a message
// was put into; "" if there is none.
func deliveredTo(m *mboxio.Message) string {
	for _, name := range [...]string{"Delivered-To", "X-Original-To", "Envelope-To"} {
		if value, ok := m.Field(name); ok {
			if a := address.Normalize(strings.Trim(string(bytes.TrimSpace(value)), "<>")); a != "" {
				return a
			}
		}
	}
	return ""
}

// useOf tells what the mailbox of a message is for.
func useOf(a *archive, m *mboxio.Message) mboxio.SpecialUse { return cmp.Or(m.Use(), a.use) }

// filedAs is the bucket of mail that never reached its client or was never sent,
// "" of any other.
func filedAs(use mboxio.SpecialUse) Bucket {
	switch use {
	case mboxio.UseJunk:
		return BucketJunk
	case mboxio.UseDrafts:
		return BucketDraft
	}
	return ""
}

// addOrdinary counts mail that is not chat mail.
func (v *Evidence) addOrdinary(filed Bucket, n int) {
	v.Ordinary += n
	if filed == "" {
		return
	}
	if v.Filed == nil {
		v.Filed = map[Bucket]int{}
	}
	v.Filed[filed] += n
}

// folderOf names the mailbox a message lies in. An archive that is one folder
// of an account, such as Junk.mbox, gives its name to the messages in it.
func folderOf(a *archive, m *mboxio.Message) string {
	name := a.title
	if strings.EqualFold(name, "maildir") {
		name = ""
	}
	switch {
	case m.Folder == "":
		return cmp.Or(name, "INBOX")
	case m.Folder == "INBOX" && m.Form() == mboxio.FormMaildir && !isInbox(path.Dir(path.Dir(m.Place.Member))):
		return mboxio.MaildirFolder(name)
	case a.use != mboxio.UseNone:
		return path.Join(name, m.Folder)
	}
	return m.Folder
}

// isInbox reports whether the folder dir is itself called INBOX, so that the
// archive's name adds nothing.
func isInbox(dir string) bool { return strings.EqualFold(path.Base(dir), "INBOX") }
