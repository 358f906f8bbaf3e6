package labelled

import (
	"fmt"
	"strings"
)

// outsideSharedKinds are values that pass from hand to hand, or look alike.
func outsideSharedKinds() []kind {
	return []kind{
		{"role accounts, as seen from outside", []func(*scene){roleOfTwoClerks, rolesOnTwoCards, oneWomanFirm}},
		{"recycled, as seen from outside", []func(*scene){mailboxPassedOn, mobilePassedOn, deskPassedOn}},
		{"numbers that end alike, as seen from outside", []func(*scene){otherPrefix, otherCountry, otherExtension, oneNumberWrittenTwice, otherArea}},
		{"generations, as seen from outside", []func(*scene){elderAndJunior, juniorInAddress, firstAndSecond, elderAndYounger, pereEtFils}},
	}
}

// roleOfTwoClerks: two sign as one address, each with a key, and talk.
func roleOfTwoClerks(s *scene) {
	one, two, d := s.person(), s.person(), s.devices[0]
	role := "einkauf@" + one.domain
	a, b := one.at(one.domain), two.at(one.domain)
	first, second := s.key(one, []string{a}, nil), s.key(two, []string{b}, nil)
	s.seal(d, first, letter{from: mailbox{one.name(), a}})
	s.seal(d, second, letter{from: mailbox{two.name(), b}})
	s.seal(d, first, letter{from: mailbox{"Einkauf", role}})
	s.seal(d, second, letter{from: mailbox{"Einkauf", role}})
	s.known(d, role, "")
	s.different("two keys, two names, and both write for the department", s.known(d, a, one.id), s.known(d, b, two.id))
}

func rolesOnTwoCards(s *scene) {
	one, two := s.person(), s.person()
	b, c := s.twoBooks()
	role := pick(s.random, []string{"buchhaltung@", "empfang@", "kontakt@", "office@", "hallo@"}) + one.domain
	switchboard := s.people.landline()
	s.different("what they share is the firm's", s.card(b, one.id, one.named().mail(role).call(switchboard).at(one.organisation)),
		s.card(c, two.id, two.named().mail(role).call(switchboard).at(one.organisation)))
}

// oneWomanFirm: behind kontakt@ is one person, whose mobile number says so.
func oneWomanFirm(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name and one mobile number, whatever the address is called",
		s.card(b, p.id, p.named().mail("kontakt@"+p.domain).call(p.mobile)), s.card(c, p.id, p.named().mail(p.at("gmx.net")).call(p.mobile)))
}

// mailboxPassedOn: a firm gives an address to the next who bears it.
func mailboxPassedOn(s *scene) {
	old, young := s.person(), s.person()
	b, c := s.twoBooks()
	address := "vertrieb.nord" + old.id + "@" + old.domain
	s.different("two names, two birthdays and two mobile numbers at one address",
		s.card(b, old.id, old.named().mail(address).call(old.mobile).born(old.birthday)), s.card(c, young.id, young.named().mail(address).call(young.mobile).born(young.birthday)))
}

// mobilePassedOn: a provider gives a number to somebody else.
func mobilePassedOn(s *scene) {
	old, young := s.person(), s.person()
	b, c := s.twoBooks()
	s.different("two names, two birthdays and two addresses on one number",
		s.card(b, old.id, old.named().mail(old.at("web.de")).call(old.mobile).born(old.birthday)), s.card(c, young.id, young.named().mail(young.at("gmx.net")).call(old.mobile).born(young.birthday)))
}

// deskPassedOn: the same address, another person and key, years later.
func deskPassedOn(s *scene) {
	old, young, d := s.person(), s.person(), s.devices[1]
	address := "praktikum" + old.id + "@" + old.domain
	first := s.key(old, []string{address}, nil)
	card := s.card(s.anyBook(), old.id, old.named().mail(old.at("posteo.de"), address).call(old.mobile))
	s.seal(d, first, letter{from: mailbox{old.name(), address}})
	s.later(4)
	second := s.key(young, []string{address}, nil)
	s.seal(d, second, letter{from: mailbox{young.name(), address}})
	s.seal(d, second, letter{from: mailbox{young.name(), young.at("web.de")}})
	s.different("another name and key, years later", card, s.known(d, young.at("web.de"), young.id))
	for _, other := range []*labelledRecord{card, s.known(d, young.at("web.de"), young.id), s.keyRecord(first, old.id), s.keyRecord(second, young.id)} {
		s.unknowable("the address was one's and then the other's", s.known(d, address, ""), other)
	}
}

