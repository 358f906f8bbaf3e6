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
	keysAt      map[string][]heldKey        // by address: each key once, as well as it is tied to it
	level       map[[2]string]level         // of these, by address and key
	contested   map[string]bool             // addresses two keys signed for of which nothing says that they are one person's
	lists       map[string]bool
	vouched     map[string]bool
	dialogues   map[[2]string]record.Witness
	revoked     map[string]int64   // keys revoked as compromised; 0 if the time is not known
	afterTheft  map[[2]string]bool // address and key: all mail that ties them came after the key was revoked as compromised
	pictures    map[string][]string
	claims      claims
	roleKeys    map[string]bool    // that signed for an address that is not a person's, by their root
	predecessor map[string]string  // of keys: see root
	together    map[string]string  // keys one owner answered probes with: see haveAnsweredTogether
	answered    map[[2]string]bool // address and root of a key that answered a probe there
	signers     []signer           // of two or more addresses, or of a key record
	addresses   map[string]bool    // all that anything between two addresses names
	work        counters
	between     map[[2]string][]addressEvidence // hints from one address to another
}

// A heldKey is a key that somebody, not always its owner, ties to an address.
type heldKey struct {
	key   string
	level level
}

func indexTestimony(t *record.Testimony) *testimony {
	h := &testimony{
		own: map[string]int{}, ownKeys: map[string]int{}, signedFor: map[string][]record.Bond{}, signedBy: map[string][]record.Bond{},
		isSignedFor: map[[2]string]bool{}, bonds: map[[2]string][]record.Bond{}, keysAt: map[string][]heldKey{}, level: map[[2]string]level{}, contested: map[string]bool{},
		lists: folded(t.Lists), vouched: folded(t.Vouched), dialogues: map[[2]string]record.Witness{}, revoked: map[string]int64{}, afterTheft: map[[2]string]bool{},
		pictures: map[string][]string{}, predecessor: map[string]string{}, together: map[string]string{}, answered: map[[2]string]bool{},
		addresses: map[string]bool{}, roleKeys: map[string]bool{}, between: map[[2]string][]addressEvidence{},
	}
	h.addOwners(t.Own)
	for _, revocation := range t.Revoked {
		if before, known := h.revoked[revocation.Key]; revocation.Reason == record.Compromised && (!known || revocation.Time < before) {
			h.revoked[revocation.Key] = revocation.Time
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
	h.dropContradicted()
	h.indexClaims(t)
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
			id, level := [2]string{address, bond.Key}, source.level
			if level == signed && h.isAfterTheft(bond) {
				h.afterTheft[id], level = true, shown // whoever signed had a copy of the key
			}
			if h.bonds[id] = append(h.bonds[id], bond); h.level[id] == 0 {
				h.keysAt[address] = append(h.keysAt[address], heldKey{bond.Key, level})
				h.level[id] = level // the best comes first
			}
			if level == signed {
				h.signedFor[address] = append(h.signedFor[address], bond)
				h.signedBy[bond.Key] = append(h.signedBy[bond.Key], bond)
				h.isSignedFor[id] = true
			}
		}
	}
}

// isAfterTheft reports a bond all of which may be the work of whoever stole the
// key: no mail of it is known to have arrived before the revocation. What date a
// signature claims is up to the thief.
func (h *testimony) isAfterTheft(bond record.Bond) bool {
	stolen, revoked := h.revoked[bond.Key]
	return revoked && isAfter(bond.First, stolen)
}

// isAfter reports a witness that is not known to be older than a time, 0 if that
// is not known either.
func isAfter(w record.Witness, time int64) bool {
	return time == 0 || w.Time == 0 || w.Arrived == 0 || max(w.Time, w.Arrived) >= time
}

// dropContradicted drops keys that something contradicts, and notes the addresses
// whose keys contradict each other. A key that is only said to be an address's,
// while mail from there is signed by another, is copied or planted.
func (h *testimony) dropContradicted() {
	for address, bonds := range h.signedFor {
		roots, first := map[string]bool{}, bonds[0].Key
		for _, bond := range bonds {
			roots[h.root(bond.Key)] = true
			if h.root(bond.Key) != h.root(first) && !h.haveAnsweredTogether(bond.Key, first) {
				h.contested[address] = true
			}
		}
		h.keysAt[address] = slices.DeleteFunc(h.keysAt[address], func(c heldKey) bool {
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

// answerTogether notes two keys that answered one probe. Who answers two probes with
// one of them holds the keys of both.
func (h *testimony) answerTogether(a, b string) {
	a, b = h.firstTogether(a), h.firstTogether(b)
	h.together[max(a, b)] = min(a, b)
}

func (h *testimony) haveAnsweredTogether(a, b string) bool {
	first := h.firstTogether(a)
	return h.together[a]+h.together[b] != "" && first == h.firstTogether(b)
}

func (h *testimony) firstTogether(key string) string {
	for next := h.together[key]; next != "" && next != key; next = h.together[key] {
		key = next
	}
	return key
}

// haveAnswered reports two records that an answered probe showed to be one
// person's, whatever names they have: each has an address with the key that
// answered there.
func (h *testimony) haveAnswered(a, b *profile) bool {
	for _, x := range a.mailboxes {
		for _, y := range b.mailboxes {
			for _, k := range a.keys {
				for _, l := range b.keys {
					if h.answered[[2]string{x.Folded, k.root}] && h.answered[[2]string{y.Folded, l.root}] &&
						(x.Folded == y.Folded && k.root == l.root || h.haveAnsweredTogether(k.key, l.key)) {
						return true
					}
				}
			}
		}
	}
	return false
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
