package dedupe

// A lead is what ties one mailbox to another on somebody's word, or proof of it.
type lead struct {
	rule    *Rule
	value   string
	keys    [2]string // of the two sides, in the order of the pair; "" if none
	witness Witness
}

// hearLeads reads all that names two addresses.
func (h *heard) hearLeads(t *Testimony) {
	for _, m := range t.Moves {
		rule := &ruleMoveUnproven
		if stolen, revoked := h.revoked[m.Key]; m.Direct && m.Newer && !(revoked && (stolen == 0 || m.Witness.Time >= stolen)) {
			rule = &ruleMove
		}
		h.lead(m.Old, m.New, lead{rule: rule, value: m.Key, keys: [2]string{m.Key, m.Key}, witness: m.Witness})
	}
	for _, p := range t.Probes {
		rule := &ruleProbe
		if p.Keys[0] == "" || p.Keys[1] == "" {
			rule = &ruleProbeMailbox
		} else {
			h.probed[pairOf(p.Keys[0], p.Keys[1])] = true
		}
		h.lead(p.Addresses[0], p.Addresses[1], lead{rule: rule, value: p.ID, keys: p.Keys, witness: p.Witness})
	}
	for _, tie := range t.Replies {
		h.lead(tie.From, tie.To, lead{rule: &ruleReplyTo, value: tie.To, witness: tie.Witness})
	}
	for _, tie := range t.Claims {
		h.lead(tie.From, tie.To, lead{rule: &ruleClaimed, value: tie.To, witness: tie.Witness})
	}
	h.hearSuperseded(t)
}

// hearSuperseded ties the addresses of a key that was revoked as superseded to
// those of the key that appeared in its place.
func (h *heard) hearSuperseded(t *Testimony) {
	for _, s := range t.Successions {
		if s.Certified && h.root(s.Old) == h.root(s.New) {
			continue
		}
		for _, before := range h.spokenBy[s.Old] {
			for _, after := range h.spokenBy[s.New] {
				h.lead(before.Address, after.Address, lead{rule: &ruleSuperseded, value: s.Old + " " + s.New, keys: [2]string{s.Old, s.New}, witness: s.Witness})
			}
		}
	}
}

// lead files a lead under its two mailboxes.
func (h *heard) lead(from, to string, l lead) {
	a, b := foldedAddress(from), foldedAddress(to)
	if a == "" || b == "" || a == b {
		return
	}
	if b < a {
		a, b = b, a
		l.keys[0], l.keys[1] = l.keys[1], l.keys[0]
	}
	for _, known := range h.leads[[2]string{a, b}] {
		if known.rule == l.rule && known.value == l.value {
			return // the same answer, or mail, again
		}
	}
	h.leads[[2]string{a, b}] = append(h.leads[[2]string{a, b}], l)
	h.addresses[a], h.addresses[b] = true, true
}
