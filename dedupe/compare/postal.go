package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

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

const (
	// maxPostalWords is how many words of a postal address are compared.
	maxPostalWords = 64
	// maxLoose is up to how many words without a match are tried as parts of each
	// other: every two with every third.
	maxLoose = 12
)

// PostalRelation is how two postal addresses relate. Higher is closer.
type PostalRelation int

const (
	PostalsDiffer  PostalRelation = iota
	PostalsInPart                 // two numbers, of house and town, and half of the words are
	PostalsSimilar                // most words are the same, or a slip apart
)

// Postals compares two postal addresses as PostalKey reduces them. A word written as
// two is one.
func Postals(a, b string) PostalRelation {
	var ofA, ofB [maxPostalWords]string
	x, y := slices.AppendSeq(ofA[:0], strings.FieldsSeq(a)), slices.AppendSeq(ofB[:0], strings.FieldsSeq(b))
	if len(x) > len(y) || len(x) == len(y) && a > b { // the same either way round
		x, y = y, x
	}
	if len(x) < 3 || len(y) > maxPostalWords {
		return PostalsDiffer
	}
	var takenX, takenY uint64
	alike, numbers := 0, 0
	for i, word := range x {
		for j, other := range y {
			if takenY>>j&1 == 0 && (word == other || len(word) > 3 && editDistance(word, other, 1) <= 1) {
				takenX, takenY = takenX|1<<i, takenY|1<<j
				alike++
				if isNumber(word) {
					numbers++
				}
				break
			}
		}
	}
	words := len(y)
	if alike*4 < words*3 && alike*4 >= len(x) && len(y)-alike <= maxLoose {
		inX, inY := runTogether(x, takenX, y, takenY), runTogether(y, takenY, x, takenX)
		alike, words = alike+inX+inY, words-inX // two words of the longer are counted as one
	}
	switch {
	case alike*4 >= words*3:
		return PostalsSimilar
	case numbers > 1 && alike > numbers && alike*2 >= words:
		return PostalsInPart
	}
	return PostalsDiffer
}

// isNumber reports a house number or postal code.
func isNumber(word string) bool { return strings.ContainsAny(word, "0123456789") }

// runTogether counts the words of one address that are two of the other, among those
// not taken. The words stand in no order.
func runTogether(one []string, takenOne uint64, other []string, takenOther uint64) int {
	found := 0
	for i, word := range one {
		if takenOne>>i&1 == 1 || len(word) < 4 {
			continue
		}
	parts:
		for j, first := range other {
			if takenOther>>j&1 == 1 || len(first) >= len(word) || first[0] != word[0] {
				continue
			}
			for k, second := range other {
				if k == j || takenOther>>k&1 == 1 || len(first)+len(second) > len(word)+utf8.UTFMax || len(first)+len(second)+utf8.UTFMax < len(word) {
					continue
				}
				if editDistance(word, first+second, 1) <= 1 {
					takenOther |= 1<<j | 1<<k
					found++
					break parts
				}
			}
		}
	}
	return found
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
