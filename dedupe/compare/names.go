package compare

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameRelation is how two names relate. Higher is closer, except unknown.
type NameRelation int

const (
	NamesUnknown   NameRelation = iota // one side has no name, or only a user name
	ScriptsDiffer                      // written in different scripts: nothing can be said
	NamesUnrelated                     // nothing in common
	SameFamilyName                     // one family name, two given names
	SameGivenName                      // one given name, two family names
	SimilarName                        // the same, but for a slip of the fingers
	PartOfName                         // all of the one is found in the other
	SameSound                          // written in different scripts, and the same by its sounds
	WithInitials                       // the same, but for initials
	ShortForm                          // the same, but for a nickname or middle name
	SameName
)

// Names compares two names.
func Names(a, b Name) NameRelation {
	switch {
	case a.IsEmpty() || b.IsEmpty():
		return NamesUnknown
	case a.Key == b.Key:
		return SameName
	case a.isHandle() || b.isHandle() || a.isInitials() || b.isInitials():
		return NamesUnknown
	case a.script() != b.script():
		if soundsAlike(a, b) {
			return SameSound
		}
		return ScriptsDiffer
	}
	if len(a.Words) > len(b.Words) {
		a, b = b, a
	}
	matched, worst := match(a.Words, b.Words)
	switch {
	case matched == len(a.Words) && len(a.Words) == len(b.Words):
		return worst
	case matched == len(a.Words) && len(a.Words) > 1:
		return min(worst, ShortForm)
	case matched == len(a.Words) && worst > WithInitials:
		return PartOfName
	case matched == len(a.Words) && worst == WithInitials:
		return NamesUnknown // "Anna" and "A. Arendt"
	case matched == len(a.Words) && worst == SimilarName:
		return SameGivenName
	case joined(a.Words, b.Words):
		return ShortForm
	case scrambled(a.Words, b.Words):
		return SimilarName
	case matched == 0 || len(a.Words) == 1:
		return NamesUnrelated
	case sameWord(a.Words[0], b.Words[0]) >= SimilarName:
		return SameGivenName
	}
	return SameFamilyName
}

// script names the alphabet of a name by its first letter. Chinese and Japanese
// characters count as one.
func (n Name) script() string {
	for _, r := range n.Key {
		switch {
		case unicode.Is(unicode.Latin, r):
			return "Latin"
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			return "Han"
		case unicode.IsLetter(r):
			for script, table := range unicode.Scripts {
				if unicode.Is(table, r) {
					return script
				}
			}
		}
	}
	return "Latin"
}

// Compatible reports whether a mailbox that both names are given for is one
// person's beyond doubt. "Jan" and "Jana" are a slip apart and two people.
func (k NameRelation) Compatible() bool { return k == NamesUnknown || k >= PartOfName }

// maxMatched is how many words of a name are matched with those of another.
const maxMatched = 64

// match pairs each word of a with one of b, exact pairs first. It returns how
// many were paired and how close the loosest pair is.
func match(a, b []string) (matched int, worst NameRelation) {
	a, b = a[:min(len(a), maxMatched)], b[:min(len(b), maxMatched)]
	var few [maxMatched]NameRelation // as many as two names mostly have pairs of words
	relations := few[:0]
	if len(a)*len(b) > len(few) {
		relations = make([]NameRelation, 0, len(a)*len(b))
	}
	for _, x := range a {
		for _, y := range b {
			relations = append(relations, sameWord(x, y))
		}
	}
	var takenA, takenB uint64
	worst = SameName
	for _, wanted := range [...]NameRelation{SameName, ShortForm, WithInitials, SimilarName} {
		for i := range a {
			for j := range b {
				if takenA>>i&1 == 1 || takenB>>j&1 == 1 || relations[i*len(b)+j] != wanted {
					continue
				}
				takenA, takenB = takenA|1<<i, takenB|1<<j
				matched++
				worst = min(worst, wanted)
			}
		}
	}
	return matched, worst
}

// sameWord compares one word of a name with one of another.
func sameWord(a, b string) NameRelation {
	switch {
	case a == b:
		return SameName
	case isIdeographic(a) || isIdeographic(b):
		return NamesUnrelated
	case !longerThan(a, 1) || !longerThan(b, 1):
		if firstRune(a) == firstRune(b) {
			return WithInitials
		}
		return NamesUnrelated
	case nickname(a, b) || len(a) != len(b) && !apart(letterSet(a), letterSet(b)) && umlauts.Replace(a) == umlauts.Replace(b):
		return ShortForm
	case mistyped(a, b), isCutOff(a, b), isCutOff(b, a):
		return SimilarName
	}
	return NamesUnrelated
}

