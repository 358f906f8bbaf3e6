package compare

import "testing"

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
