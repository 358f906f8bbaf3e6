package compare

import "testing"

func TestQuotesAroundAnAddressAreNoPartOfIt(t *testing.T) {
	for address, want := range map[string]string{
		"'cora@example.org'":        "cora@example.org",
		"mailto:'cora@example.org'": "cora@example.org",
		"o'neill@example.org":       "o'neill@example.org",
		"'neill@example.org":        "'neill@example.org",
	} {
		if got := FoldAddress(address); got != want {
			t.Errorf("%s is %q, want %q", address, got, want)
		}
	}
}
