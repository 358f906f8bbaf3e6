package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/release"
)

// identify finds a device's own keys and addresses: from flags and case.yaml,
// from its keys, from mail its keys signed, and failing all that from what the
// delivery headers of its mail agree on.
func (d *device) identify() error {
	for _, key := range d.keys {
		if key.HasSecret() {
			d.fingerprints = append(d.fingerprints, string(key.Fingerprint()))
			d.addresses = append(d.addresses, key.Addresses()...)
		}
	}
	d.fingerprints = sortedSet(d.fingerprints)
	for _, e := range d.events {
		if said := e.Message.Reading(release.Latest); d.ownsKey(said.Signer) && e.Message.Seal.Accepted {
			d.addresses = append(d.addresses, said.From.Address)
		}
	}
	d.addresses = sortedSet(d.addresses)
	if len(d.addresses) > 0 || len(d.events) == 0 {
		return nil
	}
	return d.identifyByDelivery()
}

// identifyByDelivery uses the fields mail servers leave at delivery. Two
// addresses there may be two accounts in one archive, so they settle nothing.
func (d *device) identifyByDelivery() error {
	votes := map[string]int{}
	for _, e := range d.events {
		for _, name := range [...]string{"delivered-to", "x-original-to", "envelope-to"} {
			if delivered := address.Normalize(strings.Trim(e.Message.Outer.Get(name), "<>")); delivered != "" {
				votes[delivered]++
				break
			}
		}
	}
	candidates := slices.Sorted(maps.Keys(votes))
	if len(candidates) == 1 {
		d.addresses = candidates
		return nil
	}
	why := "nothing in its mail says which address is its own"
	if len(candidates) > 1 {
		why = "its mail was delivered to " + strings.Join(candidates[:min(len(candidates), 5)], ", ")
	}
	return &Error{Path: d.path(), Err: fmt.Errorf("%w: %s", ErrWhoseDevice, why),
		Fix: fmt.Sprintf("say whose it is: --address %s=ADDRESS, or give its key: --key %s=FILE", d.name, d.name)}
}

// path names the device by its first archive.
func (d *device) path() string {
	if len(d.archives) == 0 {
		return d.name
	}
	return d.archives[0].path
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
