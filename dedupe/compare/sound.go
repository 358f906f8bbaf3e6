package compare

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// soundsAlike reports two names in different scripts that are one name by their
// sounds: "Алексей Смирнов" and "Alexei Smirnov". Which letters correspond depends on
// the language, and everybody spells their own way; so only what is left of every
// spelling is compared, and only of full names.
func soundsAlike(a, b Name) bool {
	if a.script() == "Latin" {
		a, b = b, a
	}
	if b.script() != "Latin" || len(b.Words) < 2 || Skeleton(a.Key) == Skeleton(b.Key) {
		return false
	}
	switch a.script() {
	case "Cyrillic", "Greek":
		return a.IsFull() && soundsMatch(a.Words, b.Words, alphabet)
	case "Arabic", "Hebrew":
		return a.IsFull() && soundsMatch(withoutArticles(a.Words), b.Words, abjad)
	case "Hangul":
		return soundsKorean(strings.Join(a.Words, ""), b.Words)
	case "Han":
		if strings.ContainsFunc(a.Key, isKana) {
			return a.IsFull() && soundsMatch(a.Words, b.Words, alphabet)
		}
		return soundsChinese(strings.Join(a.Words, ""), b.Words)
	}
	return false
}

func isKana(r rune) bool { return r >= 'ぁ' && r <= 'ヿ' }

// withoutArticles drops the Arabic article that is written together with its word.
func withoutArticles(tokens []string) []string {
	var plain []string
	for _, token := range tokens {
		if rest, ok := strings.CutPrefix(token, "ال"); ok && utf8.RuneCountInString(rest) > 2 {
			token = rest
		}
		plain = append(plain, token)
	}
	return plain
}

// A writing is how a script writes sounds: an alphabet has letters for vowels, an
// abjad leaves most to the reader.
type writing bool

const (
	alphabet writing = false
	abjad    writing = true
)

