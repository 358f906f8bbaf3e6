package addressbook

import (
	"fmt"
	"strings"
)

// A household is people whose cards are made at once, because they share
// something; chance ties all others.
type household struct {
	cards     []*card
	namesakes bool // two of one name live here
}

// add spreads a person over a heavy-tailed number of cards: one or two for most.
func (b *builder) add(h *household, p *person) {
	b.reach(p)
	n := 1 + weights(46, 26, 12, 7, 4, 2.2, 1.2, 0.7, 0.4, 0.2).pick(b.random)
	h.cards = append(h.cards, b.cards(p, n)...)
}

// household makes the next people of the book.
func (b *builder) household() *household {
	h := &household{}
	kinds := []func(*household){b.single, b.family, b.fatherAndSon, b.twins, b.colleagues, b.namesakes, b.service, b.flatmates}
	kinds[weights(62, 14, 1.6, 0.8, 6, 2, 9, 2).pick(b.random)](h)
	return h
}

func (b *builder) single(h *household) {
	p := b.adult(b.world.culture(b.random))
	p.home = b.homeOf(p, 50)
	if often(b.random, 45) {
		b.hire(p, b.newFirm())
	}
	if p.woman && often(b.random, 8) {
		p.maiden = p.family
		p.family = p.bears(p.culture.family(b.random))
	}
	if often(b.random, 3) {
		p.pet = pick(b.random, []string{"Schatz", "Bro", "Mausi", "Chef", "Boss", "Trainer", "Bärchen", "Hon"})
	}
	b.add(h, p)
}

// homeOf is a home of their own, for so many of a hundred.
func (b *builder) homeOf(p *person, percent float64) *home {
	if !often(b.random, percent) {
		return nil
	}
	_, family := p.ascii()
	return b.newHome(b.world.home(), family)
}

// family is a couple with children: one landline, one address, one family name.
func (b *builder) family(h *household) {
	father := b.adult(b.world.culture(b.random))
	name := father.culture.family(b.random)
	father.woman, father.given = false, father.culture.given(b.random, false)
	father.family = name.man
	_, ascii := father.ascii()
	at := b.newHome(b.world.home(), ascii)
	father.home = at
	mother := b.adult(father.culture)
	mother.woman, mother.given, mother.home = true, father.culture.given(b.random, true), at
	if mother.family = name.woman; often(b.random, 40) {
		mother.maiden = father.culture.family(b.random).woman
	}
	if often(b.random, 12) {
		father.pet, mother.pet = pick(b.random, []string{"Papa", "Dad", "Papi", "Vati"}), pick(b.random, []string{"Mum", "Mama", "Mom", "Mutti"})
	}
	members := []*person{father, mother}
	for range weights(30, 35, 25, 10).pick(b.random) {
		child := b.adult(father.culture)
		child.family, child.home = child.bears(name), at
		child.born.year = min(father.born.year+25+b.random.IntN(12), 2012)
		members = append(members, child)
	}
	taken := map[string]bool{}
	for _, p := range members {
		for taken[p.given.spellings[0]] {
			p.given = p.culture.given(b.random, p.woman)
		}
		taken[p.given.spellings[0]] = true
		b.add(h, p)
	}
	if often(b.random, 15) {
		b.sign(h, "Familie "+father.in(name.man, 1), at)
	}
}

// sign is a card of a household as a whole.
func (b *builder) sign(h *household, name string, at *home) {
	b.people++
	d := b.sources[b.random.IntN(6)].dialect
	c := &card{dialect: d, owner: b.people, formatted: name, family: name, uid: b.uid(d), marks: Entity, phones: []value{{at.landline.written(b.random, often(b.random, 50)), "home"}}}
	c.shown.own("sign " + at.landline.e164())
	h.cards = append(h.cards, c)
}

