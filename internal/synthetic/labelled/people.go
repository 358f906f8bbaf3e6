package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A person is somebody invented.
type person struct {
	id            string
	given, family string
	birthday      string // 1980-04-02
	mobile        string // +49 170 1234567
	organisation  string
	domain        string // of the organisation
}

func (p person) name() string { return p.given + " " + p.family }

// local is first.last, as providers propose it.
func (p person) local() string { return ascii(p.given) + "." + ascii(p.family) }

// at is the person's usual address at a domain.
func (p person) at(domain string) string { return p.local() + "@" + domain }

// A census invents people. No two get the same full name unless a scene wants
// it.
type census struct {
	random *rand.Rand
	taken  map[string]bool
	count  int
}

func (c *census) person() person {
	for {
		given, family := pick(c.random, givenNames()), c.family()
		if !c.taken[given+family] {
			c.taken[given+family] = true
			return c.named(given, family)
		}
	}
}

// named is a new person of a given name.
func (c *census) named(given, family string) person {
	c.count++
	organisation := c.family()
	return person{
		id: fmt.Sprintf("p%d", c.count), given: given, family: family,
		birthday: c.birthday(1940, 2005), mobile: c.mobile(),
		organisation: organisation + " " + pick(c.random, []string{"GmbH", "Ltd", "AG", "Verlag", "Partner"}),
		domain:       ascii(organisation) + pick(c.random, []string{".example", "-online.example", ".test", "-gruppe.example"}),
	}
}

// family invents a surname of two or three syllables, one in ten foreign.
func (c *census) family() string {
	if c.random.IntN(10) == 0 {
		return pick(c.random, foreignFamilies()) + pick(c.random, []string{"", "ova", "sen", "ić", "ez"})
	}
	name := pick(c.random, onsets()) + pick(c.random, nuclei()) + pick(c.random, codas())
	return strings.ToUpper(name[:1]) + name[1:] + pick(c.random, endings())
}

func (c *census) birthday(from, to int) string {
	return fmt.Sprintf("%04d-%02d-%02d", from+c.random.IntN(to-from+1), 1+c.random.IntN(12), 1+c.random.IntN(28))
}

func (c *census) mobile() string {
	return fmt.Sprintf("+49 17%d %07d", c.random.IntN(10), 1000000+c.random.IntN(8999999))
}

func (c *census) landline() string {
	return fmt.Sprintf("+49 %d %06d", 30+c.random.IntN(60), 100000+c.random.IntN(899999))
}

func pick[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }

// ascii is a name as it stands in addresses.
func ascii(name string) string {
	return strings.ToLower(strings.NewReplacer(
		"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "ć", "c", "ł", "l", "ñ", "n", "ø", "o", "Ö", "oe", "Ł", "l", "á", "a",
		"ç", "c", "í", "i", "Í", "i", "š", "s", "Š", "s", "'", "", " ", "",
	).Replace(name))
}

func givenNames() []string {
	return strings.Fields(`Anna Bernd Clara Dario Elif Farid Greta Hannes Ines Jonas Karla Lukas Mira Nils Olga
		Pavel Quentin Rosa Stefan Tilda Ulrich Vera Walter Xenia Yusuf Zoe Agnes Björn Chiara Dirk Emma Felix Gesa
		Hugo Irma Jörg Käthe Lennart Maja Noah Oskar Paula Rafael Silke Tomasz Ursula Viktor Wanda Yara Zdenka
		Aaron Beate Cem Dorothea Erik Franziska Gustav Helene Isabel Jürgen Kerstin Leon Magda Norbert Odile Petra
		Ricarda Sören Thea Udo Veronika Wolfram Zita André Brigitte Carlos Desirée Emil Fabienne Gerald Hilde Ivo
		Judith Konrad Luise Margot Nadja Otto Pia Roland Sibylle Torsten Uta Valentin Wilma Łukasz Íñigo Maria`)
}

func foreignFamilies() []string {
	return strings.Fields("Nowak Petrov Yilmaz García Jørgensen Kowalczyk Nguyen Haddad Okafor Tanaka Møller Šimek O'Brien")
}

func onsets() []string {
	return strings.Fields("b br d dr f fl g gr h k kl kr l m n p pf r s sch st t tr v w z")
}
func nuclei() []string { return strings.Fields("a e i o u ä ö ü au ei ie") }
func codas() []string {
	return strings.Fields("b ck ff g hl k l ll m mm n nd ng r rl rt s ss t tt tz x")
}
func endings() []string {
	return strings.Fields("er mann berg hofer ke le wald stein ing ow meier brecht")
}

// commonNames occur so often in a case that they say nothing.
func commonNames() [][2]string {
	return [][2]string{{"Peter", "Schmidt"}, {"Thomas", "Müller"}, {"Maria", "Schneider"}, {"John", "Smith"}, {"Andrea", "Meyer"}}
}

// freeProviders give an address to anybody.
func freeProviders() []string {
	return strings.Fields("mailbox.org gmx.net web.de posteo.de kolabnow.com yahoo.com outlook.com nine.testrun.org")
}
