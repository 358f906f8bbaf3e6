package labelled

// namesakeKinds are different people of one name, or nearly.
func namesakeKinds() []kind {
	return []kind{
		{"namesake", []func(*scene){namesakesOfOtherBirthdays, namesakesAtOtherWork, namesakesInOneFirm, namesakesInOneList}},
		{"namesakes who talk", []func(*scene){namesakesWhoAnswer, namesakesInOneList}},
		{"common name", []func(*scene){commonNameAlone, commonNameInMail}},
		{"father and son", []func(*scene){seniorAndJunior, secondAndThird, juniorAlone, generationApart}},
		{"siblings", []func(*scene){siblingsOneHome, siblingsAlike, twins, siblingsInMail}},
		{"colleagues", []func(*scene){colleaguesOneSwitchboard, colleaguesAlike, colleaguesOneInitial}},
		{"numbered accounts", []func(*scene){numberedWithoutNames, numberedOtherNames, numberedNamesakes}},
	}
}

// namesake is another person of the same name.
func (s *scene) namesake(p person) person { return s.named(p.given, p.family) }

func namesakesOfOtherBirthdays(s *scene) {
	p := s.person()
	q := s.namesake(p)
	q.birthday = s.people.birthday(1920, 1938)
	b, c := s.twoBooks()
	s.different("birthdays decades apart", s.card(b, p.id, p.usual(s).born(p.birthday)), s.card(c, q.id, q.named().mail(q.at(q.domain)).born(q.birthday)))
}

func namesakesAtOtherWork(s *scene) {
	name := pick(s.random, commonNames())
	p := s.named(name[0], name[1])
	q := s.namesake(p)
	b, c := s.twoBooks()
	s.different("a common name; employers, addresses and phones all differ",
		s.card(b, p.id, p.named().mail(p.at(p.domain)).at(p.organisation).call(p.mobile)),
		s.card(c, q.id, q.named().mail(q.at(q.domain)).at(q.organisation).call(q.mobile)))
}

func namesakesInOneFirm(s *scene) {
	p := s.person()
	q := s.namesake(p)
	b, d := s.anyBook(), s.devices[0]
	first, second := p.at(p.domain), p.local()+"2@"+p.domain
	asked := s.deliver(d, letter{from: mailbox{p.name(), first}, to: []mailbox{d.mailbox(), {q.name(), second}}, body: "This was for you."})
	s.deliver(d, letter{from: mailbox{q.name(), second}, to: []mailbox{d.mailbox(), {p.name(), first}}, inReplyTo: asked.id})
	s.different("the firm gave the second a number, and one answers the other",
		s.card(b, p.id, p.named().mail(first).at(p.organisation).born(p.birthday)),
		s.card(b, q.id, q.named().mail(second).at(p.organisation).born(q.birthday)))
	s.different("one answers the other", s.known(d, first, p.id), s.known(d, second, q.id))
}

func namesakesInOneList(s *scene) {
	p, r := s.person(), s.person()
	q, d := s.namesake(p), s.devices[1]
	a, b := p.at("kolabnow.com"), "die.andere."+ascii(q.family)+"@posteo.de"
	for range 2 {
		s.deliver(d, letter{from: mailbox{r.name(), r.at(r.domain)}, to: []mailbox{d.mailbox(), {p.name(), a}, {q.name(), b}}})
	}
	s.write(d, mailbox{p.name(), a})
	s.known(d, r.at(r.domain), r.id)
	s.different("a friend writes to both at once", s.known(d, a, p.id), s.known(d, b, q.id))
}

func namesakesWhoAnswer(s *scene) {
	p := s.person()
	q, d := s.namesake(p), s.devices[0]
	a, b := p.at("posteo.de"), q.at(q.domain)
	asked := s.deliver(d, letter{from: mailbox{p.name(), a}, to: []mailbox{{q.name(), b}, d.mailbox()}})
	s.deliver(d, letter{from: mailbox{q.name(), b}, to: []mailbox{{p.name(), a}, d.mailbox()}, inReplyTo: asked.id})
	s.different("one answers the other", s.known(d, a, p.id), s.known(d, b, q.id))
}

