package link

import (
	"math"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

var (
	ruleName       = Rule{Name: "same-name", Grade: Weak, family: byName, bits: 12, says: "both are called %q", Undone: "two people with one name"}
	ruleOneName    = Rule{Name: "same-single-name", Grade: Weak, family: byName, bits: 5, says: "both are called %q and nothing more", Undone: "two people with one name"}
	ruleSpelling   = Rule{Name: "similar-name", Grade: Weak, family: byName, bits: 9, says: "the names are a slip apart: %q", Undone: "two people with like names"}
	ruleSound      = Rule{Name: "name-in-another-script", Grade: Weak, family: byName, bits: 9, says: "the names sound alike in two scripts: %q", Undone: "two people with like names"}
	ruleShortForm  = Rule{Name: "short-form-of-name", Grade: Weak, family: byName, bits: 9, says: "one name is the other with a nickname or middle name: %q", Undone: "two people in one family"}
	ruleOther      = Rule{Name: "other-single-name", Grade: Contra, family: byName, bits: -6, says: "the names have nothing in common, but one may be a given, one a family name: %q", Undone: "a record has both names"}
	rulePet        = Rule{Name: "pet-name", Grade: Weak, family: byName, bits: 1, says: "one is called by what a family calls its own: %q", Undone: "somebody of the same family"}
	ruleInitials   = Rule{Name: "name-with-initials", Grade: Weak, family: byName, bits: 7, says: "one name is the other with initials: %q", Undone: "two people in one family"}
	rulePart       = Rule{Name: "part-of-name", Grade: Weak, family: byName, bits: 5, says: "one name is part of the other: %q", Undone: "two people in one family"}
	ruleRenamed    = Rule{Name: "same-given-name", Grade: Weak, family: byName, bits: 3, says: "one given name, two family names: %q", Undone: "two people with one given name"}
	ruleNameDomain = Rule{Name: "rare-name-same-domain", Grade: Strong, family: byDomain, bits: 8, says: "one rare name at one organisation: %q", Undone: "colleagues with one name"}
	ruleStrangers  = Rule{Name: "different-names", Grade: Contra, family: byName, bits: -12, says: "the names have nothing in common: %q", Undone: "one of them is a pen name", veto: true}
	ruleRelatives  = Rule{Name: "one-family", Grade: Contra, family: byName, bits: -12, says: "one family name, two given names: %q", Undone: "one of them is a second given name", veto: true}
	ruleGeneration = Rule{Name: "generation", Grade: Contra, family: byName, bits: -12, says: "the names belong to two generations: %q", Undone: "one key signs mail from both", veto: true}
	ruleNameLook   = Rule{Name: "confusable-name", Grade: Contra, family: byName, bits: -20, says: "the names look alike and are not: %q", Undone: "one key signs mail from both", veto: true}
)

// nameRules are the rules for how two names relate.
var nameRules = [...]*Rule{
	compare.SameName: &ruleName, compare.ShortForm: &ruleShortForm, compare.SimilarName: &ruleSpelling, compare.SameSound: &ruleSound, compare.WithInitials: &ruleInitials, compare.PartOfName: &rulePart,
	compare.SameGivenName: &ruleRenamed, compare.SameFamilyName: &ruleRelatives, compare.NamesUnrelated: &ruleStrangers,
}

// weighNames judges two persons by the two of their names that are closest.
func (w *comparison) weighNames() {
	var x, y name
	closest := compare.NamesUnknown
	for _, a := range w.a.names {
		for _, b := range w.b.names {
			if k := compare.Names(a.Name, b.Name); k > closest {
				closest, x, y = k, a, b
			}
			if compare.NamesLookAlike(a.Name, b.Name) {
				w.add(&ruleNameLook, a.record, b.record, w.both(a.Found, b.Found))
			}
		}
	}
	if closest == compare.SameFamilyName || closest == compare.SameGivenName || closest == compare.NamesUnrelated {
		switch a, b, found := w.slipOfBook(); found {
		case slipOfBook:
			closest, x, y = compare.SimilarName, a, b
		case mangledInBook:
			w.nameRelation, w.name = compare.SimilarName, a.Name
			w.addBits(&ruleSpelling, mangledBits, a.record, b.record, w.both(a.Found, b.Found))
			return
		}
	}
	w.nameRelation, w.name = closest, x.Name
	rule := nameRules[closest]
	if rule == nil {
		return
	}
	value := w.both(x.Found, y.Found)
	if closest >= compare.PartOfName {
		w.weighGenerations(x, y, value)
	}
	switch {
	case closest == compare.SameName && !x.IsFull():
		w.addTie(Tie{Rule: &ruleOneName, A: x.record, B: y.record, Value: x.Key, shown: x.Found, bits: ruleOneName.bits})
	case closest == compare.NamesUnrelated && x.IsPetName() != y.IsPetName():
		w.add(&rulePet, x.record, y.record, value)
	case closest == compare.NamesUnrelated && !(x.IsFull() && y.IsFull()):
		w.add(&ruleOther, x.record, y.record, value)
	case closest == compare.SameName:
		w.addTie(Tie{Rule: &ruleName, A: x.record, B: y.record, Value: x.Key, shown: x.Found, bits: w.nameBits(x.Name)})
	case closest == compare.SameGivenName:
		w.addBits(rule, w.givenBits(x.First()), x.record, y.record, value)
	case closest == compare.SimilarName:
		w.addBits(rule, min(rule.bits, w.nameBits(x.Name)-slipBits, w.nameBits(y.Name)-slipBits), x.record, y.record, value)
	default:
		w.add(rule, x.record, y.record, value)
	}
}

const (
	// seldom is by how much a mistyped name is rarer in a small book than the name.
	seldom = 2
	// slipBits is by how much less it weighs that two names are a slip apart than
	// that they are the same.
	slipBits = 1
)

// What the book may say of two names with one word that differs.
const (
	notOfBook     = iota
	slipOfBook    // one is the other, mistyped
	mangledInBook // in a book full of slips, one is the other beyond a slip
)

// slipOfBook finds two names with one word that differs, as by a slip, where it
// is seldom met in the book on one side and more often on the other: a mistyped name
// is hardly ever met twice, and the larger the book, the more rare names there are
// that are only like a frequent one. That tells "Tugo" and "Hugo" from the
// twins "Tim" and "Tom".
func (w *comparison) slipOfBook() (x, y name, found int) {
	fullOfSlips := w.fitted.shift(&ruleSpelling) >= mangledShift
	for _, a := range w.a.names {
		for _, b := range w.b.names {
			one, other, may := compare.WordsBetween(a.Name, b.Name)
			if !may {
				continue
			}
			if compare.AreSlips(one, other) {
				n, m := w.frequency(kindWord, one), w.frequency(kindWord, other)
				if min(n, m) <= 2 && float64(max(n, m)) >= seldom*math.Exp2(w.frequencies.growth())*float64(min(n, m)) {
					return a, b, slipOfBook
				}
			}
			if fullOfSlips && found == notOfBook && compare.AreMangled(one, other) &&
				min(w.frequency(kindWord, one), w.frequency(kindWord, other)) <= fewPersons {
				x, y, found = a, b, mangledInBook
			}
		}
	}
	return x, y, found
}

const (
	// mangledShift is from which shift of a slip's weight on a book is full of them:
	// of one person's pairs, one in five.
	mangledShift = 1.3
	// mangledBits is what it weighs that one name may be the other, mangled.
	mangledBits = 3
)

// weighGenerations tells father and son apart, by what their names say, or their
// addresses: "karl@" and "karl.jr@".
func (w *comparison) weighGenerations(x, y name, value string) {
	if x.Generation != y.Generation {
		w.add(&ruleGeneration, x.record, y.record, value)
		return
	}
	a, ofA := w.a.statedByMailbox()
	b, ofB := w.b.statedByMailbox()
	if x.Generation == "" && ofA != ofB && len(w.a.mailboxes) > 0 && len(w.b.mailboxes) > 0 {
		w.add(&ruleGeneration, x.record, y.record, w.both(a, b))
	}
}

// statedByMailbox is the address that states a generation, or any. A word that is
// in the person's name, as Senior may be, states none.
func (p *profile) statedByMailbox() (address, generation string) {
	for _, b := range p.mailboxes {
		generation = b.Generation()
		if generation != "" && !slices.ContainsFunc(p.names, func(n name) bool { return n.EndsIn(b.BaseLocal()) }) {
			return b.Address, generation
		}
		address = b.Address
	}
	return address, ""
}

// weighDomains adds that two with one rare name are at one organisation. Alone
// that means nothing.
func (w *comparison) weighDomains() {
	if w.best[byName] < ruleSpelling.bits || w.best[byAddress] >= ruleCase.bits || !w.isRare() {
		return
	}
	for _, x := range w.a.mailboxes {
		for _, y := range w.b.mailboxes {
			domain := compare.OrganisationDomain(x.Mailbox)
			if domain == "" || x.impersonal != "" || y.impersonal != "" || domain != compare.OrganisationDomain(y.Mailbox) {
				continue
			}
			if w.frequency(kindDomain, domain) <= manyColleagues {
				w.add(&ruleNameDomain, x.record, y.record, w.name.Key+" at "+domain)
				return
			}
		}
	}
}
