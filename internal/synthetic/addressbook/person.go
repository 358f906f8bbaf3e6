package addressbook

import (
	"fmt"
	"strings"
)

// A date is a birthday.
type date struct{ year, month, day int }

func (d date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day) }

// A person is somebody invented, with all that could stand on a card.
type person struct {
	id int
	*culture
	woman             bool
	given             givenName
	family            spellings
	maiden            spellings // borne before marriage
	latin             int       // the spelling they use themselves
	middle            string
	title, generation string // "Dr.", "Jr."
	pet               string // what the owner of the book calls them
	born              date
	mails             []string // their own, the oldest first
	mobiles           []number
	home              *home
	work              *job
}

// A home is what a household shares.
type home struct {
	landline number
	postal   postal
	mailbox  string // of the whole family, often ""
}

// A postal address.
type postal struct{ estate, street, city, region, code, country string }

func (p postal) key() string { return strings.ToLower(p.street + "," + p.code) }

// A firm is what colleagues share.
type firm struct {
	name, domain string
	switchboard  number
	postal       postal
	mailbox      string // info@
}

// A job is what a person has of a firm.
type job struct {
	*firm
	mail, title string
	direct      number // the switchboard with an extension, or a number of their own
}

type city struct{ name, region, code string }

func cities() []city {
	return []city{
		{"Berlin", "Berlin", "101xx"}, {"Hamburg", "Hamburg", "200xx"}, {"München", "Bayern", "803xx"}, {"Köln", "Nordrhein-Westfalen", "506xx"},
		{"Frankfurt am Main", "Hessen", "603xx"}, {"Stuttgart", "Baden-Württemberg", "701xx"}, {"Düsseldorf", "Nordrhein-Westfalen", "402xx"},
		{"Leipzig", "Sachsen", "041xx"}, {"Dresden", "Sachsen", "010xx"}, {"Freiburg im Breisgau", "Baden-Württemberg", "791xx"},
		{"Heidelberg", "Baden-Württemberg", "691xx"}, {"Göttingen", "Niedersachsen", "370xx"}, {"Würzburg", "Bayern", "970xx"}, {"Kiel", "Schleswig-Holstein", "241xx"},
	}
}

func streets() []string {
	return strings.Fields(`Hauptstraße Schulstraße Gartenstraße Bahnhofstraße Dorfstraße Bergstraße Birkenweg Lindenstraße Kirchstraße Waldstraße
		Ringstraße Schillerstraße Amselweg Goethestraße Jahnstraße Wiesenweg Mühlenweg Feldstraße Friedhofstraße Rosenweg Ahornweg Burgstraße Mozartstraße`)
}

func providers() []string {
	return strings.Fields(`gmail.com gmail.com gmail.com gmail.com gmx.de gmx.de web.de web.de outlook.com hotmail.com yahoo.com t-online.de icloud.com
		posteo.de mailbox.org freenet.de googlemail.com aol.com protonmail.com live.com`)
}

// adult is somebody new of a culture.
func (b *builder) adult(c *culture) *person {
	p := &person{culture: c, woman: often(b.random, 50)}
	b.people++
	p.id = b.people
	p.given = c.given(b.random, p.woman)
	p.family = p.bears(c.family(b.random))
	p.latin = 1 + b.random.IntN(3)
	p.born = date{1935 + b.random.IntN(70), 1 + b.random.IntN(12), 1 + b.random.IntN(28)}
	if often(b.random, 12) && len(c.syllables) == 0 {
		p.middle = p.in(c.given(b.random, p.woman).spellings, p.latin)
	}
	if often(b.random, 4) {
		p.title = pick(b.random, []string{"Dr.", "Dr.", "Prof. Dr.", "Dr. med.", "Dipl.-Ing."})
	}
	return p
}

func (p *person) bears(f familyName) spellings {
	if p.woman {
		return f.woman
	}
	return f.man
}

// in is a name in one spelling: 0 the own script, otherwise Latin.
func (p *person) in(s spellings, spelling int) string {
	if !p.script || len(s) == 1 {
		return s[0]
	}
	if spelling == 0 {
		return s[0]
	}
	return s[1+(spelling-1)%(len(s)-1)]
}

// names a person by their Latin letters, as they would in an address.
func (p *person) ascii() (given, family string) {
	return asciiOf(p.in(p.given.spellings, p.latin)), asciiOf(p.in(p.family, p.latin))
}

// reach gives mailboxes and mobile numbers, past and present.
func (b *builder) reach(p *person) {
	now := p.family
	for i := range 1 + weights(62, 27, 11).pick(b.random) {
		if p.family = now; i == 0 && p.maiden != nil {
			p.family = p.maiden // made before the wedding
		}
		p.mails = append(p.mails, b.mailbox(p, pick(b.random, providers())))
	}
	p.family = now
	where := p.country
	if often(b.random, 60) {
		where = b.world.home() // who lives where the owner of the book does
	}
	for range 1 + weights(74, 20, 6).pick(b.random) {
		p.mobiles = append(p.mobiles, b.number(where, where.mobiles))
	}
}

