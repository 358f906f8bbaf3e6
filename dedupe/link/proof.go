package link

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A prover finds all proof between records.
type prover struct {
	index     *record.Index
	testimony *testimony
	jobs      int
	earlier   Earlier
	// atAddress are the records at each address that testimony speaks of, by
	// folded address.
	atAddress map[string][]uint32
	signersAt map[string]map[string]rankedRecord // by address: see signerAt
	ties      []Tie
	// claims are ties of which an end is a mere claim: they join nothing, and
	// still show a contradiction.
	claims []Tie
}

// prove ties records by every rule that is proof.
func (p *prover) prove() {
	p.findAtAddresses()
	p.findClaims()
	p.setClaimsApart()
	p.tieMailboxes()
	p.tieSigners()
	p.tieTestified()
	p.tieCopies()
}

// tieCopies ties cards that say the same.
func (p *prover) tieCopies() {
	all := postings(p.jobs, p.index.Len(), func(i uint32, add func(uint64)) {
		if r := p.index.At(i); r.Source == record.Card && r.Content != "" {
			add(digest(r.Content))
		}
	})
	eachBlock(all, func(_ uint64, same []posting) {
		first := map[string]uint32{}
		for _, posting := range same {
			r := p.index.At(posting.who())
			before, seen := first[r.Content]
			if !seen {
				first[r.Content] = posting.who()
				continue
			}
			if !p.isOwn(before) && !p.isOwn(posting.who()) {
				p.tie(&ruleContent, before, posting.who(), r.Content[:min(len(r.Content), contentDigits)])
			}
			if p.isTakenOut(before) { // the others must not come apart with it
				first[r.Content] = posting.who()
			}
		}
	})
}

// findAtAddresses lists who is at the addresses testimony ties to others, and
// whose keys they are.
func (p *prover) findAtAddresses() {
	if len(p.testimony.addresses) == 0 {
		return
	}
	all := postings(p.jobs, p.index.Len(), func(i uint32, add func(uint64)) {
		r := p.index.At(i)
		for _, address := range firstOf(r.Addresses) {
			if m, ok := compare.ReadMailbox(address); ok && p.testimony.addresses[m.Folded] && p.testimony.vouchedFor(r, m) {
				add(digest(m.Folded))
			}
		}
	})
	for _, posting := range all {
		for _, b := range p.describe(posting.who()).mailboxes {
			if digest(b.Folded)>>whoBits == posting.value() {
				p.atAddress[b.Folded] = append(p.atAddress[b.Folded], posting.who())
			}
		}
	}
	for address, records := range p.atAddress {
		p.atAddress[address] = slices.Compact(records)
	}
}

// setClaimsApart takes the records of keys away from the addresses they merely
// claim, and ties them there as claims.
func (p *prover) setClaimsApart() {
	for address, records := range p.atAddress {
		claims := func(i uint32) bool {
			r := p.index.At(i)
			return r.Source == record.KeyHolder && !slices.ContainsFunc(r.Keys, func(k record.Key) bool { return !p.testimony.isClaim(address, k.Fingerprint) })
		}
		kept := make([]uint32, 0, len(records))
		for _, i := range records {
			if !claims(i) {
				kept = append(kept, i)
			}
		}
		p.atAddress[address] = kept
		for _, i := range records {
			if key := p.index.At(i).Keys; claims(i) && len(key) > 0 {
				if at, ok := p.signerAt(address, key[0].Fingerprint); ok {
					p.claim(&ruleMailbox, i, at, address)
				}
			}
		}
	}
	slices.SortFunc(p.claims, compareTies)
}

// tieSigners ties the addresses one key signed for. A key that signs for a role is
// shared by those who fill it, and proves nothing of anybody.
func (p *prover) tieSigners() {
	for _, s := range p.testimony.signers {
		if p.testimony.roleKeys[s.root] {
			continue
		}
		isClaim := func(v signedAddress) bool { return p.testimony.isClaim(v.address, v.Key) }
		p.tieSigned(slices.DeleteFunc(slices.Clone(s.signed), isClaim), p.tie)
		if slices.ContainsFunc(s.signed, isClaim) {
			p.tieSigned(s.signed, p.claim)
		}
	}
}