func commonNameAlone(s *scene) {
	name := pick(s.random, commonNames())
	p, q := s.named(name[0], name[1]), s.named(name[0], name[1])
	b, c := s.twoBooks()
	s.different("nothing in common but a name that many have",
		s.card(b, p.id, p.named().call(p.mobile)), s.card(c, q.id, q.named().mail(ascii(q.given)+q.id+"@gmx.net")))
}

func commonNameInMail(s *scene) {
	name := pick(s.random, commonNames())
	p, q := s.named(name[0], name[1]), s.named(name[0], name[1])
	d := s.devices[1]
	s.write(d, mailbox{p.name(), p.at(p.domain)})
	s.write(d, mailbox{q.name(), q.at(q.domain)})
	s.different("nothing in common but a name that many have", s.known(d, p.at(p.domain), p.id), s.known(d, q.at(q.domain), q.id))
}

// household makes cards of two people of one name and household.
func household(s *scene, first, second details, p, q person, why string) {
	b, c := s.twoBooks()
	s.different(why, s.card(b, p.id, first), s.card(c, q.id, second))
}

func seniorAndJunior(s *scene) {
	p := s.person()
	q, home := s.namesake(p), s.people.landline()
	first, second := p.named().call(home), q.named().call(home).mail(q.at("gmx.net"))
	first.suffix, second.suffix = "Sr.", "Jr."
	household(s, first, second, p, q, "senior and junior; they share the landline")
}

func secondAndThird(s *scene) {
	p := s.person()
	q := s.namesake(p)
	first, second := p.named().at(p.organisation).mail(p.at(p.domain)), q.named().at(p.organisation).mail("young."+q.at(p.domain))
	first.suffix, second.suffix = "II", "III"
	household(s, first, second, p, q, "the second and the third of their name; they share the firm")
}

func juniorAlone(s *scene) {
	p := s.person()
	q, home := s.namesake(p), s.people.landline()
	p.birthday, q.birthday = s.people.birthday(1935, 1945), s.people.birthday(1965, 1975)
	second := q.named().call(home).born(q.birthday).mail("junior@" + ascii(q.family) + ".example")
	second.suffix = "Jr"
	household(s, p.named().call(home).born(p.birthday).mail(p.at("web.de")), second, p, q, "one is junior, with a birthday thirty years later")
}

func generationApart(s *scene) {
	p := s.person()
	q, home := s.namesake(p), s.people.landline()
	p.birthday, q.birthday = s.people.birthday(1930, 1945), s.people.birthday(1960, 1975)
	household(s, p.named().call(home).born(p.birthday), q.named().call(home).born(q.birthday), p, q, "birthdays a generation apart; they share name and landline")
}

func siblingsOneHome(s *scene) {
	p := s.person()
	q, home := s.named("Friederike", p.family), s.people.landline()
	household(s, p.named().call(home).mail(p.at("gmx.net")), q.named().call(home).mail(q.at("gmx.net")), p, q,
		"other first names, each with an address of its own; they share last name and landline")
}

// alike are first names a letter apart that are both names.
func alike(s *scene) [2]string {
	return pick(s.random, [][2]string{{"Anna", "Anja"}, {"Jan", "Jana"}, {"Marco", "Marc"}, {"Julia", "Julian"}, {"Lena", "Lea"}, {"Martin", "Martina"}})
}

func siblingsAlike(s *scene) {
	names, family, home := alike(s), s.people.family(), s.people.landline()
	p, q := s.named(names[0], family), s.named(names[1], family)
	q.birthday = s.people.birthday(2006, 2010)
	household(s, p.named().call(home).mail(p.at("kolabnow.com")).born(p.birthday), q.named().call(home).mail(q.at("kolabnow.com")).born(q.birthday), p, q,
		"first names that are both names, other birthdays; they share last name and landline")
}