// fatherAndSon are two of one name, at one landline. Their birthdays, generations
// and mobile numbers differ.
func (b *builder) fatherAndSon(h *household) {
	c := b.world.cultures[b.random.IntN(2)]
	father := b.adult(c)
	father.woman, father.given = false, c.given(b.random, false)
	father.family = c.family(b.random).man
	_, ascii := father.ascii()
	father.home = b.newHome(b.world.home(), ascii)
	son := b.adult(c)
	son.woman, son.given, son.family, son.home = false, father.given, father.family, father.home
	son.born.year = father.born.year + 22 + b.random.IntN(15)
	pair := pick(b.random, [][2]string{{"Sr.", "Jr."}, {"", "Jr."}, {"I", "II"}, {"sen.", "jun."}, {"", "III"}})
	father.generation, son.generation = pair[0], pair[1]
	h.namesakes = true
	b.add(h, father)
	b.add(h, son)
}

// twins were born on one day and have names alike.
func (b *builder) twins(h *household) {
	c := b.world.culture(b.random)
	first := b.adult(c)
	_, ascii := first.ascii()
	first.home = b.newHome(b.world.home(), ascii)
	second := b.adult(c)
	second.family, second.woman, second.home, second.born = first.family, first.woman, first.home, first.born
	for second.given = c.given(b.random, second.woman); second.given.spellings[0] == first.given.spellings[0]; {
		second.given = c.given(b.random, second.woman)
	}
	b.add(h, first)
	b.add(h, second)
}

// colleagues share a switchboard, a domain and a mailbox of the firm.
func (b *builder) colleagues(h *household) {
	f := b.newFirm()
	for range 2 + weights(40, 25, 15, 10, 5, 5).pick(b.random) {
		p := b.adult(b.world.culture(b.random))
		b.hire(p, f)
		b.add(h, p)
	}
	if often(b.random, 50) {
		b.entity(h, pick(b.random, []string{f.name, "Zentrale " + f.name, f.name + " Support"}), value{f.switchboard.written(b.random, false), "work"}, f.mailbox)
	}
}

// namesakes have one name and nothing else in common.
func (b *builder) namesakes(h *household) {
	first := b.adult(b.world.culture(b.random))
	first.home = b.homeOf(first, 50)
	b.add(h, first)
	for range 1 + b.random.IntN(2) {
		other := b.adult(first.culture)
		other.woman, other.given, other.family = first.woman, first.given, first.family
		other.home = b.homeOf(other, 50)
		b.add(h, other)
	}
}

// flatmates share a landline and an address, and no name.
func (b *builder) flatmates(h *household) {
	at := b.newHome(b.world.home(), "wg")
	for range 2 + b.random.IntN(3) {
		p := b.adult(b.world.culture(b.random))
		p.home = at
		b.add(h, p)
	}
}

// service is a card of no person: a taxi, a plumber, a hotline, a role.
func (b *builder) service(h *household) {
	f := b.newFirm()
	what := pick(b.random, strings.Split("Taxi|Plumber|Klempner|Hotline|Pizzeria|Praxis Dr.|Apotheke|Friseur|Werkstatt|Hausmeister|Kita|Schule|Bank|Support|Rezeption|Elektriker|Tierarzt|Newsletter|Bestellung|Arzt", "|"))
	name := what
	if often(b.random, 70) {
		name += " " + strings.Fields(f.name)[0]
	}
	mail := ""
	if often(b.random, 40) {
		mail = pick(b.random, []string{"info", "kontakt", "service", "support", "noreply", "office"}) + "@" + f.domain
	}
	b.entity(h, name, value{f.switchboard.written(b.random, often(b.random, 50)), "work"}, mail)
}

// entity puts the cards of a firm or role: the same number under one name.
func (b *builder) entity(h *household, name string, phone value, mail string) {
	b.people++
	for range 1 + weights(75, 20, 5).pick(b.random) {
		d := b.sources[b.random.IntN(7)].dialect
		c := &card{dialect: d, owner: b.people, uid: b.uid(d), marks: Entity, formatted: name, phones: []value{phone}, given: name}
		if c.group = often(b.random, 40); c.group {
			c.given, c.organisation = "", name
		}
		if mail != "" && often(b.random, 80) {
			c.mails = []value{{mail, "work"}}
		}
		c.shown.own(fmt.Sprintf("entity %d", b.people))
		h.cards = append(h.cards, c)
	}
}
