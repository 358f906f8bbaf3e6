package labelled

// outsideHomeKinds are people who live at one address, and strangers born on one day.
func outsideHomeKinds() []kind {
	return []kind{{"one home, as seen from outside", []func(*scene){
		flatmatesInTwoScripts, petNameOfAnother, coupleOfOneInitial, bornOnOneDay, twinsAtHome,
	}}}
}

// flatmatesInTwoScripts: names that have nothing in common but that one of them is
// not in Latin letters.
func flatmatesInTwoScripts(s *scene) {
	w := pick(s.random, []details{{given: "裕子", family: "山口", formatted: "山口裕子"}, {given: "Дмитрий", family: "Козлов"}, {given: "مريم", family: "منصور"}, {given: "민준", family: "박", formatted: "박민준"}})
	one, two := s.named("Alexander", s.people.family()), s.person()
	landline, postal := s.people.landline(), s.postal(one)
	b, c := s.twoBooks()
	s.different("two names that do not sound alike, and two mobile numbers, in one flat",
		s.card(b, one.id, one.named().call(landline, one.mobile).home(postal)), s.card(c, two.id, w.call(landline, two.mobile).home(postal)))
}

// petNameOfAnother: whom the user calls Mum lives where Timothy does.
func petNameOfAnother(s *scene) {
	one, two := s.named("Timothy", s.people.family()), s.person()
	landline, postal := s.people.landline(), s.postal(one)
	pet := pick(s.random, []string{"Mutti", "Mum", "Mama", "Oma"})
	b, c := s.twoBooks()
	s.different("a man's name and a mother's, with a mobile number each, at one landline",
		s.card(b, one.id, one.named().call(landline, one.mobile).home(postal)), s.card(c, two.id, details{given: pet}.call(landline, two.mobile).home(postal)))
}

// coupleOfOneInitial: M. is Maria, whose number it is, and not Marcin.
func coupleOfOneInitial(s *scene) {
	he := s.named("Marcin", s.people.family())
	she := s.named("Maria", he.family)
	postal := s.postal(he)
	his := s.card(s.anyBook(), he.id, he.named().call(he.mobile).home(postal).born(he.birthday))
	hers := s.card(s.anyBook(), she.id, she.named().call(she.mobile).home(postal).born(she.birthday))
	initial := s.card(s.anyBook(), she.id, details{given: "M.", family: she.family}.call(she.mobile))
	s.same("the initial and family name, and her mobile number", hers, initial)
	s.different("two given names, birthdays and mobile numbers", his, hers)
	s.different("the mobile number is another's of that initial", his, initial)
}

// bornOnOneDay: in a large book some Marys were born on one day.
func bornOnOneDay(s *scene) {
	one := s.named(pick(s.random, []string{"Maria", "Anna", "Peter", "Andrea"}), s.people.family())
	two := s.named(one.given, s.people.family())
	b, c := s.twoBooks()
	s.different("two family names, homes, mobile numbers and addresses; a common given name and a birthday are chance",
		s.card(b, one.id, one.named().born(one.birthday).call(one.mobile).mail(one.at(one.domain)).home(s.postal(one))),
		s.card(c, two.id, two.named().born(one.birthday).call(two.mobile).mail(two.at(two.domain)).home(s.postal(two))))
}

func twinsAtHome(s *scene) {
	one := s.named("Lena", s.people.family())
	two := s.named("Lina", one.family)
	postal := s.postal(one)
	b, c := s.twoBooks()
	s.different("two given names, with a mobile number and an address each",
		s.card(b, one.id, one.named().born(one.birthday).home(postal).call(one.mobile).mail(one.at("web.de"))), s.card(c, two.id, two.named().born(one.birthday).home(postal).call(two.mobile).mail(two.at("gmx.net"))))
}
