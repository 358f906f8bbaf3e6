package history

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// identify finds a device's own keys and addresses: from flags and case.yaml,
// from its keys, from mail its keys signed, and failing all that from what the
// delivery headers of its mail agree on.
func (d *Device) identify() error {
	if d.Undecrypted && len(d.evidence.Keys) > 0 && d.isDeliveredElsewhere() {
		d.Lack = OtherKeys // of somebody else than the mail
		delivered, err := d.deliveryAddress()
		d.setOwner(delivered, nil)
		return err
	}
	for _, key := range d.evidence.Keys {
		d.Fingerprints = append(d.Fingerprints, string(key.Fingerprint))
	}
	addresses := slices.Clone(d.evidence.Addresses)
	for _, e := range d.Events {
		if seal := e.Message.Seal; seal.Accepted && d.OwnsKey(string(seal.Signer)) {
			addresses = append(addresses, latest(e).From.Address)
		}
	}
	var err error
	if addresses = sortedSet(addresses); len(addresses) == 0 && len(d.Events) > 0 {
		addresses, err = d.deliveryAddress()
	}
	d.setOwner(addresses, d.Fingerprints)
	return err
}

func (d *Device) setOwner(addresses, fingerprints []string) {
	d.Addresses, d.Fingerprints = sortedSet(addresses), sortedSet(fingerprints)
	d.own = make(map[string]bool, len(d.Addresses))
	for _, a := range d.Addresses {
		d.own[a] = true
	}
}

// deliveryAddress reads the fields mail servers leave at delivery. Two addresses
// there may be two accounts in one archive, so they settle nothing.
func (d *Device) deliveryAddress() ([]string, error) {
	delivered := map[string]bool{}
	for _, e := range d.Events {
		if e.DeliveredTo != "" {
			delivered[e.DeliveredTo] = true
		}
	}
	candidates := slices.Sorted(maps.Keys(delivered))
	if len(candidates) == 1 {
		return candidates, nil
	}
	why := "nothing in its mail says which address is its own"
	if len(candidates) > 1 {
		why = "its mail was delivered to " + strings.Join(candidates[:min(len(candidates), 5)], ", ")
	}
	return nil, &evidence.Error{Path: d.Path, Err: fmt.Errorf("%w: %s", evidence.ErrWhoseDevice, why),
		Fix: fmt.Sprintf("say whose it is: --address %s=ADDRESS, or give its key: --key %s=FILE", d.Name, d.Name)}
}

// IsUnnamed reports whether a problem is a device nothing says whose it is.
func IsUnnamed(err error) bool { return errors.Is(err, evidence.ErrWhoseDevice) }

// HasDeviceOf reports whether some device of the case is an address's own.
func (hs *Histories) HasDeviceOf(address string) bool {
	return slices.ContainsFunc(hs.Devices, func(d *Device) bool { return d.Owns(address) })
}

// IsKeyOf reports whether a key belongs to an address as far as the case knows:
// it is a key of the device that owns the address, or nobody of the case owns it.
func (hs *Histories) IsKeyOf(address string, key string) bool {
	owned := false
	for _, d := range hs.Devices {
		if d.Owns(address) && len(d.Fingerprints) > 0 {
			owned = true
			if d.OwnsKey(key) {
				return true
			}
		}
	}
	return !owned
}

// An Owner is one user of the case: devices that share an address or a key are
// of one user.
type Owner struct {
	Devices      []string
	Addresses    []string // normalised, sorted
	Fingerprints []string // own keys, upper-case hex, sorted
}

// Owners lists the users of the case by their first device.
func (hs *Histories) Owners() []Owner {
	var owners []Owner
	holder := map[string]int{} // address or key -> index in owners
	for _, d := range hs.Devices {
		own := Owner{Devices: []string{d.Name}, Addresses: d.Addresses, Fingerprints: d.Fingerprints}
		for _, shared := range slices.Concat(d.Addresses, d.Fingerprints) {
			i, known := holder[shared]
			if !known || owners[i].Devices == nil {
				continue
			}
			own = Owner{
				Devices:      append(slices.Clone(owners[i].Devices), own.Devices...),
				Addresses:    sortedSet(slices.Concat(owners[i].Addresses, own.Addresses)),
				Fingerprints: sortedSet(slices.Concat(owners[i].Fingerprints, own.Fingerprints)),
			}
			owners[i] = Owner{}
		}
		owners = append(owners, own)
		for _, shared := range slices.Concat(own.Addresses, own.Fingerprints) {
			holder[shared] = len(owners) - 1
		}
	}
	owners = slices.DeleteFunc(owners, func(o Owner) bool { return o.Devices == nil })
	slices.SortFunc(owners, func(a, b Owner) int { return slices.Compare(a.Devices, b.Devices) })
	return owners
}

func sortedSet(list []string) []string {
	list = slices.Clone(list)
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
