package compare

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Name is a display name in the form it is compared in.
type Name struct {
	Words      []string // folded, without accents, titles and particles, in order
	Key        string   // the words sorted: equal for "Doe, Jane" and "Jane Doe"
	Generation string   // "jr", "sr", "ii" ...
	Found      string   // as written
}

var (
	titles = set(`mr mrs ms miss mx dr prof professor sir dame rev fr herr frau hr fru dipl ing mag
		phd md msc bsc mba m mme mlle monsieur madame sr sra srta señor señora sig dott dra`)
	titleNames  = set("don dona") // given names as well: a family name alone is left of no name
	particles   = set(`von van vom zu zur de del della di da dos das du der den la le el al bin ben ibn y e und af av`)
	generations = map[string]string{
		"jr": "jr", "jnr": "jr", "jun": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "sen": "sr", "senior": "sr",
		"fils": "jr", "filho": "jr", "hijo": "jr", "pere": "sr", "neto": "iii", "ml": "jr", "mł": "jr", "mladsi": "jr", "młodszy": "jr", "st": "sr", "starsi": "sr", "starszy": "sr", "padre": "sr", "pai": "sr", "figlio": "jr",
		"i": "i", "1st": "i", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv",
	}
)

// generationPairs are generations of two words: "the elder", German "der Jüngere",
// "d. Ä.".
var generationPairs = map[[2]string]string{
	{"d", "j"}: "jr", {"der", "jungere"}: "jr", {"die", "jungere"}: "jr",
	{"the", "younger"}: "jr", {"the", "elder"}: "sr", {"the", "first"}: "i", {"the", "second"}: "ii", {"the", "third"}: "iii",
	{"d", "y"}: "jr", {"den", "yngre"}: "jr", {"den", "aldre"}: "sr", {"le", "jeune"}: "jr",
	{"d", "a"}: "sr", {"der", "altere"}: "sr", {"die", "altere"}: "sr",
}

// Generation is the generation that the last word of the local part states, as in
// "karl.jr@", "" if none does. A first name's initial is none.
func (m Mailbox) Generation() string {
	const separators = ".-_"
	local := strings.Trim(m.BaseLocal(), separators)
	last := local[strings.LastIndexAny(local, separators)+1:]
	if len(last) == len(local) || len(last) < 2 {
		return ""
	}
	return generations[last]
}

// jointWords stand between the names of two people who share a card.
var jointWords = [...]string{" & ", " + ", " und ", " and ", " et ", " u. "}

// IsJoint reports the name of a couple or firm, "Klaus & Maria Schmidt", which is
// no one person's.
func IsJoint(text string) bool {
	text = strings.ToLower(text)
	for _, word := range jointWords {
		left, right, found := strings.Cut(text, word)
		if found && strings.TrimSpace(left) != "" && strings.TrimSpace(right) != "" {
			return true
		}
	}
	return false
}

// apostrophes are left out, so that "O'Brien" is one word however it is written.
var apostrophes = strings.NewReplacer("'", "", "’", "", "`", "", "´", "", "ʼ", "")

// maxName is what is read of a name, in bytes: no person's is longer.
const maxName = 400

// ReadName reduces a display name to what two spellings of it share. Nothing is
// transliterated; see [SameSound] for names in two scripts.
func ReadName(found string) Name {
	text := found
	if len(text) > maxName {
		text = strings.ToValidUTF8(text[:maxName], "")
	}
	if !isASCII(text) {
		text = norm.NFKC.String(strings.ToValidUTF8(text, ""))
	}
	text = strings.TrimSpace(withoutParentheses(text))
	if i := strings.Index(text, " via "); i > 0 { // what list software appends: "Jane Doe via Dev"
		text = text[:i]
	}
	text = familyLast(text)
	n := Name{Words: tokens(text), Found: found}
	if len(n.Words) > 1 {
		if via := slices.Index(n.Words[1:], "via"); via >= 0 {
			n.Words = n.Words[:1+via]
		}
	}
	n.reduce()
	n.Key = sortedKey(n.Words)
	return n
}

// IsEmpty reports a name of which nothing can be compared.
func (n Name) IsEmpty() bool { return len(n.Words) == 0 }

// IsFull reports a name of given and family name, which an initial is not.
func (n Name) IsFull() bool {
	long := 0
	for _, token := range n.Words {
		if longerThan(token, 1) {
			long++
		}
	}
	return long >= 2
}

// isHandle reports a user name rather than a person's: one word with a digit in
// it.
func (n Name) isHandle() bool {
	return len(n.Words) == 1 && strings.ContainsAny(n.Words[0], "0123456789_")
}

// NamesDuty reports a name with a word in it that names a duty: "Acme Support".
func (n Name) NamesDuty() bool {
	return slices.ContainsFunc(n.Words, func(token string) bool { return roles[token] })
}

// LongTokens are the first four words of a name that are long enough to tell
// people apart.
func (n Name) LongTokens() []string {
	var long []string
	for _, token := range n.Words {
		if longerThan(token, 1) && len(long) < 4 {
			long = append(long, token)
		}
	}
	return long
}

