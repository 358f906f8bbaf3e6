package link

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// addSuccessions joins keys of which the old one consented to the new. A
// succession that the thief of the old key may have made joins nothing.
func (h *testimony) addSuccessions(successions []record.Succession) {
	for _, s := range successions {
		if !s.Certified || !h.inOrder(s) {
			continue
		}
		a, b := h.root(s.Old), h.root(s.New)
		h.predecessor[max(a, b)] = min(a, b)
	}
	for key := range h.predecessor {
		h.predecessor[key] = h.root(key)
	}
}

// inOrder checks dates: the old key was not stolen before it consented, and was
// in use before, not only after, its successor took over.
func (h *testimony) inOrder(s record.Succession) bool {
	if stolen, revoked := h.revoked[s.Old]; revoked && isAfter(s.Witness, stolen) {
		return false
	}
	first := int64(0)
	for _, bond := range h.signedBy[s.Old] {
		if bond.First.Time > 0 && (first == 0 || bond.First.Time < first) {
			first = bond.First.Time
		}
	}
	return first == 0 || s.Witness.Time == 0 || first <= s.Witness.Time
}

// A signer is a key, with its successors, and the addresses it signed for.
type signer struct {
	root   string
	signed []signedAddress
}

type signedAddress struct {
	address string
	record.Bond
}

// findSigners lists every key that signed, with its addresses, in a fixed order.
func (h *testimony) findSigners() {
	byRoot := map[string][]signedAddress{}
	for address, bonds := range h.signedFor {
		for _, bond := range bonds {
			root := h.root(bond.Key)
			byRoot[root] = append(byRoot[root], signedAddress{address, bond})
		}
		h.addresses[address] = true
	}
	for _, root := range slices.Sorted(maps.Keys(byRoot)) {
		list := byRoot[root]
		slices.SortFunc(list, func(a, b signedAddress) int {
			return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.Key, b.Key))
		})
		h.signers = append(h.signers, signer{root, list})
		h.roleKeys[root] = slices.ContainsFunc(list, func(v signedAddress) bool { return h.isImpersonal(v.address) })
	}
}
