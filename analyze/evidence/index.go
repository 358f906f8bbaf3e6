package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Indexed says what [Index] did.
type Indexed struct {
	Read, Unchanged, Gone int // archives
	Messages              int // messages that were read
	Inputs                []Input
}

// ErrIndexStore is a store among the sources of an index.
var ErrIndexStore = errors.New("is a store already")

// Index brings a store up to date with a case: what [Read] would find in its archives
// and databases is in the store afterwards, as far as the keys at hand open it. It
// reads what is new, and commits archive by archive. What the store has of other
// sources stays as it is.
//
// Nothing secret is stored, and no mail but events and the bytes that [Case.Raw] has
// to give of GMMs and of what is still sealed.
func Index(ctx context.Context, c *Case, to *store.Store, opts Options) (*Indexed, error) {
	if len(c.stores) > 0 {
		return nil, &Error{Path: c.stores[0].Path(), Err: ErrIndexStore, Fix: "name the archives; stores need not be joined: name them all"}
	}
	x := &indexing{opts: opts, to: to, done: &Indexed{}, all: pgp.NewRing(c.AllKeys()...), known: map[[2]string]store.Archive{}, found: map[[2]string]bool{}}
	x.reader = &gmm.Reader{Storing: true}
	archives, err := to.Archives()
	if err != nil {
		return nil, err
	}
	for _, a := range archives {
		x.known[[2]string{a.Device, a.Path}] = a
	}
	for _, d := range c.devices {
		if err := x.device(ctx, d); err != nil {
			return nil, err
		}
	}
	return x.done, x.dropGone(c, archives)
}

// indexing is a case on its way into a store.
type indexing struct {
	opts   Options
	to     *store.Store
	reader *gmm.Reader
	all    *pgp.Ring
	done   *Indexed
	known  map[[2]string]store.Archive // by device and path
	found  map[[2]string]bool
	stored int // certificates of the reader that are in the store
}

