package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	emojiStyle         = '\ufe0f'
	keycap             = '\u20e3'
)

// isJoiner reports whether r, which shows nothing itself, is part of how people
// write the characters around it: within an emoji made of several, such as a
// family, in a keycap, between the letters of a Persian word, or behind a virama. The rules are
// those of RFC 5892, appendices A.1 and A.2, which let such characters into domain
// names, and of Unicode TS 51. Base is the last character that is not a mark, last
// the last one of all, rest what follows.
func isJoiner(r, base, last rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case emojiStyle:
		return next == keycap && base == last && strings.ContainsRune("0123456789#*", base)
	case zeroWidthJoiner:
		return isEmoji(base) && isEmoji(next) || isVirama(last)
	case zeroWidthNonJoiner:
		joins := unicode.Is(unicode.Arabic, base) && unicode.IsLetter(base) && !strings.ContainsRune(rightJoining, base)
		return joins && unicode.Is(unicode.Arabic, next) && unicode.IsLetter(next) || isVirama(last)
	}
	return false
}

// rightJoining are the Arabic letters that join no letter after them: a non-joiner
// behind them would not be seen.
const rightJoining = "ءآأؤإاةدذرزوىٱڈڑژۀۃۆۇۈۋەۓے"

func isEmoji(r rune) bool {
	isSkinTone := r >= 0x1f3fb && r <= 0x1f3ff
	return unicode.Is(unicode.So, r) || isSkinTone
}

// viramas are the marks of Indic scripts that take the vowel away, and with it the
// space before the next letter.
const viramas = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"

func isVirama(r rune) bool { return r >= 0 && strings.ContainsRune(viramas, r) }
