package labelled

import "strings"

// outsideSpellingKinds are people written in several ways.
func outsideSpellingKinds() []kind {
	return []kind{
		{"three and five spellings, as seen from outside", []func(*scene){threeCrosswise, threeOnOneMobile, fiveCrosswise, fiveWritings, threeAndABrother}},
		{"other scripts, as seen from outside", []func(*scene){scriptAndMobile, scriptAndBirthday, scriptAndMailbox, scriptsOfTwoSisters, scriptAndNameAlone}},
	}
}

// slipped is a name with two letters in the middle swapped.
func slipped(name string, at int) string {
	r := []rune(name)
	if at+1 < len(r) {
		r[at], r[at+1] = r[at+1], r[at]
	}
	return string(r)
}

func (s *scene) postal(p person) string {
	return "Lindenweg " + strings.TrimPrefix(p.id, "p") + ", 7" + p.mobile[len(p.mobile)-4:] + " Testdorf"
}

// threeCrosswise: each two cards have another thing in common.
func threeCrosswise(s *scene) {
	p := s.named("Margarethe", "Wischnewski")
	p.family = "W" + strings.ToLower(s.people.family())
	b, c := s.twoBooks()
	one := s.card(b, p.id, p.named().call(p.mobile).born(p.birthday))
	two := s.card(c, p.id, details{given: "Margarete", family: p.family}.call(p.mobile).home(s.postal(p)))
	three := s.card(s.anyBook(), p.id, details{given: p.given, family: slipped(p.family, 2)}.home(s.postal(p)).born(p.birthday))
	s.same("names a slip apart, and one mobile number, address or birthday", one, two, three)
}

// threeOnOneMobile: two typos and the right name.
func threeOnOneMobile(s *scene) {
	p := s.person()
	var cards []*labelledRecord
	for _, d := range []details{p.named(), {given: p.given, family: slipped(p.family, 1)}, {given: slipped(p.given, 1), family: p.family}} {
		cards = append(cards, s.card(s.anyBook(), p.id, d.call(p.mobile)))
	}
	s.same("names a slip apart on one mobile number", cards...)
}

// fiveCrosswise: five cards in a ring, each with something of the next.
func fiveCrosswise(s *scene) {
	p := s.named("Friederike", s.people.family())
	address, second, postal := p.at(p.domain), p.at("web.de"), s.postal(p)
	ring := []details{
		p.named().mail(address).call(p.mobile),
		details{given: "Friedericke", family: p.family}.call(p.mobile).born(p.birthday),
		details{given: p.given, family: slipped(p.family, 1)}.born(p.birthday).home(postal),
		details{formatted: p.family + ", " + p.given, given: p.given, family: p.family}.home(postal).mail(second),
		details{given: "F.", family: p.family}.mail(second, address),
	}
	var cards []*labelledRecord
	for _, d := range ring {
		cards = append(cards, s.card(s.anyBook(), p.id, d))
	}
	for i, card := range cards {
		s.same("a spelling of one name, and a number, birthday, home or address of one person", card, cards[(i+1)%len(cards)])
	}
}

// fiveWritings: what five programs make of one person, all with the mobile number.
func fiveWritings(s *scene) {
	p := s.named("Jürgen", "Müller"+strings.ToLower(s.people.family()))
	var cards []*labelledRecord
	for _, d := range []details{
		p.named(), {given: "Juergen", family: strings.ReplaceAll(p.family, "ü", "ue")}, {given: "Jurgen", family: strings.ReplaceAll(p.family, "ü", "u")},
		{formatted: p.family + ", Jürgen", given: p.given, family: p.family}, {given: "J.", family: p.family},
	} {
		cards = append(cards, s.card(s.anyBook(), p.id, d.call(p.mobile)))
	}
	s.same("one name without umlauts, turned, or short, on one mobile number", cards...)
}

