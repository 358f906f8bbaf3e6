package labelled

// ownKinds are the user's own records and mail.
func ownKinds() []kind {
	return []kind{
		{"own record", []func(*scene){ownCard, copyToSelf, ownMailFromList, namesakeOfSelf}},
	}
}

func ownCard(s *scene) {
	d := s.devices[0]
	p := d.person
	s.unknowable("the user's own records are left alone",
		s.card(s.anyBook(), p.id, p.named().mail(d.address)), s.card(s.anyBook(), p.id, p.named().mail(d.address).call(p.mobile)), s.known(d, d.address, p.id))
}

// copyToSelf is mail to a friend, with a copy to oneself.
func copyToSelf(s *scene) {
	d, q := s.devices[1], s.person()
	friend := mailbox{q.name(), q.at(q.domain)}
	s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{friend, d.mailbox()}})
	s.different("the user writes to the friend", s.known(d, d.address, d.person.id), s.known(d, friend.address, q.id))
}

func ownMailFromList(s *scene) {
	d := s.devices[0]
	domain := "lists." + s.person().domain
	s.listed(d, d.person, "chat."+domain, mailbox{d.user + " via Chat", "chat@" + domain}, "Reply-To: "+d.mailbox().String())
	s.different("the list wrote its own address into From", s.known(d, d.address, d.person.id), s.known(d, "chat@"+domain, ""))
}

func namesakeOfSelf(s *scene) {
	d := s.devices[1]
	q := s.namesake(d.person)
	address := "anderer." + q.at("web.de")
	s.deliver(d, letter{from: mailbox{q.name(), address}, body: "Funny that we have the same name!"})
	s.different("somebody of the user's name writes to the user", s.known(d, d.address, d.person.id), s.known(d, address, q.id))
}
