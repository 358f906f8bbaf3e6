package labelled

// outsideFamilyKinds are mailboxes of more than one.
func outsideFamilyKinds() []kind {
	return []kind{{"family mailbox, as seen from outside", []func(*scene){
		twoInHangul, namelessBetweenTwo, initialOfAnother, childOfOneName, mailOfBoth,
	}}}
}

// twoInHangul: two given names, written in another script than each other's.
func twoInHangul(s *scene) {
	pair := pick(s.random, []struct{ one, two details }{
		{details{given: "Jae Dong", family: "Jeong"}, details{given: "미성", family: "정", formatted: "정미성"}},
		{details{given: "娟洋", family: "刘", formatted: "刘娟洋"}, details{given: "伟超", family: "刘", formatted: "刘伟超"}},
		{details{given: "雪", family: "陈", formatted: "陈雪"}, details{given: "丽", family: "陈", formatted: "陈丽"}},
		{details{given: "Наталья", family: "Орлова"}, details{given: "Олег", family: "Орлов"}},
		{details{given: "ليلى", family: "حداد"}, details{given: "Karim", family: "Haddad"}},
	})
	one, two := s.person(), s.person()
	address := "familie" + one.id + "@web.de"
	b, c := s.twoBooks()
	s.different("two given names, two mobile numbers, one mailbox of a family",
		s.card(b, one.id, pair.one.mail(address).call(one.mobile)), s.card(c, two.id, pair.two.mail(address).call(two.mobile)))
}

// namelessBetweenTwo: a program collected the address without a name.
func namelessBetweenTwo(s *scene) {
	one, two := s.person(), s.person()
	address := "wg.lindenweg" + one.id + "@posteo.de"
	first := s.card(s.in("apple.vcf"), one.id, one.named().mail(address).call(one.mobile))
	second := s.card(s.in("cardbook.vcf"), two.id, two.named().mail(address).call(two.mobile))
	between := s.card(s.in("thunderbird.vcf"), "", details{}.mail(address))
	s.different("two names, two mobile numbers, one mailbox", first, second)
	s.unknowable("nothing says whose the nameless card is", first, between)
	s.unknowable("nothing says whose the nameless card is", second, between)
}

// initialOfAnother: one family name, and an initial that is not of the other.
func initialOfAnother(s *scene) {
	one := s.named("Elisabeth", s.people.family())
	two := s.named("Manfred", one.family)
	address := "familie." + ascii(one.family) + one.id + "@gmx.net"
	b, c := s.twoBooks()
	s.different("the initial is another's", s.card(b, one.id, one.named().mail(address).call(one.mobile)), s.card(c, two.id, details{given: "M.", family: two.family}.mail(address)))
}

// childOfOneName: Anne-Marie is not Marie, and their birthdays say so.
func childOfOneName(s *scene) {
	one := s.named("Marie", s.people.family())
	two := s.named("Anne-Marie", one.family)
	one.birthday, two.birthday = s.people.birthday(1950, 1960), s.people.birthday(1980, 1990)
	address := "famille." + ascii(one.family) + one.id + "@web.de"
	b, c := s.twoBooks()
	s.different("a given name more, another birthday and mobile number", s.card(b, one.id, one.named().mail(address).call(one.mobile).born(one.birthday)),
		s.card(c, two.id, two.named().mail(address).call(two.mobile).born(two.birthday)))
}

// mailOfBoth: both write from it, under their names, and one has a card.
func mailOfBoth(s *scene) {
	one := s.person()
	two := s.named("Ottilie", one.family)
	d, address := s.devices[0], "die."+ascii(one.family)+one.id+"@web.de"
	s.write(d, mailbox{one.name(), address})
	s.write(d, mailbox{two.name(), address})
	s.known(d, address, "")
	b, c := s.twoBooks()
	first, second := s.card(b, one.id, one.named().mail(address).call(one.mobile)), s.card(c, two.id, two.named().mail(address).call(two.mobile))
	s.different("two given names and mobile numbers, and both write from the mailbox", first, second)
	for _, card := range []*labelledRecord{first, second} {
		s.unknowable("the mailbox is of both", card, s.known(d, address, ""))
	}
}
