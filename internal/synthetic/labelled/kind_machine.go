package labelled

import "fmt"

// machineKinds are addresses that are not a person's.
func machineKinds() []kind {
	return []kind{
		{"role address", []func(*scene){roleInTwoCards, roleInMail, roleOfManyNames, roleWithPhone}},
		{"list that writes as itself", []func(*scene){mailmanVia, googleGroupVia, listWithKey}},
		{"relay address", []func(*scene){notifierOfManyNames, hiddenMail}},
	}
}

func roleInTwoCards(s *scene) {
	p, q := s.person(), s.person()
	b, c := s.twoBooks()
	s.different("other names; the address is a role's", s.card(b, p.id, p.named().mail("info@"+p.domain)), s.card(c, q.id, q.named().mail("info@"+p.domain)))
}

func roleInMail(s *scene) {
	p, d := s.person(), s.devices[0]
	address := pick(s.random, []string{"support@", "noreply@", "buero@", "postmaster@"}) + p.domain
	s.write(d, mailbox{p.organisation, address})
	s.different("the address is a role's", s.card(s.anyBook(), p.id, p.named().at(p.organisation).mail(p.at(p.domain))), s.known(d, address, ""))
}

func roleOfManyNames(s *scene) {
	d, domain := s.devices[1], s.person().domain
	role := s.known(d, "kontakt@"+domain, "")
	for range 3 {
		p := s.person()
		s.write(d, mailbox{p.name(), "kontakt@" + domain})
		s.different("several write from the role's address", s.card(s.anyBook(), p.id, p.named().mail(p.at(domain))), role)
	}
}

func roleWithPhone(s *scene) {
	p, q, board := s.person(), s.person(), s.people.landline()
	b := s.anyBook()
	s.different("other names; address and switchboard are the firm's",
		s.card(b, p.id, p.named().at(p.organisation).mail("office@"+p.domain).call(board)), s.card(b, q.id, q.named().at(p.organisation).mail("office@"+p.domain).call(board)))
}

// listed delivers mail that a list sent in its own name.
func (s *scene) listed(d *device, p person, list string, from mailbox, extra ...string) {
	fields := append([]string{"List-Id: <" + list + ">", "List-Post: <mailto:" + from.address + ">", "Precedence: list"}, extra...)
	s.deliver(d, letter{from: from, to: []mailbox{{"", from.address}}, extra: fields})
}

func mailmanVia(s *scene) {
	d := s.devices[0]
	domain := "lists." + s.person().domain
	list := s.known(d, "dev@"+domain, "")
	for range 3 {
		p := s.person()
		author := mailbox{p.name(), p.at(p.domain)}
		s.listed(d, p, "dev."+domain, mailbox{p.name() + " via Dev", "dev@" + domain}, "Reply-To: "+author.String())
		card := s.card(s.anyBook(), p.id, p.named().mail(author.address))
		s.known(d, author.address, p.id)
		s.different("the list wrote its own address into From", card, list)
		s.different("the list wrote its own address into From", s.known(d, author.address, p.id), list)
	}
}

func googleGroupVia(s *scene) {
	d, p := s.devices[1], s.person()
	address := "team-" + ascii(p.family) + "@googlegroups.com"
	s.listed(d, p, "team-"+ascii(p.family)+".googlegroups.com", mailbox{p.name() + " via Team", address},
		"X-Original-From: "+mailbox{p.name(), p.at(p.domain)}.String(), "X-Original-Sender: "+p.at(p.domain))
	s.known(d, p.at(p.domain), p.id)
	s.different("the list wrote its own address into From", s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain))), s.known(d, address, ""))
}

// listWithKey passes an Autocrypt field on, with the list's address in it.
func listWithKey(s *scene) {
	d := s.devices[0]
	p, address, key, _ := s.victim(d)
	domain := "lists." + p.domain
	s.listed(d, p, "users."+domain, mailbox{p.name() + " via Users", "users@" + domain}, "Autocrypt: "+autocrypt("users@"+domain, key, "\n"))
	s.different("the list wrote its own address into From", s.known(d, address, p.id), s.known(d, "users@"+domain, ""))
}

func notifierOfManyNames(s *scene) {
	d := s.devices[1]
	address := fmt.Sprintf("notifications-%d@tracker.example", s.number)
	relay := s.known(d, address, "")
	for range 4 {
		p := s.person()
		s.write(d, mailbox{p.name(), address})
		s.different("the address writes for many", s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain))), relay)
	}
}

func hiddenMail(s *scene) {
	p, d := s.person(), s.devices[0]
	address := "q7x_" + p.id + "@privaterelay.appleid.com"
	s.write(d, mailbox{p.name(), address})
	s.unknowable("a name in common; the address forwards for somebody", s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain))), s.known(d, address, p.id))
}
