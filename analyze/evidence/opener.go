package evidence

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/store"
)

// An opener opens what lay sealed in a store, with keys that were not at hand when
// it was stored.
type opener struct {
	reader   *gmm.Reader
	keys     gmm.Keys
	tried    []pgp.Fingerprint
	hasNew   bool // there are such keys
	hasTried bool // and all that were tried are here, too
}

var errNoSeal = errors.New("a message has no seal")

// newOpener compares the keys at hand with those that were tried.
func newOpener(reader *gmm.Reader, tried []byte, keys gmm.Keys) (*opener, error) {
	var before []pgp.Fingerprint
	if err := json.Unmarshal(tried, &before); err != nil {
		return nil, err
	}
	now := secretsOf(keys)
	return &opener{
		reader: reader, keys: keys, tried: before,
		hasNew:   slices.ContainsFunc(now, func(f pgp.Fingerprint) bool { return !slices.Contains(before, f) }),
		hasTried: !slices.ContainsFunc(before, func(f pgp.Fingerprint) bool { return !slices.Contains(now, f) }),
	}, nil
}

// secretsOf lists the keys that can open mail, sorted.
func secretsOf(keys gmm.Keys) []pgp.Fingerprint {
	list := []pgp.Fingerprint{}
	for _, key := range keys.Others.Keys() {
		if key.HasSecret() && !key.SecretLocked() {
			list = append(list, key.Fingerprint())
		}
	}
	slices.Sort(list)
	return list
}

// message gives what an event says.
func (o *opener) message(from *openStore, row store.Event, d *Device) (*gmm.Message, error) {
	m := from.messages[row.Message]
	if m == nil {
		return nil, errors.New("a message is missing")
	}
	if !o.hasNew || !isShut(m, d) {
		return m, nil
	}
	data, _, err := from.Raw(row.SHA256)
	if errors.Is(err, store.ErrNotKept) {
		return m, nil
	} else if err != nil {
		return nil, err
	}
	return o.open(m, data, d), nil
}

// open reads a message again that a device could not open. If not all keys are here
// that were tried before, only what is better counts.
func (o *opener) open(m *gmm.Message, data []byte, d *Device) *gmm.Message {
	again := o.reader.Read(data, o.keys)
	if o.hasTried || again.Seal.Opening != gmm.NoKey && (m.Seal.Opening == gmm.NoKey || d.owns(again.Seal.OpenedBy)) {
		return again
	}
	return m
}

// isShut reports whether no key of the device opened a message that is sealed.
func isShut(m *gmm.Message, d *Device) bool {
	return m.Seal.Opening == gmm.NoKey || m.Seal.Opening == gmm.Opened && !m.Seal.Secret && !d.owns(m.Seal.OpenedBy)
}
