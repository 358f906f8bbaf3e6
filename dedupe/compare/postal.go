package compare

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// OrganisationKey reduces the name of an organisation to its words.
func OrganisationKey(text string) string {
	if i := strings.IndexByte(text, ';'); i > 0 {
		text = text[:i] // its units follow
	}
	return strings.Join(tokens(text), " ")
}

// PostalKey reduces a postal address to its words, of which there must be enough
// to mean one house.
func PostalKey(text string) string {
	words := tokens(strings.ReplaceAll(text, ";", " "))
	if len(words) < 3 {
		return ""
	}
	return sortedKey(words)
}

// maxPostalWords is how many words of a postal address are compared.
const maxPostalWords = 64

// SimilarPostal reports two postal addresses most words of which are the same, or
// a slip apart.
func SimilarPostal(a, b string) bool {
	var ofA, ofB [maxPostalWords]string
	x, y := slices.AppendSeq(ofA[:0], strings.FieldsSeq(a)), slices.AppendSeq(ofB[:0], strings.FieldsSeq(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 || len(y) > maxPostalWords {
		return false
	}
	var taken uint64
	alike := 0
	for _, word := range x {
		for j, other := range y {
			if taken>>j&1 == 0 && (word == other || len(word) > 3 && editDistance(word, other, 1) <= 1) {
				taken |= 1 << j
				alike++
				break
			}
		}
	}
	return alike*4 >= len(y)*3
}

// OrganisationDomain is the domain somebody registered, "" where anybody gets a
// mailbox. Two people there work, or study, together.
func OrganisationDomain(m Mailbox) string {
	if publicHosts[m.Domain] {
		return ""
	}
	registered, err := publicsuffix.EffectiveTLDPlusOne(m.Domain)
	if err != nil || publicHosts[registered] {
		return ""
	}
	return registered
}
