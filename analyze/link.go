package analyze

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// identity is an entry of a member list: an address, a key, or both.
type identity struct{ address, fingerprint string }

// A link ties two entries that are one person.
type link struct {
	a, b     identity
	kind     linkKind
	keys     []string
	evidence []*Event
}

type linkKind int

const (
	sameMailbox linkKind = iota // one address, with and without a key, or with keys of which not both spoke
	sameKey                     // one key spoke for both addresses
	twoKeys                     // two keys spoke for one address
	changedKey                  // the older key certified the newer one
)

// maxAlike bounds how many entries with one address or key are compared with
// each other; of more, each is compared with the first.
const maxAlike = 8

// links finds what ties the entries of a group. Only entries that share an
// address or key, or whose keys follow each other, are compared.
func (s *Study) links(entries []identity) []link {
	spoken := s.speeches()
	alike := map[string][]int{} // entries by address, and by key
	for i, e := range entries {
		for _, shared := range [...]string{e.address, s.keyOfEntry(e, spoken)} {
			if shared != "" {
				alike[shared] = append(alike[shared], i)
			}
		}
	}
	pairs := map[[2]int]bool{}
	pair := func(i, k int) { pairs[[2]int{min(i, k), max(i, k)}] = i != k }
	for _, group := range alike {
		for n, k := range group {
			for _, i := range group[:min(n, maxAlike)] {
				pair(i, k)
			}
		}
	}
	for _, change := range spoken.changes {
		for _, i := range first(alike[string(change.Old)], maxAlike) {
			for _, k := range first(alike[string(change.New)], maxAlike) {
				pair(i, k)
			}
		}
	}
	var found []link
	for _, p := range slices.SortedFunc(maps.Keys(pairs), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		if l, ok := s.link(entries[p[0]], entries[p[1]], spoken); ok && pairs[p] {
			found = append(found, l)
		}
	}
	return found
}

func first(list []int, n int) []int { return list[:min(len(list), n)] }

// link says what proves that two entries are one person.
func (s *Study) link(a, b identity, spoken speeches) (link, bool) {
	l := link{a: a, b: b}
	keyA, keyB := s.keyOfEntry(a, spoken), s.keyOfEntry(b, spoken)
	switch {
	case a.address == b.address && (a.fingerprint == "" || b.fingerprint == ""):
		return l, a.address != "" // the key of the one, if any, is not known to be of the other
	case a.address != b.address && keyA != "" && keyA == keyB:
		l.kind, l.keys, l.evidence = sameKey, []string{keyA}, []*Event{spoken.proof(a.address, keyA), spoken.proof(b.address, keyB)}
		return l, l.evidence[0] != nil && l.evidence[1] != nil &&
			spoken.speaksAlone(a.address, keyA) && spoken.speaksAlone(b.address, keyA)
	case keyA == "" || keyB == "" || keyA == keyB:
		return l, false
	}
	return l.withKeys(keyA, keyB, spoken)
}

// withKeys says what proves that two entries with different keys are one person.
func (l link) withKeys(keyA, keyB string, spoken speeches) (link, bool) {
	for _, change := range spoken.changes {
		if change.joins(keyA, keyB) {
			l.kind, l.keys = changedKey, []string{string(change.Old), string(change.New)}
			l.evidence = []*Event{spoken.proof(change.Address, l.keys[0]), spoken.proof(change.Address, l.keys[1])}
			return l, true
		}
	}
	if l.a.address != l.b.address || l.a.address == "" {
		return l, false
	}
	first, second := spoken.proof(l.a.address, keyA), spoken.proof(l.b.address, keyB)
	if first != nil && second != nil {
		l.kind, l.keys, l.evidence = twoKeys, []string{keyA, keyB}, []*Event{first, second}
	}
	return l, true
}

// keyOfEntry is the key of an entry: the one listed or, where the era lists
// none, the one key that spoke for the address.
func (s *Study) keyOfEntry(e identity, spoken speeches) string {
	if e.fingerprint != "" {
		return e.fingerprint
	}
	keys := spoken.keys[e.address]
	if len(keys) != 1 || !s.isKeyOf(e.address, pgp.Fingerprint(keys[0])) {
		return ""
	}
	return keys[0]
}

func (l link) why() string {
	switch l.kind {
	case sameKey:
		return fmt.Sprintf("the key %s signed mail as %s and as %s", l.keys[0], l.a.address, l.b.address)
	case changedKey:
		return fmt.Sprintf("the key %s certified the key %s", l.keys[0], l.keys[1])
	case twoKeys:
		return fmt.Sprintf("mail from %s is signed by the key %s and by the key %s", l.a.address, l.keys[0], l.keys[1])
	}
	return fmt.Sprintf("%s is one mailbox", l.a.address)
}
