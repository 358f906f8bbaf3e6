package labelled

import "strings"

// spellingKinds are people whose name is written in two ways.
func spellingKinds() []kind {
	return []kind{
		{"typo in a name", []func(*scene){typoSamePhone, typoSameBirthday, typoSameAddress, umlautSpelledOut}},
		{"first and last name swapped", []func(*scene){swappedSamePhone, swappedSameBirthday, swappedWithComma, swappedSameAddress}},
		{"nickname", []func(*scene){nicknameSamePhone, nicknameSameBirthday, nicknameInMail, initialSamePhone}},
		{"name changed by marriage", []func(*scene){marriedSameAddress, marriedSamePhoneAndBirthday, marriedDoubleName, marriedSameKey}},
		{"title or honorific", []func(*scene){titleSamePhone, titleSameAddress}},
	}
}

// mistyped swaps two letters in the middle of a name.
func mistyped(name string) string {
	r := []rune(name)
	i := len(r) / 2
	if r[i] == r[i-1] {
		i = len(r) - 1
	}
	r[i-1], r[i] = r[i], r[i-1]
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// misspelt makes two cards, the second with another spelling.
func misspelt(s *scene, p person, first, second details, why string) {
	b, c := s.twoBooks()
	s.same(why, s.card(b, p.id, first), s.card(c, p.id, second))
}

func typoSamePhone(s *scene) {
	p := s.person()
	second := details{given: p.given, family: mistyped(p.family)}.call(p.mobile)
	misspelt(s, p, p.usual(s), second, "two letters are swapped; mobile number and first name are equal")
}

func typoSameBirthday(s *scene) {
	p := s.person()
	second := details{given: p.given, family: mistyped(p.family)}.born(p.birthday).mail(p.at(p.domain))
	misspelt(s, p, p.usual(s).born(p.birthday), second, "two letters are swapped; birthday and first name are equal")
}

func typoSameAddress(s *scene) {
	p := s.person()
	first := p.usual(s)
	second := details{given: p.given, family: mistyped(p.family)}.mail(first.addresses...)
	misspelt(s, p, first, second, "two letters are swapped; the address is equal")
}

func umlautSpelledOut(s *scene) {
	p := s.named(pick(s.random, []string{"Jürgen", "Sören", "Käthe", "Jörg"}), s.people.family())
	plain := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")
	second := details{given: plain.Replace(p.given), family: plain.Replace(p.family)}.call(p.mobile)
	misspelt(s, p, p.usual(s), second, "umlauts are spelled out; the mobile number is equal")
}

func swappedSamePhone(s *scene) {
	p := s.person()
	misspelt(s, p, p.usual(s), details{given: p.family, family: p.given}.call(p.mobile), "first and last name are swapped; the mobile number is equal")
}

func swappedSameBirthday(s *scene) {
	p := s.person()
	misspelt(s, p, p.usual(s).born(p.birthday), details{given: p.family, family: p.given}.born(p.birthday), "first and last name are swapped; the birthday is equal")
}

func swappedWithComma(s *scene) {
	p := s.person()
	second := details{formatted: p.family + ", " + p.given, family: p.family, given: p.given}.call(p.mobile).at(p.organisation)
	misspelt(s, p, p.usual(s).at(p.organisation), second, "the name is written last name first; mobile number and organisation are equal")
}

func swappedSameAddress(s *scene) {
	p, d := s.person(), s.devices[1]
	address := p.at(p.domain)
	s.write(d, mailbox{p.family + " " + p.given, address})
	s.same("first and last name are swapped; the address is equal", s.card(s.anyBook(), p.id, p.named().mail(address)), s.known(d, address, p.id))
}

// nicknamed is a person with a first name that has a short form.
func nicknamed(s *scene) (person, string) {
	pair := pick(s.random, [][2]string{{"Robert", "Bob"}, {"William", "Bill"}, {"Katharina", "Kathi"}, {"Johannes", "Hannes"},
		{"Elizabeth", "Liz"}, {"Alexander", "Alex"}, {"Michael", "Mike"}, {"Margaret", "Peggy"}})
	return s.named(pair[0], s.people.family()), pair[1]
}

func nicknameSamePhone(s *scene) {
	p, short := nicknamed(s)
	misspelt(s, p, p.usual(s), details{given: short, family: p.family}.call(p.mobile), "a short form of the first name; last name and mobile number are equal")
}

func nicknameSameBirthday(s *scene) {
	p, short := nicknamed(s)
	misspelt(s, p, p.usual(s).born(p.birthday), details{given: short, family: p.family}.born(p.birthday), "a short form of the first name; last name and birthday are equal")
}

func nicknameInMail(s *scene) {
	p, short := nicknamed(s)
	d, address := s.devices[0], p.at(p.domain)
	s.write(d, mailbox{short, address})
	s.same("a short form of the first name alone; the address is equal", s.card(s.anyBook(), p.id, p.named().mail(address)), s.known(d, address, p.id))
}

func initialSamePhone(s *scene) {
	p := s.person()
	second := details{given: string([]rune(p.given)[:1]) + ".", family: p.family}.call(p.mobile)
	misspelt(s, p, p.usual(s), second, "the initial fits; last name and mobile number are equal")
}

func marriedSameAddress(s *scene) {
	p := s.person()
	address := ascii(p.given) + p.id + "@posteo.de"
	misspelt(s, p, p.named().mail(address).call(p.mobile), details{given: p.given, family: s.people.family()}.mail(address).born(p.birthday),
		"the first name is equal, and the address is the person's own")
}

func marriedSamePhoneAndBirthday(s *scene) {
	p := s.person()
	misspelt(s, p, p.usual(s).born(p.birthday), details{given: p.given, family: s.people.family()}.call(p.mobile).born(p.birthday),
		"first name, mobile number and birthday are equal")
}

func marriedDoubleName(s *scene) {
	p := s.person()
	misspelt(s, p, p.usual(s), details{given: p.given, family: p.family + "-" + s.people.family()}.call(p.mobile),
		"a second last name was added; first name and mobile number are equal")
}

func marriedSameKey(s *scene) {
	p, d := s.person(), s.devices[0]
	old, renamed := p, p
	renamed.family = s.people.family()
	a, b := old.at("posteo.de"), renamed.at("posteo.de")
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{old.name(), a}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{renamed.name(), b}})
	s.same("mail from both addresses is signed by one key", s.known(d, a, p.id), s.known(d, b, p.id), s.keyRecord(key, p.id))
}

func titleSamePhone(s *scene) {
	p := s.person()
	second := details{formatted: "Dr. " + p.name(), given: p.given, family: p.family}.call(p.mobile)
	misspelt(s, p, p.usual(s), second, "one has a title; name and mobile number are equal")
}

func titleSameAddress(s *scene) {
	p := s.person()
	first := p.usual(s)
	misspelt(s, p, first, details{formatted: "Prof. Dr. " + p.name(), family: p.family, given: p.given}.mail(first.addresses...), "one has a title; name and address are equal")
}
