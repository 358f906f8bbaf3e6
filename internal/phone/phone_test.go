package phone

import (
	"strings"
	"testing"
)

func TestANumberIsTheSameHoweverItIsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		country string
		want    string
		numbers []string
	}{
		"a German mobile":                  {"49", "+491701234567", []string{"+49 170 1234567", "0170 1234567", "0170/123 45 67", "00491701234567", "+49 (0)170 1234567", "+49 0170 1234567", "*31#+491701234567", "#31#0170 1234567", "tel:+49-170-1234567", "0170-1234567;phone-context=+49"}},
		"an American number":               {"1", "+12125550123", []string{"+1 212 555 0123", "(212) 555-0123", "1-212-555-0123", "001 212 555 0123"}},
		"a German number from America":     {"1", "+49301234567", []string{"011 49 30 1234567", "+49 30 1234567"}},
		"an Italian landline has its zero": {"39", "+390612345678", []string{"+39 06 12345678", "06 12345678"}},
		"a Russian mobile":                 {"7", "+79161234567", []string{"+7 916 123-45-67", "8 (916) 123-45-67", "9161234567"}},
		"a Hungarian mobile":               {"36", "+36201234567", []string{"+36 20 123 4567", "06 20 123 4567"}},
		"a Spanish number":                 {"34", "+34612345678", []string{"+34 612 345 678", "612345678"}},
		"an extension":                     {"49", "+4930123456;ext=17", []string{"+49 30 123456 ext. 17", "030 123456 x17", "tel:+4930123456;ext=17"}},
		"the country is not known":         {"", "01701234567", []string{"0170 1234567", "0170/1234567"}},
		"the area is not known":            {"49", "49 1234567", []string{"1234567", "123 45 67"}},
	} {
		for _, number := range c.numbers {
			if got := Key(number, c.country); got != c.want {
				t.Errorf("%s: %q is %q, want %q", name, number, got, c.want)
			}
		}
	}
}

func TestNumbersThatOnlyEndAlikeAreNotTheSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"+49 170 1234567", "+49 160 1234567"}, {"+1 212 555 0123", "+44 20 2555 0123"}, {"+49 30 1234567", "+49 40 1234567"},
		{"+49 30 1234567", "1234567"}, {"+49 30 123456", "+49 30 123456 x7"}, {"+43 664 1234567", "0664 1234567"},
	} {
		if a, b := Key(pair[0], "49"), Key(pair[1], "49"); a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
}

func TestWhatIsNoNumberOfAnybodyHasNoKey(t *testing.T) {
	for _, text := range []string{"", "110", "00000000", "ask Mum", "+", "+49", "1-800-FLOWERS", "x17"} {
		if got := Key(text, "49"); got != "" {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func TestTheCountryIsKnownWhereTheNumberStatesIt(t *testing.T) {
	for number, want := range map[string]string{"+49 170 1234567": "49", "0043 664 1234567": "43", "+1 212 555 0123": "1", "+3531234567": "353", "0170 1234567": "", "+999 12345678": ""} {
		if got := Country(number); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
	for region, want := range map[string]string{"DE": "49", "us": "1", "CA": "1", "KZ": "7", "XX": ""} {
		if got, ok := CountryOf(region); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", region, got, want)
		}
	}
}

func TestNoCallingCodeBeginsWithAnother(t *testing.T) {
	for code := range callingCodes {
		for other := range callingCodes {
			if code != other && strings.HasPrefix(code, other) {
				t.Errorf("%s begins with %s", code, other)
			}
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, seed := range []string{"+49 (0)170 1234567", "00 43 664 1", "tel:+1-212;ext=7", "٠١٧٠", "+", "x", "0170/123 45-67", "((0)0)30.1", "", "0;phone-context=+"} {
		f.Add(seed, "49")
	}
	f.Fuzz(func(t *testing.T, number, country string) {
		if plain, marked := read(number), readMarked(number); plain != marked {
			t.Errorf("%q is %+v, read as a number of any form %+v", number, plain, marked)
		}
		key := Key(number, country)
		if rest, ok := strings.CutPrefix(key, "+"); ok && !strings.HasPrefix(rest, "0") && Key(key, "") != key {
			t.Errorf("%q is %q, which is %q", number, key, Key(key, ""))
		}
	})
}
