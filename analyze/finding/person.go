package finding

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// An entry is one line of a member list: an address, a key, or both.
type entry struct{ address, fingerprint string }

// A tie is what proves that two entries are one person.
type tie struct {
	a, b     entry
	kind     tieKind
	keys     []string
	evidence []*evidence.Event
	together bool // one device shows both ends
}

type tieKind int

const (
	sameMailbox tieKind = iota // one address, with and without a key, or with keys of which not both signed
	sameKey                    // one key signed as both addresses
	twoKeys                    // two keys signed as one address
	changedKey                 // the older key certified the newer one
)

// A Person is entries of one group's member lists that are one person, and what
// proves it. Fingerprints and MessageIDs are those the proof rests on.
type Person struct {
	Addresses    []string `json:"addresses"`
	Fingerprints []string `json:"fingerprints"`
	Why          string   `json:"why"` // in words
	MessageIDs   []string `json:"message_ids"`
}

// maxAlike bounds how many entries with one address or key are compared with
// each other; of more, each is compared with the first.
const maxAlike = 8

// ties finds what ties the entries of a group. Only entries that share an address
// or key, or whose keys follow each other, are compared.
func ties(hs *history.Histories, g *history.Group) []tie {
	signers := hs.Signers()
	entries, lists := entriesOf(g)
	keys := make([]string, len(entries))
	alike := map[string][]int{} // entries by address, and by key
	for i, e := range entries {
		keys[i] = keyOf(hs, e, signers)
		for _, shared := range [...]string{e.address, keys[i]} {
			if shared != "" {
				alike[shared] = append(alike[shared], i)
			}
		}
	}
	pairs := map[[2]int]bool{}
	pair := func(i, k int) {
		if i != k {
			pairs[[2]int{min(i, k), max(i, k)}] = true
		}
	}
	for _, group := range alike {
		for n, k := range group {
			for _, i := range group[:min(n, maxAlike)] {
				pair(i, k)
			}
		}
	}
	for _, change := range signers.Changes {
		for _, i := range firstOf(alike[string(change.Old)], maxAlike) {
			for _, k := range firstOf(alike[string(change.New)], maxAlike) {
				pair(i, k)
			}
		}
	}
	var found []tie
	for _, p := range slices.SortedFunc(maps.Keys(pairs), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		t := tie{a: entries[p[0]], b: entries[p[1]]}
		if t.prove(keys[p[0]], keys[p[1]], signers) {
			t.together = slices.ContainsFunc(lists, func(list map[entry]bool) bool { return list[t.a] && list[t.b] })
			found = append(found, t)
		}
	}
	return found
}

func firstOf(list []int, n int) []int { return list[:min(len(list), n)] }

// entriesOf lists the members any device of the group shows, and those of the
// target, sorted; and the list of each device that has the group.
func entriesOf(g *history.Group) (entries []entry, lists []map[entry]bool) {
	set := map[entry]bool{}
	for _, h := range g.Histories {
		if !h.View.Exists {
			continue
		}
		list := map[entry]bool{}
		for _, id := range h.View.Members() {
			list[entry{h.Contacts.Address(id), h.Fingerprint(id)}] = true
		}
		maps.Copy(set, list)
		lists = append(lists, list)
	}
	for _, address := range g.Target.Members() {
		set[entry{address, g.Target.Keys[address]}] = true
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.fingerprint, b.fingerprint))
	}), lists
}

// keyOf is the key of an entry: the one listed or, where the era lists none, the
// one key that signed as the address.
func keyOf(hs *history.Histories, e entry, signers *history.Signers) string {
	if e.fingerprint != "" {
		return e.fingerprint
	}
	keys := signers.KeysOf(e.address)
	if len(keys) != 1 || !hs.IsKeyOf(e.address, keys[0]) {
		return ""
	}
	return keys[0]
}

