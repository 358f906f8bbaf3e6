package addressbook

import (
	"math/rand/v2"
	"strings"
)

// A country is how its telephone numbers look.
type country struct {
	name    string   // as postal addresses have it
	code    string   // after the +
	trunk   string   // before a national number
	mobiles []string // patterns of national numbers without trunk: x any digit, n not 0 or 1
	lines   []string // landlines
}

func countries() map[string]*country {
	fields := strings.Fields
	return map[string]*country{
		"de": {"Germany", "49", "0", fields("151nxxxxxxx 152nxxxxxxx 160nxxxxxx 170nxxxxxx 171nxxxxxx 172nxxxxxx 175nxxxxxx 176nxxxxxxx 177nxxxxxx 179nxxxxxx"), fields("30nxxxxxx 40nxxxxxx 89nxxxxxx 69nxxxxxx 221nxxxxxx 711nxxxxx 6221nxxxxx 761nxxxxx 351nxxxxx 341nxxxxx")},
		"gb": {"United Kingdom", "44", "0", fields("74xxxxxxxx 75xxxxxxxx 77xxxxxxxx 78xxxxxxxx 79xxxxxxxx"), fields("20nxxxxxxx 161nxxxxxx 121nxxxxxx 131nxxxxxx")},
		"us": {"USA", "1", "", fields("212nxxxxxx 415nxxxxxx 617nxxxxxx 312nxxxxxx"), fields("212nxxxxxx 415nxxxxxx")},
		"fr": {"France", "33", "0", fields("6nxxxxxxx 7nxxxxxxx"), fields("14nxxxxxx 4nxxxxxxx")},
		"es": {"España", "34", "", fields("6nxxxxxxx"), fields("91nxxxxxx 93nxxxxxx")},
		"it": {"Italia", "39", "", fields("333nxxxxxx 347nxxxxxx 328nxxxxxx"), fields("06nxxxxxxx 02nxxxxxxx")},
		"pl": {"Polska", "48", "", fields("50nxxxxxx 60nxxxxxx 69nxxxxxx"), fields("22nxxxxxx 12nxxxxxx")},
		"tr": {"Türkiye", "90", "0", fields("532nxxxxxx 542nxxxxxx 505nxxxxxx"), fields("212nxxxxxx 312nxxxxxx")},
		"se": {"Sverige", "46", "0", fields("70nxxxxxx 73nxxxxxx 76nxxxxxx"), fields("8nxxxxxx 31nxxxxx")},
		"ru": {"Россия", "7", "8", fields("903nxxxxxx 916nxxxxxx 926nxxxxxx"), fields("495nxxxxxx 812nxxxxxx")},
		"gr": {"Greece", "30", "", fields("694nxxxxxx 697nxxxxxx"), fields("210nxxxxxx 231nxxxxxx")},
		"eg": {"Egypt", "20", "0", fields("10nxxxxxxx 12nxxxxxxx 11nxxxxxxx"), fields("2nxxxxxxx")},
		"il": {"Israel", "972", "0", fields("50nxxxxxx 52nxxxxxx 54nxxxxxx"), fields("3nxxxxxx 2nxxxxxx")},
		"cn": {"China", "86", "", fields("138nxxxxxxx 139nxxxxxxx 186nxxxxxxx"), fields("10nxxxxxxx 21nxxxxxxx")},
		"jp": {"Japan", "81", "0", fields("90nxxxxxxx 80nxxxxxxx"), fields("3nxxxxxxx 6nxxxxxxx")},
		"kr": {"Korea", "82", "0", fields("10nxxxxxxx"), fields("2nxxxxxxx 51nxxxxxx")},
	}
}

// A number is one telephone number, however it is written.
type number struct {
	*country
	national  string // without trunk
	extension string
}

func (n number) e164() string { return "+" + n.code + n.national }

func digits(random *rand.Rand, pattern string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'x':
			return rune('0' + random.IntN(10))
		case 'n':
			return rune('2' + random.IntN(8))
		}
		return r
	}, pattern)
}

// number is one that nobody has yet.
func (b *builder) number(c *country, patterns []string) number {
	for {
		n := number{country: c, national: digits(b.random, pick(b.random, patterns))}
		if b.take(n.e164()) {
			return n
		}
	}
}

// written writes a number as people and programs do. domestic says whether the
// card is of somebody who leaves out the code of the country.
func (n number) written(random *rand.Rand, domestic bool) string {
	head, rest := n.national[:min(3, len(n.national)-4)], n.national[min(3, len(n.national)-4):]
	half := len(rest) / 2
	end := ""
	if n.extension != "" {
		end = pick(random, []string{"-", " ext. ", " x"}) + n.extension
	}
	if domestic {
		return pick(random, []string{
			n.trunk + n.national, n.trunk + head + " " + rest, n.trunk + head + "/" + rest, n.trunk + head + "-" + rest,
			"(" + n.trunk + head + ") " + rest, n.trunk + head + " " + rest[:half] + " " + rest[half:],
		}) + end
	}
	return pick(random, []string{
		n.e164(), n.e164(), n.e164(), "+" + n.code + " " + head + " " + rest, "+" + n.code + " " + head + " " + rest[:half] + " " + rest[half:],
		"00" + n.code + n.national, n.bracketed(head, rest), "+" + n.code + "-" + head + "-" + rest,
	}) + end
}

// bracketed is the form of letterheads: +49 (0)30 1234567.
func (n number) bracketed(head, rest string) string {
	if n.trunk != "0" {
		return "+" + n.code + " (" + head + ") " + rest
	}
	return "+" + n.code + " (0)" + head + " " + rest
}
