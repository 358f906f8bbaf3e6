package vcard

import (
	"slices"
	"strings"
	"unicode"
)

// countryAt is the place of the country in ADR, streetAt that of the street (RFC
// 6350, section 6.3.1).
const (
	streetAt  = 2
	countryAt = 6
)

// streetWords are words of addresses that are often cut short, and how. A street
// is the same in every language.
var streetWords = map[string]string{
	"street": "st", "str": "st", "strasse": "st", "road": "rd", "avenue": "ave", "av": "ave", "drive": "dr", "lane": "ln",
	"square": "sq", "boulevard": "blvd", "place": "pl", "court": "ct", "highway": "hwy", "apartment": "apt", "suite": "ste", "platz": "pl",
}

// spelledOut writes the letters of German that some keyboards lack.
var spelledOut = strings.NewReplacer("ß", "ss", "ä", "ae", "ö", "oe", "ü", "ue")

// postalWords are the words of one component, without case and punctuation, and
// with the usual abbreviations.
func postalWords(component []string) []string {
	text := spelledOut.Replace(strings.ToLower(strings.Join(component, " ")))
	var words []string
	for _, word := range strings.FieldsFunc(text, isBetweenWords) {
		word = strings.Trim(word, ".-")
		if short, known := streetWords[word]; known {
			word = short
		}
		for _, end := range []string{"strasse", "str"} {
			if stem, ok := strings.CutSuffix(word, end); ok && stem != "" {
				word = strings.TrimSuffix(stem, "-") + "str"
				break
			}
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

func isBetweenWords(r rune) bool {
	return r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '/' && r != '-'
}

// samePostal tells whether two addresses are one: they have the same words, in
// whatever component, or the one lacks what the other has of the same street. The
// country may be called in different ways; two countries are two addresses.
func samePostal(a, b content) bool {
	if a.damaged || b.damaged || a.form != formComponents || b.form != formComponents {
		return false
	}
	x, y := wordsOf(a.components), wordsOf(b.components)
	if !sameCountry(x[countryAt], y[countryAt]) {
		return false
	}
	whole := func(words [7][]string) []string {
		return slices.Sorted(slices.Values(slices.Concat(words[:countryAt]...)))
	}
	if all := whole(x); len(all) > 0 && slices.Equal(all, whole(y)) {
		return true
	}
	placed := false // in one town, or postal code
	for i := range countryAt {
		switch {
		case i == streetAt && len(x[i]) == 0:
			return false
		case slices.Equal(x[i], y[i]):
			placed = placed || i > streetAt && len(x[i]) > 0
		case i <= streetAt, len(x[i]) > 0 && len(y[i]) > 0:
			return false
		}
	}
	return placed
}

func wordsOf(components [][]string) (words [7][]string) {
	for i, component := range components[:min(len(components), len(words))] {
		words[i] = postalWords(component)
	}
	return words
}

// bestPostal is the fullest form of an address that stands in two ways: of each
// component the fuller one, where they have the same words there.
func bestPostal(a, b [][]string) [][]string {
	var best [][]string
	for i := range max(len(a), len(b)) {
		x, y := componentAt(a, i), componentAt(b, i)
		if words, others := postalWords(x), postalWords(y); len(words) > 0 && len(others) > 0 && i != countryAt && !slices.Equal(words, others) {
			if comparePostal(b, a) > 0 { // the words lie in other components
				return b
			}
			return a
		}
		if slices.Compare(fullness(y, i == countryAt), fullness(x, i == countryAt)) > 0 {
			x = y
		}
		best = append(best, x)
	}
	return best
}

func componentAt(components [][]string, i int) []string {
	if i < len(components) {
		return components[i]
	}
	return []string{""}
}

// comparePostal compares two forms of one postal address. The fuller, which is the
// greater, has more components, fewer in capitals or small letters alone, and its words written out.
func comparePostal(a, b [][]string) int {
	whole := func(components [][]string) []int {
		total := []int{0, 0, 0}
		for i := range components {
			for k, n := range fullness(components[i], i == countryAt) {
				total[k] += n
			}
		}
		return total
	}
	return slices.Compare(whole(a), whole(b))
}

// fullness has what makes a component full, the most important first: that it is
// there, that not all letters are of one case, that its words are written out. Of names of
// countries none is fuller than another but a code.
func fullness(component []string, country bool) []int {
	text := trim(strings.Join(component, " "))
	letters := len([]rune(spelledOut.Replace(strings.ToLower(text))))
	if country {
		letters = min(letters, len("code"))
	}
	return []int{min(letters, 1), caseOf(text), letters}
}

// sameCountry compares two names of countries; one that is missing is any.
func sameCountry(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || countryNamed(strings.Join(a, " ")) == countryNamed(strings.Join(b, " "))
}

// DistinctPostal are postal addresses, each one text with commas between its
// components, each once and in its fullest form.
func DistinctPostal(texts []string) []string {
	var kept []content
	for _, text := range texts {
		parts := strings.Split(text, ", ")
		components := make([][]string, countryAt+1)
		if last := len(parts) - 1; last > 0 && countryCodes[strings.Join(postalWords(parts[last:]), " ")] != "" {
			components[countryAt], parts = parts[last:], parts[:last]
		}
		components[streetAt] = []string{strings.Join(parts, ", ")}
		c := content{form: formComponents, components: components}
		if i := slices.IndexFunc(kept, func(known content) bool { return samePostal(known, c) }); i >= 0 {
			kept[i].components = bestPostal(kept[i].components, components)
		} else {
			kept = append(kept, c)
		}
	}
	distinct := make([]string, len(kept))
	for i, c := range kept {
		distinct[i] = strings.Trim(strings.Join(slices.Concat(c.components...), ", "), ", ")
	}
	return distinct
}
