package labelled

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// outsideKeyKinds are several keys of one person, and keys of several parts.
func outsideKeyKinds() []kind {
	return []kind{
		{"three keys confirming, as seen from outside", []func(*scene){threeAnswerUnderThreeNames, fourInAChain, threeAnswerAndCards}},
		{"signing subkey, as seen from outside", []func(*scene){subkeyFromTwoAddresses, subkeyAndCard, subkeyCopiedByStranger, subkeyAndForgedClaim}},
	}
}

// account is one of somebody's accounts: a key, and mail under some name.
func (s *scene) account(p person, called, address string) (*labelledRecord, *keypair) {
	d := s.devices[0]
	key := s.key(person{id: p.id, given: called}, []string{address}, nil)
	s.seal(d, key, letter{from: mailbox{called, address}})
	return s.known(d, address, p.id), key
}

// threeAnswerUnderThreeNames: nothing but the answers ties them.
func threeAnswerUnderThreeNames(s *scene) {
	p := s.person()
	a, one := s.account(p, p.name(), p.at(p.domain))
	b, two := s.account(p, "Nachteule", "eule"+p.id+"@nine.testrun.org")
	c, three := s.account(p, p.given[:1]+".", "k7"+p.id+"@posteo.de")
	s.ask(a, b, one, two, Exchange{Keys: [][]byte{one.file, two.file}})
	s.ask(a, c, one, three, Exchange{Keys: [][]byte{one.file, three.file}})
	s.ask(b, c, two, three, Exchange{Keys: [][]byte{two.file, three.file}})
	s.same("whoever holds one key answered with the others, whatever they are called", a, b, c)
}

// fourInAChain: each answers for the next.
func fourInAChain(s *scene) {
	p := s.person()
	var records []*labelledRecord
	var keys []*keypair
	for _, address := range []string{p.at(p.domain), p.at("web.de"), ascii(p.family) + p.id + "@posteo.de", "z" + p.id + "@nine.testrun.org"} {
		r, k := s.account(p, p.name(), address)
		if n := len(records); n > 0 {
			s.ask(r, records[n-1], k, keys[n-1], Exchange{Keys: [][]byte{k.file, keys[n-1].file}})
		}
		records, keys = append(records, r), append(keys, k)
	}
	s.same("each key answered together with the next", records...)
}

// threeAnswerAndCards: two of the accounts are on cards.
func threeAnswerAndCards(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	work, home := p.at(p.domain), p.at("gmx.net")
	a, one := s.account(p, p.name(), work)
	h, two := s.account(p, p.given, home)
	x, three := s.account(p, p.name(), "wx"+p.id+"@nine.testrun.org")
	s.ask(x, a, three, one, Exchange{Keys: [][]byte{three.file, one.file}})
	s.ask(x, h, three, two, Exchange{Keys: [][]byte{three.file, two.file}})
	s.same("one answered with the keys of both other accounts, which are the cards'", a, h, x,
		s.card(b, p.id, p.named().mail(work)), s.card(c, p.id, p.named().mail(home).call(p.mobile)))
}

// split is a key that signs with a subkey, its primary part locked away.
func (s *scene) split(p person, addresses ...string) *keypair {
	return s.key(p, addresses, func(k *pgptest.Draft) { k.Subkey = true })
}

// sealSplit delivers mail signed by the subkey.
func (s *scene) sealSplit(d *device, key *keypair, l letter) {
	l.at = s.now()
	s.letters++
	l.id = strings.ToLower(key.fingerprint()[:12]) + l.at.UTC().Format("20060102150405") + "@localhost"
	l.to, l.body = []mailbox{d.mailbox()}, "Signed on the road."
	sealed, err := pgptest.Seal(l.entity(key), key.file, l.at, s.source, d.key.certificate)
	if err != nil {
		panic(err) // the generator's own key
	}
	l.sealed = sealed
	s.deliver(d, l)
}

func subkeyFromTwoAddresses(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at(p.domain), "roam"+p.id+"@kolabnow.com"
	key := s.split(p, a)
	s.sealSplit(d, key, letter{from: mailbox{p.name(), a}})
	s.sealSplit(d, key, letter{from: mailbox{p.name(), b}})
	s.sealSplit(d, key, letter{from: mailbox{p.name(), a}})
	s.same("one key signs from both, by its signing subkey", s.known(d, a, p.id), s.known(d, b, p.id), s.keyRecord(key, p.id))
}

func subkeyAndCard(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), p.at("posteo.de")
	key := s.split(p, a, b)
	s.sealSplit(d, key, letter{from: mailbox{p.name(), a}})
	s.sealSplit(d, key, letter{from: mailbox{p.given, b}})
	s.same("one key signs from both, by its signing subkey, and is on the card",
		s.known(d, a, p.id), s.known(d, b, p.id), s.card(s.in("cardbook.vcf"), p.id, func() details { c := p.named().mail(a); c.key = key; return c }()))
}

// subkeyCopiedByStranger: a certificate is public, with all its subkeys.
func subkeyCopiedByStranger(s *scene) {
	p, m, d := s.person(), s.person(), s.devices[0]
	a, b := p.at(p.domain), m.at(m.domain)
	key, own := s.split(p, a), s.split(m, b)
	s.sealSplit(d, key, letter{from: mailbox{p.name(), a}})
	s.deliver(d, letter{from: mailbox{m.name(), b}, autocrypt: key})
	s.sealSplit(d, own, letter{from: mailbox{m.name(), b}})
	s.different("the other's key stands in an unsigned header; the signature is by another", s.known(d, a, p.id), s.known(d, b, m.id))
}

// subkeyAndForgedClaim: a forger's key has subkeys as well.
func subkeyAndForgedClaim(s *scene) {
	p, m, d := s.person(), s.person(), s.devices[1]
	a, b := p.at(p.domain), m.at(m.domain)
	genuine := s.split(p, a)
	s.sealSplit(d, genuine, letter{from: mailbox{p.name(), a}})
	s.later(1)
	forged := s.split(person{id: m.id, given: p.given, family: p.family}, b, a)
	s.sealSplit(d, forged, letter{from: mailbox{p.name(), a}})
	s.sealSplit(d, forged, letter{from: mailbox{m.name(), b}})
	s.known(d, a, "")
	s.different("a key other than the one known for the address, and then another name", s.known(d, b, m.id), s.keyRecord(genuine, p.id))
}
