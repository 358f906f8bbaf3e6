package vcard

import (
	"strings"
	"unicode"
)

// countryAt is the place of the country in ADR (RFC 6350, section 6.3.1).
const countryAt = 6

// streetWords are words of addresses that are often cut short, and how.
var streetWords = map[string]string{
	"street": "st", "strasse": "str", "straße": "str", "road": "rd", "avenue": "ave", "av": "ave", "drive": "dr", "lane": "ln",
	"square": "sq", "boulevard": "blvd", "place": "pl", "court": "ct", "highway": "hwy", "apartment": "apt", "suite": "ste", "platz": "pl",
}

// meaningOfPostal is equal for postal addresses that differ in case, punctuation,
// usual abbreviations and the country, which often is not written or in another
// language.
func meaningOfPostal(components [][]string) string {
	var words []string
	for i, component := range components {
		if i == countryAt {
			break
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(strings.Join(component, " ")), isBetweenWords) {
			word = strings.TrimSuffix(word, ".")
			if short, known := streetWords[word]; known {
				word = short
			}
			for _, long := range []string{"straße", "strasse"} {
				if stem, ok := strings.CutSuffix(word, long); ok && stem != "" {
					word = stem + "str"
				}
			}
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func isBetweenWords(r rune) bool {
	return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '/' && r != '-'
}

// countryOf is the country of a postal address, in small letters.
func countryOf(components [][]string) string {
	if len(components) <= countryAt {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(strings.Join(components[countryAt], " ")))
}