// mailbox is an address of a person that nobody else has.
func (b *builder) mailbox(p *person, domain string) string {
	given, family := p.ascii()
	numbered := 25.0
	if len(p.culture.heads) == 0 || len(family) < 7 {
		numbered = 50 // of a common name the plain address is mostly taken
	}
	for try := 0; ; try++ {
		local := pick(b.random, []string{given + "." + family, given + "." + family, given + family, given[:1] + family, given[:1] + "." + family, family + "." + given, given + "_" + family, family, given})
		switch {
		case often(b.random, 12):
			local = b.handle()
		case try > 0 || often(b.random, numbered):
			local += pick(b.random, []string{fmt.Sprintf("%02d", p.born.year%100), fmt.Sprint(p.born.year), fmt.Sprint(b.random.IntN(1000))})
		}
		if address := local + "@" + domain; b.take(delivered(local, domain)) {
			return address
		}
	}
}

// delivered is the mailbox behind an address: Google ignores dots.
func delivered(local, domain string) string {
	if domain == "gmail.com" || domain == "googlemail.com" {
		return strings.ReplaceAll(local, ".", "") + "@gmail.com"
	}
	return local + "@" + domain
}

// handle is a local part that has nothing to do with a name.
func (b *builder) handle() string {
	first := strings.Fields("blue dark little mad happy lucky silent night sun star moon snow fire iron wild red old cyber magic lone")
	second := strings.Fields("fox wolf bear cat eagle owl rider runner walker biker gamer dancer pirate ninja panda tiger bird fish rose bee")
	return pick(b.random, first) + pick(b.random, []string{"", "-", "_", "."}) + pick(b.random, second) + fmt.Sprint(b.random.IntN(1000))
}

func (b *builder) newHome(c *country, name string) *home {
	h := &home{landline: b.number(c, c.lines), postal: b.postal(c)}
	if often(b.random, 25) {
		for try := 0; h.mailbox == ""; try++ {
			m := pick(b.random, []string{"familie.", "family.", "fam-", "die."}) + name + pick(b.random, []string{"", fmt.Sprint(b.random.IntN(100 + try*100))}) + "@" + pick(b.random, providers())
			if local, domain, _ := strings.Cut(m, "@"); b.take(delivered(local, domain)) {
				h.mailbox = m
			}
		}
	}
	return h
}

func (b *builder) postal(c *country) postal {
	at := pick(b.random, b.cities)
	return postal{
		street: pick(b.random, streets()) + " " + fmt.Sprint(1+b.random.IntN(140)) + pick(b.random, []string{"", "", "", "a", "b"}),
		city:   at.name, region: at.region, code: digits(b.random, at.code), country: b.world.home().name,
	}
}

// newFirm invents a firm.
func (b *builder) newFirm() *firm {
	c := b.world.cultures[b.random.IntN(2)]
	name := c.family(b.random).man[0]
	form := pick(b.random, []string{"GmbH", "AG", "Ltd", "& Partner", "Verlag", "Consulting", "Software GmbH", "Logistik", "Medien", "Bau GmbH"})
	f := &firm{name: name + " " + form, postal: b.postal(c.country)}
	for {
		f.domain = asciiOf(name) + pick(b.random, []string{"", "-gmbh", "-group", "-online", fmt.Sprint(b.random.IntN(1000))}) + pick(b.random, []string{".de", ".com", ".eu", ".net"})
		if b.take("@" + f.domain) {
			break
		}
	}
	f.mailbox = pick(b.random, []string{"info@", "kontakt@", "office@", "mail@"}) + f.domain
	home := b.world.home()
	f.switchboard = b.number(home, home.lines)
	return f
}

// hire gives a person a job.
func (b *builder) hire(p *person, f *firm) {
	given, family := p.ascii()
	p.work = &job{firm: f, title: pick(b.random, []string{"", "", "CEO", "Sales Manager", "Entwickler", "Head of IT", "Assistenz"})}
	for p.work.mail == "" {
		m := pick(b.random, []string{given + "." + family, given[:1] + "." + family, family, given + "." + family + fmt.Sprint(2+b.random.IntN(8))}) + "@" + f.domain
		if b.take(m) {
			p.work.mail = m
		}
	}
	p.work.direct = f.switchboard
	for p.work.direct.extension == "" {
		if e := fmt.Sprint(10 + b.random.IntN(890)); b.take(f.switchboard.e164() + "-" + e) {
			p.work.direct.extension = e
		}
	}
}
