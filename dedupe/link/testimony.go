package dedupe

import "slices"

// heard is testimony, indexed. Addresses are folded.
type heard struct {
	own       map[string]int // of addresses: which user's, from 1
	ownKeys   map[string]int
	signed    map[string][]Bond // by address: keys that spoke for it
	spokenBy  map[string][]Bond // the same by key
	bonds     map[string][]claim
	lists     map[string]bool
	vouched   map[string]bool
	talks     map[[2]string]Witness
	revoked   map[string]int64 // as compromised; 0 if the time is not known
	pictures  map[string][]string
	roleKeys  map[string]bool      // that spoke for an address that is no person's, by their root
	lineage   map[string]string    // of keys: the first of those that certified each other
	probed    map[[2]string]bool   // pairs of keys one owner answered with
	signers   []signer             // of two or more addresses, or of a key record
	addresses map[string]bool      // all that any tie between mailboxes names
	leads     map[[2]string][]lead // hints from one address to another
}

// A claim is a key that somebody, not always its owner, ties to an address.
type claim struct {
	key   string
	level level
	Bond
}

func hear(t *Testimony) *heard {
	h := &heard{
		own: map[string]int{}, ownKeys: map[string]int{}, signed: map[string][]Bond{}, spokenBy: map[string][]Bond{}, bonds: map[string][]claim{},
		lists: folded(t.Lists), vouched: folded(t.Vouched), talks: map[[2]string]Witness{}, revoked: map[string]int64{},
		pictures: map[string][]string{}, lineage: map[string]string{}, probed: map[[2]string]bool{},
		addresses: map[string]bool{}, roleKeys: map[string]bool{}, leads: map[[2]string][]lead{},
	}
	h.hearOwn(t.Own)
	for _, bond := range t.Revoked {
		if before, known := h.revoked[bond.Key]; !known || bond.First.Time < before {
			h.revoked[bond.Key] = bond.First.Time
		}
	}
	h.hearKeys(t)
	for _, tie := range t.Talks {
		h.talks[pairOf(foldedAddress(tie.From), foldedAddress(tie.To))] = tie.Witness
	}
	for _, bond := range t.Pictures {
		address := foldedAddress(bond.Address)
		h.pictures[address] = append(h.pictures[address], bond.Key)
	}
	h.hearSuccessions(t.Successions)
	h.hearLeads(t)
	h.findSigners()
	return h
}

func (h *heard) hearOwn(owners []Owner) {
	for i, owner := range owners {
		for _, address := range owner.Addresses {
			h.own[foldedAddress(address)] = i + 1
		}
		for _, key := range owner.Keys {
			h.ownKeys[key] = i + 1
		}
	}
	delete(h.own, "")
}

func (h *heard) hearKeys(t *Testimony) {
	for _, source := range []struct {
		bonds []Bond
		level level
	}{{t.Signed, spoke}, {t.Shown, shown}, {t.UserIDs, selfNamed}, {t.Gossiped, gossiped}} {
		for _, bond := range source.bonds {
			address := foldedAddress(bond.Address)
			if address == "" || bond.Key == "" {
				continue
			}
			h.bonds[address] = append(h.bonds[address], claim{bond.Key, source.level, bond})
			if source.level == spoke && !h.spokeAfterTheft(bond) {
				h.signed[address] = append(h.signed[address], bond)
				h.spokenBy[bond.Key] = append(h.spokenBy[bond.Key], bond)
			}
		}
	}
}

// spokeAfterTheft reports a bond all of which may be the work of whoever stole
// the key.
func (h *heard) spokeAfterTheft(bond Bond) bool {
	stolen, revoked := h.revoked[bond.Key]
	return revoked && (stolen == 0 || bond.First.Time == 0 || bond.First.Time >= stolen)
}

// contradicted reports a key that is only said to be an address's, while mail from
// there is signed by another: such a key is copied or planted.
func (h *heard) contradicted(address string, c claim) bool {
	return c.level < spoke && len(h.signed[address]) > 0 &&
		!slices.ContainsFunc(h.signed[address], func(b Bond) bool { return h.root(b.Key) == h.root(c.key) })
}

// contested reports an address that two keys signed for of which nothing says
// that they are one person's.
func (h *heard) contested(address string) bool {
	bonds := h.signed[address]
	return slices.ContainsFunc(bonds, func(b Bond) bool {
		return h.root(b.Key) != h.root(bonds[0].Key) && !h.probed[pairOf(b.Key, bonds[0].Key)]
	})
}

// signedBy returns what a key said for an address.
func (h *heard) signedBy(address, key string) (Bond, bool) {
	i := slices.IndexFunc(h.signed[address], func(b Bond) bool { return b.Key == key })
	if i < 0 {
		return Bond{}, false
	}
	return h.signed[address][i], true
}

// root names a key and all that it certified, or that certified it.
func (h *heard) root(key string) string {
	for {
		next, ok := h.lineage[key]
		if !ok || next == key {
			return key
		}
		key = next
	}
}

// talked reports two mailboxes that were seen to be two people's.
func (h *heard) talked(a, b string) (Witness, bool) {
	if a == b {
		return Witness{}, false // a copy to oneself
	}
	witness, ok := h.talks[pairOf(a, b)]
	return witness, ok
}

// impersonal reports a folded address that stands for no one person.
func (h *heard) impersonal(address string) bool {
	m, ok := readMailbox(address)
	return !ok || impersonal(m) != "" || h.lists[address]
}

func folded(bonds []Bond) map[string]bool {
	addresses := map[string]bool{}
	for _, bond := range bonds {
		addresses[foldedAddress(bond.Address)] = true
	}
	return addresses
}

func pairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}
