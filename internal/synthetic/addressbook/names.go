package addressbook

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"strings"
)

// Each file of names lists, the most frequent first: "m" and "f" for given names,
// "F" for family names, "<" and ">" for the halves of rarer family names, "g" for
// the syllables of given names. "|" parts the spellings of a name, the first in its
// own script; ";" precedes a short form, "/" the form that women bear.
//
//go:embed names/*.txt
var nameFiles embed.FS

// spellings are the ways a name is written. Where the language has a script of its
// own, the first is in it.
type spellings []string

type givenName struct {
	spellings
	short []spellings
}

type familyName struct{ man, woman spellings }

// A culture is the names of one language and the country most of them live in.
type culture struct {
	name    string
	script  bool // not Latin
	eastern bool // family name first
	country *country

	men, women      []givenName
	families        []familyName
	heads, tails    []string    // of rarer family names
	syllables       []spellings // of given names, if they are made of two
	man, woman, fam frequencies
}

func readCulture(name string, home *country) *culture {
	data, err := nameFiles.ReadFile("names/" + name + ".txt")
	if err != nil {
		panic(err) // a file of this package
	}
	c := &culture{name: name, country: home}
	for line := range strings.Lines(string(data)) {
		what, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch what {
		case "m":
			c.men = append(c.men, readGiven(rest))
		case "f":
			c.women = append(c.women, readGiven(rest))
		case "F":
			man, woman, ok := strings.Cut(rest, " / ")
			if !ok {
				woman = man
			}
			c.families = append(c.families, familyName{strings.Split(man, "|"), strings.Split(woman, "|")})
		case "<":
			c.heads = strings.Fields(rest)
		case ">":
			c.tails = strings.Fields(rest)
		case "g":
			c.syllables = append(c.syllables, strings.Split(rest, "|"))
		default:
			panic(fmt.Sprintf("names/%s.txt: %q", name, line))
		}
	}
	c.man, c.woman, c.fam = zipf(len(c.men), 0.9), zipf(len(c.women), 0.9), zipf(len(c.families), 0.85)
	return c
}

func readGiven(rest string) givenName {
	parts := strings.Split(rest, " ; ")
	g := givenName{spellings: strings.Split(parts[0], "|")}
	for _, short := range parts[1:] {
		g.short = append(g.short, strings.Split(short, "|"))
	}
	return g
}

// given is a given name, as often as it occurs.
func (c *culture) given(random *rand.Rand, woman bool) givenName {
	switch {
	case len(c.syllables) > 0:
		return givenName{spellings: c.composed(random)}
	case woman:
		return c.women[c.woman.pick(random)]
	}
	return c.men[c.man.pick(random)]
}

// composed is a given name of two syllables with the usual ways to write it in
// Latin letters; Chinese names have one syllable now and then.
func (c *culture) composed(random *rand.Rand) spellings {
	first, second := pick(random, c.syllables), pick(random, c.syllables)
	if c.name == "chinese" && often(random, 25) {
		return first
	}
	latin := func(s spellings) string { return s[1+random.IntN(len(s)-1)] }
	a, b := latin(first), latin(second)
	return spellings{first[0] + second[0], first[1] + strings.ToLower(second[1]), a + "-" + strings.ToLower(b), a + " " + b, a + strings.ToLower(b)}
}

// family is a family name. Where there are halves a third are rarer ones put
// together of them, so that a large book has many names that occur once.
func (c *culture) family(random *rand.Rand) familyName {
	if len(c.heads) > 0 && often(random, 35) {
		name := pick(random, c.heads) + pick(random, c.tails)
		return familyName{spellings{name}, spellings{name}}
	}
	return c.families[c.fam.pick(random)]
}

// A world is all there is to make people of.
type world struct {
	cultures []*culture
	shares   frequencies
	cities   []city
}

func newWorld() *world {
	w := &world{cities: cities()}
	plans := countries()
	var shares []float64
	for _, c := range []struct {
		name    string
		country string
		share   float64
		script  bool
		eastern bool
	}{
		{"german", "de", 36, false, false}, {"english", "gb", 19, false, false}, {"french", "fr", 6, false, false},
		{"spanish", "es", 5, false, false}, {"italian", "it", 4, false, false}, {"polish", "pl", 4, false, false},
		{"turkish", "tr", 5, false, false}, {"nordic", "se", 3, false, false}, {"russian", "ru", 5, true, false},
		{"greek", "gr", 2, true, false}, {"arabic", "eg", 3, true, false}, {"hebrew", "il", 1, true, false},
		{"chinese", "cn", 3, true, true}, {"japanese", "jp", 2, true, true}, {"korean", "kr", 2, true, true},
	} {
		one := readCulture(c.name, plans[c.country])
		one.script, one.eastern = c.script, c.eastern
		w.cultures = append(w.cultures, one)
		shares = append(shares, c.share)
	}
	w.shares = weights(shares...)
	return w
}

func (w *world) culture(random *rand.Rand) *culture { return w.cultures[w.shares.pick(random)] }

func (w *world) home() *country { return w.cultures[0].country }
