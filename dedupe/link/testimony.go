package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// testimony is testimony, indexed. Addresses are folded.
type testimony struct {
	own         map[string]int // of addresses: which user's, from 1
	ownKeys     map[string]int
	signedFor   map[string][]record.Bond // by address: keys that spoke for it
	signedBy    map[string][]record.Bond // the same by key
	bonds       map[string][]claim
	lists       map[string]bool
	vouched     map[string]bool
	dialogues   map[[2]string]record.Witness
	revoked     map[string]int64 // as compromised; 0 if the time is not known
	pictures    map[string][]string
	roleKeys    map[string]bool                 // that spoke for an address that is no person's, by their root
	predecessor map[string]string               // of keys: the first of those that certified each other
	probed      map[[2]string]bool              // pairs of keys one owner answered with
	signers     []signer                        // of two or more addresses, or of a key record
	addresses   map[string]bool                 // all that any tie between mailboxes names
	between     map[[2]string][]addressEvidence // hints from one address to another
}

// A claim is a key that somebody, not always its owner, ties to an address.
type claim struct {
	key   string
	level level
	record.Bond
}

func indexTestimony(t *record.Testimony) *testimony {
	h := &testimony{
		own: map[string]int{}, ownKeys: map[string]int{}, signedFor: map[string][]record.Bond{}, signedBy: map[string][]record.Bond{}, bonds: map[string][]claim{},
		lists: folded(t.Lists), vouched: folded(t.Vouched), dialogues: map[[2]string]record.Witness{}, revoked: map[string]int64{},
		pictures: map[string][]string{}, predecessor: map[string]string{}, probed: map[[2]string]bool{},
		addresses: map[string]bool{}, roleKeys: map[string]bool{}, between: map[[2]string][]addressEvidence{},
	}
	h.addOwners(t.Own)
	for _, bond := range t.Revoked {
		if before, known := h.revoked[bond.Key]; !known || bond.First.Time < before {
			h.revoked[bond.Key] = bond.First.Time
		}
	}
	h.addBonds(t)
	for _, tie := range t.Dialogues {
		h.dialogues[pairOf(compare.FoldAddress(tie.From), compare.FoldAddress(tie.To))] = tie.Witness
	}
	for _, bond := range t.Pictures {
		address := compare.FoldAddress(bond.Address)
		h.pictures[address] = append(h.pictures[address], bond.Key)
	}
	h.addSuccessions(t.Successions)
	h.addAddressEvidence(t)
	h.findSigners()
	return h
}

func (h *testimony) addOwners(owners []record.Owner) {
	for i, owner := range owners {
		for _, address := range owner.Addresses {
			h.own[compare.FoldAddress(address)] = i + 1
		}
		for _, key := range owner.Keys {
			h.ownKeys[key] = i + 1
		}
	}
	delete(h.own, "")
}

func (h *testimony) addBonds(t *record.Testimony) {
	for _, source := range []struct {
		bonds []record.Bond
		level level
	}{{t.Signed, signed}, {t.Shown, shown}, {t.UserIDs, selfNamed}, {t.Gossiped, gossiped}} {
		for _, bond := range source.bonds {
			address := compare.FoldAddress(bond.Address)
			if address == "" || bond.Key == "" {
				continue
			}
			h.bonds[address] = append(h.bonds[address], claim{bond.Key, source.level, bond})
			if source.level == signed && !h.isAfterTheft(bond) {
				h.signedFor[address] = append(h.signedFor[address], bond)
				h.signedBy[bond.Key] = append(h.signedBy[bond.Key], bond)
			}
		}
	}
}

// isAfterTheft reports a bond all of which may be the work of whoever stole
// the key.
func (h *testimony) isAfterTheft(bond record.Bond) bool {
	stolen, revoked := h.revoked[bond.Key]
	return revoked && (stolen == 0 || bond.First.Time == 0 || bond.First.Time >= stolen)
}

// isContradicted reports a key that is only said to be an address's, while mail from
// there is signed by another: such a key is copied or planted.
func (h *testimony) isContradicted(address string, c claim) bool {
	return c.level < signed && len(h.signedFor[address]) > 0 &&
		!slices.ContainsFunc(h.signedFor[address], func(b record.Bond) bool { return h.root(b.Key) == h.root(c.key) })
}

// isContested reports an address that two keys signed for of which nothing says
// that they are one person's.
func (h *testimony) isContested(address string) bool {
	bonds := h.signedFor[address]
	return slices.ContainsFunc(bonds, func(b record.Bond) bool {
		return h.root(b.Key) != h.root(bonds[0].Key) && !h.probed[pairOf(b.Key, bonds[0].Key)]
	})
}

// bondOf returns what a key said for an address.
func (h *testimony) bondOf(address, key string) (record.Bond, bool) {
	i := slices.IndexFunc(h.signedFor[address], func(b record.Bond) bool { return b.Key == key })
	if i < 0 {
		return record.Bond{}, false
	}
	return h.signedFor[address][i], true
}

// root names a key and all that it certified, or that certified it.
func (h *testimony) root(key string) string {
	for {
		next, ok := h.predecessor[key]
		if !ok || next == key {
			return key
		}
		key = next
	}
}

// areInDialogue reports two mailboxes that were seen to be two people's.
func (h *testimony) areInDialogue(a, b string) (record.Witness, bool) {
	if a == b {
		return record.Witness{}, false // a copy to oneself
	}
	witness, ok := h.dialogues[pairOf(a, b)]
	return witness, ok
}

// isImpersonal reports a folded address that stands for no one person.
func (h *testimony) isImpersonal(address string) bool {
	m, ok := compare.ReadMailbox(address)
	return !ok || compare.Impersonal(m) != "" || h.lists[address]
}

func folded(bonds []record.Bond) map[string]bool {
	addresses := map[string]bool{}
	for _, bond := range bonds {
		addresses[compare.FoldAddress(bond.Address)] = true
	}
	return addresses
}

func pairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}
