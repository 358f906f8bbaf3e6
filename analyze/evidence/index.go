package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"time"

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

// device gives the steps that bring a device up to date.
func (x *indexing) device(ctx context.Context, d *namedDevice) []indexStep {
	steps := []indexStep{{run: func() error { return x.describe(d) }}}
	own := Device{Name: d.name}
	for _, k := range d.keys {
		if k.secret {
			own.Keys = append(own.Keys, OwnKey{Fingerprint: k.key.Fingerprint(), Locked: k.locked})
		}
	}
	keys := gmm.Keys{Own: pgp.NewRing(d.keyList()...), Others: x.all}
	for i := range d.archives {
		a := &d.archives[i]
		steps = append(steps, indexStep{a.size(), func() error { return x.archive(ctx, &own, a, keys) }})
	}
	return steps
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

// describe stores what there is to say of a device besides its mail, where it differs
// from what is stored.
func (x *indexing) describe(d *namedDevice) error {
	addresses, err := json.Marshal(append([]string{}, d.addresses...))
	if err != nil {
		return err
	}
	row := store.Device{Name: d.name, Addresses: addresses, Rules: d.rulesText()}
	if known, ok := x.devices[d.name]; !ok || !bytes.Equal(known.Addresses, addresses) || known.Rules != row.Rules {
		if err := x.to.PutDevice(row); err != nil {
			return err
		}
	}
	for _, k := range d.keys {
		key := keyRow(d.name, k)
		x.found[[2]string{d.name, k.path}] = true
		if k.inBackup || reflect.DeepEqual(x.keys[keyPlace{d.name, k.path, k.number}], key) {
			continue
		}
		if err := x.to.PutKey(key); err != nil {
			return err
		}
	}
	for _, w := range d.witnesses {
		if err := x.backup(w); err != nil {
			return err
		}
	}
	return nil
}

// A keyPlace names a key in a store.
type keyPlace struct {
	device, path string
	number       int
}

// learn reads what the store has already.
func (x *indexing) learn() error {
	devices, err := x.to.Devices()
	if err != nil {
		return err
	}
	for _, d := range devices {
		x.devices[d.Name] = d
	}
	keys, err := x.to.Keys()
	if err != nil {
		return err
	}
	for _, k := range keys {
		x.keys[keyPlace{k.Device, k.Path, k.Number}] = k
	}
	backups, err := x.to.Backups()
	if err != nil {
		return err
	}
	for _, b := range backups {
		x.backups[[2]string{b.Device, b.Path}] = b
	}
	archives, err := x.to.Archives()
	for _, a := range archives {
		x.known[[2]string{a.Device, a.Path}] = a
		var before progress
		if err := json.Unmarshal(a.State, &before); err != nil {
			return damaged(x.to.Path(), err)
		}
		x.People = x.People || before.People
	}
	return err
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
	place := [2]string{w.found, w.Path}
	x.found[place] = true
	if known, ok := x.backups[place]; ok && known.Digest == row.Digest && known.Source == row.Source {
		return nil
	}
	return x.to.PutBackup(row)
}

// stored is one message on its way into a store.
type stored struct {
	event     *Event
	key       string
	row       store.Message
	raw       []byte
	reason    string
	index     int64
	filed     Bucket
	messageID string
	again     *store.Event // instead: of a file that was not read again
	failure   error
}

// work reduces a message to what is stored of it.
func (t *archiveIndex) work() func(m *mboxio.Message) stored {
	names := newNames()
	return func(m *mboxio.Message) stored {
		if !gmm.Interesting(m.Raw) {
			o := stored{index: m.Index, filed: filedAs(useOf(t.a, m))}
			if t.people {
				o.event, o.messageID = newEvent(t.device.Name, t.a, m, t.reader.ReadCorrespondence(m.Decoded()), names), messageIDOf(m)
				o.row, o.failure = messageRow(o.event.Message, false)
			}
			return o
		}
		decoded := m.Decoded()
		o := stored{event: newEvent(t.device.Name, t.a, m, t.reader.Read(decoded, t.keys), names), messageID: messageIDOf(m)}
		o.row, o.failure = messageRow(o.event.Message, true)
		if o.reason = rawReason(o.event.Message, t.isOwn); o.reason != "" {
			o.raw = slices.Clone(decoded)
		}
		return o
	}
}

// isOwn reports whether the device itself opens what is sealed so.
func (t *archiveIndex) isOwn(s gmm.Seal) bool { return s.Secret || t.device.owns(s.OpenedBy) }

// putMessage stores what a message says, and its bytes if they are kept.
func (x *indexing) putMessage(o stored) (int64, error) {
	if o.failure != nil {
		return 0, o.failure
	}
	message, err := x.to.PutMessage(o.row)
	if err == nil && o.reason != "" {
		err = x.to.PutRaw(store.Digest(o.event.SHA256), o.reason, o.raw)
	}
	return message, err
}

func (x *indexing) put(archive int64, o stored) error {
	message, err := x.putMessage(o)
	if err == nil {
		err = x.to.PutEvent(archive, eventRow(o.event, message, o))
	}
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

// dropGone forgets what lay in the sources of this run and does not any more, and
// notes what could not be looked into.
func (x *indexing) dropGone(c *Case) error {
	sources, folders, problems := map[string]bool{}, map[string]bool{}, map[string][][2]string{}
	for _, l := range c.looked {
		sources[l.source], folders[path.Clean(l.source)] = true, true
		for _, err := range l.problems {
			problems[l.source] = append(problems[l.source], [2]string{err.Error(), hintOf(err)})
		}
	}
	return x.forget(sources, folders, problems)
}

func (x *indexing) forget(sources, folders map[string]bool, problems map[string][][2]string) error {
	lost := map[string]bool{} // devices of which something is gone
	for place, a := range x.known {
		if sources[a.Source] && !x.found[place] {
			x.done.Gone++
			lost[a.Device] = true
			if err := x.to.DropArchive(a.ID); err != nil {
				return err
			}
		}
	}
	for place, b := range x.backups {
		if sources[b.Source] && !x.found[place] {
			lost[b.Device] = true
			if err := x.to.DropBackup(b.Device, b.Path); err != nil {
				return err
			}
		}
	}
	for place := range x.keys {
		if within(place.path, folders) && !x.found[[2]string{place.device, place.path}] {
			lost[place.device] = true
			if err := x.to.DropKeys(place.device, place.path); err != nil {
				return err
			}
		}
	}
	for name := range lost {
		if x.has(name) {
			continue
		}
		if err := x.to.DropDevice(name); err != nil {
			return err
		}
	}
	for source := range sources {
		if err := x.to.PutProblems(source, problems[source]); err != nil {
			return err
		}
	}
	if x.to.Changes() == 0 {
		return nil
	}
	return x.to.DropUnused()
}

// has reports whether the case has a device of that name.
func (x *indexing) has(device string) bool {
	return slices.ContainsFunc(x.c.devices, func(d *namedDevice) bool { return d.name == device })
}

// within reports whether a path is one of the sources, or lies in one.
func within(name string, sources map[string]bool) bool {
	for ; ; name = path.Dir(name) {
		if sources[name] {
			return true
		}
		if name == path.Dir(name) {
			return false
		}
	}
}

func hintOf(err error) string {
	var known *Error
	if errors.As(err, &known) {
		return known.Fix
	}
	return ""
}
