package evidence

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A namedKey is one key of a device. Of a key from a store there is the public part
// alone; secret and locked tell what the file had from which it was stored.
type namedKey struct {
	key      *pgp.Key
	path     string // the file or database it came in
	number   int    // in the file, from 0
	secret   bool
	locked   bool // a secret part needs a passphrase that was not at hand
	inBackup bool
	stored   bool
}

func givenKey(key *pgp.Key, path string, number int) namedKey {
	return namedKey{key: key, path: path, number: number, secret: key.HasSecret(), locked: key.SecretLocked()}
}

func (d *namedDevice) keyList() []*pgp.Key {
	var list []*pgp.Key
	for _, k := range d.keys {
		list = append(list, k.key)
	}
	return list
}

// HasSecret reports whether a device has the unlocked secret part of a key: in this
// run, or when its key files were read into a store, which keeps none.
func (c *Case) HasSecret(device string, key pgp.Fingerprint) bool {
	for _, d := range c.devices {
		if d.name == device {
			return slices.ContainsFunc(d.keys, func(k namedKey) bool { return k.secret && !k.locked && k.key.Fingerprint() == key })
		}
	}
	return false
}

// settleKeys puts the keys of a device into an order that does not depend on the
// order of sources, and makes one of a key that two stores have, or a store and
// a file that is given again. Only the file has the secret part.
func (d *namedDevice) settleKeys() {
	var settled []namedKey
	slices.SortStableFunc(d.keys, func(a, b namedKey) int { // what is stored first, to be replaced
		return cmp.Or(compareBool(!a.stored, !b.stored), strings.Compare(a.path, b.path), cmp.Compare(a.number, b.number))
	})
	for _, k := range d.keys {
		at := slices.IndexFunc(settled, func(known namedKey) bool { return known.stored && known.isCopyOf(k) })
		switch {
		case at < 0:
			settled = append(settled, k)
		case !k.stored:
			k.path, k.number = settled[at].path, settled[at].number
			settled[at] = k
		}
	}
	slices.SortStableFunc(settled, func(a, b namedKey) int {
		return cmp.Or(strings.Compare(a.path, b.path), cmp.Compare(a.number, b.number))
	})
	d.keys = settled
}

// isCopyOf reports whether two keys are one: of stores, from one place; else, the
// same bytes.
func (k namedKey) isCopyOf(other namedKey) bool {
	if k.key.Fingerprint() != other.key.Fingerprint() || k.inBackup != other.inBackup {
		return false
	}
	return k.path == other.path && k.number == other.number || !other.stored && bytes.Equal(k.key.SerializeCertified(), other.key.SerializeCertified())
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
