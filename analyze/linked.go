package analyze

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Linked are entries of one group's member lists that are one person, and what
// proves it. Fingerprints and MessageIDs are those the proof rests on.
type Linked struct {
	Addresses    []string `json:"addresses"`
	Fingerprints []string `json:"fingerprints"`
	Why          string   `json:"why"` // in words
	MessageIDs   []string `json:"message_ids"`
}

// entriesOf lists the members any device of the group shows, and those of the
// target, sorted.
func entriesOf(g Group) []identity {
	set := map[identity]bool{}
	for _, view := range g.Devices {
		for _, m := range view.Members {
			set[identity{m.Address, m.Fingerprint}] = true
		}
	}
	for _, m := range g.Target.Members {
		set[identity{m.Address, m.Fingerprint}] = true
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b identity) int {
		return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.fingerprint, b.fingerprint))
	})
}

// linked joins the links of a group into persons. Entries that only differ in
// whether a device's era lists keys are one row anyway and are not told.
func (s *Study) linked(g Group) []Linked {
	var persons []Linked
	for _, l := range s.links(entriesOf(g)) {
		if l.kind == sameMailbox && !shownTogether(g, l) {
			continue
		}
		next := Linked{Fingerprints: slices.Clone(l.keys), MessageIDs: []string{}, Why: l.why()}
		next.Addresses = sortedSet([]string{l.a.address, l.b.address})
		for _, e := range l.evidence {
			if e != nil {
				next.MessageIDs = append(next.MessageIDs, e.evidence().MessageID)
			}
		}
		persons = append(persons, next)
	}
	return joined(persons)
}

// joined unites persons that share an address.
func joined(persons []Linked) []Linked {
	var result []Linked
	for _, next := range persons {
		rest := result[:0:0]
		for _, known := range result {
			if !intersect(known.Addresses, next.Addresses) {
				rest = append(rest, known)
				continue
			}
			next.Addresses = sortedSet(slices.Concat(known.Addresses, next.Addresses))
			next.Fingerprints = slices.Concat(known.Fingerprints, next.Fingerprints)
			next.MessageIDs = slices.Concat(known.MessageIDs, next.MessageIDs)
			if !strings.Contains(known.Why, next.Why) {
				next.Why = known.Why + "; " + next.Why
			} else {
				next.Why = known.Why
			}
		}
		result = append(rest, next)
	}
	for i := range result {
		result[i].Fingerprints = nonNil(sortedSet(result[i].Fingerprints))
		result[i].MessageIDs = nonNil(sortedSet(result[i].MessageIDs))
	}
	slices.SortFunc(result, func(a, b Linked) int { return slices.Compare(a.Addresses, b.Addresses) })
	return result
}

// shownTogether reports whether one device shows both ends of a link.
func shownTogether(g Group, l link) bool { return firstShowing(g, l) != "" }

// firstShowing names the first device that shows both ends of a link, or "".
func firstShowing(g Group, l link) string {
	for _, view := range g.Devices {
		shows := func(e identity) bool {
			return slices.ContainsFunc(view.Members, func(m Member) bool {
				return m.Address == e.address && m.Fingerprint == e.fingerprint
			})
		}
		if shows(l.a) && shows(l.b) {
			return view.Device
		}
	}
	return ""
}
