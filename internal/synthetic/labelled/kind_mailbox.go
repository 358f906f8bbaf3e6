package labelled

import "strings"

// mailboxKinds are two ways to write one mailbox, and what only looks like it.
func mailboxKinds() []kind {
	return []kind{
		{"plus tag, known provider", []func(*scene){tagInCard, tagInMail, tagWithoutName}},
		{"plus tag, other host", []func(*scene){tagElsewhereSameName, tagElsewhereOtherName, tagElsewhereWithoutName}},
		{"Gmail dots", []func(*scene){dotsInCard, dotsInMail, googlemail, dotsOfStrangers}},
		{"dots elsewhere", []func(*scene){dotsAtWork, dotsAtProvider}},
		{"upper and lower case", []func(*scene){caseOfLocalPart}},
		{"typo in an address", []func(*scene){typoInDomain}},
	}
}

// twice has one person in a card under one address and in mail under another.
func (s *scene) twice(p person, first, second, why string) {
	d := s.devices[0]
	s.write(d, mailbox{p.name(), second})
	s.same(why, s.card(s.anyBook(), p.id, p.named().mail(first)), s.known(d, second, p.id))
}

func tagInCard(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("the provider delivers both to one mailbox; the name is equal",
		s.card(b, p.id, p.named().mail(p.at("gmail.com"))), s.card(c, p.id, p.named().mail(p.local()+"+shop@gmail.com")))
}

func tagInMail(s *scene) {
	p := s.person()
	s.twice(p, p.at("fastmail.com"), p.local()+"+lists@fastmail.com", "the provider delivers both to one mailbox; the name is equal")
}

func tagWithoutName(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at("gmail.com"), p.local()+"+news@gmail.com"
	s.write(d, mailbox{"", b})
	s.same("the provider delivers both to one mailbox; no other name is given", s.card(s.anyBook(), p.id, p.named().mail(a)), s.known(d, b, p.id))
}

func tagElsewhereSameName(s *scene) {
	p := s.person()
	s.twice(p, p.at(p.domain), p.local()+"+intern@"+p.domain, "one rare name, and an address with a tag at one host")
}

func tagElsewhereOtherName(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[1]
	a, b := "praxis@"+p.domain, "praxis+"+ascii(q.given)+"@"+p.domain
	s.write(d, mailbox{q.name(), b})
	s.different("other names; at this host a tag may be another account", s.card(s.anyBook(), p.id, p.named().mail(a)), s.known(d, b, q.id))
}

func tagElsewhereWithoutName(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := "k"+p.id+"@"+p.domain, "k"+p.id+"+x@"+p.domain
	s.write(d, mailbox{"", a})
	s.write(d, mailbox{"", b})
	s.unknowable("at this host a tag may be another account", s.known(d, a, p.id), s.known(d, b, p.id))
}

func dotsInCard(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("Google delivers both to one mailbox; the name is equal",
		s.card(b, p.id, p.named().mail(p.at("gmail.com"))), s.card(c, p.id, p.named().mail(strings.ReplaceAll(p.local(), ".", "")+"@gmail.com")))
}

func dotsInMail(s *scene) {
	p := s.person()
	s.twice(p, p.at("gmail.com"), ascii(p.given)+ascii(p.family)+"@gmail.com", "Google delivers both to one mailbox; the name is equal")
}

func googlemail(s *scene) {
	p := s.person()
	s.twice(p, p.at("gmail.com"), p.at("googlemail.com"), "Google delivers both to one mailbox; the name is equal")
}

func dotsOfStrangers(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[0]
	a, b := p.at("gmail.com"), ascii(p.given)+ascii(p.family)+"@gmail.com"
	s.write(d, mailbox{q.name(), b})
	s.unknowable("one mailbox, but other names: somebody may have mistaken the address for theirs", s.card(s.anyBook(), p.id, p.named().mail(a)), s.known(d, b, q.id))
}

func dotsAtWork(s *scene) {
	domain, tail, d := s.person().domain, ascii(s.people.family()), s.devices[1]
	p, q := s.named("Jo", "Han"+tail), s.named("Johan", strings.ToUpper(tail[:1])+tail[1:])
	a, b := p.at(domain), q.at(domain)
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{q.name(), b})
	s.different("other names; at this host dots matter", s.known(d, a, p.id), s.known(d, b, q.id))
}

func dotsAtProvider(s *scene) {
	p, q, d := s.person(), s.person(), s.devices[0]
	a, b := "ann.a"+p.id+"@gmx.net", "anna"+p.id+"@gmx.net"
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{q.name(), b})
	s.different("other names; at this provider dots matter", s.known(d, a, p.id), s.known(d, b, q.id))
}

func caseOfLocalPart(s *scene) {
	p := s.person()
	local := strings.ToUpper(p.given[:1]) + "." + p.family
	b, c := s.twoBooks()
	s.same("one name; the addresses differ in case only",
		s.card(b, p.id, p.named().mail(ascii(local)+"@"+p.domain)), s.card(c, p.id, p.named().mail(strings.ToUpper(ascii(local))+"@"+strings.ToUpper(p.domain))))
}

// typoInDomain is an address somebody mistyped into a second card.
func typoInDomain(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name and one mobile number",
		s.card(b, p.id, p.named().mail(p.local()+"@posteo.de").call(p.mobile)), s.card(c, p.id, p.named().mail(p.local()+"@psoteo.de").call(p.mobile)))
}
