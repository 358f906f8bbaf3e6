package link

import "github.com/gmmtool/gmmtool/dedupe/compare"

var (
	ruleBirthday     = Rule{Name: "same-birthday", Grade: Weak, family: byBirthday, bits: 15, says: "both were born on %q", Undone: "twins"}
	ruleBirthdayTypo = Rule{Name: "similar-birthday", Grade: Weak, family: byBirthday, bits: 8, says: "the birthdays are a slip apart: %q", Undone: "two people with near birthdays"}
	ruleBirthdayYear = Rule{Name: "near-birthday", Grade: Weak, family: byBirthday, bits: 3, says: "the birthdays are less than two years apart: %q", Undone: "two people of one age"}
	ruleBirthdays    = Rule{Name: "different-birthdays", Grade: Contra, family: byBirthday, bits: -10, says: "the birthdays differ: %q", Undone: "one of them is wrong", veto: true}
)

// weighBirthdays judges by the two birthdays that are closest.
func (w *comparison) weighBirthdays() {
	for _, x := range w.a.birthdays {
		for _, y := range w.b.birthdays {
			value := ""
			if !w.quiet {
				value = both(x.String(), y.String())
			}
			switch x.Compare(y.Date) {
			case compare.DatesEqual:
				w.addBits(&ruleBirthday, ruleBirthday.bits-w.discount(kindBirthday, x.String()), x.record, y.record, x.String())
			case compare.DatesNear:
				w.add(&ruleBirthdayTypo, x.record, y.record, value)
			case compare.DatesUnclear:
				w.add(&ruleBirthdayYear, x.record, y.record, value)
			case compare.DatesDiffer:
				w.add(&ruleBirthdays, x.record, y.record, value)
			}
		}
	}
}

// differentBirthdays reports two birthdays that are not the same day, be it only
// by a slip: enough to leave the decision to somebody who knows. A year that one
// leaves out, and a time zone, make none.
func differentBirthdays(a, b *profile) (x, y birthday, differ bool) {
	for _, x = range a.birthdays {
		for _, y = range b.birthdays {
			if x.MayBe(y.Date) {
				return x, y, false
			}
			differ = true
		}
	}
	return x, y, differ
}