func (x *indexing) device(ctx context.Context, d *namedDevice) error {
	err := x.to.Update(func() error {
		addresses, err := json.Marshal(append([]string{}, d.addresses...))
		if err == nil {
			err = x.to.PutDevice(store.Device{Name: d.name, Addresses: addresses, Rules: d.rulesText()})
		}
		for _, k := range d.keys {
			if err == nil && !k.inBackup {
				err = x.to.PutKey(keyRow(d.name, k))
			}
		}
		for _, w := range d.witnesses {
			if err == nil {
				err = x.backup(w)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	own := Device{Name: d.name}
	for _, k := range d.keys {
		if k.secret {
			own.Keys = append(own.Keys, OwnKey{Fingerprint: k.key.Fingerprint(), Locked: k.locked})
		}
	}
	keys := gmm.Keys{Own: pgp.NewRing(d.keyList()...), Others: x.all}
	for i := range d.archives {
		if err := x.archive(ctx, &own, &d.archives[i], keys); err != nil {
			return err
		}
	}
	return nil
}

func keyRow(device string, k namedKey) store.Key {
	return store.Key{Device: device, Path: k.path, Number: k.number, Fingerprint: string(k.key.Fingerprint()),
		Secret: k.secret, Locked: k.locked, Public: k.key.SerializeCertified()}
}

// backup stores what a database says, with the public parts of its keys.
func (x *indexing) backup(w witness) error {
	content, err := json.Marshal(w.Database)
	if err != nil {
		return err
	}
	row := store.Backup{Device: w.found, Path: w.Path, Source: w.from, Form: w.form, Content: content}
	for _, own := range w.own {
		k := keyRow(w.found, own)
		k.Own, k.Number = true, len(row.Keys)
		row.Keys = append(row.Keys, k)
	}
	for _, peer := range w.peers {
		k := keyRow(w.found, namedKey{key: peer})
		k.Number = len(row.Keys)
		row.Keys = append(row.Keys, k)
	}
	sum := sha256.New()
	sum.Write(content)
	for _, k := range row.Keys {
		sum.Write(k.Public)
	}
	sum.Sum(row.Digest[:0])
	return x.to.PutBackup(row)
}

// archive brings one archive up to date.
func (x *indexing) archive(ctx context.Context, d *Device, a *archive, keys gmm.Keys) error {
	key := [2]string{d.Name, a.path}
	x.found[key] = true
	before := x.known[key]
	return x.to.Update(func() error {
		row := before
		row.Device, row.Path, row.Source = d.Name, a.path, a.source
		return x.readWhole(ctx, d, a, keys, row)
	})
}

// stored is one message on its way into a store.
type stored struct {
	event   *Event
	key     string
	row     store.Message
	raw     []byte
	reason  string
	filed   Bucket
	failure error
}

// work reduces a message to what is stored of it.
func (x *indexing) work(d *Device, a *archive, keys gmm.Keys, names *names) func(m *mboxio.Message) stored {
	isOwn := func(s gmm.Seal) bool { return s.Secret || d.owns(s.OpenedBy) }
	return func(m *mboxio.Message) stored {
		if !gmm.Interesting(m.Raw) {
			return stored{filed: filedAs(useOf(a, m))}
		}
		decoded := m.Decoded()
		o := stored{event: newEvent(d.Name, a, m, x.reader.Read(decoded, keys), names)}
		o.row, o.failure = messageRow(o.event.Message)
		if o.reason = rawReason(o.event.Message, isOwn); o.reason != "" {
			o.raw = slices.Clone(decoded)
		}
		return o
	}
}

// readWhole reads an archive from its beginning.
func (x *indexing) readWhole(ctx context.Context, d *Device, a *archive, keys gmm.Keys, row store.Archive) error {
	if err := x.clear(&row); err != nil {
		return err
	}
	found := &Evidence{}
	sink := func(o stored) error {
		if o.event == nil {
			found.addOrdinary(o.filed, 1)
			return nil
		}
		return x.put(row.ID, o)
	}
	summary, err := walk(ctx, a, x.opts, chatMail(), x.work(d, a, keys, newNames()), sink)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *store.Error
	if errors.As(err, &failed) {
		return err
	}
	found.addPassed(a, summary)
	device := &Device{Name: d.Name}
	found.addInput(device, a, summary, err)
	x.done.Read++
	return x.finish(row, found, device.Mailboxes, keys, progress{})
}

// clear makes room for an archive that is read again, and gives it a row.
func (x *indexing) clear(row *store.Archive) (err error) {
	if row.ID != 0 {
		if err := errors.Join(x.to.DropEvents(row.ID, 0), x.to.DropFiles(row.ID)); err != nil {
			return err
		}
		return nil
	}
	empty := []byte("[]")
	row.Mailboxes, row.Errors, row.Notes, row.Tried, row.State = empty, empty, empty, empty, []byte("{}")
	row.ID, err = x.to.PutArchive(*row)
	return err
}

func (x *indexing) put(archive int64, o stored) error {
	if o.failure != nil {
		return o.failure
	}
	message, err := x.to.PutMessage(o.row)
	if err == nil {
		err = x.to.PutEvent(archive, eventRow(o.event, message, o.key))
	}
	if err == nil && o.reason != "" {
		err = x.to.PutRaw(store.Digest(o.event.SHA256), o.reason, o.raw)
	}
	return err
}

// finish stores what there is to say of an archive besides its messages.
func (x *indexing) finish(row store.Archive, found *Evidence, boxes []Mailbox, keys gmm.Keys, done progress) error {
	input := found.Inputs[0]
	row.Dialect, row.Bytes, row.Messages = input.Dialect, input.Bytes, input.Messages
	row.Ordinary, row.Junk, row.Drafts = found.Ordinary, found.Filed[BucketJunk], found.Filed[BucketDraft]
	for _, part := range [...]struct {
		to   *[]byte
		from any
	}{{&row.Errors, append([]string{}, input.Errors...)}, {&row.Notes, append([]string{}, input.Notes...)}, {&row.Mailboxes, append([]Mailbox{}, boxes...)},
		{&row.Tried, secretsOf(keys)}, {&row.State, done}} {
		text, err := json.Marshal(part.from)
		if err != nil {
			return err
		}
		*part.to = text
	}
	x.done.Messages += input.Messages
	x.done.Inputs = append(x.done.Inputs, input)
	if err := x.putCertificates(); err != nil {
		return err
	}
	_, err := x.to.PutArchive(row)
	return err
}

func (x *indexing) putCertificates() error {
	for _, c := range x.reader.TakeMet() {
		err := x.to.PutCertificate(store.Certificate{Digest: store.Digest(c.Digest), Fingerprint: string(c.Fingerprint), Form: c.Form, Data: c.Data})
		if err != nil {
			return err
		}
	}
	return nil
}

// dropGone forgets what lay in the sources of this run and does not any more.
func (x *indexing) dropGone(c *Case, before []store.Archive) error {
	sources := map[string]bool{}
	for _, d := range c.devices {
		for _, a := range d.archives {
			sources[a.source] = true
		}
	}
	return x.to.Update(func() error {
		for _, a := range before {
			if sources[a.Source] && !x.found[[2]string{a.Device, a.Path}] {
				x.done.Gone++
				if err := x.to.DropArchive(a.ID); err != nil {
					return err
				}
			}
		}
		return x.to.DropUnused()
	})
}

// progress is how far an archive was read.
type progress struct{}
