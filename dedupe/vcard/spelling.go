package vcard

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gmmtool/gmmtool/internal/phone"
)

// bestSpelled is the better of two spellings of one value: its own, unless the
// other is better.
func bestSpelled(name string, own, other content, version Version) content {
	switch {
	case own.damaged || other.damaged:
	case name == "ADR" && own.form == formComponents && other.form == formComponents:
		own.components = bestPostal(own.components, other.components)
	case name == "TEL" && (version == V40 || other.form != formURI || own.form == formURI): // before 4.0 a number is text
		if ComparePhones(other.text, own.text) > 0 {
			return other
		}
	}
	return own
}

// ComparePhones compares two spellings of one telephone number. The better, which
// is the greater, states its country with a plus, has its digits in groups, has
// nothing but digits and spaces or hyphens, and is no URI.
func ComparePhones(a, b string) int {
	return slices.Compare(readability(a), readability(b))
}

// readability has what makes a spelling good, the most important first.
func readability(number string) []int {
	text := trimScheme(number, "tel:")
	digits, _, _ := strings.Cut(text, ";") // what follows is a parameter, such as the extension
	groups := strings.FieldsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) })
	one := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	return []int{
		one(strings.Contains(digits, "+")),
		one(phone.Country(text) != ""),
		min(len(groups), 3),
		one(strings.Trim(digits, "+0123456789 -") == ""),
		one(len(text) == len(number)),
	}
}
