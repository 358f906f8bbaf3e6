package dedupe

var (
	ruleName       = rule{name: "same-name", grade: Weak, family: byName, bits: 12, says: "both are called %q", undone: "two people with one name"}
	ruleOneName    = rule{name: "same-single-name", grade: Weak, family: byName, bits: 5, says: "both are called %q and nothing more", undone: "two people with one name"}
	ruleSpelling   = rule{name: "similar-name", grade: Weak, family: byName, bits: 9, says: "the names are a slip apart: %q", undone: "two people with like names"}
	ruleShortForm  = rule{name: "short-form-of-name", grade: Weak, family: byName, bits: 9, says: "one name is the other with a nickname or middle name: %q", undone: "two people in one family"}
	ruleOther      = rule{name: "other-single-name", grade: Contra, family: byName, bits: -6, says: "the names have nothing in common, but one may be a given, one a family name: %q", undone: "a record has both names"}
	ruleInitials   = rule{name: "name-with-initials", grade: Weak, family: byName, bits: 7, says: "one name is the other with initials: %q", undone: "two people in one family"}
	rulePart       = rule{name: "part-of-name", grade: Weak, family: byName, bits: 5, says: "one name is part of the other: %q", undone: "two people in one family"}
	ruleRenamed    = rule{name: "same-given-name", grade: Weak, family: byName, bits: 3, says: "one given name, two family names: %q", undone: "two people with one given name"}
	ruleNameDomain = rule{name: "rare-name-same-domain", grade: Strong, family: byDomain, bits: 8, says: "one rare name at one organisation: %q", undone: "colleagues with one name"}
	ruleStrangers  = rule{name: "different-names", grade: Contra, family: byName, bits: -12, says: "the names have nothing in common: %q", undone: "one of them is a pen name", veto: true}
	ruleRelatives  = rule{name: "one-family", grade: Contra, family: byName, bits: -12, says: "one family name, two given names: %q", undone: "one of them is a second given name", veto: true}
	ruleGeneration = rule{name: "generation", grade: Contra, family: byName, bits: -12, says: "the names belong to two generations: %q", undone: "one key signs mail from both", veto: true}
	ruleNameLook   = rule{name: "confusable-name", grade: Contra, family: byName, bits: -20, says: "the names look alike and are not: %q", undone: "one key signs mail from both", veto: true}
)

// nameRules are the rules for how two names relate.
var nameRules = map[kinship]*rule{
	sameName: &ruleName, shortForm: &ruleShortForm, spelling: &ruleSpelling, abbreviated: &ruleInitials, part: &rulePart,
	renamed: &ruleRenamed, relatives: &ruleRelatives, strangers: &ruleStrangers,
}

// compareNames judges two persons by the two of their names that are closest.
func (w *weighing) compareNames() {
	var x, y named
	closest := unknown
	for _, a := range w.a.names {
		for _, b := range w.b.names {
			if k := relate(a.name, b.name); k > closest {
				closest, x, y = k, a, b
			}
			if lookAlike(a.name, b.name) {
				w.add(&ruleNameLook, a.record, b.record, both(a.found, b.found))
			}
		}
	}
	rule := nameRules[closest]
	if rule == nil {
		return
	}
	w.kinship, w.nameKey = closest, x.key
	value := both(x.found, y.found)
	if closest >= part && x.generation != y.generation {
		w.add(&ruleGeneration, x.record, y.record, value)
	}
	switch {
	case closest == sameName && !x.full():
		w.add(&ruleOneName, x.record, y.record, x.key)
	case closest == strangers && !(x.full() && y.full()):
		w.add(&ruleOther, x.record, y.record, value)
	case closest == sameName:
		w.addBits(&ruleName, rule.bits-w.commonness(x.name), x.record, y.record, x.key)
	default:
		w.add(rule, x.record, y.record, value)
	}
}

// compareDomains adds that two with one rare name are at one organisation. Alone
// that means nothing.
func (w *weighing) compareDomains() {
	if w.best[byName] < ruleSpelling.bits || w.best[byAddress] >= ruleCase.bits || !w.rare() {
		return
	}
	for _, x := range w.a.boxes {
		for _, y := range w.b.boxes {
			domain := organisationDomain(x.mailbox)
			if domain == "" || x.impersonal != "" || y.impersonal != "" || domain != organisationDomain(y.mailbox) {
				continue
			}
			if w.carriers(kindDomain, domain) <= manyColleagues {
				w.add(&ruleNameDomain, x.record, y.record, w.nameKey+" at "+domain)
				return
			}
		}
	}
}
