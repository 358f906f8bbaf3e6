package vcard

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// FullestName picks the name a person should bear of those that their cards have,
// by its index: the one with most words written out, of those the one that most
// cards have, of those one in natural order, "Anna Ott" rather than "Ott, Anna" or
// "OTT ANNA". A name that shares no word with the first, which is the survivor's,
// is another one, unless the first is no name at all.
func FullestName(names []string) int {
	uses := map[string]int{}
	for _, name := range names {
		uses[inNaturalOrder(name)]++
	}
	better := func(a, b string) int {
		return cmp.Or(
			cmp.Compare(wordsWritten(a), wordsWritten(b)),
			cmp.Compare(uses[inNaturalOrder(a)], uses[inNaturalOrder(b)]),
			-cmp.Compare(strings.Count(a, ","), strings.Count(b, ",")),
			cmp.Compare(caseOf(a), caseOf(b)),
		)
	}
	best := 0
	for i, name := range names {
		if better(name, names[best]) > 0 && (!isCalled(names[0]) || sharesWord(names[0], name)) {
			best = i
		}
	}
	return best
}

// inNaturalOrder is a name as people say it, in small letters.
func inNaturalOrder(name string) string {
	if family, given, found := strings.Cut(name, ","); found && !strings.Contains(given, ",") {
		name = given + " " + family
	}
	return strings.Join(strings.Fields(strings.ToLower(name)), " ")
}

// caseOf is 1 for a name in which not all letters are of one case, as far as its
// script has cases.
func caseOf(name string) int {
	if name == strings.ToUpper(name) || name == strings.ToLower(name) {
		return 0
	}
	return 1
}

// isCalled tells a name from an address or number that stands in its place.
func isCalled(name string) bool {
	return !strings.Contains(name, "@") && strings.ContainsFunc(name, unicode.IsLetter)
}

// mostWords is how many words make a name complete.
const mostWords = 4

// wordsWritten counts the words of a name that are no initials, as far as they
// are a name's: what stands in parentheses is not, and no address or number.
func wordsWritten(name string) int {
	if !isCalled(name) {
		return 0
	}
	name, _, _ = strings.Cut(name, "(")
	n := 0
	for _, word := range nameWords(name) {
		if len([]rune(word)) > 1 && !strings.HasSuffix(word, ".") || isIdeographic(word) {
			n++
		}
	}
	return min(n, mostWords)
}

func isIdeographic(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hangul) })
}

func nameWords(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
}

func sharesWord(a, b string) bool {
	words := nameWords(strings.ToLower(b))
	return slices.ContainsFunc(nameWords(strings.ToLower(a)), func(word string) bool {
		return len(word) > 2 && slices.Contains(words, word)
	})
}

// nameOf is the card's FN, or what its N says where it has none.
func nameOf(card *Card) string {
	if name := card.FormattedName(); name != "" {
		return name
	}
	for _, line := range card.Properties("N") {
		var words []string
		components := line.Components()
		for _, i := range []int{1, 2, 0} { // given, additional and family names
			words = append(words, componentAt(components, i)...)
		}
		return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	}
	return ""
}

// fullestNamed is the card that the merged one has its name from.
func fullestNamed(survivor *Card, cards []*Card) *Card {
	ordered := []*Card{survivor}
	for _, card := range cards {
		if card != survivor {
			ordered = append(ordered, card)
		}
	}
	names := make([]string, len(ordered))
	for i, card := range ordered {
		names[i] = nameOf(card)
	}
	return ordered[FullestName(names)]
}

// takeName gives the merged card the name of one of the cards; that of the base is
// kept aside.
func (m *merger) takeName(from *Card) {
	if from != m.base {
		for _, name := range []string{"FN", "N"} {
			m.takeOver(from, name)
		}
	}
}

// prefer gives the merged card what the survivor, which is of an older version than
// the base, has and a card can have once.
func (m *merger) prefer(survivor *Card) {
	done := map[string]bool{"N": true, "FN": true} // see takeName
	for _, line := range survivor.Lines() {
		if name := line.Name(); !done[name] && ruleOf(name, m.version) == once {
			done[name] = true
			m.takeOver(survivor, name)
		}
	}
}

// takeOver puts the first line of that name of another card in the place of the
// base's, which is kept aside. Nothing happens where the base has none, both say the
// same, or the line cannot be written in full.
func (m *merger) takeOver(from *Card, name string) {
	own := m.first[name]
	lines := from.Properties(name)
	if own == nil || own.line == added || len(lines) == 0 || len(lines[0].Group()) > 0 {
		return
	}
	c := contentOf(lines[0])
	by := propertyOf(lines[0], c).inVersion(m.version)
	country := m.country(from)
	if c.empty() || c.damaged || lines[0].leansOnCard() || c.looksEscaped(m.version) || !own.canChange(m.version) ||
		meaningOf(name, c, country) == meaningOf(name, own.content, own.country) {
		return
	}
	if params, complete := by.writtenParams(m.version); !complete || strings.Contains(params, "ID=") {
		return // ALTID and PID are of their own card
	}
	old := m.base.Lines()[own.line]
	was := keysOf(name, own.content, own.country)[0]
	m.byKey[was] = slices.DeleteFunc(m.byKey[was], func(v *value) bool { return v == own })
	if len(m.byKey[was]) == 0 {
		delete(m.byKey, was)
	}
	by.group = own.group
	own.Property, own.country, own.remarks, own.changed = by, country, remarksOn(lines[0], nil), true
	key := keysOf(name, c, country)[0]
	m.byKey[key] = append(m.byKey[key], own)
	aside := placement{merger: m, unit: unit{lines: []Line{old}}, altIDs: map[string]string{}, country: m.country(m.base)}
	aside.place(old)
}
