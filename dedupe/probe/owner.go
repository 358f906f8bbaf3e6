package probe

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// owner is the user of the case: all its devices.
type owner struct {
	devices []*history.Device
	secrets *pgp.Ring
}

func (c Case) owner() owner { return owner{devices: c.Histories.Devices, secrets: c.Secrets} }

// has reports whether an address or key is the user's own.
func (o owner) has(record Identity) bool {
	return o.hasAddress(record.Address) || !record.keyless() && o.hasKey(record.Fingerprint)
}

func (o owner) hasAddress(address string) bool {
	return slices.ContainsFunc(o.devices, func(d *history.Device) bool { return d.Owns(address) })
}

func (o owner) hasKey(fingerprint string) bool {
	return o.secrets.ByFingerprint(pgp.Fingerprint(fingerprint)) != nil
}

// prober finds the address that asks and the key that signs for it. Without an
// address there must be only one that can.
func (o owner) prober(from string, now time.Time) (Identity, *pgp.Key, error) {
	found := map[string]*pgp.Key{}
	var addresses []string
	for _, d := range o.devices {
		for _, fingerprint := range d.Fingerprints {
			key := o.secrets.ByFingerprint(pgp.Fingerprint(fingerprint))
			if key == nil || key.CheckSigner(now) != nil {
				continue
			}
			for _, address := range d.Addresses {
				if found[address] == nil && (from == "" || from == address) {
					found[address] = key
					addresses = append(addresses, address)
				}
			}
		}
	}
	switch {
	case len(addresses) == 0 && from != "":
		return Identity{}, nil, fmt.Errorf("%q: %w", from, ErrNoSigner)
	case len(addresses) == 0:
		return Identity{}, nil, ErrNoSigner
	case len(addresses) > 1:
		return Identity{}, nil, fmt.Errorf("%w: %s", ErrAmbiguous, strings.Join(addresses, ", "))
	}
	key := found[addresses[0]]
	return Identity{Address: addresses[0], Fingerprint: string(key.Fingerprint())}, key, nil
}
