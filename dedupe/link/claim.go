package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A From that a key signed is a claim: whoever forges From can sign with a key of
// their own. It becomes proof by what ties key and mailbox:
//
//   - the mailbox's owner answered mail that was sent only there,
//   - the user's own server found such mail authentic,
//   - a probe was answered,
//   - the user's own card of the address names the key, or
//   - nobody else is known to have the mailbox.
//
// The last one is no more than the want of another claimant: a card that does not
// name the key, mail that the key did not sign, mail sent there before the key was
// met, another key.
var (
	ruleClaim        = Rule{Name: "claimed-author", Grade: Contra, family: byKey, bits: -6, says: "only mail it signed itself says that the key is that of %q, which is known otherwise, too", Undone: "mail sent only there is answered under the key, the user's own server finds such mail authentic, or a probe is answered"}
	ruleClaimForeign = Rule{Name: "claimed-author-not-on-key", Grade: Contra, family: byKey, bits: -6, says: "the key signed as %q, has other addresses on it, and not this one", Undone: "mail sent only there is answered under the key, the user's own server finds such mail authentic, or a probe is answered", veto: true}
	ruleDisowned     = Rule{Name: "dmarc-failed", Grade: Contra, family: byKey, bits: -2, says: "the user's own server says dmarc=fail of mail the key signed as %q", Undone: "the mail came through a forwarder that changed it", veto: true}
	ruleAfterTheft   = Rule{Name: "key-compromised", Grade: Contra, family: byKey, bits: 0, says: "the key was revoked as compromised before mail it signed as %q arrived, whatever date that mail has", Undone: "the revocation is a mistake, and the owner says so elsewhere", veto: true}
)

// claims are what is known of the ties between addresses and keys. Addresses are
// folded.
type claims struct {
	tied      map[[2]string]bool           // address and root of a key
	disowned  map[[2]string]record.Witness // address and key
	onKey     map[[2]string]bool           // address and key whose user ids name it
	hasOnKey  map[string]bool              // keys whose user ids name any address
	unsigned  map[string][]record.Bond     // mail from an address that does not show whose it is
	addressed map[string]record.Bond       // mail to it
	others    map[string][]string          // keys that somebody else says are an address's
	only      map[[2]string]bool           // address and root of a key: nothing ties them
}

// indexClaims reads what ties keys to addresses, and what speaks for others.
func (h *testimony) indexClaims(t *record.Testimony) {
	c := claims{
		tied: map[[2]string]bool{}, disowned: map[[2]string]record.Witness{}, onKey: map[[2]string]bool{}, hasOnKey: map[string]bool{},
		unsigned: map[string][]record.Bond{}, addressed: map[string]record.Bond{}, others: map[string][]string{}, only: map[[2]string]bool{},
	}
	for _, bond := range slices.Concat(t.Vouched, t.Replied) {
		if bond.Key != "" {
			c.tied[[2]string{compare.FoldAddress(bond.Address), h.root(bond.Key)}] = true
		}
	}
	for _, probe := range t.Probes {
		for i, key := range probe.Keys {
			if key != "" {
				c.tied[[2]string{compare.FoldAddress(probe.Addresses[i]), h.root(key)}] = true
			}
		}
	}
	for _, bond := range t.UserIDs {
		c.onKey[[2]string{compare.FoldAddress(bond.Address), bond.Key}], c.hasOnKey[bond.Key] = true, true
	}
	for _, bond := range t.Disowned {
		if bond.Key != "" {
			c.disowned[[2]string{compare.FoldAddress(bond.Address), bond.Key}] = bond.First
		}
	}
	for _, bond := range t.Unsigned {
		address := compare.FoldAddress(bond.Address)
		c.unsigned[address] = append(c.unsigned[address], bond)
	}
	for _, bond := range t.Addressed {
		c.addressed[compare.FoldAddress(bond.Address)] = bond
	}
	for _, bond := range slices.Concat(t.Signed, t.Gossiped) {
		address := compare.FoldAddress(bond.Address)
		c.others[address] = append(c.others[address], bond.Key)
	}
	h.claims = c
}

// findClaims notes the keys that nothing ties to an address they signed for.
func (p *prover) findClaims() {
	h := p.testimony
	for address, bonds := range h.signedFor {
		known := p.claimantsOf(address)
		for _, bond := range bonds {
			id := [2]string{address, h.root(bond.Key)}
			_, disowned := h.claims.disowned[[2]string{address, bond.Key}]
			isOwn := h.own[address] != 0 && h.own[address] == h.ownKeys[bond.Key]
			switch {
			case h.claims.tied[id] || isOwn || known.onCards[id[1]] > 0:
			case disowned || known.isOther(id[1], bond):
				h.claims.only[id] = true
			}
		}
	}
}

