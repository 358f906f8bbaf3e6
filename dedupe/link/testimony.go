package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// testimony is a [record.Testimony], indexed. Addresses are folded.
type testimony struct {
	own         map[string]int // of addresses: which user's, from 1
	ownKeys     map[string]int
	signedFor   map[string][]record.Bond    // by address: keys that signed mail from it
	signedBy    map[string][]record.Bond    // the same by key
	isSignedFor map[[2]string]bool          // the same as address and key
	bonds       map[[2]string][]record.Bond // by address and key: all that ties the two
	claims      map[string][]claim          // by address: each key once, as well as it is tied to it
	level       map[[2]string]level         // of the claims, by address and key
	contested   map[string]bool             // addresses two keys signed for of which nothing says that they are one person's
	lists       map[string]bool
	vouched     map[string]bool
	dialogues   map[[2]string]record.Witness
	revoked     map[string]int64 // as compromised; 0 if the time is not known
	pictures    map[string][]string
	established map[[2]string]bool // address and key, which more than a From ties: see claimed.go
	disowned    map[[2]string]record.Witness
	selfNamed   map[[2]string]bool // address and key whose user ids name it
	namesOthers map[string]bool    // keys whose user ids name any address
	claimedOnly map[[2]string]bool // address and root of a key: see claimed.go
	roleKeys    map[string]bool    // that signed for an address that is not a person's, by their root
	predecessor map[string]string  // of keys: see root
	probed      map[[2]string]bool // pairs of keys one owner answered with
	signers     []signer           // of two or more addresses, or of a key record
	addresses   map[string]bool    // all that anything between two addresses names
	work        counters
	between     map[[2]string][]addressEvidence // hints from one address to another
}

// A claim is a key that somebody, not always its owner, ties to an address.
type claim struct {
	key   string
	level level
}

func indexTestimony(t *record.Testimony) *testimony {
	h := &testimony{
		own: map[string]int{}, ownKeys: map[string]int{}, signedFor: map[string][]record.Bond{}, signedBy: map[string][]record.Bond{},
		isSignedFor: map[[2]string]bool{}, bonds: map[[2]string][]record.Bond{}, claims: map[string][]claim{}, level: map[[2]string]level{}, contested: map[string]bool{},
		lists: folded(t.Lists), vouched: folded(t.Vouched), dialogues: map[[2]string]record.Witness{}, revoked: map[string]int64{},
		pictures: map[string][]string{}, established: map[[2]string]bool{}, disowned: map[[2]string]record.Witness{}, claimedOnly: map[[2]string]bool{}, selfNamed: map[[2]string]bool{}, namesOthers: map[string]bool{}, predecessor: map[string]string{}, probed: map[[2]string]bool{},
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
	h.addEstablished(t)
	h.addSuccessions(t.Successions)
	h.addAddressEvidence(t)
	h.findSigners()
	h.judgeClaims()
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
			id := [2]string{address, bond.Key}
			if h.bonds[id] = append(h.bonds[id], bond); h.level[id] == 0 {
				h.claims[address] = append(h.claims[address], claim{bond.Key, source.level})
				h.level[id] = source.level // the best comes first
			}
			if source.level == signed && !h.isAfterTheft(bond) {
				h.signedFor[address] = append(h.signedFor[address], bond)
				h.signedBy[bond.Key] = append(h.signedBy[bond.Key], bond)
				h.isSignedFor[id] = true
			}
		}
	}
}

// isAfterTheft reports a bond all of which may be the work of whoever stole
// the key.
func (h *testimony) isAfterTheft(bond record.Bond) bool {
	stolen, revoked := h.revoked[bond.Key]
	return revoked && (stolen == 0 || bond.First.Time == 0 || max(bond.First.Time, bond.First.Arrived) >= stolen)
}

// judgeClaims drops claims that something contradicts, and notes the addresses
// whose keys contradict each other. A key that is only said to be an address's,
// while mail from there is signed by another, is copied or planted.
func (h *testimony) judgeClaims() {
	for address, bonds := range h.signedFor {
		roots, first := map[string]bool{}, bonds[0].Key
		for _, bond := range bonds {
			roots[h.root(bond.Key)] = true
			if h.root(bond.Key) != h.root(first) && !h.probed[pairOf(bond.Key, first)] {
				h.contested[address] = true
			}
		}
		h.claims[address] = slices.DeleteFunc(h.claims[address], func(c claim) bool {
			contradicted := c.level < signed && !roots[h.root(c.key)]
			if contradicted {
				delete(h.level, [2]string{address, c.key})
			}
			return contradicted
		})
	}
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
