package link

// In books that were typed from forms, or joined from lists by row, some records have
// the name of somebody else. Two names at one home, of people born on one day, are twins
// otherwise, so that a book has to show it.

var ruleReplaced = Rule{Name: "another-name", Grade: Weak, family: byName, bits: 1, says: "one home and one birthday under two names: %q", Undone: "twins"}

const (
	// personsEachTwins is how many persons there are for each pair of twins: of a
	// thousand deliveries twelve are of twins (Monden, Pison and Smits, Twin Peaks,
	// Human Reproduction 2021). Seldom are both in one book, at one home, so that it is
	// more than to be expected.
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
	if place != &rulePostal && place != &rulePostalTypo && place != &rulePostalPart || !w.haveOrdinaryBirthday() {
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

const (
	// birthdaysInUse is how many days there are of which people of a book are born on
	// nearly all: those of eighty years.
	birthdaysInUse = 80 * 365
	// popularDay is how many times as many as on other days are born on a day that is
	// rather what a program or somebody in a hurry filled in.
	popularDay = 4
)

// haveOrdinaryBirthday reports a birthday that both have, and of others no more than
// chance gives it.
func (w *comparison) haveOrdinaryBirthday() bool {
	for _, x := range w.a.birthdays {
		for _, y := range w.b.birthdays {
			if x.Date == y.Date && w.frequency(kindBirthday, x.String()) <= 8+popularDay*w.frequencies.persons/birthdaysInUse {
				return true
			}
		}
	}
	return false
}

// replacesNames reports a book in which more pairs have one home, one birthday and two
// given names than twins can explain. Where names are replaced family names are, too,
// and that no twins explain. Each pair that was seen stands for so many.
func replacesNames(all []seen, each float64, persons int) bool {
	var count [otherFamily + 1]int
	for i := range all {
		count[all[i].names]++
	}
	twins, others := int(float64(count[otherGiven])*each), int(float64(count[otherFamily])*each)
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
