package delivery

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress is the longest path of RFC 5321 section 4.5.3.1.3, in bytes and
// without the brackets.
const maxAddress = 254

// CheckAddress reports, as [ErrAddress], what cannot be an envelope address.
// It is narrower than RFC 5321: no quoted local parts, which no chatmail
// account has, so that nothing can end the path or the line early.
func CheckAddress(address string) error {
	// What could end an SMTP path or a header value, or would not be seen by the
	// person who reads the plan.
	unfit := func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune(`<>()",;\`, r)
	}
	at := strings.LastIndexByte(address, '@')
	switch {
	case len(address) > maxAddress:
		return fmt.Errorf("%w: %q… has %d bytes", ErrAddress, address[:40], len(address))
	case at <= 0 || at == len(address)-1 || !utf8.ValidString(address) || strings.ContainsFunc(address, unfit):
		return fmt.Errorf("%w: %q", ErrAddress, address)
	}
	return nil
}

// fold is the form addresses are compared in. Only ASCII letters are folded:
// U+212A is not the "k" of another mailbox.
func fold(address string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, address)
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
