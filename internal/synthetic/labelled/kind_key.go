package labelled

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// keyKinds are people known by their keys.
func keyKinds() []kind {
	return []kind{
		{"second address, same key", []func(*scene){signedTwoAddresses, signedOnTwoDevices, signedAndCarded, signedUnderNickname}},
		{"alias of one account", []func(*scene){shownForTwoAddresses, keyInTwoCards}},
		{"key change, certified", []func(*scene){certifiedSameAddress, certifiedNewAddress, transitionNote, transitionNoteAtNewAddress}},
		{"key change, not certified", []func(*scene){newKeySameAddress, supersededKeySameAddress, newPhoneNewAddress}},
	}
}

func signedTwoAddresses(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at("posteo.de"), p.at(p.domain)
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.same("mail from both addresses is signed by one key", s.known(d, a, p.id), s.known(d, b, p.id), s.keyRecord(key, p.id))
}

func signedOnTwoDevices(s *scene) {
	p := s.person()
	a, b := p.at("kolabnow.com"), "x"+p.id+"@nine.testrun.example"
	key := s.key(person{id: p.id}, []string{a}, nil)
	s.seal(s.devices[0], key, letter{from: mailbox{p.name(), a}})
	s.seal(s.devices[1], key, letter{from: mailbox{p.given, b}})
	s.same("mail from both addresses is signed by one key", s.known(s.devices[0], a, p.id), s.known(s.devices[1], b, p.id), s.keyRecord(key, p.id))
}

func signedAndCarded(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), ascii(p.given)+"-privat@web.de"
	key := s.key(p, []string{a, b}, nil)
	card := s.card(s.anyBook(), p.id, p.named().mail(a))
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.same("mail from the card's address and from the other is signed by one key", card, s.known(d, a, p.id), s.known(d, b, p.id))
}

func signedUnderNickname(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at(p.domain), "blauwal"+p.id+"@nine.testrun.example"
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.seal(d, key, letter{from: mailbox{"Blauwal", b}})
	s.same("mail from both addresses is signed by one key", s.known(d, a, p.id), s.known(d, b, p.id), s.keyRecord(key, p.id))
}

func shownForTwoAddresses(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at("posteo.de"), p.at("mailbox.org")
	key := s.key(p, []string{a, b}, nil)
	s.deliver(d, letter{from: mailbox{p.name(), a}, autocrypt: key})
	s.deliver(d, letter{from: mailbox{p.name(), b}, autocrypt: key})
	s.same("mail from both addresses shows one key, under one rare name", s.known(d, a, p.id), s.known(d, b, p.id))
}

func keyInTwoCards(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	first, second := p.named().mail(p.at("posteo.de")), p.named().mail(p.at(p.domain))
	key := s.key(p, []string{first.addresses[0]}, nil)
	first.key, second.key = key, key
	s.same("both cards have one key, and one rare name", s.card(b, p.id, first), s.card(c, p.id, second))
}

// successor makes a key that another vouches for.
func (s *scene) successor(old *keypair, p person, address string) *keypair {
	return s.key(p, []string{address}, func(d *pgptest.Draft) { d.CertifiedBy = old.file })
}

func certifiedSameAddress(s *scene) {
	p, d := s.person(), s.devices[0]
	address := p.at(p.domain)
	old := s.key(p, []string{address}, nil)
	s.seal(d, old, letter{from: mailbox{p.name(), address}})
	s.later(2)
	young := s.successor(old, p, address)
	d.keys = append(d.keys, young)
	s.seal(d, young, letter{from: mailbox{p.name(), address}})
	s.same("the old key certified the new one, for one address", s.known(d, address, p.id), s.keyRecord(old, p.id), s.keyRecord(young, p.id))
}

func certifiedNewAddress(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at("gmx.net"), p.at(p.domain)
	old := s.key(p, []string{a}, nil)
	s.seal(d, old, letter{from: mailbox{p.name(), a}})
	s.later(3)
	young := s.successor(old, p, b)
	d.keys = append(d.keys, young)
	s.seal(d, young, letter{from: mailbox{p.name(), b}})
	s.same("the old key certified the new one, and each signed mail from its address", s.known(d, a, p.id), s.known(d, b, p.id))
}

// transitionNote announces a key that has the old address on it as well.
func transitionNote(s *scene)             { announced(s, true) }
func transitionNoteAtNewAddress(s *scene) { announced(s, false) }

func announced(s *scene, both bool) {
	p, d := s.person(), s.devices[0]
	a, b := p.at("web.de"), "neu."+p.at("web.de")
	old := s.key(p, []string{a}, nil)
	s.seal(d, old, letter{from: mailbox{p.name(), a}})
	s.later(1)
	addresses := []string{b}
	if both {
		addresses = append(addresses, a)
	}
	young := s.key(p, addresses, nil)
	s.seal(d, old, letter{from: mailbox{p.name(), a}, body: fmt.Sprintf(
		"I have a new key. My old key is\n%s\nand my new key is\n%s\nPlease write to me at %s from now on.", old.fingerprint(), young.fingerprint(), b)})
	s.seal(d, young, letter{from: mailbox{p.name(), b}})
	s.same("a note signed by the old key names the new one", s.known(d, a, p.id), s.known(d, b, p.id))
}

func newKeySameAddress(s *scene) {
	p := s.person()
	address := p.at("nine.testrun.example")
	old := s.key(p, []string{address}, nil)
	s.seal(s.devices[0], old, letter{from: mailbox{p.name(), address}})
	s.later(2)
	young := s.key(p, []string{address}, nil)
	s.seal(s.devices[1], young, letter{from: mailbox{p.name(), address}})
	s.same("one mailbox and one name, on two devices", s.known(s.devices[0], address, p.id), s.known(s.devices[1], address, p.id))
	s.unknowable("nothing but mailbox and name ties the keys", s.keyRecord(old, p.id), s.keyRecord(young, p.id))
}

func supersededKeySameAddress(s *scene) {
	p, d := s.person(), s.devices[0]
	address := p.at("posteo.de")
	old := s.key(p, []string{address}, func(k *pgptest.Draft) { k.Revoked, k.RevokedAt = pgp.Superseded, k.Created.AddDate(1, 0, 0) })
	s.seal(d, old, letter{from: mailbox{p.name(), address}})
	s.later(2)
	young := s.key(p, []string{address}, nil)
	s.seal(d, young, letter{from: mailbox{p.name(), address}})
	card := s.card(s.anyBook(), p.id, p.named().mail(address))
	d.keys = append(d.keys, old)
	s.same("one mailbox and one name", card, s.known(d, address, p.id))
	s.unknowable("the old key was replaced, but does not say by which", s.keyRecord(old, p.id), s.keyRecord(young, p.id))
}

func newPhoneNewAddress(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := "a"+p.id+"@nine.testrun.example", "b"+p.id+"@nine.testrun.example"
	first := person{id: p.id, given: p.given}
	old, young := s.key(first, []string{a}, nil), s.key(first, []string{b}, nil)
	s.seal(d, old, letter{from: mailbox{p.given, a}})
	s.seal(d, young, letter{from: mailbox{p.given, b}})
	s.unknowable("a first name in common, and nothing else", s.known(d, a, p.id), s.known(d, b, p.id))
}
