package phone

import (
	"testing"
	"unicode"
)

func TestDigitsOfEveryScriptAreTenInARow(t *testing.T) {
	for _, digits := range unicode.Nd.R16 {
		if digits.Stride != 1 || (digits.Hi-digits.Lo)%10 != 9 {
			t.Errorf("%U to %U by %d", digits.Lo, digits.Hi, digits.Stride)
		}
	}
	for _, digits := range unicode.Nd.R32 {
		if digits.Stride != 1 || (digits.Hi-digits.Lo)%10 != 9 {
			t.Errorf("%U to %U by %d", digits.Lo, digits.Hi, digits.Stride)
		}
	}
}

func TestANumberIsTheSameInTheDigitsOfAnyScript(t *testing.T) {
	want := Key("+977 98 5123 4067", "")
	for script, number := range map[string]string{
		"Arabic":             "+٩٧٧ ٩٨ ٥١٢٣ ٤٠٦٧",
		"Persian":            "+۹۷۷ ۹۸ ۵۱۲۳ ۴۰۶۷",
		"Nepali":             "+९७७ ९८ ५१२३ ४०६७",
		"Bengali":            "+৯৭৭ ৯৮ ৫১২৩ ৪০৬৭",
		"Thai":               "+๙๗๗ ๙๘ ๕๑๒๓ ๔๐๖๗",
		"full width":         "＋９７７ ９８ ５１２３ ４０６７",
		"with right-to-left": "\u202b٩٧٧+ ٩٨ ٥١٢٣ ٤٠٦٧\u202c",
	} {
		if got := Key(number, ""); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
}