// soundsMatch reports that each word of the shorter name, of two at least, is one
// of the other by its sounds.
func soundsMatch(a, b []string, how writing) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	left := slices.Clone(b)
	consonants := 0
	for _, word := range a {
		word = Romanise(word)
		i := slices.IndexFunc(left, func(other string) bool { return wordsSound(word, Romanise(other), how) })
		if i < 0 {
			return false
		}
		if longerThan(left[i], 1) {
			consonants += len(strings.ReplaceAll(soundCodes(word, how)[0], "a", ""))
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(a) > 1 && consonants > 2
}

// wordsSound reports two words, in Latin letters, that sound alike, are short forms of
// one name, or of which one is the initial of the other.
func wordsSound(a, b string, how writing) bool {
	codes, others := soundCodes(a, how), soundCodes(b, how)
	if slices.ContainsFunc(others, func(code string) bool { return code != "" && slices.Contains(codes, code) }) {
		return true
	}
	if len(a) == 1 || len(b) == 1 {
		return a != "" && b != "" && codes[0] != "" && others[0] != "" && codes[0][0] == others[0][0]
	}
	if how == abjad {
		return false
	}
	groups := nicknameSounds()
	for _, code := range codes {
		for _, other := range others {
			if slices.ContainsFunc(groups[code], func(group int) bool { return slices.Contains(groups[other], group) }) {
				return true
			}
		}
	}
	return false
}

// nicknameSounds maps what a name sounds like to the groups of short forms it stands in.
var nicknameSounds = sync.OnceValue(func() map[string][]int {
	table := map[string][]int{}
	for name, groups := range nicknames() {
		for _, code := range soundCodes(Romanise(name), alphabet) {
			if len(strings.ReplaceAll(code, "a", "")) > 1 {
				table[code] = append(table[code], groups...)
			}
		}
	}
	return table
})

// soundsKorean compares a Korean name, of a family name of one syllable and a given
// name, with a Latin one in either order.
func soundsKorean(name string, latin []string) bool {
	first, size := utf8.DecodeRuneInString(name)
	given := soundCodes(glides.Replace(Romanise(name[size:])), alphabet)
	for i, family := range latin {
		if !slices.Contains(koreanFamilies[first], family) && Romanise(string(first)) != family {
			continue
		}
		rest := strings.Join(slices.Delete(slices.Clone(latin), i, i+1), "")
		if slices.ContainsFunc(soundCodes(glides.Replace(rest), alphabet), func(code string) bool { return len(code) > 1 && slices.Contains(given, code) }) {
			return true
		}
	}
	return false
}

// glides are half vowels, which Korean names are spelt with or without.
var glides = strings.NewReplacer("w", "", "y", "")

// koreanFamilies are the spellings that Korean family names have abroad.
var koreanFamilies = map[rune][]string{
	'김': {"kim"}, '이': {"lee", "yi", "rhee", "li"}, '박': {"park", "pak"}, '최': {"choi", "choe"}, '정': {"jung", "chung", "jeong"},
	'강': {"kang"}, '조': {"cho", "jo"}, '윤': {"yoon", "yun"}, '장': {"jang", "chang"}, '임': {"lim", "im", "rim"}, '오': {"oh"},
	'서': {"seo", "suh"}, '신': {"shin", "sin"}, '권': {"kwon"}, '안': {"ahn", "an"}, '류': {"ryu", "yoo"}, '유': {"yoo", "yu", "you"},
	'고': {"ko", "koh"}, '문': {"moon"}, '손': {"sohn", "son"}, '백': {"baek", "paik"}, '허': {"heo", "hur", "huh"}, '노': {"noh", "roh"},
	'전': {"jeon", "jun", "chun"}, '구': {"koo", "ku"}, '우': {"woo"}, '주': {"joo", "ju"}, '심': {"shim", "sim"}, '배': {"bae", "pae"},
}

// maxChinese is how many characters of a Chinese name are read.
const maxChinese = 4

// chineseFamilies are spellings that Chinese family names have besides Pinyin: from
// Cantonese, as in Hong Kong, and after Wade and Giles, as in Taiwan.
var chineseFamilies = readFamilies(`
	王 wong 李 lee 张張 cheung chang 刘劉 lau 陈陳 chan 杨楊 yeung 黄黃 wong 赵趙 chiu chao 吴吳 ng 周 chow chou 徐 tsui hsu 孙孫 suen
	马馬 mah 朱 chu 胡 woo 郭 kwok kuo 何 ho 林 lam 罗羅 law lo 高 ko kao 郑鄭 cheng 梁 leung 谢謝 tse hsieh 宋 sung 唐 tong 许許 hui hsu
	韩韓 hon 冯馮 fung 邓鄧 tang teng 曹 cho tsao 彭 pang 曾 tsang tseng 肖蕭萧 siu hsiao 田 tin 董 tung 潘 poon 袁 yuen 蔡 choi tsai choy
	蒋蔣 chiang 余 yu yue 于 yu 杜 to tu 叶葉 yip yeh 程 ching 苏蘇 so 魏 ngai wei 吕呂 lui 丁 ting 任 yam 沈 sum shum 姚 yiu 卢盧 lo
	姜 keung 钟鍾鐘 chung 谭譚 tam 陆陸 luk 汪 wong 石 shek 廖 liu liao 方 fong 邱 yau chiu 江 kong chiang 侯 hau 熊 hung 孟 mang 秦 chun chin`)

func readFamilies(text string) map[rune][]string {
	table := map[rune][]string{}
	characters := ""
	for _, field := range strings.Fields(text) {
		if !isASCII(field) {
			characters = field
			continue
		}
		for _, r := range characters {
			table[r] = append(table[r], field)
		}
	}
	return table
}

// soundsChinese compares a Chinese name with the letters of a Latin one, the family
// name first or last, and the given name in one word or several.
func soundsChinese(name string, latin []string) bool {
	characters := []rune(name)
	if len(characters) < 2 || len(characters) > maxChinese {
		return false
	}
	letters, turned := strings.Join(latin, ""), latin[len(latin)-1]+strings.Join(latin[:len(latin)-1], "")
	readings := []string{""}
	for i, r := range characters {
		var longer []string
		known := pinyinReadings()[r]
		if i == 0 {
			known = slices.Concat(known, chineseFamilies[r])
		}
		for _, begun := range readings {
			for _, reading := range known {
				longer = append(longer, begun+reading)
			}
		}
		readings = longer
	}
	return slices.Contains(readings, letters) || slices.Contains(readings, turned)
}

// soundCodes are what a word in Latin letters sounds like: a letter for each class
// of consonants, and in alphabets "a" for vowels in a row. "ch" and "j" stand for
// several sounds, so that there may be several codes.
func soundCodes(word string, how writing) []string {
	words := []string{word}
	for _, choice := range [][3]string{{"ch", "sh", "kh"}, {"j", "zh", "y"}} {
		if strings.Contains(word, choice[0]) {
			var both []string
			for _, w := range words {
				both = append(both, strings.ReplaceAll(w, choice[0], choice[1]), strings.ReplaceAll(w, choice[0], choice[2]))
			}
			words = both
		}
	}
	var codes []string
	for _, w := range words {
		if code := soundCode(consonantPairs.Replace(w), how); !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// consonantPairs are sounds that are written with several letters.
var consonantPairs = strings.NewReplacer(
	"shtch", "s", "shch", "s", "schtsch", "s", "tsch", "s", "sch", "s", "tsh", "s", "dzh", "s", "dj", "s", "sh", "s", "zh", "s", "ts", "s", "tz", "s", "dz", "s",
	"kh", "H", "gh", "k", "th", "t", "dh", "t", "ph", "f", "ck", "k", "cz", "s", "ce", "se", "ci", "si", "ng", "n", "x", "ks", "qu", "kv",
)

// soundClasses are the consonants that spellings confuse.
var soundClasses = map[byte]byte{
	'b': 'P', 'p': 'P', 'f': 'F', 'v': 'V', 'w': 'V', 't': 'T', 'd': 'T', 's': 'S', 'z': 'S', 'k': 'K', 'g': 'K', 'q': 'K', 'c': 'K',
	'm': 'M', 'n': 'N', 'l': 'L', 'r': 'R', 'h': 'H', 'H': 'H',
}

func soundCode(word string, how writing) string {
	var code []byte
	add := func(class byte) {
		if len(code) == 0 || code[len(code)-1] != class {
			code = append(code, class)
		}
	}
	for i := range len(word) {
		class := soundClasses[word[i]]
		switch {
		case class == 0: // a vowel
			if how == alphabet {
				add('a')
			}
		case class == 'F' && how == alphabet:
			add('V')
		case class == 'V' && how == abjad && i > 0: // the letter may be a vowel
		case class == 'H' && i > 0 && (how == alphabet || i == len(word)-1): // hardly heard
		default:
			add(class)
		}
	}
	return string(code)
}
