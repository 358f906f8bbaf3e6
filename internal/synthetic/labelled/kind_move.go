package labelled

// moveKinds are people who took another address, and who only seem to have.
func moveKinds() []kind {
	return []kind{
		{"changed address (AEAP)", []func(*scene){movedByMail, movedWithCard, movedTwice}},
		{"replayed change of address", []func(*scene){replayedUnderOtherFrom, replayedUnderVictimsName, replayedWithKey}},
		{"change of address with a planted key", []func(*scene){plantedKey, ownKeyForOthersAddress}},
	}
}

func movedByMail(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at("gmx.net"), p.at("nine.testrun.example")
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.same("the key known for the old address signs from the new one", s.known(d, a, p.id), s.known(d, b, p.id))
}

func movedWithCard(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), p.at("kolabnow.com")
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	old, young := s.card(s.anyBook(), p.id, p.named().mail(a)), s.card(s.anyBook(), p.id, p.named().mail(b))
	s.same("the key known for the old address signs from the new one, under the name of both cards", old, young, s.known(d, a, p.id), s.known(d, b, p.id))
}

func movedTwice(s *scene) {
	p, d := s.person(), s.devices[0]
	addresses := []string{p.at("gmx.net"), p.at("web.de"), p.at("posteo.de")}
	key := s.key(p, addresses[:1], nil)
	var all []*labelledRecord
	for _, address := range addresses {
		s.seal(d, key, letter{from: mailbox{p.name(), address}})
		s.later(1)
		all = append(all, s.known(d, address, p.id))
	}
	s.same("one key signs from all three, one after the other", all...)
}

// victim is somebody whose sealed mail an attacker got hold of.
func (s *scene) victim(d *device) (person, string, *keypair, letter) {
	p := s.person()
	address := p.at(p.domain)
	key := s.key(p, []string{address}, nil)
	return p, address, key, s.seal(d, key, letter{from: mailbox{p.name(), address}})
}

// replay delivers a sealed mail again under another outer From.
func (s *scene) replay(d *device, taken letter, outer mailbox, autocrypt *keypair) {
	taken.outer, taken.autocrypt = outer, autocrypt
	taken.at = s.now()
	taken.id = "again." + taken.id
	s.deliver(d, taken)
}

func replayedUnderOtherFrom(s *scene) {
	d := s.devices[0]
	p, address, _, taken := s.victim(d)
	m := s.person()
	s.write(d, mailbox{m.name(), m.at("gmx.net")})
	s.replay(d, taken, mailbox{m.name(), m.at("gmx.net")}, nil)
	s.different("only the envelope of a copy names the other address", s.known(d, address, p.id), s.known(d, m.at("gmx.net"), m.id))
}

func replayedUnderVictimsName(s *scene) {
	d := s.devices[1]
	p, address, _, taken := s.victim(d)
	m := s.person()
	hijack := ascii(m.family) + p.id + "@web.de"
	s.replay(d, taken, mailbox{p.name(), hijack}, nil)
	s.write(d, mailbox{m.name(), hijack})
	s.different("only the envelope of a copy names the other address, which writes under another name", s.known(d, address, p.id), s.known(d, hijack, m.id))
}

func replayedWithKey(s *scene) {
	d := s.devices[0]
	p, address, key, taken := s.victim(d)
	m := s.person()
	s.replay(d, taken, mailbox{m.name(), m.at("mailbox.org")}, key)
	s.write(d, mailbox{m.name(), m.at("mailbox.org")})
	s.different("only the envelope of a copy names the other address", s.known(d, address, p.id), s.known(d, m.at("mailbox.org"), m.id))
}

// plantedKey: first a key for the victim in a header nobody signed, then a
// change of address signed by it.
func plantedKey(s *scene) {
	d := s.devices[0]
	p, address, _, _ := s.victim(d)
	m := s.person()
	planted := s.key(person{id: m.id, given: p.given, family: p.family}, []string{address}, nil)
	s.deliver(d, letter{from: mailbox{p.name(), address}, autocrypt: planted})
	s.seal(d, planted, letter{from: mailbox{m.name(), m.at("gmx.net")}})
	s.different("the victim's own mail is signed by another key", s.known(d, address, p.id), s.known(d, m.at("gmx.net"), m.id))
}

// ownKeyForOthersAddress: anybody can sign a From that is not theirs.
func ownKeyForOthersAddress(s *scene) {
	d := s.devices[1]
	p, address, key, _ := s.victim(d)
	m := s.person()
	own := s.key(m, []string{m.at(m.domain)}, nil)
	s.seal(d, own, letter{from: mailbox{m.name(), m.at(m.domain)}})
	s.seal(d, own, letter{from: mailbox{p.name(), address}, outer: mailbox{p.name(), address}})
	s.seal(d, key, letter{from: mailbox{p.name(), address}})
	s.different("before and after, the victim's own mail is signed by another key, under another name",
		s.known(d, address, p.id), s.known(d, m.at(m.domain), m.id))
}
