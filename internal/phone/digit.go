package phone

import "unicode"

// digitOf is the value of a decimal digit of any script, as in Arabic or Nepali
// telephone numbers. Of each script Unicode has ten in a row from zero on, and
// package unicode lists them in stretches that begin with a zero.
func digitOf(r rune) (value int, ok bool) {
	for _, digits := range unicode.Nd.R16 {
		if rune(digits.Lo) <= r && r <= rune(digits.Hi) {
			return int(r-rune(digits.Lo)) % 10, true
		}
	}
	for _, digits := range unicode.Nd.R32 {
		if rune(digits.Lo) <= r && r <= rune(digits.Hi) {
			return int(r-rune(digits.Lo)) % 10, true
		}
	}
	return 0, false
}
