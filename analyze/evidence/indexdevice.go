package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"reflect"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/store"
)

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
