package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"plain text is unchanged", "Book club", "Book club"},
		{"a backslash is plain text", `C:\new`, `C:\new`},
		{"letters of any script are unchanged", "Дорис 多莉丝 דוריס é", "Дорис 多莉丝 דוריס é"},
		{"an emoji is unchanged", "❤️ 🎉", "❤️ 🎉"},
		{"an emoji of several is unchanged", "👩\u200d👩\u200d👧 🏳️\u200d🌈 👩🏽\u200d🚀 1\ufe0f\u20e3 🇩🇪", "👩\u200d👩\u200d👧 🏳️\u200d🌈 👩🏽\u200d🚀 1\ufe0f\u20e3 🇩🇪"},
		{"a Persian word and an Indic conjunct are unchanged", "می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"},
		{"a non-joiner that would not be seen is shown", "a\u200cb دا\u200cد می\u200c", `a\u200cb دا\u200cد می\u200c`},
		{"a joiner with nothing to join is shown", "👩\u200d a\u200d👩 \u200d👩", `👩\u200d a\u200d👩 \u200d👩`},
		{"an escape sequence is shown", "a\x1b[31mred", `a\x1b[31mred`},
		{"a C1 control sequence introducer is shown", "a\u009b31m", `a\u009b31m`},
		{"a raw C1 byte is shown as a byte", "a\x9b31m", `a\x9b31m`},
		{"line ends and tabs do not leave the line", "a\r\nb\tc", `a\x0d\x0ab\x09c`},
		{"delete is a control character", "a\x7f", `a\x7f`},
		{"a right-to-left override is shown", "exe.\u202egpj", `exe.\u202egpj`},
		{"an isolate is shown", "\u2066x\u2069", `\u2066x\u2069`},
		{"zero width characters are shown", "al\u200bice\ufeff\u200d", `al\u200bice\ufeff\u200d`},
		{"a tag character is shown", "a\U000e0041", `a\U000e0041`},
		{"line separators are shown", "a\u2028b", `a\u2028b`},
		{"an odd space is shown", "a\u00a0b\u3000c", `a\u00a0b\u3000c`},
		{"blank letters are shown", "\u3164\u115f\u2800", `\u3164\u115f\u2800`},
		{"a variation selector after a letter is shown", "a\ufe0f", `a\ufe0f`},
		{"a mark with nothing to sit on is shown", "\u0301a", `\u0301a`},
		{"a tower of marks is cut", "e" + strings.Repeat("\u0301", 6), "e" + strings.Repeat("\u0301", 4) + `\u0301\u0301`},
		{"Latin-1 bytes are shown as bytes", "J\xf6rg", `J\xf6rg`},
		{"a real replacement character is kept", "\ufffd", "\ufffd"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Safe(tc.in); got != tc.want {
				t.Errorf("Safe(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func FuzzSafe(f *testing.F) {
	for _, seed := range []string{"", "Book club", "\x1b]0;x\x07", "a\u202eb", "J\xf6rg", "e\u0301\u0301", "❤️", "\u0301", "\ufe0f\u0301\x80", "👩\u200d👩\u200d", "1\ufe0f\u20e3", "ی\u200cخ\u094d\u200d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		safe := Safe(s)
		if !utf8.ValidString(safe) {
			t.Fatalf("Safe(%q) = %q is not UTF-8", s, safe)
		}
		for _, r := range safe {
			if !unicode.IsPrint(r) && r != zeroWidthJoiner && r != zeroWidthNonJoiner {
				t.Fatalf("Safe(%q) = %q holds %U", s, safe, r)
			}
		}
		if again := Safe(safe); again != safe {
			t.Fatalf("Safe is not idempotent on %q: %q, then %q", s, safe, again)
		}
	})
}
