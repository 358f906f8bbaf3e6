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
	if len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return name != names[0] }) {
		return 0 // mostly
	}
	uses := map[string]int{}
	for _, name := range names {
		uses[inNaturalOrder(name)]++
	}
	compare := func(i, j int) int {
		a, b := names[i], names[j]
		return cmp.Or(
			cmp.Compare(wordsWritten(a), wordsWritten(b)),
			cmp.Compare(min(len(a), 1), min(len(b), 1)),
			cmp.Compare(uses[inNaturalOrder(a)], uses[inNaturalOrder(b)]),
			-cmp.Compare(strings.Count(a, ","), strings.Count(b, ",")),
			cmp.Compare(caseOf(a), caseOf(b)),
			cmp.Compare(min(j, 1), min(i, 1)), // the survivor's own
			cmp.Compare(len(a), len(b)),
			cmp.Compare(a, b),
		)
	}
	best := 0
	for i, name := range names {
		if compare(i, best) > 0 && (!isCalled(names[0]) || sharesWord(names[0], name)) {
			best = i
		}
	}
	return best
}

// NameOfAll is the name that the merged card of several will have: of the names of
// each, FN comes first, and the survivor's before those of others.
func NameOfAll(cards [][]string) string {
	var first, all []string
	for _, names := range cards {
		if len(names) > 0 {
			first, all = append(first, names[0]), append(all, names...)
		}
	}
	if len(first) == 0 {
		return ""
	}
	name := first[FullestName(first)]
	for _, other := range all {
		if strings.Contains(name, ",") && strings.ToLower(other) == inNaturalOrder(name) {
			return other
		}
	}
	return name
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

// structuredName is what the card's N says.
func structuredName(card *Card) string {
	lines := card.Lines()
	for i := range lines {
		if !lines[i].is("N") {
			continue
		}
		if name := spoken(lines[i].Components()); name != "" {
			return name
		}
	}
	return ""
}

// spoken is what N says as people say it: given, additional and family names.
func spoken(components [][]string) string {
	var words []string
	for _, i := range []int{1, 2, 0} {
		words = append(words, componentAt(components, i)...)
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// fullestNamed is the card that the merged one has its name from. The first is the
// survivor.
func fullestNamed(cards []*Card) *Card {
	names := make([]string, len(cards))
	for i, card := range cards {
		names[i] = card.Name()
	}
	return cards[FullestName(names)]
}

// structuredAs is the card that the merged one has N from: one that says a name in its
// parts, else the one with the fullest.
func structuredAs(name string, cards []*Card) *Card {
	names := make([]string, len(cards))
	for i, card := range cards {
		if names[i] = structuredName(card); strings.ToLower(names[i]) == inNaturalOrder(name) {
			return card
		}
	}
	return cards[FullestName(names)]
}

// takeName gives the merged card the name of one of the cards; that of the base is
// kept aside. A name that stands in N alone is written as FN, too, which all cards
// from 3.0 on must have.
func (m *merger) takeName(cards []*Card) {
	if m.becomeOne == nil {
		return
	}
	from := fullestNamed(cards)
	if name := from.Name(); from.FormattedName() == "" && isCalled(name) {
		m.exchange(m.first["FN"], value{Property: textProperty("FN", name), line: added})
	} else if from != m.base {
		m.takeOver(from, "FN")
	}
	if parts := structuredAs(from.Name(), cards); parts != m.base {
		m.takeOver(parts, "N")
	}
}

// orderName writes FN as people say it, where it has the words of N in the order of a
// register: "Anna Ott" for "Ott, Anna", which is kept aside.
func (m *merger) orderName() {
	fn, n := m.first["FN"], m.first["N"]
	if m.becomeOne == nil || fn == nil || n == nil || !strings.Contains(fn.content.text, ",") {
		return
	}
	if said := spoken(n.content.components); inNaturalOrder(fn.content.text) == strings.ToLower(said) {
		m.exchange(fn, value{Property: textProperty("FN", said)})
	}
}

// prefer gives the merged card what the survivor, which is of an older version than
// the base, has and a card can have once.
func (m *merger) prefer(survivor *Card) {
	done := map[string]bool{"N": true, "FN": true} // see takeName
	for _, line := range survivor.Lines() {
		if name := line.Name(); !done[name] && ruleOf(name) == once {
			done[name] = true
			m.takeOver(survivor, name)
		}
	}
}

// takeOver puts the first line of that name of another card in the place of the
// base's.
func (m *merger) takeOver(from *Card, name string) {
	lines := from.Properties(name)
	if len(lines) == 0 || lines[0].Group() != "" || lines[0].leansOnCard() {
		return
	}
	by := propertyOf(lines[0], contentOf(lines[0])).inVersion(m.version)
	m.exchange(m.first[by.name], value{Property: by, line: added, country: m.country(from), remarks: remarksOn(lines[0], nil)})
}

// exchange puts another value in the place of one of the base, which is kept aside;
// where it has none, it is added. Nothing happens where both say the same, or the new
// one cannot be written in full.
func (m *merger) exchange(own *value, by value) {
	c := by.content
	if c.empty() || c.damaged || c.looksEscaped(m.version) {
		return
	}
	if params, complete := by.writtenParams(m.version); !complete || strings.Contains(params, "ID=") {
		return // ALTID and PID are of their own card
	}
	if own == nil {
		m.learn(&by)
		return
	}
	if !own.canChange(m.version) || meaningOf(by.name, c, by.country) == meaningOf(own.name, own.content, own.country) {
		return
	}
	was, old, isOfBase := keysOf(own.name, own.content, own.country)[0], own.Property, own.line != added && !own.changed
	m.byKey[was] = slices.DeleteFunc(m.byKey[was], func(v *value) bool { return v == own })
	if len(m.byKey[was]) == 0 {
		delete(m.byKey, was)
	}
	by.group, by.line, by.changed = own.group, own.line, true
	*own = by
	key := keysOf(by.name, c, by.country)[0]
	m.byKey[key] = append(m.byKey[key], own)
	aside := placement{merger: m, altIDs: map[string]string{}, country: m.country(m.base)}
	if !isOfBase {
		old.group = ""
		aside.keepAside(old)
		return
	}
	line := m.base.Lines()[by.line]
	aside.unit.lines = []Line{line}
	aside.place(line)
}