// claimants are all that is known of an address besides what one key signed.
type claimants struct {
	cards       int             // the user's own, and contacts of clients
	named       map[string]int  // cards and contacts by the root of a key they name
	onCards     map[string]int  // cards alone
	keys        map[string]bool // roots that signed there, or are said to be its
	isUnsigned  bool            // mail came from there that no key signed
	addressed   record.Bond
	isAddressed bool
}

func (p *prover) claimantsOf(address string) claimants {
	h := p.testimony
	c := claimants{named: map[string]int{}, onCards: map[string]int{}, keys: map[string]bool{}}
	for _, i := range p.atAddress[address] {
		r := p.index.At(i)
		if r.Source != record.Card && r.Source != record.Contact {
			continue
		}
		c.cards++
		roots := map[string]bool{}
		for _, key := range r.Keys {
			roots[h.root(key.Fingerprint)] = true
		}
		for root := range roots {
			c.named[root]++
			if r.Source == record.Card {
				c.onCards[root]++
			}
		}
	}
	for _, bond := range h.claims.unsigned[address] {
		if bond.Key == "" {
			c.isUnsigned = true
		} else {
			c.keys[h.root(bond.Key)] = true
		}
	}
	for _, key := range h.claims.others[address] {
		c.keys[h.root(key)] = true
	}
	c.addressed, c.isAddressed = h.claims.addressed[address]
	return c
}

// isOther reports that somebody else than the holder of a key may have the
// address. Mail to it says so if it is older than the first that the key signed.
func (c *claimants) isOther(root string, signed record.Bond) bool {
	return c.cards > c.named[root] || c.isUnsigned || len(c.keys) > 1 || len(c.keys) == 1 && !c.keys[root] ||
		c.isAddressed && isAfter(signed.First, c.addressed.First.Time)
}

// isClaim reports a key that nothing but its own mail ties to a folded address.
func (h *testimony) isClaim(address, key string) bool {
	return h.claims.only[[2]string{address, h.root(key)}]
}

// isForeign reports a claim to an address that the user ids of the key do not
// name, while they name others, and none of those was written from before.
func (h *testimony) isForeign(address, key string) bool {
	if !h.claims.hasOnKey[key] || h.claims.onKey[[2]string{address, key}] {
		return false
	}
	claimed := h.bonds[[2]string{address, key}]
	return len(claimed) > 0 && !slices.ContainsFunc(h.signedBy[key], func(b record.Bond) bool {
		return h.claims.onKey[[2]string{compare.FoldAddress(b.Address), b.Key}] && b.First.Time < claimed[0].First.Time
	})
}

// weighClaims says of a key that signed for two persons what makes it a mere
// claim, and of one they share that it was stolen or disowned.
func (w *comparison) weighClaims() {
	h := w.testimony
	if len(h.claims.only)+len(h.claims.disowned)+len(h.afterTheft) == 0 {
		return
	}
	w.eachSharedRoot(func(x, y knownKey) {
		isSigned := x.level == signed && y.level == signed && !h.roleKeys[h.root(x.key)]
		for _, p := range []*profile{w.a, w.b} {
			for _, box := range p.mailboxes {
				w.weighClaim(box.Folded, x.key, isSigned)
				if x.key != y.key {
					w.weighClaim(box.Folded, y.key, isSigned)
				}
			}
		}
	})
}

// eachSharedRoot visits the keys of the two persons that are one key or its
// successor.
func (w *comparison) eachSharedRoot(visit func(x, y knownKey)) {
	for _, x := range w.a.keys {
		for _, y := range w.b.keys {
			if x.root == y.root {
				visit(x, y)
			}
		}
	}
}

func (w *comparison) weighClaim(address, key string, isSigned bool) {
	h, id, a, b := w.testimony, [2]string{address, key}, w.a.records[0], w.b.records[0]
	if isSigned && h.isClaim(address, key) {
		w.add(&ruleClaim, a, b, address)
		if h.isForeign(address, key) {
			w.add(&ruleClaimForeign, a, b, address)
		}
	}
	if h.afterTheft[id] {
		w.add(&ruleAfterTheft, a, b, address, h.bonds[id][0].First)
	}
	if witness, ok := h.claims.disowned[id]; ok {
		w.add(&ruleDisowned, a, b, address, witness)
	}
}

// isBareClaim reports a key, nothing else, that merely claims an address of the
// other person: everybody whose key is met is such a one, and there is nothing to
// merge.
func (w *comparison) isBareClaim() bool {
	for _, pair := range [][2]*profile{{w.a, w.b}, {w.b, w.a}} {
		if !pair[0].isKeyOnly || w.best[byProbe] > 0 {
			continue
		}
		for _, key := range pair[0].keys {
			for _, box := range pair[1].mailboxes {
				if w.testimony.isClaim(box.Folded, key.key) || w.testimony.afterTheft[[2]string{box.Folded, key.key}] {
					return true
				}
			}
		}
	}
	return false
}
