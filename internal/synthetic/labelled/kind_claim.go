package labelled

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// claimKinds are keys that sign as an address nobody knows a key of: those of its
// owner, and of others.
func claimKinds() []kind {
	return []kind{
		{keylessVictim, []func(*scene){forgedForCard, forgedForCorrespondent, forgedWithBothUserIDs, forgedAfterOwnMail, forgedForRecipient}},
		{"mailbox shown by an answer", []func(*scene){answeredBeforeMove, answeredFromBoth}},
		{"stolen key, backdated", []func(*scene){backdatedTheft}},
		{"three keys confirming", []func(*scene){threeConfirm}},
	}
}

// keylessVictim is the kind of which no pair may be joined without asking, whether
// anybody could say that it is two people or not.
const keylessVictim = "keyless victim"

// forge has somebody sign as a victim whose key nobody knows, and then write as
// the victim from an address of their own.
func (s *scene) forge(d *device, p person, address string, userIDs func(own string) []string) (theirs, itsKey *labelledRecord) {
	m := s.person()
	own := ascii(p.given) + "." + ascii(p.family) + "@" + m.domain
	key := s.key(person{id: m.id, given: p.given, family: p.family}, userIDs(own), nil)
	s.seal(d, key, letter{from: mailbox{p.name(), address}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), own}})
	return s.known(d, own, m.id), s.keyRecord(key, m.id)
}

func onlyOwn(own string) []string { return []string{own} }

func forgedForCard(s *scene) {
	p, d := s.person(), s.devices[0]
	address := p.at(p.domain)
	card := s.card(s.anyBook(), p.id, p.named().mail(address))
	theirs, key := s.forge(d, p, address, onlyOwn)
	s.unknowable("the key, which names another address alone, signed as the card's; nobody knows whose it is", card, s.known(d, address, p.id), theirs, key)
}

func forgedForCorrespondent(s *scene) {
	p, d := s.person(), s.devices[1]
	address := p.at(p.domain)
	s.write(d, mailbox{p.name(), address})
	theirs, key := s.forge(d, p, address, onlyOwn)
	s.unknowable("mail from the address was never signed before; nobody knows whose the key is", s.known(d, address, p.id), theirs, key)
}

func forgedWithBothUserIDs(s *scene) {
	p, d := s.person(), s.devices[0]
	address := p.at(p.domain)
	card := s.card(s.anyBook(), p.id, p.named().mail(address).call(p.mobile))
	theirs, key := s.forge(d, p, address, func(own string) []string { return []string{own, address} })
	s.unknowable("anybody can put an address on a key and sign as it", card, s.known(d, address, p.id), theirs, key)
}

func forgedAfterOwnMail(s *scene) {
	p, d := s.person(), s.devices[1]
	address := p.at(p.domain)
	m := s.person()
	own := m.at(m.domain)
	key := s.key(person{id: m.id, given: p.given, family: p.family}, []string{own}, nil)
	card := s.card(s.anyBook(), p.id, p.named().mail(address))
	s.seal(d, key, letter{from: mailbox{p.name(), own}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), address}})
	s.unknowable("a key known for one address signed as the card's; anybody can", card, s.known(d, address, p.id), s.known(d, own, m.id), s.keyRecord(key, m.id))
}

// forgedForRecipient: the victim never wrote, but was written to.
func forgedForRecipient(s *scene) {
	p, d := s.person(), s.devices[0]
	address := p.at(p.domain)
	s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{{p.name(), address}}})
	theirs, key := s.forge(d, p, address, onlyOwn)
	s.unknowable("the user wrote to the address before, and no answer shows whose the key is", s.known(d, address, p.id), theirs, key)
}

// ask is a message of the device to one address alone.
func (s *scene) question(d *device, to mailbox) letter {
	return s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{to}})
}

// answeredBeforeMove: whoever moves has answered from the address that is on the
// user's card without a key.
func answeredBeforeMove(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at("gmx.net"), p.at("nine.testrun.example")
	card := s.card(s.anyBook(), p.id, p.named().mail(a))
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}, inReplyTo: s.question(d, mailbox{p.name(), a}).id})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.same("the key answered mail sent only to the card's address, and signs from the new one", card, s.known(d, a, p.id), s.known(d, b, p.id))
}

func answeredFromBoth(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), p.at("kolabnow.com")
	key := s.key(p, []string{a}, nil)
	var all []*labelledRecord
	for _, address := range []string{a, b} {
		s.write(d, mailbox{p.name(), address}) // from a phone without the key
		s.seal(d, key, letter{from: mailbox{p.name(), address}, inReplyTo: s.question(d, mailbox{p.name(), address}).id})
		s.later(1)
		all = append(all, s.card(s.anyBook(), p.id, p.named().mail(address)), s.known(d, address, p.id))
	}
	s.same("the key answered mail sent only to either address", all...)
}

// backdatedTheft: mail that a stolen key signed arrives after its owner revoked
// it, and says that it is older.
func backdatedTheft(s *scene) {
	p, d := s.person(), s.devices[0]
	a := p.at(p.domain)
	key := s.key(p, []string{a}, func(k *pgptest.Draft) { k.Revoked, k.RevokedAt = pgp.Compromised, k.Created.AddDate(1, 0, 0) })
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	claimed := s.now()
	s.later(2)
	m := s.person()
	b := m.at("gmx.net")
	s.seal(d, key, letter{from: mailbox{p.name(), b}, dated: claimed})
	s.write(d, mailbox{m.name(), b})
	d.keys = append(d.keys, key)
	s.different("the key was revoked as compromised before the mail arrived, and the other writes under another name", s.known(d, a, p.id), s.known(d, b, m.id))
}

// threeConfirm: two candidates of one probe answer, each with its own key.
func threeConfirm(s *scene) {
	p := s.person()
	a, one := s.keyed(p, "wal"+p.id+"@nine.testrun.org")
	b, two := s.keyed(p, p.at(p.domain))
	c, three := s.keyed(p, strings.ToLower(ascii(p.family))+p.id+"@posteo.de")
	s.ask(a, b, one, two, Exchange{Keys: [][]byte{one.file, two.file}})
	s.ask(a, c, one, three, Exchange{Keys: [][]byte{one.file, three.file}})
	s.same("whoever holds one key answered with both others", a, b, c)
}