func twins(s *scene) {
	names, family, home := alike(s), s.people.family(), s.people.landline()
	p, q := s.named(names[0], family), s.named(names[1], family)
	household(s, p.named().call(home, p.mobile).mail(p.at("posteo.de")).born(p.birthday), q.named().call(home, q.mobile).mail(q.at("posteo.de")).born(p.birthday), p, q,
		"first names that are both names, each with an address and a mobile of its own; they share home and birthday")
}

func siblingsInMail(s *scene) {
	names, family, d := alike(s), s.people.family(), s.devices[0]
	p, q := s.named(names[0], family), s.named(names[1], family)
	domain := "familie-" + ascii(family) + ".example"
	s.write(d, mailbox{p.name(), ascii(p.given) + "@" + domain})
	s.deliver(d, letter{from: mailbox{q.name(), ascii(q.given) + "@" + domain}, to: []mailbox{d.mailbox(), {p.name(), ascii(p.given) + "@" + domain}}})
	s.different("one writes to the other", s.known(d, ascii(p.given)+"@"+domain, p.id), s.known(d, ascii(q.given)+"@"+domain, q.id))
}

func colleaguesOneSwitchboard(s *scene) {
	p, q, board := s.person(), s.person(), s.people.landline()
	b := s.anyBook()
	s.different("other names; they share firm and switchboard",
		s.card(b, p.id, p.named().at(p.organisation).call(board).mail(p.at(p.domain))), s.card(b, q.id, q.named().at(p.organisation).call(board).mail(q.at(p.domain))))
}

func colleaguesAlike(s *scene) {
	names, family, board := alike(s), s.people.family(), s.people.landline()
	p, q := s.named(names[0], family), s.named(names[1], family)
	b := s.anyBook()
	s.different("first names that are both names, each with an address of its own; they share last name, firm and switchboard",
		s.card(b, p.id, p.named().at(p.organisation).call(board).mail(p.at(p.domain))), s.card(b, q.id, q.named().at(p.organisation).call(board).mail(q.at(p.domain))))
}

func colleaguesOneInitial(s *scene) {
	family, board := s.people.family(), s.people.landline()
	p, q := s.named("Barbara", family), s.named("Benedikt", family)
	b := s.anyBook()
	s.different("other first names of one initial; they share last name, firm and switchboard",
		s.card(b, p.id, p.named().at(p.organisation).call(board).mail(p.at(p.domain))), s.card(b, q.id, q.named().at(p.organisation).call(board).mail(q.at(p.domain))))
}

func numberedWithoutNames(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[1]
	local := ascii(p.given)[:1] + ascii(p.family) + "-"
	a, b := local+"1@gmx.net", local+"2@gmx.net"
	s.write(d, mailbox{"", a})
	s.write(d, mailbox{"", b})
	s.different("two accounts of a provider that numbers them", s.known(d, a, p.id), s.known(d, b, q.id))
}

func numberedOtherNames(s *scene) {
	family, d := s.people.family(), s.devices[0]
	p, q := s.named("Jan", family), s.named("Jasmin", family)
	a, b := "j"+ascii(family)+"-1@web.de", "j"+ascii(family)+"-2@web.de"
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{q.name(), b})
	s.different("two accounts of other first names", s.known(d, a, p.id), s.known(d, b, q.id))
}

func numberedNamesakes(s *scene) {
	name := pick(s.random, commonNames())
	p := s.named(name[0], name[1])
	q, d := s.namesake(p), s.devices[1]
	number := 10 * s.number
	a, b := numbered(p.local()+"%d@gmx.net", number), numbered(q.local()+"%d@gmx.net", number+7)
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{q.name(), b})
	s.different("a common name, and two accounts of a provider that numbers them", s.known(d, a, p.id), s.known(d, b, q.id))
}
