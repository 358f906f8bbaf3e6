package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/gmmtool/gmmtool/internal/backup"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/store"
)

// ErrStoreDevice is a store that was given as the mail of one device.
var ErrStoreDevice = errors.New("a store says itself whose mail it holds")

// isStore recognises a store by its first bytes.
func isStore(fsys fs.FS, name string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var header [store.HeaderSize]byte
	n, _ := io.ReadFull(f, header[:])
	return store.IsStore(header[:n])
}

// A storedArchive is what a store has of an archive.
type storedArchive struct {
	from *openStore
	row  store.Archive
}

// addStore makes devices of what a store knows, as if their archives and databases
// had been found.
func (d *discovery) addStore(s Source) error {
	if s.Device != "" || s.OpenStore == nil {
		return &Error{Path: s.Path, Err: ErrStoreDevice, Fix: "name the store alone, not as DEVICE=STORE"}
	}
	opened, err := s.OpenStore()
	if err != nil {
		return err
	}
	d.c.closers = append(d.c.closers, opened)
	from := &openStore{Store: opened}
	d.c.stores = append(d.c.stores, from)
	for _, add := range [...]func(*openStore) error{d.addStoredDevices, d.addStoredKeys, d.addStoredBackups, d.addStoredArchives, d.addStoredProblems} {
		if err := add(from); err != nil {
			return damaged(from.Path(), err)
		}
	}
	return nil
}

// damaged gives what a store holds and cannot be understood the kind of its
// damage.
func damaged(path string, err error) error {
	var known *store.Error
	if errors.As(err, &known) {
		return err
	}
	return &store.Error{Path: path, Err: fmt.Errorf("%w: %w", store.ErrDamaged, err)}
}

func (d *discovery) addStoredDevices(from *openStore) error {
	list, err := from.Devices()
	for _, row := range list {
		dev := d.device(row.Name)
		var addresses []string
		if err := json.Unmarshal(row.Addresses, &addresses); err != nil {
			return err
		}
		dev.tell(addresses)
		if row.Rules != "" {
			if err := dev.setRules(row.Rules); err != nil {
				return err
			}
		}
	}
	return err
}

// tell adds own addresses, each once.
func (d *namedDevice) tell(addresses []string) {
	known := map[string]bool{}
	for _, address := range d.addresses {
		known[address] = true
	}
	for _, address := range addresses {
		if !known[address] {
			d.addresses = append(d.addresses, address)
			known[address] = true
		}
	}
}

func (d *discovery) addStoredKeys(from *openStore) error {
	list, err := from.Keys()
	for _, row := range list {
		key, err := storedKey(row)
		if err != nil {
			return err
		}
		dev := d.device(row.Device)
		dev.keys = append(dev.keys, key)
	}
	return err
}

func storedKey(row store.Key) (namedKey, error) {
	keys, problems := pgp.ReadKeys(row.Public, nil)
	if len(keys) != 1 {
		return namedKey{}, errors.Join(append(problems, errors.New("a key cannot be read any more"))...)
	}
	return namedKey{key: keys[0], path: row.Path, number: row.Number, secret: row.Secret, locked: row.Locked, stored: true}, nil
}

func (d *discovery) addStoredBackups(from *openStore) error {
	list, err := from.Backups()
	for _, row := range list {
		w := witness{Database: &backup.Database{}, form: row.Form, found: row.Device, from: row.Source}
		if err := json.Unmarshal(row.Content, w.Database); err != nil {
			return err
		}
		for _, k := range row.Keys {
			key, err := storedKey(k)
			if err != nil {
				return err
			}
			if key.inBackup = true; k.Own {
				w.own = append(w.own, key)
			} else {
				w.peers = append(w.peers, key.key)
			}
		}
		dev := d.device(row.Device)
		dev.witnesses = append(dev.witnesses, w)
	}
	return err
}

func (d *discovery) addStoredArchives(from *openStore) error {
	list, err := from.Archives()
	for _, row := range list {
		dev := d.device(row.Device)
		a := newArchive(row.Path)
		a.source, a.stored = row.Source, &storedArchive{from, row}
		dev.archives = append(dev.archives, a)
	}
	return err
}

func (d *discovery) addStoredProblems(from *openStore) error {
	list, err := from.Problems()
	for _, p := range list {
		d.c.problems = append(d.c.problems, &Error{Err: errors.New(p[1]), Fix: p[2]})
	}
	return err
}

// rulesText is how a device's rules are stored.
func (d *namedDevice) rulesText() string {
	if !d.rulesSet {
		return ""
	}
	return d.rules.String()
}
