package link

import "github.com/gmmtool/gmmtool/dedupe/compare"

var (
	rulePhone        = Rule{Name: "same-phone", Grade: Weak, family: byPhone, bits: 15, own: true, says: "both have the phone number %q", Undone: "a household or office shares it"}
	rulePhoneShared  = Rule{Name: "same-shared-phone", Grade: Weak, family: byPhone, bits: 8, own: true, says: "both, and others, have the phone number %q", Undone: "a household or office shares it"}
	rulePostalTypo   = Rule{Name: "similar-postal-address", Grade: Weak, family: byPlace, bits: 9, own: true, says: "the postal addresses are a slip apart: %q", Undone: "neighbours"}
	rulePostalPart   = Rule{Name: "part-of-postal-address", Grade: Weak, family: byPlace, bits: 7, says: "house number, postal code and half of the postal addresses are the same: %q", Undone: "two houses of one number in one town"}
	rulePostal       = Rule{Name: "same-postal-address", Grade: Weak, family: byPlace, bits: 10, own: true, says: "both live at %q", Undone: "a household or office shares it"}
	ruleOtherPhone   = Rule{Name: "different-phones", Grade: Contra, family: byPhone, bits: -3, says: "they have different phone numbers: %q", Undone: "a second telephone"}
	ruleOtherPlace   = Rule{Name: "different-organisations", Grade: Contra, family: byPlace, bits: -3, says: "they are at different organisations: %q", Undone: "a change of employer"}
	ruleOtherHome    = Rule{Name: "different-postal-addresses", Grade: Contra, family: byPlace, bits: -2, says: "they live at different addresses: %q", Undone: "a move"}
	ruleOrganisation = Rule{Name: "same-organisation", Grade: Weak, family: byPlace, bits: 6, says: "both are at %q", Undone: "colleagues"}
)

// weighPlaces looks at what households and offices share: telephones, houses,
// employers.
func (w *comparison) weighPlaces() {
	w.shared(kindPhone, func(x, y attribute) {
		switch n := w.frequency(kindPhone, x.text); {
		case n <= 1:
			w.add(&rulePhone, x.record, y.record, x.text)
		case n <= fewPersons:
			w.add(&rulePhoneShared, x.record, y.record, x.text)
		}
	})
	w.shared(kindPostal, func(x, y attribute) {
		if w.frequency(kindPostal, x.text) <= fewPersons {
			w.add(&rulePostal, x.record, y.record, x.text)
		}
	})
	if w.best[byPlace] == 0 {
		for _, x := range w.a.attributes {
			for _, y := range w.b.attributes {
				if x.kind != kindPostal || y.kind != kindPostal {
					continue
				}
				switch compare.Postals(x.text, y.text) {
				case compare.PostalsSimilar:
					w.add(&rulePostalTypo, x.record, y.record, w.both(x.text, y.text))
				case compare.PostalsInPart:
					w.add(&rulePostalPart, x.record, y.record, w.both(x.text, y.text))
				}
			}
		}
	}
	w.shared(kindOrganisation, func(x, y attribute) {
		bits := ruleOrganisation.bits
		if w.best[byName] >= ruleSpelling.bits && w.isRare() {
			bits = ruleNameDomain.bits
		}
		w.addBits(&ruleOrganisation, bits, x.record, y.record, x.text)
	})
	if w.best[byPlace] == 0 {
		w.weighOther(kindPostal, &ruleOtherHome)
	}
	w.weighOther(kindPhone, &ruleOtherPhone)
	w.weighOther(kindOrganisation, &ruleOtherPlace)
}

// weighOther adds that both have a value of a kind, and share none.
func (w *comparison) weighOther(kind kind, r *Rule) {
	for _, x := range w.a.attributes {
		for _, y := range w.b.attributes {
			if x.kind != kind || y.kind != kind {
				continue
			}
			same := false
			w.shared(kind, func(_, _ attribute) { same = true })
			if !same {
				w.add(r, x.record, y.record, w.both(x.text, y.text))
			}
			return
		}
	}
}

// shared visits the values of one kind that two persons have in common.
func (w *comparison) shared(kind kind, visit func(x, y attribute)) {
	for _, x := range w.a.attributes {
		if x.kind != kind {
			continue
		}
		for _, y := range w.b.attributes {
			if y.kind == kind && x.text == y.text {
				visit(x, y)
			}
		}
	}
}
