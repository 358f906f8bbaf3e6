package labelled

import (
	"fmt"
	"strings"
)

// forgeryKinds are what strangers do to pass for somebody.
func forgeryKinds() []kind {
	return []kind{
		{"copied Autocrypt field", []func(*scene){copiedField, copiedFieldOtherAddress, copiedFieldOverOwnSeal}},
		{"gossiped key", []func(*scene){gossipForOther, noteOnAFriendsKey}},
		{"look-alike", []func(*scene){cyrillicName, lookAlikeDomain, lookAlikeDigit, cyrillicAddress, cyrillicDomain}},
		{"Reply-To elsewhere", []func(*scene){replyToVictim, replyToElsewhere}},
		{"card with a stolen UID", []func(*scene){stolenUIDMailed, stolenUIDImported}},
	}
}

func copiedField(s *scene) {
	d := s.devices[0]
	p, address, key, _ := s.victim(d)
	m := s.person()
	s.deliver(d, letter{from: mailbox{m.name(), m.at(m.domain)}, autocrypt: key})
	s.different("the key stands in a header that nobody signed, under another name", s.known(d, address, p.id), s.known(d, m.at(m.domain), m.id))
}

// copiedFieldOtherAddress has the victim's address in the field, not the sender's.
func copiedFieldOtherAddress(s *scene) {
	d := s.devices[1]
	p, address, key, _ := s.victim(d)
	m := s.person()
	s.deliver(d, letter{from: mailbox{m.name(), m.at(m.domain)}, extra: []string{"Autocrypt: " + autocrypt(address, key, "\n")}})
	s.different("the key stands in a header that nobody signed, for another sender", s.known(d, address, p.id), s.known(d, m.at(m.domain), m.id))
}

func copiedFieldOverOwnSeal(s *scene) {
	d := s.devices[0]
	p, address, key, _ := s.victim(d)
	m := s.person()
	own := s.key(m, []string{m.at(m.domain)}, nil)
	s.seal(d, own, letter{from: mailbox{m.name(), m.at(m.domain)}, autocrypt: key})
	s.different("the mail is signed by another key", s.known(d, address, p.id), s.known(d, m.at(m.domain), m.id))
}

func gossipForOther(s *scene) {
	d := s.devices[0]
	p, address, key, _ := s.victim(d)
	m, q := s.person(), s.person()
	own := s.key(m, []string{m.at(m.domain)}, nil)
	other := q.at(q.domain)
	gossip := strings.Replace(autocrypt(other, key, "\r\n"), " prefer-encrypt=mutual;", "", 1)
	s.seal(d, own, letter{from: mailbox{m.name(), m.at(m.domain)}, to: []mailbox{d.mailbox(), {q.name(), other}}, inner: []string{"Autocrypt-Gossip: " + gossip}})
	s.known(d, m.at(m.domain), m.id)
	s.different("a third person alone says that the key is the other's, who has another name", s.known(d, address, p.id), s.known(d, other, q.id))
}

// noteOnAFriendsKey is signed and names two keys, but not as one person's.
func noteOnAFriendsKey(s *scene) {
	d := s.devices[1]
	p, address, key, _ := s.victim(d)
	q := s.person()
	theirs := s.key(q, []string{q.at(q.domain)}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), address}, body: fmt.Sprintf(
		"My friend %s has a new key:\n%s\nMine is still\n%s", q.name(), theirs.fingerprint(), key.fingerprint())})
	s.seal(d, theirs, letter{from: mailbox{q.name(), q.at(q.domain)}})
	s.different("the signed note speaks of a friend's key", s.known(d, address, p.id), s.known(d, q.at(q.domain), q.id))
}

// confused writes a name or address with Cyrillic letters that look the same.
func confused(text string) string {
	return strings.NewReplacer("a", "а", "e", "е", "o", "о").Replace(text)
}

