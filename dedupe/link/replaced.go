package link

// In books that were typed from forms, or joined from lists by row, some records have
// the name of somebody else. Two names at one home, of people born on one day, are twins
// otherwise, so that a book has to show it.

var ruleReplaced = Rule{Name: "another-name", Grade: Weak, family: byName, bits: 1, says: "one home and one birthday under two names: %q", Undone: "twins"}

const (
	// personsEachTwins is how many persons there are for each pair of twins: one birth
	// in eighty is of two (Martin et al., Births: Final Data, National Vital Statistics
	// Reports). Seldom are both in one book, so that it is more than to be expected.
	personsEachTwins = 80
	// beyondTwins is how many times as many pairs under two names as twins can
	// explain show that names are replaced.
	beyondTwins = 2
	// fewestReplaced is how many pairs have to show it, at least.
	fewestReplaced = 15
)

// A household of people born on one day, as their names relate.
const (
	notOneDay  = iota
	otherGiven // as of twins
	otherFamily
)

// oneDayAndHome says how the names of two differ who have one home and one birthday.
func (w *comparison) oneDayAndHome() int {
	place := w.bestRule[byPlace]
	if place != &rulePostal && place != &rulePostalTypo && place != &rulePostalPart || w.bestRule[byBirthday] != &ruleBirthday {
		return notOneDay
	}
	for _, t := range w.found {
		switch t.Rule {
		case &ruleRelatives, &ruleStrangers:
			return otherGiven
		case &ruleRenamed:
			return otherFamily
		}
	}
	return notOneDay
}

// replacesNames reports a book in which more pairs have one home, one birthday and two
// given names than twins can explain. Where names are replaced family names are, too,
// and that no twins explain.
func replacesNames(all []seen, each, persons int) bool {
	var count [otherFamily + 1]int
	for i := range all {
		count[all[i].names]++
	}
	twins, others := count[otherGiven]*each, count[otherFamily]*each
	return twins >= max(fewestReplaced, beyondTwins*persons/personsEachTwins) && others*4 >= twins
}

// weighReplaced takes two names for one person's where the book replaces names and
// nothing else is between the two.
func (w *comparison) weighReplaced() {
	if w.fitted == nil || !w.fitted.replaces || w.oneDayAndHome() != otherGiven {
		return
	}
	for _, r := range []*Rule{&ruleRelatives, &ruleStrangers} {
		for _, t := range w.found {
			if t.Rule == r {
				w.forgive(r)
				w.add(&ruleReplaced, t.A, t.B, t.Value)
				return
			}
		}
	}
}
