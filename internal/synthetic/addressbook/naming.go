package addressbook

import (
	"strings"
	"unicode/utf8"
)

// name gives a card the name of a person as some program or hand wrote it.
func (b *builder) name(p *person, c *card, old bool) {
	key := func(s spellings) string { return strings.ToLower(s[0]) }
	family := p.family
	if p.maiden != nil && old {
		family = p.maiden
		c.marks |= MaidenName
	}
	c.shown.given, c.shown.family = key(p.given.spellings), key(family)
	spelling := b.spelling(p, c)
	c.given, c.family = p.in(p.given.spellings, spelling), p.in(family, spelling)
	if p.middle != "" && spelling > 0 == p.script && often(b.random, 30) {
		c.middle = p.middle
	}
	if p.generation != "" && often(b.random, 75) {
		c.suffix, c.shown.suffix = p.generation, p.generation
	}
	switch {
	case p.title != "" && often(b.random, 45):
		c.prefix = p.title
		c.marks |= WithTitle
	case spelling > 0 == p.script && often(b.random, 1):
		c.prefix = map[bool]string{true: "Frau", false: "Herr"}[p.woman]
		c.marks |= WithTitle
	}
	b.shorten(p, c, spelling)
	b.misspell(c)
	c.formatted = b.formatted(p, c, spelling)
	b.annotate(p, c)
	b.sourceName(p, c)
}

// spelling chooses a script and romanisation: mostly the one they use themselves.
func (b *builder) spelling(p *person, c *card) int {
	switch {
	case !p.script:
		return 0
	case often(b.random, 33):
		c.marks |= OwnScript
		return 0
	case often(b.random, 25):
		c.marks |= OtherRomanisation
		return 1 + b.random.IntN(4)
	}
	return p.latin
}

// shorten writes a short form, an initial, the given name alone, or a pet name.
func (b *builder) shorten(p *person, c *card, spelling int) {
	switch {
	case len(p.given.short) > 0 && often(b.random, 13):
		c.marks |= ShortForm
		short := p.in(pick(b.random, p.given.short), spelling)
		if often(b.random, 25) {
			c.nickname = short
		} else {
			c.given, c.middle = short, ""
		}
	case often(b.random, 3) && !(p.eastern && spelling == 0):
		c.marks |= Initial
		c.given, c.middle = string([]rune(c.given)[:1])+".", ""
	case often(b.random, 2.5):
		c.marks |= GivenOnly
		c.family, c.middle, c.shown.family = "", "", ""
		if p.work != nil && often(b.random, 40) {
			c.family = strings.Fields(p.work.name)[0] // "Anna Siemens"
		}
	case p.pet != "" && often(b.random, 40):
		c.marks |= PetName
		c.given, c.family, c.middle, c.prefix = p.pet, "", "", ""
		c.shown.given, c.shown.family = "", ""
	}
}

func (b *builder) misspell(c *card) {
	if plain := folded(c.given+c.family, false); plain != c.given+c.family && often(b.random, 25) {
		german := often(b.random, 50)
		c.given, c.family, c.middle = folded(c.given, german), folded(c.family, german), folded(c.middle, german)
		c.marks |= WithoutDiacritics
	}
	if !often(b.random, 3) || c.marks&(PetName|Initial) != 0 {
		return
	}
	given, family := c.given, c.family
	if often(b.random, 60) {
		c.family = misspelled(b.random, c.family)
	} else {
		c.given = misspelled(b.random, c.given)
	}
	if c.given != given || c.family != family {
		c.marks |= NameMisspelled
	}
}

func join(words ...string) string { return strings.Join(strings.Fields(strings.Join(words, " ")), " ") }

// formatted is FN.
func (b *builder) formatted(p *person, c *card, spelling int) string {
	switch {
	case p.eastern && spelling == 0 && c.marks&PetName == 0:
		return c.family + c.given
	case p.eastern && c.family != "" && often(b.random, 50):
		c.marks |= FamilyFirst
		return join(c.family, c.given)
	case c.family != "" && often(b.random, 7):
		c.marks |= FamilyFirst
		return join(c.family+",", c.prefix, c.given, c.middle, c.suffix)
	case c.family != "" && often(b.random, 2):
		c.marks |= UpperCase
		return join(strings.ToUpper(c.family), c.given)
	}
	if c.marks&FieldsSwapped == 0 && c.family != "" && !p.eastern && often(b.random, 2) {
		c.marks |= FieldsSwapped
		c.given, c.family = c.family, c.given
	}
	return join(c.prefix, c.given, c.middle, c.family, c.suffix)
}

// annotate adds what people write beside a name, or takes letters apart as macOS
// does (Unicode normal form D).
func (b *builder) annotate(p *person, c *card) {
	if c.dialect.product != "" && often(b.random, 10) {
		if apart := decomposed(c.formatted); apart != c.formatted {
			c.marks |= Decomposed
			c.formatted, c.given, c.family = apart, decomposed(c.given), decomposed(c.family)
		}
	}
	if !often(b.random, 2.5) {
		return
	}
	c.marks |= Annotated
	note := pick(b.random, []string{"privat", "neu", "mobil", "(alt)", "Handy", "🌸", "❤️", "WG", "Uni", "Tennis", "(work)"})
	if p.work != nil && often(b.random, 40) {
		note = "(" + strings.Fields(p.work.name)[0] + ")"
	}
	c.formatted += " " + note
	if c.family != "" && often(b.random, 60) {
		c.family += " " + note
	}
}

// sourceName is what a source makes of a name.
func (b *builder) sourceName(p *person, c *card) {
	switch c.dialect.names {
	case "cut":
		if utf8.RuneCountInString(c.formatted) > 14 {
			c.marks |= CutOff
		}
		c.formatted = cutOff(c.formatted)
		c.given, c.family, c.middle, c.prefix, c.suffix = c.formatted, "", "", "", ""
	case "formatted":
		c.given, c.family, c.middle, c.prefix, c.suffix = "", "", "", "", ""
		if often(b.random, 25) {
			c.formatted = ""
			c.marks |= WithoutName
			c.shown.given, c.shown.family, c.shown.nameless = "", "", true
		}
	case "one":
		c.given, c.family, c.middle, c.prefix, c.suffix = c.formatted, "", "", "", ""
	}
	if p.culture.name == "japanese" && c.marks&OwnScript != 0 && c.dialect.phonetic && often(b.random, 50) {
		c.phoneticGiven, c.phoneticFamily = p.in(p.given.spellings, p.latin), p.in(p.family, p.latin)
	}
}
