package compare

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAddressesWithOtherLettersAreNeitherSlipsNorLookAlike(t *testing.T) {
	letters := rapid.StringOfN(rapid.RuneFrom([]rune("mrn1l|0o\"'`%abcdefghijk.@")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		x, y := letters.Draw(t, "x"), letters.Draw(t, "y")
		if !haveOtherLetters(x, y) {
			return
		}
		if editDistance(x, y, 3) <= 3 || lookAlike(x, y) {
			t.Fatalf("%q and %q: %d slips, look alike: %t", x, y, editDistance(x, y, 3), lookAlike(x, y))
		}
	})
}

func TestDigitsAreComparedInTheirOrder(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{{"", "", true}, {"anna", "otto", true}, {"anna12", "1ann2", true}, {"anna12", "anna21", false}, {"anna1", "anna", false}, {"anna1", "anna11", false}} {
		if sameDigits(c.a, c.b) != c.same || sameDigits(c.b, c.a) != c.same {
			t.Errorf("%q and %q: want %t", c.a, c.b, c.same)
		}
	}
}
