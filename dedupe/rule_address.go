package dedupe

import "strings"

var (
	ruleMailbox     = rule{name: "same-mailbox", grade: Proof, family: byAddress, bits: 20, says: "both have the address %q", undone: "several people read that mailbox, or it got a new owner"}
	ruleGmail       = rule{name: "gmail-alias", grade: Proof, family: byAddress, bits: 20, says: "Google delivers both to %q", undone: "several people read that mailbox"}
	ruleCase        = rule{name: "local-part-case", grade: Strong, family: byAddress, bits: 20, says: "the addresses differ in case alone: %q", undone: "a host that tells upper from lower case"}
	ruleTag         = rule{name: "plus-tag", grade: Strong, family: byAddress, bits: 20, says: "the addresses differ in a tag alone: %q", undone: "several people read that mailbox"}
	ruleTagUnknown  = rule{name: "plus-tag-unknown-host", grade: Weak, family: byAddress, bits: 10, says: "the addresses look like one with a tag: %q", undone: "a host where that is another account"}
	ruleTypo        = rule{name: "similar-address", grade: Weak, family: byAddress, bits: 10, says: "the addresses are a slip apart: %q", undone: "both addresses are written from"}
	ruleLocal       = rule{name: "same-local-part", grade: Weak, family: byAddress, bits: 8, says: "the same local part at two hosts: %q", undone: "two people with one name"}
	ruleDigits      = rule{name: "different-digits", grade: Contra, family: byAddress, bits: -12, says: "numbered accounts: %q", undone: "one key signs mail from both", veto: true}
	ruleInbox       = rule{name: "shared-inbox", grade: Contra, family: byAddress, bits: -6, says: "two people write from one address: %q", undone: "a new name", veto: true}
	ruleDots        = rule{name: "different-dots", grade: Contra, family: byAddress, bits: -8, says: "the addresses differ in dots, which count at this host: %q", undone: "one key signs mail from both"}
	ruleAddressLook = rule{name: "confusable-address", grade: Contra, family: byAddress, bits: -20, says: "the addresses look alike and are not: %q", undone: "one key signs mail from both", veto: true}
	ruleTalks       = rule{name: "two-people-talking", grade: Contra, family: byAddress, bits: -20, says: "they wrote to each other: %q", undone: "it was a note to oneself", veto: true}
)

// compareAddresses finds what the mailboxes of two persons have in common.
// Addresses that stand for no one person are passed over.
func (w *weighing) compareAddresses() {
	var apart *tie
	for _, x := range w.a.boxes {
		for _, y := range w.b.boxes {
			if x.impersonal != "" || y.impersonal != "" {
				continue
			}
			if witness, talked := w.heard.talked(x.folded, y.folded); talked {
				w.add(&ruleTalks, x.record, y.record, both(x.folded, y.folded), witness)
			}
			switch found := relateBoxes(x, y); {
			case found == nil:
			case found.grade == Contra:
				apart = against(found, x.record, y.record, both(x.folded, y.folded))
			default:
				w.addAddress(found, x, y)
			}
		}
	}
	if apart != nil && w.best[byAddress] < ruleCase.bits { // no other two of their addresses are one
		w.add(apart.rule, apart.a, apart.b, apart.value)
	}
}

// addAddress adds evidence of two addresses, as far as it says more than the
// names the addresses are made from.
func (w *weighing) addAddress(found *rule, x, y box) {
	bits := found.bits
	switch {
	case found == &ruleTypo && w.fromNames(x, y):
		return
	case found == &ruleLocal && w.fromNames(x, y) && !w.rare():
		bits = commonLocal
	}
	w.addBits(found, bits, x.record, y.record, sharedAddress(found, x, y))
}

// commonLocal is what a local part adds to the name it is made from, in bits, if
// the name is common.
const commonLocal = 3

// fromNames reports local parts that are made from the names of the two.
func (w *weighing) fromNames(x, y box) bool {
	return made(local(x.folded), w.a.names) && made(local(y.folded), w.b.names)
}

func made(local string, names []named) bool {
	local = separators.Replace(local)
	for _, n := range names {
		for _, token := range n.tokens {
			if longer(token, 2) && strings.Contains(local, token) {
				return true
			}
		}
	}
	return false
}

func sharedAddress(found *rule, x, y box) string {
	switch found {
	case &ruleMailbox, &ruleGmail:
		return x.account
	case &ruleLocal:
		return strings.ToLower(x.local)
	}
	return both(x.address, y.address)
}

// relateBoxes is the rule that ties two mailboxes, or tells them apart; nil if
// neither.
func relateBoxes(x, y box) *rule {
	if rule := sameBox(x, y); rule != nil {
		return rule
	}
	localX, localY := local(x.folded), local(y.folded)
	if x.domain == y.domain && x.gmail() == y.gmail() {
		return relateLocals(localX, localY)
	}
	slip := len(x.domain) > 9 && typing(x.domain, y.domain, 2) <= 2
	switch {
	case skeleton(x.folded) == skeleton(y.folded):
		return &ruleAddressLook
	case localX == localY && len(localX) > 4 && slip:
		return &ruleTypo
	case localX == localY && len(localX) > 4:
		return &ruleLocal
	case len(x.domain) > 9 && len(x.folded) > 14 && typing(x.folded, y.folded, 3) <= 3 && digitsOf(x.folded) == digitsOf(y.folded):
		return &ruleTypo
	}
	return nil
}

// sameBox is the rule by which two addresses are one mailbox's.
func sameBox(x, y box) *rule {
	switch {
	case x.account == y.account && x.address == y.address:
		return &ruleMailbox
	case x.account == y.account:
		return &ruleGmail
	case x.folded == y.folded:
		return &ruleCase
	}
	baseX, known, tagX := x.untagged()
	baseY, _, tagY := y.untagged()
	switch {
	case baseX != baseY || !tagX && !tagY:
		return nil
	case known || plusTags[y.domain]:
		return &ruleTag
	}
	return &ruleTagUnknown
}

// relateLocals compares two local parts of one host. There, other digits are
// another account, and a look-alike is somebody's intent.
func relateLocals(a, b string) *rule {
	switch {
	case digitsOf(a) != digitsOf(b) && withoutDigits(a) == withoutDigits(b):
		return &ruleDigits
	case separators.Replace(a) == separators.Replace(b):
		return &ruleDots
	case skeleton(a) == skeleton(b):
		return &ruleAddressLook
	case len(a) > 5 && mistyped(a, b) && digitsOf(a) == digitsOf(b):
		return &ruleTypo
	}
	return nil
}

func local(folded string) string {
	local, _, _ := strings.Cut(folded[:strings.LastIndexByte(folded, '@')], "+")
	return local
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || r == '.' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, s)
}