func cyrillicName(s *scene) {
	p, d := s.named("Marcello", s.people.family()), s.devices[0]
	fake := "office" + p.id + "@gmx.net"
	s.write(d, mailbox{p.name(), p.at(p.domain)})
	s.write(d, mailbox{confused(p.name()), fake})
	s.different("the name is written with look-alike letters", s.known(d, p.at(p.domain), p.id), s.known(d, fake, s.person().id))
}

func lookAlikeDomain(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.local()+"@summermail.example", p.local()+"@surnmermail.example"
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{p.name(), b})
	s.different("the domain is written to look like the other", s.known(d, a, p.id), s.known(d, b, s.person().id))
}

func lookAlikeDigit(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	m := s.person()
	s.different("the domain is written to look like the other",
		s.card(b, p.id, p.named().mail(p.local()+"@globalbank.example").call(p.mobile)), s.card(c, m.id, p.named().mail(p.local()+"@g1obalbank.example").call(m.mobile)))
}

func cyrillicAddress(s *scene) {
	p, d := s.named("Ottokar", s.people.family()), s.devices[0]
	local := ascii(p.given) + p.id
	a, b := local+"@posteo.de", strings.Replace(local, "o", "о", 1)+"@posteo.de"
	s.write(d, mailbox{p.name(), a})
	s.write(d, mailbox{"", b})
	s.different("the address is written with look-alike letters", s.known(d, a, p.id), s.known(d, b, s.person().id))
}

// cyrillicDomain is in punycode, as mail carries it, or in UTF-8, as cards may.
func cyrillicDomain(s *scene) {
	p, m := s.person(), s.person()
	b, c := s.twoBooks()
	domain := pick(s.random, []string{"xn--glblbnk-4fgc9k.example", confused("globalbank") + ".example"})
	s.different("the domain is written with look-alike letters",
		s.card(b, p.id, p.named().mail(p.local()+"@globalbank.example").call(p.mobile)), s.card(c, m.id, p.named().mail(p.local()+"@"+domain).call(m.mobile)))
}

func replyToVictim(s *scene) {
	d := s.devices[0]
	p, m := s.person(), s.person()
	s.write(d, mailbox{p.name(), p.at(p.domain)})
	s.deliver(d, letter{from: mailbox{m.name(), m.at("gmx.net")}, extra: []string{"Reply-To: " + mailbox{p.name(), p.at(p.domain)}.String()}})
	s.different("a stranger of another name wants answers to go there", s.known(d, p.at(p.domain), p.id), s.known(d, m.at("gmx.net"), m.id))
}

func replyToElsewhere(s *scene) {
	d := s.devices[1]
	p, m := s.person(), s.person()
	collect := "zahlung" + m.id + "@web.de"
	s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain)))
	s.deliver(d, letter{from: mailbox{p.name(), p.at(p.domain)}, extra: []string{"Reply-To: " + mailbox{"Rechnungsstelle", collect}.String()}})
	s.write(d, mailbox{m.name(), collect})
	s.different("the other writes under another name", s.known(d, p.at(p.domain), p.id), s.known(d, collect, m.id))
}

func stolenUIDMailed(s *scene) {
	d, b := s.devices[0], s.in("thunderbird.vcf")
	p, m := s.person(), s.person()
	details := p.named().mail(p.at(p.domain))
	details.uid = b.uid(s.random)
	card := s.card(b, p.id, details)
	forged := m.named().mail(m.at("gmx.net"))
	forged.uid = details.uid
	s.deliver(d, letter{from: mailbox{m.name(), m.at("gmx.net")}, card: b.write(forged)})
	s.different("anybody can mail a card with a known UID", card, s.known(d, m.at("gmx.net"), m.id))
}

// stolenUIDImported is what comes of opening such a card.
func stolenUIDImported(s *scene) {
	b, c := s.in("thunderbird.vcf"), s.in("apple.vcf")
	p, m := s.person(), s.person()
	details, forged := p.usual(s), m.usual(s)
	details.uid = b.uid(s.random)
	forged.uid = details.uid
	s.different("nothing is equal but the UID", s.card(b, p.id, details), s.card(c, m.id, forged))
}
