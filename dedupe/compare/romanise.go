package compare

import (
	_ "embed" // the table
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters of alphabets in the Latin spelling that names usually get: Cyrillic after
// BGN/PCGN 1947, Greek after ELOT 743, Arabic and Hebrew without the vowels that are
// not written. They serve to compare sounds, not to write names.
var romanLetters = readRoman(`
	а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
	ъ - ы y ь - э e ю yu я ya і i ї yi є ye ґ g ў u ј y љ l њ n ђ dj ћ ch џ dj ѓ g ќ k ѕ z қ k ғ g ң n ө o ұ u ү u һ h ә a
	α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s ς s τ t υ i φ f χ kh ψ ps ω o
	א a ב b ג g ד d ה 'h ו w ז z ח 'h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש sh ת t
	ا a أ a إ a آ a ب b ت t ث th ج j ح 'h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m
	ن n ه 'h و w ي y ى a ة - ء - ؤ w ئ y پ p چ ch ژ zh گ g ک k ی y
	あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu て te と to
	な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo
	ら ra り ri る ru れ re ろ ro わ wa を o ん n ゃ ya ゅ yu ょ yo っ -`)

func readRoman(pairs string) map[rune]string {
	table := map[rune]string{}
	fields := strings.Fields(pairs)
	for i := 0; i+1 < len(fields); i += 2 {
		table[firstRune(fields[i])] = strings.Trim(fields[i+1], "-")
	}
	return table
}

// romanDigraphs are pairs of letters with a sound of their own, in Greek.
var romanDigraphs = strings.NewReplacer("ου", "ou", "ευ", "ev", "αυ", "av", "γγ", "ng", "γκ", "g", "μπ", "b", "ντ", "nt")

// The parts of a Hangul syllable in the Revised Romanization of Korean.
var (
	hangulInitials = strings.Fields("g kk n d tt r m b pp s ss - j jj ch k t p h")
	hangulVowels   = strings.Fields("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
	hangulFinals   = strings.Fields("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
)

// Romanise spells a word in Latin letters; letters it does not know are left out.
func Romanise(word string) string {
	if isASCII(word) {
		return word
	}
	var out strings.Builder
	for _, r := range romanDigraphs.Replace(withoutMarks(word)) {
		switch {
		case r >= 0xAC00 && r <= 0xD7A3:
			n := int(r - 0xAC00)
			for _, part := range []string{hangulInitials[n/588], hangulVowels[n%588/28], hangulFinals[n%28]} {
				out.WriteString(strings.Trim(part, "-"))
			}
		case r >= 'ァ' && r <= 'ヶ': // Katakana stand in the order of Hiragana
			out.WriteString(romanLetters[r-0x60])
		case r < 0x80:
			out.WriteRune(r)
		case unicode.Is(unicode.Han, r):
			if readings := pinyinReadings()[r]; len(readings) > 0 {
				out.WriteString(readings[0])
			}
		default:
			out.WriteString(romanLetters[r])
		}
	}
	return out.String()
}

// withoutMarks drops accents and vowel signs, and the voicing of Kana with them.
func withoutMarks(word string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
	return norm.NFC.String(kept)
}

// pinyinTable has lines of a rank, a reading without tone, and the characters of GB
// 2312 and Big5 that have it: the three first readings of each in pinyin-data
// (github.com/mozillazg/pinyin-data, MIT), which takes them from the Unihan database
// (Unicode licence).
//
//go:embed pinyin.txt
var pinyinTable string

// pinyinReadings are the readings of each character, the usual first.
var pinyinReadings = sync.OnceValue(func() map[rune][]string {
	table := make(map[rune][]string, 9000)
	for line := range strings.Lines(pinyinTable) {
		fields := strings.Fields(line)
		for _, r := range fields[2] {
			table[r] = append(table[r], fields[1])
		}
	}
	return table
})