// prove says what proves that both ends are one person, and whether anything does.
// The keys are those of the ends.
func (t *tie) prove(keyA, keyB string, signers *history.Signers) bool {
	switch {
	case t.a.address == t.b.address && (t.a.fingerprint == "" || t.b.fingerprint == ""):
		return t.a.address != "" // the key of the one, if any, is not known to be of the other
	case t.a.address != t.b.address && keyA != "" && keyA == keyB:
		t.kind, t.keys, t.evidence = sameKey, []string{keyA}, []*evidence.Event{signers.Proof(t.a.address, keyA), signers.Proof(t.b.address, keyB)}
		return t.evidence[0] != nil && t.evidence[1] != nil && signers.IsOnly(t.a.address, keyA) && signers.IsOnly(t.b.address, keyA)
	case keyA == "" || keyB == "" || keyA == keyB:
		return false
	}
	for _, change := range signers.Changes {
		if change.Joins(keyA, keyB) {
			t.kind, t.keys = changedKey, []string{string(change.Old), string(change.New)}
			t.evidence = []*evidence.Event{signers.Proof(change.Address, t.keys[0]), signers.Proof(change.Address, t.keys[1])}
			return true
		}
	}
	if t.a.address != t.b.address || t.a.address == "" {
		return false
	}
	first, second := signers.Proof(t.a.address, keyA), signers.Proof(t.b.address, keyB)
	if first != nil && second != nil {
		t.kind, t.keys, t.evidence = twoKeys, []string{keyA, keyB}, []*evidence.Event{first, second}
	}
	return true
}

func (t *tie) why() string {
	switch t.kind {
	case sameKey:
		return fmt.Sprintf("the key %s signed mail as %s and as %s", t.keys[0], t.a.address, t.b.address)
	case changedKey:
		return fmt.Sprintf("the key %s certified the key %s", t.keys[0], t.keys[1])
	case twoKeys:
		return fmt.Sprintf("mail from %s is signed by the key %s and by the key %s", t.a.address, t.keys[0], t.keys[1])
	}
	return fmt.Sprintf("%s is one mailbox", t.a.address)
}

// linked reports persons that one device shows as two members of a group, once
// per person and group. Two devices of one account are one member and not a
// finding, nor is an address that stands there once with and once without its key.
func (s *search) linked(g *history.Group) {
	type told struct {
		kind tieKind
		a, b string
	}
	known := map[told]bool{}
	for _, t := range ties(s.Histories, g) {
		this := told{t.kind, t.a.address, t.b.address}
		if t.kind == sameMailbox || known[this] || !t.together {
			continue
		}
		known[this] = true
		f := Finding{Code: TwoKeys, Severity: Warning, Group: g.ID, Addresses: []string{t.a.address, t.b.address}, Keys: t.keys, Evidence: evidenceOf(t.evidence...)}
		switch t.kind {
		case sameKey:
			f.Code, f.Severity = TwoAddresses, Info
		case changedKey:
			f.Reason = KeyChanged
		case twoKeys:
			f.Reason = KeysUnrelated
		}
		s.add(f)
	}
}

const (
	// KeyChanged: the older key certified the newer one.
	KeyChanged Reason = "key-changed"
	// KeysUnrelated: nothing ties the keys but the address.
	KeysUnrelated Reason = "keys-unrelated"
)

// Persons joins the ties of a group into persons. Entries that only differ in
// whether a device's era lists keys are one row anyway and are not told.
func Persons(hs *history.Histories, g *history.Group) []Person {
	joined := map[string]*Person{} // by each of its addresses
	for _, t := range ties(hs, g) {
		if t.kind == sameMailbox && !t.together {
			continue
		}
		p := &Person{Addresses: []string{t.a.address, t.b.address}, Fingerprints: slices.Clone(t.keys), Why: t.why()}
		for _, e := range t.evidence {
			if e != nil {
				p.MessageIDs = append(p.MessageIDs, e.MessageID())
			}
		}
		for _, address := range p.Addresses {
			if known := joined[address]; known != nil {
				p = known.join(p)
			}
		}
		for _, address := range p.Addresses {
			joined[address] = p
		}
	}
	persons := slices.Collect(maps.Values(joined))
	slices.SortFunc(persons, func(a, b *Person) int { return slices.Compare(a.Addresses, b.Addresses) })
	var list []Person
	for _, p := range slices.Compact(persons) {
		list = append(list, Person{sortedSet(p.Addresses), sortedSet(p.Fingerprints), p.Why, sortedSet(p.MessageIDs)})
	}
	return list
}

// join adds what is known of the same person.
func (p *Person) join(next *Person) *Person {
	if p == next {
		return p
	}
	p.Addresses = sortedSet(slices.Concat(p.Addresses, next.Addresses))
	p.Fingerprints = slices.Concat(p.Fingerprints, next.Fingerprints)
	p.MessageIDs = slices.Concat(p.MessageIDs, next.MessageIDs)
	if !strings.Contains(p.Why, next.Why) {
		p.Why += "; " + next.Why
	}
	return p
}

func sortedSet(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	list = slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
	if list == nil {
		return []string{}
	}
	return list
}
