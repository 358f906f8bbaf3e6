package addressbook

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// asciiOf is a name as it stands in an address.
func asciiOf(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}, strings.ToLower(folded(name, true)))
}

// folded is a name without diacritics; german spells umlauts out.
func folded(name string, german bool) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || r == '\'' }) {
		return name
	}
	if german {
		name = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa").Replace(name)
	}
	return strings.NewReplacer(
		"ä", "a", "ö", "o", "ü", "u", "Ä", "A", "Ö", "O", "Ü", "U", "ß", "ss", "ø", "o", "Ø", "O", "å", "a", "Å", "A", "á", "a", "à", "a", "é", "e", "è", "e", "ê", "e", "É", "E",
		"í", "i", "Í", "I", "ó", "o", "ò", "o", "ô", "o", "Ó", "O", "ō", "o", "Ō", "O", "ú", "u", "ù", "u", "ū", "u", "ç", "c", "Ç", "C", "ñ", "n", "Ñ", "N", "ł", "l", "Ł", "L", "ń", "n", "ę", "e", "ą", "a", "ś", "s", "ć", "c", "ż", "z",
		"ź", "z", "ş", "s", "Ş", "S", "ğ", "g", "ı", "i", "İ", "I", "š", "s", "Š", "S", "ï", "i", "ë", "e", "Á", "A", "'", "",
	).Replace(name)
}

// decomposed writes accents as letters of their own.
func decomposed(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		return name
	}
	return strings.NewReplacer(
		"ä", "a\u0308", "ö", "o\u0308", "ü", "u\u0308", "Ä", "A\u0308", "Ö", "O\u0308", "Ü", "U\u0308", "é", "e\u0301", "è", "e\u0300", "á", "a\u0301", "í", "i\u0301", "ó", "o\u0301",
		"ú", "u\u0301", "ñ", "n\u0303", "ç", "c\u0327", "ş", "s\u0327", "ń", "n\u0301", "ś", "s\u0301", "å", "a\u030a", "ô", "o\u0302", "ō", "o\u0304", "й", "и\u0306", "ё", "е\u0308",
	).Replace(name)
}

// neighbours are the keys beside a key.
func neighbours(r rune) string {
	at := map[rune]string{'a': "sqy", 'b': "vn", 'c': "xv", 'd': "sf", 'e': "wr", 'f': "dg", 'g': "fh", 'h': "gj", 'i': "uo", 'j': "hk", 'k': "jl", 'l': "k", 'm': "n", 'n': "bm",
		'o': "ip", 'p': "o", 'q': "wa", 'r': "et", 's': "ad", 't': "rz", 'u': "zi", 'v': "cb", 'w': "qe", 'x': "yc", 'y': "tx", 'z': "tu"}
	return at[r]
}

// misspelled is a word with one slip of a hand: two letters swapped, one left out,
// doubled, or the key beside it. Short words and the first letter stay.
func misspelled(random *rand.Rand, word string) string {
	r := []rune(word)
	if len(r) < 4 || !unicode.In(r[1], unicode.Latin, unicode.Cyrillic, unicode.Greek) {
		return word
	}
	i := 1 + random.IntN(len(r)-2)
	switch random.IntN(4) {
	case 0:
		if r[i] != r[i+1] {
			r[i], r[i+1] = r[i+1], r[i]
			return string(r)
		}
		return string(r[:i]) + string(r[i+1:])
	case 1:
		return string(r[:i]) + string(r[i+1:])
	case 2:
		return string(r[:i+1]) + string(r[i:])
	}
	if beside := neighbours(r[i]); beside != "" {
		r[i] = rune(beside[random.IntN(len(beside))])
		return string(r)
	}
	return string(r[:i]) + string(r[i+1:])
}

// misdialled is a number with one wrong digit or two swapped.
func misdialled(random *rand.Rand, national string) string {
	r := []byte(national)
	i := 3 + random.IntN(len(r)-4)
	if r[i] != r[i+1] && often(random, 50) {
		r[i], r[i+1] = r[i+1], r[i]
	} else {
		r[i] = '0' + (r[i]-'0'+byte(1+random.IntN(9)))%10
	}
	return string(r)
}

// variant is a word as somebody writes it who only heard it.
func variant(random *rand.Rand, word string) string {
	pairs := [][2]string{
		{"ph", "f"}, {"ck", "k"}, {"ie", "y"}, {"y", "i"}, {"mac", "mc"}, {"mc", "mac"}, {"c", "k"}, {"k", "c"}, {"z", "s"}, {"ss", "s"}, {"ll", "l"}, {"tt", "t"}, {"nn", "n"},
		{"s", "ss"}, {"l", "ll"}, {"n", "nn"}, {"ee", "ea"}, {"ea", "ee"}, {"ai", "ay"}, {"ei", "ie"}, {"ou", "u"}, {"oo", "u"}, {"v", "w"}, {"th", "t"}, {"e", "ey"}, {"gh", ""}, {"wh", "w"}, {"x", "cks"},
	}
	var fit [][2]string
	for _, p := range pairs {
		if strings.Contains(word, p[0]) {
			fit = append(fit, p)
		}
	}
	if len(fit) == 0 {
		return word
	}
	p := pick(random, fit)
	return strings.Replace(word, p[0], p[1], 1)
}

// misread is a word as a scanner reads it.
func misread(random *rand.Rand, word string) string {
	pairs := [][2]string{{"m", "rn"}, {"rn", "m"}, {"l", "1"}, {"o", "0"}, {"i", "l"}, {"e", "c"}, {"h", "b"}, {"d", "cl"}, {"w", "vv"}, {"g", "q"}, {"s", "5"}, {"b", "6"}, {"cl", "d"}, {"u", "v"}}
	for _, i := range random.Perm(len(pairs)) {
		if strings.Contains(word, pairs[i][0]) {
			return strings.Replace(word, pairs[i][0], pairs[i][1], 1)
		}
	}
	return word
}
