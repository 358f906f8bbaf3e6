package labelled

import "strings"

// outsideLookAlikeKinds are addresses made to be taken for others, and such that
// only seem to be.
func outsideLookAlikeKinds() []kind {
	return []kind{{"look-alike domains, as seen from outside", []func(*scene){
		oneCyrillicLetter, wholeNameCyrillic, greekInLatin, lettersThatRunTogether, oneDomainInTwoForms,
	}}}
}

// bank is somebody at a firm whose domain is worth imitating.
func (s *scene) bank(domain string) (p person, address string) {
	p = s.person()
	return p, p.local() + "@" + domain
}

// oneCyrillicLetter is in the domain of mail, as punycode.
func oneCyrillicLetter(s *scene) {
	p, address := s.bank("nordsparkasse.example")
	m, d := s.person(), s.devices[0]
	fake := p.local() + "@xn--nordsprkasse-29j.example"
	card := s.card(s.anyBook(), p.id, p.named().mail(address).call(p.mobile))
	s.write(d, mailbox{p.name(), fake})
	s.different("a domain with one Cyrillic letter, under the name of the card", card, s.known(d, fake, m.id))
}

// wholeNameCyrillic: nothing in the label is Latin.
func wholeNameCyrillic(s *scene) {
	p, address := s.bank("apaec.example")
	m := s.person()
	b, c := s.twoBooks()
	s.different("a domain wholly of letters that look like the other's",
		s.card(b, p.id, p.named().mail(address).call(p.mobile)), s.card(c, m.id, p.named().mail(p.local()+"@арaес.example")))
}

// greekInLatin mixes scripts in a card, in UTF-8.
func greekInLatin(s *scene) {
	p, address := s.bank("vorsorge-union.example")
	m := s.person()
	b, c := s.twoBooks()
	fake := p.local() + "@" + strings.ReplaceAll("vorsorge-union.example", "o", "ο")
	s.different("a domain with Greek letters", s.card(b, p.id, p.named().mail(address)), s.card(c, m.id, p.named().mail(fake).call(m.mobile)))
}

// lettersThatRunTogether: rn for m, vv for w, cl for d, I for l.
func lettersThatRunTogether(s *scene) {
	pair := pick(s.random, [][2]string{{"kammerwahl", "kamrnerwahl"}, {"stadtwerke-west", "stadtvverke-west"}, {"landhandel", "lanclhandel"}, {"allianz-mail", "aIlianz-mail"}, {"hellobank", "he11obank"}})
	p, address := s.bank(pair[0] + ".example")
	m, d := s.person(), s.devices[1]
	fake := p.local() + "@" + pair[1] + ".example"
	s.write(d, mailbox{p.name(), address})
	s.write(d, mailbox{p.name(), address})
	s.later(1)
	s.write(d, mailbox{p.name(), fake})
	s.different("a domain that reads like the other", s.known(d, address, p.id), s.known(d, fake, m.id))
}

// oneDomainInTwoForms is no forgery: a card has the domain as it is read, mail as
// it is sent.
func oneDomainInTwoForms(s *scene) {
	form := pick(s.random, [][2]string{{"müllerbräu.example", "xn--mllerbru-6za7u.example"}, {"hütte-süd.example", "xn--htte-sd-n2af.example"}})
	p, d := s.person(), s.devices[0]
	sent := p.local() + "@" + form[1]
	s.write(d, mailbox{p.name(), sent})
	s.same("one mailbox: the domain is the same in both forms", s.card(s.anyBook(), p.id, p.named().mail(p.local()+"@"+form[0])), s.known(d, sent, p.id))
}
