package addressbook

import (
	"strings"
	"unicode/utf8"
)

// A source is where a card came from, and what such a card has, in percent.
type source struct {
	share                              float64
	dialect                            *dialect
	mail, phone, birthday, postal, org float64
	domestic                           float64 // numbers without the code of the country
}

func sources() []source {
	d := dialects()
	return []source{
		{22, d["google"], 70, 78, 20, 20, 25, 35},
		{14, d["apple"], 60, 85, 25, 25, 25, 35},
		{12, d["outlook"], 88, 55, 15, 30, 60, 45},
		{13, d["android"], 25, 97, 8, 5, 8, 45},
		{9, d["thunderbird"], 98, 18, 6, 8, 8, 50},
		{8, d["nextcloud"], 72, 75, 35, 30, 25, 20},
		{5, d["cardbook"], 85, 60, 30, 25, 20, 25},
		{5, d["sim"], 0, 100, 0, 0, 0, 65},
		{6, d["messenger"], 0, 100, 0, 0, 0, 0},
		{6, d["collected"], 100, 0, 0, 0, 0, 0},
	}
}

// cards spreads a person over so many cards, as imports leave them.
func (b *builder) cards(p *person, n int) []*card {
	var list []*card
	for len(list) < n {
		if len(list) > 0 && often(b.random, 7) {
			list = append(list, b.reimported(pick(b.random, list)))
			continue
		}
		list = append(list, b.card(p, b.sources[b.shares.pick(b.random)]))
	}
	return list
}

// reimported is a card that came in again, with the same UID or another.
func (b *builder) reimported(c *card) *card {
	again := *c
	again.marks |= Reimported
	if often(b.random, 50) {
		again.uid = b.uid(c.dialect)
	}
	if often(b.random, 30) {
		d := pick(b.random, b.sources[:7]).dialect
		again.dialect, again.uid = d, b.uid(d)
	}
	return &again
}

// card is one card of a person from one source.
func (b *builder) card(p *person, from source) *card {
	c := &card{dialect: from.dialect, owner: p.id, uid: b.uid(from.dialect)}
	old := often(b.random, 30)
	if old && (len(p.mails) > 1 || len(p.mobiles) > 1) {
		c.marks |= OldValues
	}
	b.name(p, c, old)
	withMail, withPhone := often(b.random, from.mail), often(b.random, from.phone)
	if !withMail && !withPhone && !often(b.random, 2) {
		withPhone = from.phone >= from.mail
		withMail = !withPhone
	}
	if withMail {
		b.mailOf(p, c, old)
	}
	if withPhone {
		b.phonesOf(p, c, old, often(b.random, from.domestic))
	}
	if often(b.random, from.birthday) {
		b.birthdayOf(p, c)
	}
	if p.home != nil && often(b.random, from.postal) {
		at := b.postalWritten(p.home.postal)
		c.postal = &at
		c.shown.too("postal " + p.home.postal.key())
	}
	if p.work != nil && often(b.random, from.org) {
		if c.organisation = p.work.name; often(b.random, 20) {
			c.organisation = strings.Fields(p.work.name)[0]
		}
		c.shown.too("org " + p.work.name)
		if often(b.random, 40) {
			c.title = p.work.title
		}
	}
	return c
}

func current[T any](list []T, old bool) T {
	if old {
		return list[0]
	}
	return list[len(list)-1]
}

func (b *builder) mailOf(p *person, c *card, old bool) {
	add := func(address, use string, own bool) {
		written := address
		switch local, domain, _ := strings.Cut(address, "@"); {
		case own && often(b.random, 1.5):
			if wrong := misspelled(b.random, local); b.take(delivered(wrong, domain)) {
				c.mails = append(c.mails, value{wrong + "@" + domain, use})
				c.marks |= MailMisspelled
				return
			}
		case often(b.random, 0.5):
			written = c.formatted + " <" + address + ">"
		case often(b.random, 4):
			written = strings.ToUpper(local[:1]) + local[1:] + "@" + domain
		}
		c.mails = append(c.mails, value{written, use})
		if own {
			c.shown.own(address)
		} else {
			c.shown.too(address)
		}
	}
	switch {
	case p.work != nil && often(b.random, 30):
		add(p.work.mail, "work", true)
	case p.home != nil && p.home.mailbox != "" && often(b.random, 20):
		add(p.home.mailbox, "home", false)
	default:
		add(current(p.mails, old), "home", true)
	}
	if often(b.random, 35) {
		second, use := current(p.mails, !old), "home"
		if p.work != nil && often(b.random, 40) {
			second, use = p.work.mail, "work"
		}
		if !strings.EqualFold(second, c.mails[0].text) {
			add(second, use, true)
		}
	}
	if p.work != nil && often(b.random, 3) {
		add(p.work.mailbox, "work", false)
	}
}

func (b *builder) phonesOf(p *person, c *card, old, domestic bool) {
	home := b.world.home()
	add := func(n number, use string, own bool) {
		leaveOut := domestic && n.country == home || domestic && often(b.random, 8)
		shown := n
		switch {
		case own && often(b.random, 1.5):
			shown.national = misdialled(b.random, n.national)
			c.marks |= NumberMisdialled
		case own && n.country != home && often(b.random, 3):
			shown.country = home // saved abroad, or by an app that guesses
			c.marks |= WrongCountry
		case own:
			c.shown.own(n.e164() + n.extension)
		default:
			c.shown.too(n.e164())
		}
		c.phones = append(c.phones, value{shown.written(b.random, leaveOut), use})
	}
	one := c.dialect.oneNumber
	switch {
	case p.home != nil && !c.dialect.mobile && often(b.random, 18):
		add(p.home.landline, "home", false)
	case p.work != nil && !c.dialect.mobile && often(b.random, 15):
		n := p.work.direct
		if often(b.random, 35) {
			n.extension = "" // the switchboard
		}
		add(n, "work", n.extension != "")
	default:
		add(current(p.mobiles, old), "cell", true)
	}
	if !one && p.home != nil && c.phones[0].use != "home" && often(b.random, 30) {
		add(p.home.landline, "home", false)
	}
	if !one && c.phones[0].use != "cell" && often(b.random, 60) {
		add(current(p.mobiles, old), "cell", true)
	}
	if !one && len(p.mobiles) > 1 && c.phones[0].use == "cell" && often(b.random, 30) {
		add(current(p.mobiles, !old), "cell", true)
	}
}

func (b *builder) birthdayOf(p *person, c *card) {
	d := p.born
	c.birthday = &d
	if c.shown.day = d.String()[5:]; c.dialect.yearless != "" && often(b.random, 25) {
		c.yearless = true
		c.marks |= BirthdayDay
		return
	}
	if c.dialect.birthday != "extended" && d.day > 1 && often(b.random, 4) {
		c.inUTC = true // midnight east of Greenwich
		c.marks |= DayBefore
		return
	}
	c.shown.born = d.String()
}

// postalWritten is an address as programs and people write it.
func (b *builder) postalWritten(at postal) postal {
	if often(b.random, 30) {
		at.street = strings.Replace(strings.Replace(at.street, "straße", pick(b.random, []string{"str.", "strasse", "str"}), 1), "Straße", "Str.", 1)
	}
	if often(b.random, 50) {
		at.region = ""
	}
	at.country = pick(b.random, []string{at.country, at.country, "", "Deutschland", "DE"})
	if often(b.random, 5) {
		at.city = strings.ToUpper(at.city)
	}
	return at
}

// cutOff is a name as a SIM card holds it: fourteen letters.
func cutOff(name string) string {
	if utf8.RuneCountInString(name) <= 14 {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:14]))
}
