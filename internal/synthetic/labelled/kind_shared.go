package labelled

// sharedKinds are values that several people share.
func sharedKinds() []kind {
	return []kind{
		{"shared inbox", []func(*scene){coupleOneAddress, coupleOneAddressAndPhone, coupleInMail, societyAddress}},
		{"shared landline", []func(*scene){flatmates, manyAtOneNumber, coupleOneLandline}},
		{"key of an office", []func(*scene){officeKey, secretaryKey}},
		{"recycled address", []func(*scene){recycledCards, recycledKeys}},
	}
}

func coupleOneAddress(s *scene) {
	p := s.person()
	q := s.named("Theodor", p.family)
	address := "familie." + ascii(p.family) + "@gmx.net"
	b, c := s.twoBooks()
	s.different("other first names; they share last name and a family address", s.card(b, p.id, p.named().mail(address)), s.card(c, q.id, q.named().mail(address)))
}

func coupleOneAddressAndPhone(s *scene) {
	p, q, home := s.person(), s.person(), s.people.landline()
	address := "haus-am-see-" + ascii(p.family) + "@web.de"
	b := s.anyBook()
	s.different("other names; they share address and landline",
		s.card(b, p.id, p.named().mail(address).call(home)), s.card(b, q.id, q.named().mail(address).call(home)))
}

func coupleInMail(s *scene) {
	p, d := s.person(), s.devices[0]
	q := s.named("Rosalind", p.family)
	address := "die." + ascii(p.family) + "s@kolabnow.com"
	s.write(d, mailbox{p.name(), address})
	s.write(d, mailbox{q.name(), address})
	s.write(d, mailbox{p.name(), address})
	first, second := s.card(s.anyBook(), p.id, p.named().mail(address)), s.card(s.anyBook(), q.id, q.named().mail(address))
	inbox := s.known(d, address, "")
	s.different("other first names; both write from the address", first, second)
	s.unknowable("both write from the address", inbox, first)
	s.unknowable("both write from the address", inbox, second)
}

func societyAddress(s *scene) {
	address := "chor@" + ascii(s.people.family()) + ".example"
	var members []*labelledRecord
	for range 4 {
		p := s.person()
		members = append(members, s.card(s.anyBook(), p.id, p.named().mail(address)))
	}
	s.different("other names; the address is a society's", members...)
}

func flatmates(s *scene) {
	p, q, home := s.person(), s.person(), s.people.landline()
	b, c := s.twoBooks()
	s.different("other names; they share a landline", s.card(b, p.id, p.named().call(home)), s.card(c, q.id, q.named().call(home).mail(q.at(q.domain))))
}

func manyAtOneNumber(s *scene) {
	board := s.people.landline()
	var all []*labelledRecord
	for range 6 {
		p := s.person()
		all = append(all, s.card(s.anyBook(), p.id, p.named().call(board)))
	}
	s.different("six names at one number", all...)
}

func coupleOneLandline(s *scene) {
	p, home := s.person(), s.people.landline()
	q := s.named("Leopold", p.family)
	b, c := s.twoBooks()
	s.different("other first names; they share last name and landline", s.card(b, p.id, p.named().call(home)), s.card(c, q.id, q.named().call(home)))
}

// officeKey is one key that four people at one desk use, who answer each other.
func officeKey(s *scene) {
	d := s.devices[0]
	var people []person
	domain := ascii(s.people.family()) + "-kanzlei.example"
	for range 4 {
		people = append(people, s.person())
	}
	key := s.key(person{given: "Kanzlei"}, []string{"kanzlei@" + domain}, nil)
	var all []*labelledRecord
	var last letter
	for i, p := range people {
		next := people[(i+1)%len(people)]
		last = s.seal(d, key, letter{from: mailbox{p.name(), p.at(domain)}, to: []mailbox{d.mailbox(), {next.name(), next.at(domain)}}, inReplyTo: last.id})
		all = append(all, s.known(d, p.at(domain), p.id))
	}
	holder := s.keyRecord(key, "")
	s.different("four names use one key, and answer each other", all...)
	for _, r := range all {
		s.unknowable("the key is everybody's", holder, r)
	}
}

// secretaryKey is one key of two people, who answer each other.
func secretaryKey(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[1]
	key := s.key(p, []string{p.at(p.domain)}, nil)
	asked := s.seal(d, key, letter{from: mailbox{p.name(), p.at(p.domain)}, to: []mailbox{d.mailbox(), {q.name(), q.at(p.domain)}}})
	s.seal(d, key, letter{from: mailbox{q.name(), q.at(p.domain)}, to: []mailbox{d.mailbox(), {p.name(), p.at(p.domain)}}, inReplyTo: asked.id})
	one, other, holder := s.known(d, p.at(p.domain), p.id), s.known(d, q.at(p.domain), q.id), s.keyRecord(key, "")
	s.different("two names use one key, and one answers the other", one, other)
	s.unknowable("the key is of both", holder, one)
	s.unknowable("the key is of both", holder, other)
}

func recycledCards(s *scene) {
	p, q := s.person(), s.person()
	address := "sekretariat3@" + p.domain
	b, c := s.twoBooks()
	s.different("other names; the address went from one to the other",
		s.card(b, p.id, p.named().mail(address, p.at("posteo.de"))), s.card(c, q.id, q.named().mail(address, q.at("kolabnow.com"))))
}

// recycledKeys is an address that a stranger got years later, with a new key.
func recycledKeys(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[0]
	address := "sonnenblume" + p.id + "@gmx.net"
	old := s.key(p, []string{address}, nil)
	s.seal(d, old, letter{from: mailbox{p.name(), address}})
	card := s.card(s.anyBook(), p.id, p.named().mail(address))
	s.later(5)
	young := s.key(q, []string{address}, nil)
	s.seal(d, young, letter{from: mailbox{q.name(), address}})
	mail, first, second := s.known(d, address, ""), s.keyRecord(old, p.id), s.keyRecord(young, q.id)
	s.different("other names and other keys, five years apart", first, second)
	s.different("other names and other keys, five years apart", card, second)
	for _, r := range []*labelledRecord{card, first, second} {
		s.unknowable("the address was of both", mail, r)
	}
	s.unknowable("one name and one address, but the key speaks for the address alone", card, first)
}
