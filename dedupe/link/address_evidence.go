package link

import (
	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// addressEvidence ties one mailbox to another, on somebody's word or on proof.
type addressEvidence struct {
	rule    *Rule
	value   string
	keys    [2]string // of the two sides, in the order of the pair; "" if none
	witness record.Witness
}

// addAddressEvidence reads all that names two addresses.
func (h *testimony) addAddressEvidence(t *record.Testimony) {
	for _, m := range t.Moves {
		rule := &ruleMoveUnproven
		if stolen, revoked := h.revoked[m.Key]; m.Direct && m.Newer && !(revoked && isAfter(m.Witness, stolen)) {
			rule = &ruleMove
		}
		h.addBetween(m.Old, m.New, addressEvidence{rule: rule, value: m.Key, keys: [2]string{m.Key, m.Key}, witness: m.Witness})
	}
	for _, p := range t.Probes {
		rule := &ruleProbe
		if p.Keys[0] == "" || p.Keys[1] == "" {
			rule = &ruleProbeMailbox
		} else {
			h.answerTogether(p.Keys[0], p.Keys[1])
			for i, key := range p.Keys {
				h.answered[[2]string{compare.FoldAddress(p.Addresses[i]), h.root(key)}] = true
			}
		}
		h.addBetween(p.Addresses[0], p.Addresses[1], addressEvidence{rule: rule, value: p.ID, keys: p.Keys, witness: p.Witness})
	}
	for _, tie := range t.Replies {
		h.addBetween(tie.From, tie.To, addressEvidence{rule: &ruleReplyTo, value: tie.To, witness: tie.Witness})
	}
	for _, tie := range t.Claims {
		h.addBetween(tie.From, tie.To, addressEvidence{rule: &ruleClaimed, value: tie.To, witness: tie.Witness})
	}
	h.addSuperseded(t)
}

// addSuperseded ties the addresses of a key that was revoked as superseded to
// those of the key that appeared in its place.
func (h *testimony) addSuperseded(t *record.Testimony) {
	for _, s := range t.Successions {
		if s.Certified && h.root(s.Old) == h.root(s.New) {
			continue
		}
		if max(len(h.signedBy[s.Old]), len(h.signedBy[s.New])) > maxValues {
			continue // no person's
		}
		for _, before := range h.signedBy[s.Old] {
			for _, after := range h.signedBy[s.New] {
				h.addBetween(before.Address, after.Address, addressEvidence{rule: &ruleSuperseded, value: s.Old + " " + s.New, keys: [2]string{s.Old, s.New}, witness: s.Witness})
			}
		}
	}
}

// addBetween keeps evidence under its two addresses.
func (h *testimony) addBetween(from, to string, e addressEvidence) {
	a, b := compare.FoldAddress(from), compare.FoldAddress(to)
	if a == "" || b == "" || a == b {
		return
	}
	if b < a {
		a, b = b, a
		e.keys[0], e.keys[1] = e.keys[1], e.keys[0]
	}
	for _, known := range h.between[[2]string{a, b}] {
		if known.rule == e.rule && known.value == e.value {
			return // the same answer, or mail, again
		}
	}
	h.between[[2]string{a, b}] = append(h.between[[2]string{a, b}], e)
	h.addresses[a], h.addresses[b] = true, true
}
