package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

var (
	ruleKeySigned    = Rule{Name: "same-key-signed", Grade: Proof, family: byKey, bits: 20, own: true, says: "the key %q signed mail from both addresses", Undone: "the key is shared, was handed on or stolen"}
	ruleSuccession   = Rule{Name: "key-succession", Grade: Proof, family: byKey, bits: 20, own: true, says: "the old key consented to the new one: %q", Undone: "the old key was stolen before it did"}
	ruleKeyCards     = Rule{Name: "same-key-card", Grade: Strong, family: byKey, bits: 20, own: true, says: "both name the key %q", Undone: "one card got the key of somebody else"}
	ruleKeyRole      = Rule{Name: "same-key-of-a-role", Grade: Strong, family: byKey, bits: 12, own: true, says: "the key %q signed mail from both addresses, and from one that is not a person's", Undone: "the key is shared by those who fill the role"}
	ruleKeyShown     = Rule{Name: "same-key-shown", Grade: Strong, family: byKey, bits: 15, own: true, says: "mail from both shows the key %q, which anybody can copy", Undone: "mail from one is signed by another key"}
	ruleKeyUserIDs   = Rule{Name: "same-key-user-ids", Grade: Strong, family: byKey, bits: 15, own: true, says: "the owner of the key %q put both addresses on it", Undone: "mail from one is signed by another key"}
	ruleKeyGossiped  = Rule{Name: "same-key-gossiped", Grade: Weak, family: byKey, bits: 6, says: "somebody else said both have the key %q", Undone: "mail from one is signed by another key"}
	ruleKeyID        = Rule{Name: "same-key-id", Grade: Weak, family: byKey, bits: 0, says: "the key ids end alike: %q; such ids can be made to measure", Undone: "the whole fingerprints differ"}
	ruleSuperseded   = Rule{Name: "key-superseded", Grade: Weak, family: byKey, bits: 6, says: "the old key was revoked as superseded when the new one came: %q", Undone: "the old key's owner names another successor"}
	ruleKeysDiffer   = Rule{Name: "different-keys", Grade: Contra, family: byKey, bits: -6, says: "one mailbox, two keys, and neither consented to the other: %q", Undone: "the old key certifies the new one, or a probe is answered with both"}
	ruleContested    = Rule{Name: "contested-address", Grade: Contra, family: byKey, bits: -10, says: "two keys signed mail from %q, and neither consented to the other", Undone: "the old key certifies the new one, or a probe is answered with both", veto: true}
	ruleKeysActive   = Rule{Name: "two-active-keys", Grade: Contra, family: byKey, bits: -10, says: "both keys sign at the same time: %q", Undone: "a probe is answered with both"}
	ruleVouchedShown = Rule{Name: "same-key-shown-vouched", Grade: Strong, family: byKey, bits: 20, own: true, says: "mail from both, found authentic by the user's own server, shows the key %q", Undone: "mail from one is signed by another key"}
)

// weighKeys finds the best key two persons share.
func (w *comparison) weighKeys() {
	oneMailbox := w.best[byAddress] >= ruleCase.bits
	for _, x := range w.a.keys {
		for _, y := range w.b.keys {
			switch {
			case oneMailbox && !(x.named && y.named): // it says the same as the address
			case x.key == y.key && isFingerprint(x.key):
				if w.frequency(kindKey, x.key) <= fewPersons {
					w.add(w.sharedKey(x, y), x.record, y.record, x.key, w.keyWitnesses(x.key)...)
				}
			case x.root == y.root && x.level == signed && y.level == signed:
				w.add(&ruleSuccession, x.record, y.record, both(x.key, y.key), slices.Concat(w.keyWitnesses(x.key), w.keyWitnesses(y.key))...)
			case isFingerprint(x.key) != isFingerprint(y.key) && endAlike(x.key, y.key):
				w.add(&ruleKeyID, x.record, y.record, both(x.key, y.key))
			}
		}
	}
}

