package dedupe

import (
	"slices"
	"strings"
)

var (
	ruleMailbox     = Rule{Name: "same-mailbox", Grade: Proof, family: byAddress, bits: 20, says: "both have the address %q", Undone: "several people read that mailbox, or it got a new owner"}
	ruleGmail       = Rule{Name: "gmail-alias", Grade: Proof, family: byAddress, bits: 20, says: "Google delivers both to %q", Undone: "several people read that mailbox"}
	ruleCase        = Rule{Name: "local-part-case", Grade: Strong, family: byAddress, bits: 20, says: "the addresses differ in case alone: %q", Undone: "a host that tells upper from lower case"}
	ruleTag         = Rule{Name: "plus-tag", Grade: Strong, family: byAddress, bits: 20, says: "the addresses differ in a tag alone: %q", Undone: "several people read that mailbox"}
	ruleTagUnknown  = Rule{Name: "plus-tag-unknown-host", Grade: Weak, family: byAddress, bits: 10, says: "the addresses look like one with a tag: %q", Undone: "a host where that is another account"}
	ruleTypo        = Rule{Name: "similar-address", Grade: Weak, family: byAddress, bits: 10, says: "the addresses are a slip apart: %q", Undone: "both addresses are written from"}
	ruleLocal       = Rule{Name: "same-local-part", Grade: Weak, family: byAddress, bits: 8, says: "the same local part at two hosts: %q", Undone: "two people with one name"}
	ruleDigits      = Rule{Name: "different-digits", Grade: Contra, family: byAddress, bits: -12, says: "numbered accounts: %q", Undone: "one key signs mail from both", veto: true}
	ruleInbox       = Rule{Name: "shared-inbox", Grade: Contra, family: byAddress, bits: -6, says: "two people write from one address: %q", Undone: "a new name", veto: true}
	ruleDots        = Rule{Name: "different-dots", Grade: Contra, family: byAddress, bits: -8, says: "the addresses differ in dots, which count at this host: %q", Undone: "one key signs mail from both"}
	ruleAddressLook = Rule{Name: "confusable-address", Grade: Contra, family: byAddress, bits: -20, says: "the addresses look alike and are not: %q", Undone: "one key signs mail from both", veto: true}
	ruleTalks       = Rule{Name: "two-people-talking", Grade: Contra, family: byAddress, bits: -20, says: "they wrote to each other: %q", Undone: "it was a note to oneself", veto: true}
)

// addressRules are the rules for how two addresses relate.
var addressRules = map[addressRelation]*Rule{
	sameAddress: &ruleMailbox, gmailAlias: &ruleGmail, caseDiffers: &ruleCase, tagDiffers: &ruleTag, perhapsTag: &ruleTagUnknown,
	similarAddress: &ruleTypo, sameLocalPart: &ruleLocal, digitsDiffer: &ruleDigits, dotsDiffer: &ruleDots, addressesLookAlike: &ruleAddressLook,
}

// weighAddresses finds what the mailboxes of two persons have in common.
// Addresses that stand for no one person are passed over.
func (w *weighing) weighAddresses() {
	var apart *Tie
	for _, x := range w.a.boxes {
		for _, y := range w.b.boxes {
			if x.impersonal != "" || y.impersonal != "" {
				continue
			}
			if witness, talked := w.heard.talked(x.folded, y.folded); talked {
				w.add(&ruleTalks, x.record, y.record, both(x.folded, y.folded), witness)
			}
			switch found := addressRules[compareAddresses(x.mailbox, y.mailbox)]; {
			case found == nil:
			case found.Grade == Contra:
				apart = against(found, x.record, y.record, both(x.folded, y.folded))
			default:
				w.addAddress(found, x, y)
			}
		}
	}
	if apart != nil && w.best[byAddress] < ruleCase.bits { // no other two of their addresses are one
		w.add(apart.Rule, apart.A, apart.B, apart.Value)
	}
}

// addAddress adds evidence of two addresses, as far as it says more than the
// names the addresses are made from.
func (w *weighing) addAddress(found *Rule, x, y box) {
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
	from := func(b box) func(named) bool { return func(n named) bool { return n.isIn(b.baseLocal()) } }
	return slices.ContainsFunc(w.a.names, from(x)) && slices.ContainsFunc(w.b.names, from(y))
}

func sharedAddress(found *Rule, x, y box) string {
	switch found {
	case &ruleMailbox, &ruleGmail:
		return x.account
	case &ruleLocal:
		return strings.ToLower(x.local)
	}
	return both(x.address, y.address)
}
