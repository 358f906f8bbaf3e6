package dedupe

import (
	"strings"
	"testing"
)

func FuzzNamesSettle(f *testing.F) {
	for _, seed := range []string{"Doe, Jane", "Dr. JaneDoe (Work)", "Jane via Dev", "O'Brien-Müller Jr.", "Аnnа", "王小明", "\xff\x00,", "ii iii jr", "van de la", "ŉ ﬃ ℃"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := readName(text)
		twice := readName(strings.Join(once.tokens, " "))
		if once.key != twice.key {
			t.Errorf("%q is %q and then %q", text, once.key, twice.key)
		}
		if len(text) < 200 && relate(once, twice) < part && !once.empty() && !once.initials() {
			t.Errorf("%q is not itself", text)
		}
	})
}

func FuzzAddressesSettle(f *testing.F) {
	for _, seed := range []string{"Anna@BÜCHER.example.", "mailto:a@b", "a.b+c@googlemail.com", "@", "a@", "a@b@c", "\xff@\xff", "a@xn--", "a@ß.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := readMailbox(text)
		if !ok {
			return
		}
		again, ok := readMailbox(m.account)
		if !ok || again.account != m.account {
			t.Errorf("%q is %q and then %q", text, m.account, again.account)
		}
		if folded := foldedAddress(m.folded); folded != m.folded {
			t.Errorf("%q is folded to %q and then %q", text, m.folded, folded)
		}
	})
}

func FuzzNumbersSettle(f *testing.F) {
	for _, seed := range []string{"+49 (0)30 555-0001", "tel:+1-555-123-4567;ext=2", "0800 FLOWERS", "", "1970-03-04", "--0304", "4.3.1970", "19700304T000000Z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if key := phoneKey(text); key != "" && phoneKey(key) != key {
			t.Errorf("%q is %q and then %q", text, key, phoneKey(key))
		}
		if d, ok := readBirthday(text); ok {
			if again, ok := readBirthday(d.String()); !ok || again != d {
				t.Errorf("%q is %v and then %v", text, d, again)
			}
		}
	})
}
