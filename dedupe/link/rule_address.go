package link

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

var (
	ruleMailbox     = Rule{Name: "same-mailbox", Grade: Proof, family: byAddress, bits: 20, own: true, says: "both have the address %q", Undone: "several people read that mailbox, or it got a new owner"}
	ruleGmail       = Rule{Name: "gmail-alias", Grade: Proof, family: byAddress, bits: 20, own: true, says: "Google delivers both to %q", Undone: "several people read that mailbox"}
	ruleCase        = Rule{Name: "local-part-case", Grade: Strong, family: byAddress, bits: 20, own: true, says: "the addresses differ in case alone: %q", Undone: "a host that tells upper from lower case"}
	ruleTag         = Rule{Name: "plus-tag", Grade: Strong, family: byAddress, bits: 20, own: true, says: "the addresses differ in a tag alone: %q", Undone: "several people read that mailbox"}
	ruleRoleMailbox = Rule{Name: "same-role-address", Grade: Weak, family: byAddress, bits: 8, own: true, says: "both have the address %q, which is no one person's", Undone: "two who fill the role"}
	ruleTagUnknown  = Rule{Name: "plus-tag-unknown-host", Grade: Weak, family: byAddress, bits: 10, own: true, says: "the addresses look like one with a tag: %q", Undone: "a host where that is another account"}
	ruleTypo        = Rule{Name: "similar-address", Grade: Weak, family: byAddress, bits: 10, says: "the addresses are a slip apart: %q", Undone: "both addresses are written from"}
	ruleLocal       = Rule{Name: "same-local-part", Grade: Weak, family: byAddress, bits: 8, says: "the same local part at two hosts: %q", Undone: "two people with one name"}
	ruleDigits      = Rule{Name: "different-digits", Grade: Contra, family: byAddress, bits: -12, says: "numbered accounts: %q", Undone: "one key signs mail from both", veto: true}
	ruleInbox       = Rule{Name: "shared-inbox", Grade: Contra, family: byAddress, bits: -6, says: "two people write from one address: %q", Undone: "a new name", veto: true}
	ruleDots        = Rule{Name: "different-dots", Grade: Contra, family: byAddress, bits: -8, says: "the addresses differ in dots, which count at this host: %q", Undone: "one key signs mail from both"}
	ruleAddressLook = Rule{Name: "confusable-address", Grade: Contra, family: byAddress, bits: -20, says: "the addresses look alike and are not: %q", Undone: "one key signs mail from both", veto: true}
	ruleDialogue    = Rule{Name: "two-people-talking", Grade: Contra, family: byAddress, bits: -20, says: "they wrote to each other: %q", Undone: "it was a note to oneself", veto: true}
)

// addressRules are the rules for how two addresses relate.
var addressRules = [...]*Rule{
	compare.SameAddress: &ruleMailbox, compare.GmailAlias: &ruleGmail, compare.CaseDiffers: &ruleCase, compare.TagDiffers: &ruleTag, compare.PerhapsTag: &ruleTagUnknown,
	compare.SimilarAddress: &ruleTypo, compare.SameLocalPart: &ruleLocal, compare.DigitsDiffer: &ruleDigits, compare.DotsDiffer: &ruleDots, compare.AddressesLookAlike: &ruleAddressLook,
}

// weighAddresses finds what the mailboxes of two persons have in common.
// Addresses that stand for no one person are passed over.
func (w *comparison) weighAddresses() {
	var apart *Tie
	for _, x := range w.a.mailboxes {
		for _, y := range w.b.mailboxes {
			if x.impersonal != "" || y.impersonal != "" {
				if x.Account == y.Account && w.nameRelation == compare.SameName && w.isSharedByOne(x) {
					w.add(&ruleRoleMailbox, x.record, y.record, x.Account)
				}
				continue
			}
			if witness, two := w.testimony.areInDialogue(x.Folded, y.Folded); two {
				w.add(&ruleDialogue, x.record, y.record, w.both(x.Folded, y.Folded), witness)
			}
			switch found := addressRules[compare.Addresses(x.Mailbox, y.Mailbox)]; {
			case found == nil:
			case found.Grade == Contra:
				apart = against(found, x.record, y.record, w.both(x.Folded, y.Folded))
			default:
				w.addAddress(found, x, y)
			}
		}
	}
	if apart != nil && w.best[byAddress] < ruleCase.bits { // no other two of their addresses are one
		w.add(apart.Rule, apart.A, apart.B, apart.Value)
	}
}

// isSharedByOne reports an address that is not one person's and still says something
// of two cards of one name: a family's, or that of the organisation both are cards of.
func (w *comparison) isSharedByOne(m mailbox) bool {
	if !w.a.hasCard || !w.b.hasCard {
		return false
	}
	return m.impersonal == compare.HouseholdAddress || w.a.organisation || w.b.organisation || w.name.NamesDuty()
}

// addAddress adds evidence of two addresses, as far as it says more than the
// names the addresses are made from.
func (w *comparison) addAddress(found *Rule, x, y mailbox) {
	bits := found.bits
	switch {
	case found == &ruleTypo && w.fromNames(x, y):
		return
	case found == &ruleLocal && w.fromNames(x, y) && !w.isRare():
		bits = commonLocal
	case found == &ruleLocal && w.fromNames(x, y): // in a large book others of that name are to be expected
		bits = commonLocal + (bits-commonLocal)*w.frequencies.unknown()
	}
	t := Tie{Rule: found, A: x.record, B: y.record, Value: w.sharedAddress(found, x, y), bits: bits}
	if found == &ruleMailbox {
		t.shown = x.Address
	}
	w.addTie(t)
}

// commonLocal is what a local part adds to the name it is made from, in bits, if
// the name is common.
const commonLocal = 3

// fromNames reports local parts that are made from the names of the two.
func (w *comparison) fromNames(x, y mailbox) bool {
	from := func(b mailbox) func(name) bool { return func(n name) bool { return n.IsIn(b.BaseLocal()) } }
	return slices.ContainsFunc(w.a.names, from(x)) && slices.ContainsFunc(w.b.names, from(y))
}

func (w *comparison) sharedAddress(found *Rule, x, y mailbox) string {
	switch found {
	case &ruleMailbox, &ruleGmail:
		return x.Account
	case &ruleLocal:
		return strings.ToLower(x.Local)
	}
	return w.both(x.Address, y.Address)
}