// IsIn reports whether a local part is made from a word of the name.
func (n Name) IsIn(local string) bool {
	local = separators.Replace(local)
	return slices.ContainsFunc(n.Words, func(token string) bool { return longerThan(token, 2) && strings.Contains(local, token) })
}

// EndsIn reports whether a local part ends in a word of the name.
func (n Name) EndsIn(local string) bool {
	return slices.ContainsFunc(n.Words, func(token string) bool { return longerThan(token, 1) && strings.HasSuffix(local, token) })
}

// CommonTokens counts the words of a name that many people have, and reports
// whether all of them are such.
func (n Name) CommonTokens() (count int, all bool) {
	for _, token := range n.Words {
		if commonNames[token] {
			count++
		}
	}
	return count, count == len(n.Words)
}

// isInitials reports a name of which only single letters are written.
func (n Name) isInitials() bool {
	for _, token := range n.Words {
		if longerThan(token, 1) || isIdeographic(token) {
			return false
		}
	}
	return true
}

// withoutParentheses drops "(Work)" and "[ext]".
func withoutParentheses(text string) string {
	for {
		open := strings.IndexAny(text, "([{")
		if open < 0 {
			return text
		}
		length := strings.IndexAny(text[open:], ")]}")
		if length < 0 || strings.TrimSpace(text[:open]+text[open+length+1:]) == "" {
			return text
		}
		text = text[:open] + " " + text[open+length+1:]
	}
}

// familyLast turns "Doe, Jane" around. A title or generation after the comma
// ("Doe, Jr.") is not a given name.
func familyLast(text string) string {
	family, given, ok := strings.Cut(text, ",")
	if !ok || strings.TrimSpace(family) == "" {
		return text
	}
	first := strings.ToLower(strings.Trim(strings.TrimSpace(given), "."))
	if titles[first] || generations[first] != "" {
		return text
	}
	return given + " " + strings.ReplaceAll(family, ",", " ")
}

// tokens are the words of a name, folded and without accents.
func tokens(text string) []string {
	if strings.ContainsAny(text, "'`") || !isASCII(text) {
		text = apostrophes.Replace(text)
	}
	words := strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '_'
	})
	if len(words) == 1 {
		words = camelWords(words[0])
	}
	for i, word := range words {
		words[i] = foldWord(word)
	}
	return slices.DeleteFunc(words, func(word string) bool { return word == "" })
}

// camelWords splits "JaneDoe", but neither "McDonald" nor "JANE".
func camelWords(word string) []string {
	lower := false
	for i, r := range word {
		if i > 2 && lower && unicode.IsUpper(r) {
			if rest := word[i:]; len(rest) > 2 && strings.IndexFunc(rest[1:], unicode.IsUpper) < 0 {
				return []string{word[:i], rest}
			}
		}
		lower = unicode.IsLower(r)
	}
	return []string{word}
}

// sharpS is the letter whose case folding is two letters.
var sharpS = strings.NewReplacer("ß", "ss", "ẞ", "ss")

// foldWord is one word without case and accents.
func foldWord(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	word = norm.NFD.String(strings.ToLower(strings.ToUpper(sharpS.Replace(word))))
	word = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && r < 0x370 { // combining marks of Latin letters; other scripts write vowels with theirs
			return -1
		}
		return r
	}, word)
	return norm.NFC.String(word)
}

// reduce drops titles, particles and generations until only the name is left.
func (n *Name) reduce() {
	for {
		before := len(n.Words)
		if before > 3 {
			if generation := generationPairs[[2]string(n.Words[before-2:])]; generation != "" {
				n.Generation = generation
				n.Words = n.Words[:before-2]
				continue
			}
		}
		if before > 2 {
			if generation := generations[n.Words[before-1]]; generation != "" {
				n.Generation = generation
				n.Words = n.Words[:before-1]
				continue
			}
		}
		n.Words = without(n.Words, titles, 1)
		n.Words = without(n.Words, titleNames, 2)
		n.Words = without(n.Words, particles, 2)
		if len(n.Words) == before {
			return
		}
	}
}

// without drops the words of a table from tokens, as long as enough others are
// left.
func without(tokens []string, table map[string]bool, enough int) []string {
	others := 0
	for _, token := range tokens {
		if !table[token] {
			others++
		}
	}
	if others < enough || others == len(tokens) {
		return tokens
	}
	return slices.DeleteFunc(tokens, func(token string) bool { return table[token] })
}

func sortedKey(tokens []string) string {
	switch len(tokens) {
	case 0:
		return ""
	case 1:
		return tokens[0]
	}
	if slices.IsSorted(tokens) {
		return strings.Join(tokens, " ")
	}
	sorted := slices.Clone(tokens)
	slices.Sort(sorted)
	return strings.Join(sorted, " ")
}

// longerThan reports a token of more than so many letters.
func longerThan(token string, runes int) bool {
	for range token {
		if runes == 0 {
			return true
		}
		runes--
	}
	return false
}

// First is the first word of the name, as it was written.
func (n Name) First() string {
	if n.IsEmpty() {
		return ""
	}
	return n.Words[0]
}