// twoOfOneName are strangers with a name that many have.
func (s *scene) twoOfOneName() (one, two person) {
	name := pick(s.random, commonNames())
	return s.named(name[0], name[1]), s.named(name[0], name[1])
}

func (s *scene) onePhoneEach(why, first, second string) {
	one, two := s.twoOfOneName()
	b, c := s.twoBooks()
	s.different(why, s.card(b, one.id, one.named().call(first).mail("x"+one.id+"@gmx.net")), s.card(c, two.id, two.named().call(second).mail("y"+two.id+"@web.de")))
}

func (s *scene) digits(n int) string {
	text := fmt.Sprint(2 + s.random.IntN(8))
	for len(text) < n {
		text += fmt.Sprint(s.random.IntN(10))
	}
	return text
}

func otherPrefix(s *scene) {
	end := s.digits(7)
	s.onePhoneEach("a common name, and two complete numbers", "+49 171 "+end, "+49 160 "+end)
}

func otherCountry(s *scene) {
	national := "7" + s.digits(9)
	s.onePhoneEach("a common name, and numbers of two countries", "+44 "+national, "+90 "+national)
}

func otherArea(s *scene) {
	end := s.digits(7)
	s.onePhoneEach("a common name, and two area codes", "+1 212 "+end, "+1 415 "+end)
}

// otherExtension: two desks behind one switchboard.
func otherExtension(s *scene) {
	one, two := s.twoOfOneName()
	b, c := s.twoBooks()
	trunk := s.people.landline()
	s.different("a common name, one firm, and two extensions",
		s.card(b, one.id, one.named().call(trunk+"-14").at(one.organisation).born(one.birthday)), s.card(c, two.id, two.named().call(trunk+"-41").at(one.organisation).born(two.birthday)))
}

func oneNumberWrittenTwice(s *scene) {
	p := s.person()
	plain := strings.ReplaceAll(p.mobile, " ", "")
	other := pick(s.random, []string{"00" + plain[1:], "0" + plain[3:], "+49 (0) " + plain[3:6] + " / " + plain[6:], "(0" + plain[3:6] + ") " + plain[6:9] + "-" + plain[9:]})
	b, c := s.twoBooks()
	s.same("one rare name and one number", s.card(b, p.id, p.named().call(p.mobile)), s.card(c, p.id, p.named().call(other)))
}

// generation are two of one name at one landline whom something tells apart.
func (s *scene) generation(why string, older, younger func(person) details) {
	father := s.person()
	father.birthday = s.people.birthday(1935, 1950)
	son := s.named(father.given, father.family)
	son.birthday = s.people.birthday(1965, 1980)
	home := s.people.landline()
	add := func(d details, phones ...string) details { d.phones = append([]string{home}, phones...); return d }
	b, c := s.twoBooks()
	s.different(why, s.card(b, father.id, add(older(father))), s.card(c, son.id, add(younger(son), son.mobile)))
}

func named(suffix string) func(person) details {
	return func(p person) details { d := p.named(); d.suffix = suffix; return d }
}

func elderAndJunior(s *scene) {
	pair := pick(s.random, [][2]string{{"sen.", "jun."}, {"Sr", "Jr"}, {"senior", "junior"}, {"Sr.", "Jr."}})
	s.generation("one is the elder and one the younger", named(pair[0]), named(pair[1]))
}

func juniorInAddress(s *scene) {
	s.generation("the address of one is a junior's",
		func(p person) details { return p.named().mail(p.at("web.de")).born(p.birthday) },
		func(p person) details {
			return p.named().mail(p.local() + pick(s.random, []string{".jr@", "-junior@", "_jun@"}) + "web.de").born(p.birthday)
		})
}

func firstAndSecond(s *scene) {
	pair := pick(s.random, [][2]string{{"I", "II"}, {"II", "III"}, {"III", "IV"}, {"I.", "II."}})
	s.generation("numbered generations", named(pair[0]), named(pair[1]))
}

func elderAndYounger(s *scene) {
	s.generation("one is called the elder and one the younger", named("d. Ä."), named("d. J."))
}

func pereEtFils(s *scene) {
	pair := pick(s.random, [][2]string{{"père", "fils"}, {"padre", "hijo"}, {"padre", "figlio"}, {"st.", "ml."}})
	s.generation("father and son, in words", named(pair[0]), named(pair[1]))
}
