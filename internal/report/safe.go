package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one character may carry. Real
// orthographies need two or three; stacks of dozens only blot out other lines.
const maxMarks = 4

// Safe returns s fit for one line of a terminal: every rune of the result is
// printable and visible, or joins two that are as their script demands (see
// [isJoiner]). What is not is written as an escape, \x1b for single
// bytes (control characters below U+0080 and bytes that are not UTF-8), \u202e
// or \U000e0001 for other runes. Printable text is returned unchanged, a
// backslash included: the result is for reading, the JSON formats for parsing.
func Safe(s string) string {
	if isPlainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	previous, marks := rune(-1), 0 // the character that marks sit on, and how many do
	last := rune(-1)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
			previous, last, marks = -1, -1, 0
		case isVisible(r, previous, marks) || isJoiner(r, previous, last, s[i+size:]):
			b.WriteRune(r)
			last = r
			if unicode.Is(unicode.M, r) {
				marks++
			} else {
				previous, marks = r, 0
			}
		default:
			escapeRune(&b, r)
			previous, last, marks = -1, -1, 0
		}
		i += size
	}
	return b.String()
}

// isPlainASCII is the common case: nothing to escape, nothing to allocate.
func isPlainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func escapeRune(b *strings.Builder, r rune) {
	switch {
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r <= 0xffff:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}

// isVisible reports whether r can be shown as it is after previous (-1 at the
// start and after an escape), which already carries that many marks.
func isVisible(r, previous rune, marks int) bool {
	switch {
	case !unicode.IsPrint(r):
		return false
	case r == 0xfe0e || r == 0xfe0f:
		// Text or emoji style of the symbol before; invisible elsewhere.
		return marks == 0 && unicode.Is(unicode.So, previous)
	case isBlank(r):
		return false
	case unicode.Is(unicode.M, r):
		return previous >= 0 && marks < maxMarks
	}
	return true
}

// isBlank reports whether r counts as printable but shows nothing: the
// Default_Ignorable_Code_Point of Unicode that are letters or marks, and the
// empty Braille cell.
func isBlank(r rune) bool {
	return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.Is(unicode.Variation_Selector, r) || r == 0x2800
}