// sharedKey is the rule for a key that is tied to two persons as well as it is to
// the one it is tied to less.
func (w *comparison) sharedKey(x, y knownKey) *Rule {
	switch lower := min(x.level, y.level); {
	case lower == gossiped:
		return &ruleKeyGossiped
	case lower == signed && w.testimony.roleKeys[w.testimony.root(x.key)]:
		return &ruleKeyRole
	case lower == signed:
		return &ruleKeySigned
	case lower == selfNamed:
		return &ruleKeyUserIDs
	case lower == curated:
		return &ruleKeyCards
	case w.vouched(w.a) && w.vouched(w.b):
		return &ruleVouchedShown
	}
	return &ruleKeyShown
}

// vouched reports that the user's own server found mail from a person authentic.
func (w *comparison) vouched(p *profile) bool {
	for _, b := range p.mailboxes {
		if w.testimony.vouched[b.Folded] {
			return true
		}
	}
	return false
}

// keyWitnesses are the messages that tie a key to the two persons.
func (w *comparison) keyWitnesses(key string) []record.Witness {
	var found []record.Witness
	for _, p := range []*profile{w.a, w.b} {
		for _, b := range p.mailboxes {
			for _, bond := range w.testimony.bonds[[2]string{b.Folded, key}] {
				if len(found) < 4 {
					found = append(found, witnessesOf(bond, record.Bond{})...)
				}
			}
		}
	}
	return found
}

// differentKeys reports one mailbox with two keys of which nothing says that they
// are one person's. Keys somebody else told of are not counted, nor is what an
// address had at some time where the record itself names a key.
func (h *testimony) differentKeys(a, b *profile) (x, y knownKey, differ bool) {
	for _, p := range a.asserted() {
		for _, q := range b.asserted() {
			if h.root(p.key) == h.root(q.key) || h.haveAnsweredTogether(p.key, q.key) {
				return knownKey{}, knownKey{}, false
			}
			x, y, differ = p, q, true
		}
	}
	return x, y, differ
}

// contestedKey reports that one of two profiles is nothing but a key, and that the
// address by which it is found has another key too.
func (h *testimony) contestedKey(a, b *profile) (x, y mailbox, contested bool) {
	if !a.isKeyOnly && !b.isKeyOnly {
		return mailbox{}, mailbox{}, false
	}
	for _, x = range a.mailboxes {
		for _, y = range b.mailboxes {
			if x.Account == y.Account && h.contested[x.Folded] {
				return x, y, true
			}
		}
	}
	return mailbox{}, mailbox{}, false
}

// asserted are the keys that are meant to be a person's: those the records name,
// if they name any.
func (p *profile) asserted() []knownKey {
	var named, all []knownKey
	for _, key := range p.keys {
		if key.level <= selfNamed {
			continue
		}
		all = append(all, key)
		if key.named {
			named = append(named, key)
		}
	}
	if named != nil {
		return named
	}
	return all
}

// areActiveTogether reports two keys that signed in one stretch of time. Times
// that are not known exclude nothing.
func (h *testimony) areActiveTogether(a, b *profile) (value string, witnesses []record.Witness, found bool) {
	others := b.signedWithout(a)
	for _, x := range a.signedWithout(b) {
		for _, y := range others {
			if h.root(x) == h.root(y) || h.haveAnsweredTogether(x, y) {
				continue
			}
			for _, p := range h.signedBy[x] {
				for _, q := range h.signedBy[y] {
					if overlap(p, q) {
						return both(x, y), witnessesOf(p, q), true
					}
				}
			}
		}
	}
	return "", nil, false
}

// signedWithout are the keys a person signed with and another did not.
func (p *profile) signedWithout(q *profile) []string {
	var keys []string
	for _, key := range p.keys {
		if key.level == signed && q.level(key.key) != signed {
			keys = append(keys, key.key)
		}
	}
	return keys
}

func overlap(p, q record.Bond) bool {
	after := func(x, y int64) bool { return x != 0 && y != 0 && x > y }
	return !after(p.First.Time, q.Last.Time) && !after(q.First.Time, p.Last.Time)
}

// isFingerprint reports a whole fingerprint of version 4 or 6.
func isFingerprint(key string) bool { return len(key) == 40 || len(key) == 64 }

// endAlike reports a key id that is the end of a fingerprint (RFC 9580 section
// 5.5.4; version 6 ids are its beginning).
func endAlike(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 8 && (b[len(b)-len(a):] == a || b[:len(a)] == a)
}
