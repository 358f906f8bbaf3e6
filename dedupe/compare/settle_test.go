package compare

import (
	"strings"
	"testing"
)

func FuzzNamesSettle(f *testing.F) {
	for _, seed := range []string{"Doe, Jane", "Dr. JaneDoe (Work)", "Jane via Dev", "O'Brien-Müller Jr.", "Аnnа", "王小明", "\xff\x00,", "ii iii jr", "van de la", "ŉ ﬃ ℃"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := ReadName(text)
		twice := ReadName(strings.Join(once.Words, " "))
		if once.Key != twice.Key {
			t.Errorf("%q is %q and then %q", text, once.Key, twice.Key)
		}
		if len(text) < 200 && Names(once, twice) < PartOfName && !once.IsEmpty() && !once.isInitials() {
			t.Errorf("%q is not itself", text)
		}
	})
}

func FuzzAddressesSettle(f *testing.F) {
	for _, seed := range []string{"Anna@BÜCHER.example.", "mailto:a@b", "a.b+c@googlemail.com", "@", "a@", "a@b@c", "\xff@\xff", "a@xn--", "a@ß.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := ReadMailbox(text)
		if !ok {
			return
		}
		again, ok := ReadMailbox(m.Account)
		if !ok || again.Account != m.Account {
			t.Errorf("%q is %q and then %q", text, m.Account, again.Account)
		}
		if folded := FoldAddress(m.Folded); folded != m.Folded {
			t.Errorf("%q is folded to %q and then %q", text, m.Folded, folded)
		}
	})
}

func FuzzDatesSettle(f *testing.F) {
	for _, seed := range []string{"", "1970-03-04", "--0304", "4.3.1970", "19700304T000000Z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, ok := ReadDate(text); ok {
			if again, ok := ReadDate(d.String()); !ok || again != d {
				t.Errorf("%q is %v and then %v", text, d, again)
			}
		}
	})
}