// threeAndABrother: a brother at the same landline is no fourth spelling.
func threeAndABrother(s *scene) {
	p := s.named("Martin", s.people.family())
	m := s.named("Marvin", p.family)
	landline := s.people.landline()
	brother := s.card(s.anyBook(), m.id, m.named().call(landline, m.mobile).born(m.birthday))
	one := s.card(s.anyBook(), p.id, p.named().call(landline, p.mobile).born(p.birthday))
	two := s.card(s.anyBook(), p.id, details{given: "Matrin", family: p.family}.call(p.mobile))
	three := s.card(s.anyBook(), p.id, details{given: p.given, family: slipped(p.family, 1)}.call(p.mobile).born(p.birthday))
	s.same("a slip apart, on one mobile number", one, two, three)
	s.different("another mobile number and birthday, and a given name of its own", brother, one)
	s.different("another mobile number, and a given name of its own", brother, two)
	s.different("another mobile number and birthday, and a given name of its own", brother, three)
}

// written is a name in its own script and as its bearer may write it in Latin.
type written struct{ given, family, latinGiven, latinFamily string }

func scripts() []written {
	return []written{
		{"Ксения", "Щербакова", "Xenia", "Scherbakova"}, {"Юрий", "Жуков", "Juri", "Schukow"}, {"Євген", "Ковальчук", "Yevhen", "Kovalchuk"},
		{"Ελευθερία", "Χατζηδάκη", "Eleftheria", "Hatzidaki"}, {"Γιώργος", "Ευαγγέλου", "Yorgos", "Evangelou"},
		{"عبد الرحمن", "الخطيب", "Abdurrahman", "El Khatib"}, {"ياسمين", "قاسم", "Jasmin", "Kassem"},
		{"יצחק", "שפירא", "Itzhak", "Schapira"}, {"רבקה", "צדוק", "Rivka", "Tzadok"},
		{"晓明", "张", "Xiaoming", "Zhang"}, {"志强", "欧阳", "Zhiqiang", "Ouyang"},
		{"陽子", "大野", "Yōko", "Ohno"}, {"健一", "斎藤", "Ken'ichi", "Saitoh"}, {"영희", "최", "Young-hee", "Choi"}, {"준호", "류", "Junho", "Ryu"},
	}
}

// foreigner is somebody with a name of another script.
func (s *scene) foreigner() (p person, own details) {
	w := pick(s.random, scripts())
	p = s.named(w.latinGiven, w.latinFamily)
	own = details{given: w.given, family: w.family}
	if r := []rune(w.family); r[0] >= 0x3000 {
		own.formatted = w.family + w.given
	}
	return p, own
}

func (p person) handle() string { return "tiger" + p.id + "@" }

func scriptAndMobile(s *scene) {
	p, own := s.foreigner()
	b, c := s.twoBooks()
	s.same("one name in two scripts, and one mobile number", s.card(b, p.id, own.call(p.mobile)), s.card(c, p.id, p.named().call(p.mobile).mail(p.handle()+"gmail.com")))
}

func scriptAndBirthday(s *scene) {
	p, own := s.foreigner()
	b, c := s.twoBooks()
	s.same("one name in two scripts, and one birthday", s.card(b, p.id, own.born(p.birthday)), s.card(c, p.id, p.named().born(p.birthday).call(p.mobile)))
}

// scriptAndMailbox: the user's card is in one script, the mail in the other.
func scriptAndMailbox(s *scene) {
	p, own := s.foreigner()
	d, address := s.devices[0], p.handle()+"posteo.de"
	s.write(d, mailbox{p.name(), address})
	s.same("one mailbox, and one name in two scripts", s.card(s.anyBook(), p.id, own.mail(address).call(p.mobile)), s.known(d, address, p.id))
}

// scriptsOfTwoSisters: one landline, one family name, two scripts, two people.
func scriptsOfTwoSisters(s *scene) {
	one, two := s.named("Natalia", "Kuznetsova"), s.named("Olga", "Kuznetsova")
	landline := s.people.landline()
	b, c := s.twoBooks()
	s.different("two given names at one landline",
		s.card(b, one.id, details{given: "Наталья", family: "Кузнецова"}.call(landline, one.mobile)), s.card(c, two.id, two.named().call(landline, two.mobile)))
}

func scriptAndNameAlone(s *scene) {
	p, own := s.foreigner()
	b, c := s.twoBooks()
	s.unknowable("one name in two scripts, and no more", s.card(b, p.id, own.call(p.mobile)), s.card(c, p.id, p.named().mail(p.handle()+"yahoo.com")))
}
