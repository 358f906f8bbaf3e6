package vcard

import (
	"cmp"
	"slices"
	"strings"
)

// betterNamed is the absorbed card whose name the survivor should bear, nil if its
// own is as good: the one with most words written out, of those the one that most
// cards have, of those one in natural order, "Anna Ott" rather than "Ott, Anna". A
// name that shares no word with the survivor's is another one, and stays beside it.
func betterNamed(survivor *Card, absorbed []*Card) *Card {
	uses := map[string]int{}
	for _, card := range append([]*Card{survivor}, absorbed...) {
		uses[strings.ToLower(card.FormattedName())]++
	}
	better := func(a, b string) int {
		natural := func(name string) int { return -strings.Count(name, ",") }
		return cmp.Or(
			cmp.Compare(wordsWritten(a), wordsWritten(b)),
			cmp.Compare(uses[strings.ToLower(a)], uses[strings.ToLower(b)]),
			cmp.Compare(natural(a), natural(b)),
		)
	}
	own := survivor.FormattedName()
	best, name := (*Card)(nil), own
	for _, card := range absorbed {
		if other := card.FormattedName(); better(other, name) > 0 && sharesWord(own, other) {
			best, name = card, other
		}
	}
	return best
}

// mostWords is how many words make a name complete.
const mostWords = 4

// wordsWritten counts the words of a name that are no initials, as far as they
// are a name's: what stands in parentheses is not.
func wordsWritten(name string) int {
	name, _, _ = strings.Cut(name, "(")
	n := 0
	for _, word := range nameWords(name) {
		if len([]rune(word)) > 1 && !strings.HasSuffix(word, ".") {
			n++
		}
	}
	return min(n, mostWords)
}

func nameWords(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ',' })
}

func sharesWord(a, b string) bool {
	words := nameWords(strings.ToLower(b))
	return slices.ContainsFunc(nameWords(strings.ToLower(a)), func(word string) bool {
		return len(word) > 2 && slices.Contains(words, word)
	})
}

// takeName gives the survivor the name of another card; its own is kept aside.
func (m *merger) takeName(from *Card) {
	for _, name := range []string{"FN", "N"} {
		at := slices.IndexFunc(m.kept, func(line Line) bool { return line.head != nil && line.is(name) })
		lines := from.Lines()
		better := slices.IndexFunc(lines, func(line Line) bool { return line.head != nil && line.is(name) })
		if at < 0 || better < 0 {
			continue
		}
		old, c := m.kept[at], contentOf(lines[better])
		by := propertyOf(lines[better], c)
		if c.empty() || c.damaged || contentOf(old).damaged || lines[better].leansOnCard() || c.looksEscaped(m.version) || m.keysOf(name, c)[0] == m.keysOf(name, contentOf(old))[0] {
			continue
		}
		if params, complete := by.writtenParams(m.version); !complete || strings.Contains(params, "ID=") {
			continue // ALTID and PID are of their own card
		}
		by.group = old.Group()
		m.merged.Replace = append(m.merged.Replace, Replacement{at, by})
		delete(m.said, m.keysOf(name, contentOf(old))[0])
		m.first[name] = c
		m.learn(name, lines[better], c, nil)
		aside := placement{merger: m, unit: unit{lines: []Line{old}}, altIDs: map[string]string{}}
		aside.place(old)
	}
}
