package dedupe

import "slices"

// A proving finds all proof between records.
type proving struct {
	roll  *roll
	heard *heard
	jobs  int
	// residents are the records at each address that testimony speaks of, by
	// folded address.
	residents map[string][]uint32
	ties      []Tie
}

// prove ties records by every rule that is proof.
func (p *proving) prove() {
	p.mailboxes()
	p.findResidents()
	p.signers()
	p.leads()
	p.contents()
}

// contents ties cards that say the same.
func (p *proving) contents() {
	all := postings(p.jobs, p.roll.len(), func(i uint32, add func(uint64)) {
		if r := p.roll.at(i); r.Source == Card && r.Content != "" {
			add(digest(r.Content))
		}
	})
	runs(all, func(_ uint64, same []posting) {
		first := map[string]uint32{}
		for _, posting := range same {
			r := p.roll.at(posting.who())
			before, seen := first[r.Content]
			if !seen {
				first[r.Content] = posting.who()
				continue
			}
			a, b := p.describe(before), p.describe(posting.who())
			if a.owner == 0 && b.owner == 0 && !r.Organisation {
				p.tie(&ruleContent, before, posting.who(), r.Content)
			}
		}
	})
}

// findResidents lists who is at the addresses testimony ties to others, and
// whose keys they are.
func (p *proving) findResidents() {
	if len(p.heard.addresses) == 0 {
		return
	}
	all := postings(p.jobs, p.roll.len(), func(i uint32, add func(uint64)) {
		r := p.roll.at(i)
		for _, address := range firstOf(r.Addresses) {
			if m, ok := readMailbox(address); ok && p.heard.addresses[m.folded] && p.heard.vouchedFor(r, m) {
				add(digest(m.folded))
			}
		}
	})
	for _, posting := range all {
		for _, b := range p.describe(posting.who()).boxes {
			if digest(b.folded)>>whoBits == posting.value() {
				p.residents[b.folded] = append(p.residents[b.folded], posting.who())
			}
		}
	}
	for address, records := range p.residents {
		p.residents[address] = slices.Compact(records)
	}
}

// signers ties the addresses one key spoke for. A key that speaks for a role is
// shared by those who fill it, and proves nothing of anybody.
func (p *proving) signers() {
	for _, s := range p.heard.signers {
		if p.heard.roleKeys[s.root] {
			continue
		}
		var centre uint32
		var first voice
		for i, v := range s.spoke {
			at, ok := p.speaker(v.address, v.Key)
			switch {
			case !ok || i > 0 && first.address == v.address && first.Key == v.Key:
				continue
			case first.address == "":
				centre, first = at, v
				continue
			}
			rule, value := &ruleKeySigned, v.Key
			if v.Key != first.Key {
				rule, value = &ruleSuccession, both(first.Key, v.Key)
			}
			p.tie(rule, centre, at, value, spoken(first.Bond, v.Bond)...)
		}
	}
}

// leads ties the two ends of every move and answered probe.
func (p *proving) leads() {
	for _, pair := range sortedPairs(p.heard.leads) {
		for _, l := range p.heard.leads[pair] {
			if l.rule.Grade != Proof || p.heard.impersonal(pair[0]) || p.heard.impersonal(pair[1]) {
				continue
			}
			a, found := p.speaker(pair[0], l.keys[0])
			b, also := p.speaker(pair[1], l.keys[1])
			if found && also {
				p.tie(l.rule, a, b, l.value, l.witness)
			}
		}
	}
}

// speaker is the record at an address that a key can have spoken for: one that
// names this key, or none. Cards come first.
func (p *proving) speaker(address, key string) (uint32, bool) {
	var best uint32
	highest := 0
	for _, i := range p.residents[address] {
		r := p.roll.at(i)
		rank := 2
		switch {
		case slices.ContainsFunc(r.Keys, func(k Key) bool { return p.heard.root(k.Fingerprint) == p.heard.root(key) }):
			rank = 4
		case slices.ContainsFunc(r.Keys, func(k Key) bool { return levels[k.Learnt] > gossiped }):
			continue
		}
		if r.Source == Card {
			rank++
		}
		if rank > highest {
			best, highest = i, rank
		}
	}
	return best, highest > 0
}

func (p *proving) describe(i uint32) *profile { return p.heard.describe(p.roll.at(i), i) }

func (p *proving) tie(r *Rule, a, b uint32, value string, witnesses ...Witness) {
	if a != b {
		p.ties = append(p.ties, Tie{Rule: r, A: min(a, b), B: max(a, b), Value: value, bits: r.bits, Witnesses: witnesses})
	}
}