// isIdeographic reports a word in characters that each stand for a word or syllable:
// one alone is a family name, not an initial, and another one is another name, not a
// slip.
func isIdeographic(word string) bool {
	return unicode.In(firstRune(word), unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// isCutOff reports a word of which the other is the beginning, as programs cut what
// is too long for them: "Alessandro" and "Aless".
func isCutOff(word, begun string) bool {
	return len(begun) > 2 && len(word) > len(begun)+1 && strings.HasPrefix(word, begun) && !isGiven(begun) && !counterparts(word, begun)
}

// umlauts undoes how German, and others, spell accents out: "Joerg" for "Jörg".
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// mistyped allows swapped letters in short words, one slip in longer ones, two in
// long ones. A slip seldom makes another name that is common: "Maria" and "Marie"
// are two, and so are most short names a letter apart.
func mistyped(a, b string) bool {
	shorter := min(len(a), len(b))
	switch {
	case max(len(a), len(b))-shorter > 4 || apart(letterSet(a), letterSet(b)):
		return false
	case spelling(a) == spelling(b):
		return true
	case isKnown(a) && isKnown(b) || counterparts(a, b):
		return false
	case letters(a) == letters(b):
		return shorter > 4 || shorter > 2 && editDistance(a, b, 1) <= 1
	case shorter < 5:
		return false
	case editDistance(a, b, 1) <= 1:
		return true
	case shorter < 7:
		return editDistance(a, b, 2) <= 2 && jaroWinkler(a, b) >= 0.88
	}
	return editDistance(a, b, 2) <= 2 || jaroWinkler(a, b) >= 0.9
}

// spelling is equal for words that differ in how a sound is spelt alone, "Monica" and
// "Monika", or in a letter written twice, "Mary" and "Marry".
func spelling(word string) string {
	return string(slices.Compact([]rune(alternatives.Replace(word))))
}

// alternatives are letters for one sound.
var alternatives = strings.NewReplacer("ph", "f", "th", "t", "ck", "k", "c", "k", "y", "i", "z", "s", "w", "v")

// AreSlips reports two words that could be slips of each other: in short words a slip
// may as well make another name, which only a book can tell.
func AreSlips(x, y string) bool {
	shorter := min(utf8.RuneCountInString(x), utf8.RuneCountInString(y))
	slips := 1
	if shorter >= 5 {
		slips = 2
	}
	return shorter >= 3 && !(isKnown(x) && isKnown(y)) && editDistance(x, y, slips) <= slips
}

// AreMangled is [AreSlips] for a book full of slips: half of the letters may be others,
// if one of the two is no known name.
func AreMangled(x, y string) bool {
	longer := max(utf8.RuneCountInString(x), utf8.RuneCountInString(y))
	return longer > 3 && !(isKnown(x) && isKnown(y)) && editDistance(x, y, longer/2) <= longer/2
}

// WordsBetween finds the one word of each name that is not in the other, where all
// others are the same or a slip apart.
func WordsBetween(a, b Name) (x, y string, found bool) {
	if len(a.Words) != len(b.Words) || len(a.Words) < 2 || len(a.Words) > 8 {
		return "", "", false
	}
	var words [8]string
	left := append(words[:0], b.Words...)
	for _, word := range a.Words {
		i := slices.IndexFunc(left, func(other string) bool {
			return sameWord(word, other) >= SimilarName && longerThan(word, 1) && longerThan(other, 1)
		})
		if i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else if x == "" {
			x = word
		} else {
			return "", "", false
		}
	}
	if len(left) != 1 || x == "" {
		return "", "", false
	}
	return x, left[0], true
}

// counterparts reports two words of which one is the other with an ending that
// makes another name of it: "Julia", "Julian" and "Juliane".
func counterparts(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	ending, ok := strings.CutPrefix(b, a)
	return ok && nameEndings[ending]
}

var nameEndings = set("a e i n o us ia ie in ina ne na")

// letterSet is which letters a word has, roughly.
func letterSet(word string) uint64 {
	var set uint64
	for i := range len(word) {
		set |= 1 << (word[i] & 63)
	}
	return set
}

// apart reports letters so different that no two slips explain it. It spares the
// slower comparisons for nearly all words.
func apart(a, b uint64) bool { return bits.OnesCount64(a^b) > 4 }

// letters are the letters of a word in a fixed order.
func letters(word string) string {
	sorted := []rune(word)
	slices.Sort(sorted)
	return string(sorted)
}

// scrambled reports two names of nearly the same letters, broken into words at
// different places. One word has to be sound, so that there is something to hold.
func scrambled(a, b []string) bool {
	var x, y uint64
	for _, word := range a {
		x |= letterSet(word)
	}
	for _, word := range b {
		y |= letterSet(word)
	}
	sound := slices.ContainsFunc(a, func(word string) bool { return longerThan(word, 2) && slices.Contains(b, word) })
	if len(a) == len(b) || apart(x, y) || !sound || allCommon(a) && allCommon(b) {
		return false
	}
	wholeA, wholeB := letters(strings.Join(a, "")), letters(strings.Join(b, ""))
	return min(len(wholeA), len(wholeB)) >= 8 && editDistance(wholeA, wholeB, 2) <= 2
}

func allCommon(tokens []string) bool {
	return !slices.ContainsFunc(tokens, func(token string) bool { return !commonNames[token] })
}

// joined reports one name written as one word and as two ("Annmarie", "Ann
// Marie").
func joined(a, b []string) bool {
	x, y := strings.Join(a, ""), strings.Join(b, "")
	return len(x) > 5 && x == y
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}
