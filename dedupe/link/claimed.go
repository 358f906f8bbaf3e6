package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

var (
	ruleClaimedFrom = Rule{Name: "claimed-author", Grade: Contra, family: byKey, bits: -6, says: "that the key signs for %q is said by its own mail alone, and the card there names no key", Undone: "the user's own server vouches for such mail, or a probe is answered", veto: true}
	ruleDisowned    = Rule{Name: "dmarc-failed", Grade: Contra, family: byKey, bits: -2, says: "the user's own server says dmarc=fail of mail the key signed as %q", Undone: "the mail came through a forwarder that changed it", veto: true}
)

// addEstablished notes which keys more than their own mail ties to an address:
// the user's own server found mail they signed authentic, or a probe was answered.
func (h *testimony) addEstablished(t *record.Testimony) {
	for _, bond := range t.Vouched {
		if bond.Key != "" {
			h.established[[2]string{compare.FoldAddress(bond.Address), bond.Key}] = true
		}
	}
	for _, bond := range t.UserIDs {
		h.selfNamed[[2]string{compare.FoldAddress(bond.Address), bond.Key}] = true
		h.namesOthers[bond.Key] = true
	}
	for _, probe := range t.Probes {
		for i, key := range probe.Keys {
			if key != "" {
				h.established[[2]string{compare.FoldAddress(probe.Addresses[i]), key}] = true
			}
		}
	}
	for _, bond := range t.Disowned {
		if bond.Key != "" {
			h.disowned[[2]string{compare.FoldAddress(bond.Address), bond.Key}] = bond.First
		}
	}
}

// findClaims notes the keys that signed as an address where the user keeps a card
// that names none, though the key names other addresses alone: whoever forges From
// can sign with a key of their own.
func (p *prover) findClaims() {
	h := p.testimony
	for address, bonds := range h.signedFor {
		keyless := false
		known := map[string]bool{}
		for _, i := range p.atAddress[address] {
			r := p.index.At(i)
			keyless = keyless || r.Source == record.Card && len(r.Keys) == 0
			for _, key := range r.Keys {
				if r.Source == record.Card {
					known[h.root(key.Fingerprint)] = true
				}
			}
		}
		for _, bond := range bonds {
			known[h.root(bond.Key)] = known[h.root(bond.Key)] || h.established[[2]string{address, bond.Key}]
		}
		for _, bond := range bonds {
			_, disowned := h.disowned[[2]string{address, bond.Key}]
			if root := h.root(bond.Key); !known[root] && (keyless && h.isForeign(address, bond) || disowned) {
				h.claimedOnly[[2]string{address, root}] = true
			}
		}
	}
}

// isForeign reports a bond to an address that the user ids of the key do not name,
// while others are named, and none of those was written from before.
func (h *testimony) isForeign(address string, bond record.Bond) bool {
	return h.namesOthers[bond.Key] && !h.selfNamed[[2]string{address, bond.Key}] &&
		!slices.ContainsFunc(h.signedBy[bond.Key], func(b record.Bond) bool {
			return h.selfNamed[[2]string{compare.FoldAddress(b.Address), b.Key}] && b.First.Time < bond.First.Time
		})
}

// isClaimedOnly reports a key that nothing but its own mail ties to an address.
func (h *testimony) isClaimedOnly(address, key string) bool {
	return h.claimedOnly[[2]string{address, h.root(key)}]
}

// weighClaims says so where two persons share such a key.
func (w *comparison) weighClaims() {
	for _, x := range w.a.keys {
		if !slices.ContainsFunc(w.b.keys, func(y knownKey) bool { return w.testimony.root(x.key) == w.testimony.root(y.key) }) {
			continue
		}
		for _, p := range []*profile{w.a, w.b} {
			for _, box := range p.mailboxes {
				if w.testimony.isClaimedOnly(box.Folded, x.key) {
					w.add(&ruleClaimedFrom, w.a.records[0], w.b.records[0], box.Folded)
				}
				if witness, ok := w.testimony.disowned[[2]string{box.Folded, x.key}]; ok {
					w.add(&ruleDisowned, w.a.records[0], w.b.records[0], box.Folded, witness)
				}
			}
		}
	}
}
