package dedupe

var (
	rulePhone        = rule{name: "same-phone", grade: Weak, family: byPhone, bits: 15, says: "both have the phone number that ends in %q", undone: "a household or office shares it"}
	rulePhoneShared  = rule{name: "same-shared-phone", grade: Weak, family: byPhone, bits: 8, says: "both, and others, have the phone number that ends in %q", undone: "a household or office shares it"}
	rulePostalTypo   = rule{name: "similar-postal-address", grade: Weak, family: byPlace, bits: 8, says: "the postal addresses are a slip apart: %q", undone: "neighbours"}
	rulePostal       = rule{name: "same-postal-address", grade: Weak, family: byPlace, bits: 10, says: "both live at %q", undone: "a household or office shares it"}
	ruleOtherPhone   = rule{name: "different-phones", grade: Contra, family: byPhone, bits: -2, says: "they have different phone numbers: %q", undone: "a second telephone"}
	ruleOtherPlace   = rule{name: "different-organisations", grade: Contra, family: byPlace, bits: -3, says: "they are at different organisations: %q", undone: "a change of employer"}
	ruleOrganisation = rule{name: "same-organisation", grade: Weak, family: byPlace, bits: 6, says: "both are at %q", undone: "colleagues"}
)

// comparePlaces looks at what households and offices share: telephones, houses,
// employers.
func (w *weighing) comparePlaces() {
	w.shared(kindPhone, func(x, y said) {
		switch n := w.carriers(kindPhone, x.text); {
		case n <= 1:
			w.add(&rulePhone, x.record, y.record, x.text)
		case n <= fewPersons:
			w.add(&rulePhoneShared, x.record, y.record, x.text)
		}
	})
	w.shared(kindPostal, func(x, y said) {
		if w.carriers(kindPostal, x.text) <= fewPersons {
			w.add(&rulePostal, x.record, y.record, x.text)
		}
	})
	if w.best[byPlace] == 0 {
		for _, x := range w.a.said {
			for _, y := range w.b.said {
				if x.kind == kindPostal && y.kind == kindPostal && alikePostal(x.text, y.text) {
					w.add(&rulePostalTypo, x.record, y.record, both(x.text, y.text))
				}
			}
		}
	}
	w.shared(kindOrganisation, func(x, y said) {
		bits := ruleOrganisation.bits
		if w.best[byName] >= ruleSpelling.bits && w.rare() {
			bits = ruleNameDomain.bits
		}
		w.addBits(&ruleOrganisation, bits, x.record, y.record, x.text)
	})
	w.otherwise(kindPhone, &ruleOtherPhone)
	w.otherwise(kindOrganisation, &ruleOtherPlace)
}

// otherwise adds that both have a value of a kind, and share none.
func (w *weighing) otherwise(kind kind, r *rule) {
	for _, x := range w.a.said {
		for _, y := range w.b.said {
			if x.kind != kind || y.kind != kind {
				continue
			}
			same := false
			w.shared(kind, func(_, _ said) { same = true })
			if !same {
				w.add(r, x.record, y.record, both(x.text, y.text))
			}
			return
		}
	}
}

// shared visits the values of one kind that two persons have in common.
func (w *weighing) shared(kind kind, visit func(x, y said)) {
	for _, x := range w.a.said {
		if x.kind != kind {
			continue
		}
		for _, y := range w.b.said {
			if y.kind == kind && x.text == y.text {
				visit(x, y)
			}
		}
	}
}