// tieSigned ties the first of some addresses of one signer to all others.
func (p *prover) tieSigned(signed []signedAddress, tie func(r *Rule, a, b uint32, value string, witnesses ...record.Witness)) {
	var centre uint32
	var first signedAddress
	for i, v := range signed {
		at, ok := p.signerAt(v.address, v.Key)
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
		tie(rule, centre, at, value, witnessesOf(first.Bond, v.Bond)...)
	}
}

// tieTestified ties the two ends of every move and answered probe.
func (p *prover) tieTestified() {
	for _, pair := range sortedPairs(p.testimony.between) {
		for _, l := range p.testimony.between[pair] {
			if l.rule.Grade != Proof || p.testimony.isImpersonal(pair[0]) || p.testimony.isImpersonal(pair[1]) {
				continue
			}
			a, found := p.signerAt(pair[0], l.keys[0])
			b, also := p.signerAt(pair[1], l.keys[1])
			switch {
			case !found || !also:
			case l.rule == &ruleMove && (p.testimony.isClaim(pair[0], l.keys[0]) || p.testimony.isClaim(pair[1], l.keys[1])):
				p.claim(l.rule, a, b, l.value, l.witness)
			default:
				p.tie(l.rule, a, b, l.value, l.witness)
			}
		}
	}
}

// signerAt is the record at an address that a key can have signed for: one that
// names this key, or none. Cards come first.
func (p *prover) signerAt(address, key string) (uint32, bool) {
	at, known := p.signersAt[address]
	if !known {
		at = p.findSignersAt(address)
		p.signersAt[address] = at
	}
	found, ok := at[p.testimony.root(key)]
	if !ok {
		found, ok = at[anyKey]
	}
	return found.record, ok
}

// anyKey stands for every key that no record at an address names.
const anyKey = ""

// A rankedRecord is the best record at an address so far.
type rankedRecord struct {
	record uint32
	rank   int
}

// isTakenOut reports a record that a reviewer took out of a person: what joins the
// rest must not lead over it.
func (p *prover) isTakenOut(i uint32) bool {
	return p.earlier != nil && p.earlier.IsTakenOut(p.index.ID(i))
}

// rankOf puts cards first, and what was taken out last.
func (p *prover) rankOf(i uint32) int {
	switch {
	case p.isTakenOut(i):
		return 0
	case p.index.At(i).Source == record.Card:
		return 2
	}
	return 1
}

// findSignersAt lists the records at an address by the root of the keys they name.
func (p *prover) findSignersAt(address string) map[string]rankedRecord {
	found := map[string]rankedRecord{}
	for _, i := range p.atAddress[address] {
		r, rank := p.index.At(i), p.rankOf(i)
		add := func(root string) {
			if best, known := found[root]; !known || rank > best.rank {
				found[root] = rankedRecord{i, rank}
			}
		}
		for _, key := range r.Keys {
			add(p.testimony.root(key.Fingerprint))
		}
		if !slices.ContainsFunc(r.Keys, func(k record.Key) bool { return levels[k.Learnt] > gossiped }) {
			add(anyKey)
		}
	}
	return found
}

// isOwn reports a record of one of the users whose devices were looked at.
func (p *prover) isOwn(i uint32) bool {
	return len(p.testimony.own)+len(p.testimony.ownKeys) > 0 && p.describe(i).owner != 0
}

func (p *prover) describe(i uint32) *profile { return p.testimony.describe(p.index.At(i), i) }

func (p *prover) tie(r *Rule, a, b uint32, value string, witnesses ...record.Witness) {
	if a != b {
		p.ties = append(p.ties, Tie{Rule: r, A: min(a, b), B: max(a, b), Value: value, bits: r.bits, Witnesses: witnesses})
	}
}

// claim is a tie that joins nothing.
func (p *prover) claim(r *Rule, a, b uint32, value string, witnesses ...record.Witness) {
	if a != b {
		p.claims = append(p.claims, Tie{Rule: r, A: min(a, b), B: max(a, b), Value: value, bits: r.bits, Witnesses: witnesses, claim: true})
	}
}

func compareTies(a, b Tie) int {
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Rule.Name, b.Rule.Name), cmp.Compare(a.Value, b.Value))
}
