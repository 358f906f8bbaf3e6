package evidence

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// mixedCopies is how many messages must lie in an archive twice, delivered to two
// addresses of different keys, for the addresses to be two accounts.
const mixedCopies = 2

// checkMixed finds an archive into which the mail of several accounts was thrown
// together: addresses of different owners that got copies of the same chat
// messages, or mail from each other. own has the addresses that a key speaks for,
// or that somebody named for the device. Copies alone prove nothing: a client
// with several relays may get mail at each.
func checkMixed(d *Device, own []map[string]bool) error {
	archives := map[string][]*Event{}
	for _, e := range d.Events {
		archives[e.Place.Archive] = append(archives[e.Place.Archive], e)
	}
	for _, archive := range slices.Sorted(maps.Keys(archives)) {
		if people := mixedPeople(archives[archive], own); len(people) > 1 {
			return &Error{Path: d.Name,
				Err: fmt.Errorf("%w: mail in %s was delivered to %s", ErrSeveralAccounts, archive, strings.Join(people, ", ")),
				Fix: fmt.Sprintf("sort it by its Delivered-To fields, a folder for each; if all of it is one person's, say so with --address %s=ADDRESS for each address", d.Name)}
		}
	}
	return nil
}

// mixedPeople lists addresses of different accounts that the mail of one archive
// was delivered to, sorted.
func mixedPeople(events []*Event, own []map[string]bool) []string {
	delivered, all := map[string]int{}, 0
	for _, e := range events {
		if e.DeliveredTo != "" {
			delivered[e.DeliveredTo]++
			all++
		}
	}
	maps.DeleteFunc(delivered, func(_ string, n int) bool { return n < mixedCopies || n*archiveShare < all })
	if len(delivered) < 2 {
		return nil
	}
	copies, writes := map[[2]string]int{}, map[[2]string]bool{}
	gotBy, opened := map[gmm.Digest][]string{}, map[string]map[pgp.Fingerprint]bool{}
	for _, e := range events {
		to := e.DeliveredTo
		if delivered[to] == 0 {
			continue
		}
		if opened[to] == nil {
			opened[to] = map[pgp.Fingerprint]bool{}
		}
		if seal := e.Message.Seal; seal.Opening == gmm.Opened {
			opened[to][seal.OpenedBy] = true
		}
		writes[[2]string{e.Message.Reading(release.Latest).From.Address, to}] = true
		before := gotBy[e.Message.Content]
		if slices.Contains(before, to) {
			continue
		}
		for _, other := range before {
			copies[[2]string{min(to, other), max(to, other)}]++
		}
		gotBy[e.Message.Content] = append(before, to)
	}
	people := map[string]bool{}
	addresses := slices.Sorted(maps.Keys(delivered))
	for i, a := range addresses {
		for _, b := range addresses[i+1:] {
			twoWays := writes[[2]string{a, b}] && writes[[2]string{b, a}]
			one, two := owners(a, b, own)
			switch {
			case one:
			case two && (twoWays || copies[[2]string{a, b}] >= mixedCopies), twoWays && !overlap(opened[a], opened[b]):
				people[a], people[b] = true, true
			}
		}
	}
	return slices.Sorted(maps.Keys(people))
}

// owners reports whether one owner has both addresses, and whether each has one
// of its own.
func owners(a, b string, own []map[string]bool) (one, two bool) {
	var ofA, ofB bool
	for _, addresses := range own {
		one = one || addresses[a] && addresses[b]
		ofA, ofB = ofA || addresses[a], ofB || addresses[b]
	}
	return one, ofA && ofB && !one
}

func overlap(a, b map[pgp.Fingerprint]bool) bool {
	for key := range a {
		if b[key] {
			return true
		}
	}
	return false
}
