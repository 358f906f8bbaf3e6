package labelled

import (
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// outsideClaimKinds are claims to be somebody whose key nobody has yet.
func outsideClaimKinds() []kind {
	return []kind{
		{keylessFromOutside, []func(*scene){claimWithNameOnKey, claimWithReplyTo, claimInHeaderAlone, claimAfterOldMail, honestMoveThatLooksAlike}},
		{claimsAndServer, []func(*scene){serverSaysForged, serverSaysGenuine, resultsBroughtAlong, serverCannotTell, serverVouchesForAnother}},
		{stolenFromOutside, []func(*scene){thiefInTheVictimsName, thiefUnderAnotherName, bothBeforeTheTheft, supersededIsNotStolen}},
	}
}

// A claimant writes as a victim and then from an address of their own.
type claimant struct {
	victim        person
	address       string // of the victim
	own           string
	key           *keypair
	id            string
	called        mailbox // the claimant at their own address, under the victim's name
	victimMailbox mailbox
}

func (s *scene) claimant(userIDs ...string) claimant {
	v, m := s.person(), s.person()
	c := claimant{victim: v, address: v.at(v.domain), own: ascii(v.family) + "." + ascii(v.given) + "@" + m.domain, id: m.id}
	c.called, c.victimMailbox = mailbox{v.name(), c.own}, mailbox{v.name(), c.address}
	c.key = s.key(person{id: m.id, given: v.given, family: v.family}, append([]string{c.own}, userIDs...), nil)
	return c
}

// claimWithNameOnKey: the key's user id names the victim, with another address, and
// the user has saved both addresses.
func claimWithNameOnKey(s *scene) {
	d, c := s.devices[0], s.claimant()
	b, e := s.twoBooks()
	card := s.card(b, c.victim.id, c.victim.named().mail(c.address).call(c.victim.mobile))
	saved := s.card(e, c.id, c.victim.named().mail(c.own))
	s.seal(d, c.key, letter{from: c.victimMailbox})
	s.seal(d, c.key, letter{from: c.called})
	s.unknowable("a key nobody knew signs as the card's address and from another; nothing shows who holds it", card, saved, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// claimWithReplyTo: the victim wrote before, unsigned. Mail in their name asks for
// answers elsewhere and shows a key, with which that address then signs.
func claimWithReplyTo(s *scene) {
	d, c := s.devices[1], s.claimant()
	s.write(d, c.victimMailbox)
	s.write(d, c.victimMailbox)
	s.later(1)
	s.deliver(d, letter{from: c.victimMailbox, autocrypt: c.key, extra: []string{"Reply-To: " + c.called.String()}, body: "I am changing my address, please answer to the new one."})
	s.seal(d, c.key, letter{from: c.called, body: "As I wrote, this is my new address."})
	s.unknowable("unsigned mail says whose the new address is; anybody can write it", s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// claimInHeaderAlone: nothing but a key in the header of unsigned mail.
func claimInHeaderAlone(s *scene) {
	d, c := s.devices[0], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address).born(c.victim.birthday))
	s.deliver(d, letter{from: c.victimMailbox, autocrypt: c.key})
	s.seal(d, c.key, letter{from: c.called})
	s.unknowable("the key stands in an unsigned header", card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// claimAfterOldMail: years of unsigned letters, to and fro, show who owns the
// address. The signed claim answers none of them.
func claimAfterOldMail(s *scene) {
	d := s.devices[1]
	v := s.person()
	c := s.claimant(v.at(v.domain)) // the victim's address is on the key as well
	c.victim, c.address, c.victimMailbox = v, v.at(v.domain), mailbox{v.name(), v.at(v.domain)}
	c.called.name = v.name()
	card := s.card(s.anyBook(), v.id, v.named().mail(c.address))
	for range 3 {
		asked := s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{c.victimMailbox}})
		s.deliver(d, letter{from: c.victimMailbox, inReplyTo: asked.id})
		s.later(1)
	}
	s.seal(d, c.key, letter{from: c.victimMailbox})
	s.seal(d, c.key, letter{from: c.called})
	s.unknowable("who answered before never used a key; the signed mail answers nothing", card, s.known(d, c.address, v.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// honestMoveThatLooksAlike is what claimWithNameOnKey looks like if it is true.
func honestMoveThatLooksAlike(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at(p.domain), p.at("kolabnow.com")
	card := s.card(s.anyBook(), p.id, p.named().mail(a).call(p.mobile))
	key := s.key(p, []string{b}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.unknowable("nothing tells it from a forgery", card, s.known(d, a, p.id), s.known(d, b, p.id), s.keyRecord(key, p.id))
}

func dmarc(result, domain string) []string {
	return []string{"dmarc=" + result + " header.from=" + domain}
}

// serverSaysForged: the user's server found that the mail is not of the domain it
// names.
func serverSaysForged(s *scene) {
	d, c := s.devices[0], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{from: c.victimMailbox, results: dmarc("fail (p=none dis=none)", c.victim.domain)})
	s.seal(d, c.key, letter{from: c.called, results: dmarc("pass", domainOf(c.own))})
	s.different("the user's server says that the signed mail is not of the domain it names", card, s.known(d, c.own, c.id))
	s.different("the user's server says that the signed mail is not of the domain it names", s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id))
}

func domainOf(address string) string { return mailbox{address: address}.domain() }

func (m mailbox) domain() string {
	for i := len(m.address) - 1; i >= 0; i-- {
		if m.address[i] == '@' {
			return m.address[i+1:]
		}
	}
	return ""
}

// serverSaysGenuine: it found that both are.
func serverSaysGenuine(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), p.at("posteo.de")
	card := s.card(s.anyBook(), p.id, p.named().mail(a))
	key := s.key(p, []string{a}, nil)
	for range 2 {
		s.seal(d, key, letter{from: mailbox{p.name(), a}, results: dmarc("pass", p.domain)})
	}
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}, results: dmarc("pass", "posteo.de")})
	s.same("the user's server vouches for both signed mails", card, s.known(d, a, p.id), s.known(d, b, p.id))
}

// resultsBroughtAlong: the forger writes a result into the mail, in the name of the
// user's server, whose own stands above it.
func resultsBroughtAlong(s *scene) {
	d, c := s.devices[0], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{
		from: c.victimMailbox, results: dmarc("fail", c.victim.domain),
		extra: []string{"Authentication-Results: " + authserv + "; dmarc=pass header.from=" + c.victim.domain},
	})
	s.seal(d, c.key, letter{from: c.called, results: dmarc("pass", domainOf(c.own))})
	s.different("the topmost result of the user's server says that the mail is forged", card, s.known(d, c.own, c.id))
	s.different("the topmost result of the user's server says that the mail is forged", s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id))
}

// serverCannotTell: the domain publishes nothing, and a server elsewhere says pass.
func serverCannotTell(s *scene) {
	d, c := s.devices[1], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{
		from: c.victimMailbox, results: dmarc("none", c.victim.domain),
		extra: []string{"Authentication-Results: mx.elsewhere.example; dmarc=pass header.from=" + c.victim.domain},
	})
	s.seal(d, c.key, letter{from: c.called, results: dmarc("pass", domainOf(c.own))})
	s.unknowable("nobody whom the user trusts says whether the mail is genuine", card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// serverVouchesForAnother: the envelope is the forger's, and passes; the From that
// is signed inside names the victim.
func serverVouchesForAnother(s *scene) {
	d, c := s.devices[0], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{from: c.victimMailbox, outer: c.called, results: dmarc("pass", domainOf(c.own))})
	s.seal(d, c.key, letter{from: c.called, results: dmarc("pass", domainOf(c.own))})
	s.unknowable("what passed is the domain of the other address", card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// stolen is a key that its owner revoked as compromised a year after it was made.
func (s *scene) stolen(p person, addresses ...string) *keypair {
	return s.key(p, addresses, func(k *pgptest.Draft) { k.Revoked, k.RevokedAt = pgp.Compromised, k.Created.AddDate(1, 0, 0) })
}

// thiefInTheVictimsName: the mail says that it is older than the theft.
func thiefInTheVictimsName(s *scene) {
	v, m, d := s.person(), s.person(), s.devices[0]
	a, b := v.at(v.domain), v.at(m.domain)
	key := s.stolen(v, a)
	d.keys = append(d.keys, key)
	card := s.card(s.anyBook(), v.id, v.named().mail(a).call(v.mobile))
	s.seal(d, key, letter{from: mailbox{v.name(), a}})
	before := s.now()
	s.later(2)
	s.seal(d, key, letter{from: mailbox{v.name(), b}, dated: before, extra: []string{
		"Received: from [192.0.2.7] by relay.elsewhere.example with ESMTPS; " + before.Format(time.RFC1123Z),
	}})
	s.unknowable("the mail came after the key was revoked as compromised; its date is what a thief would write", s.known(d, a, v.id), s.known(d, b, m.id))
	s.unknowable("the mail came after the key was revoked as compromised; its date is what a thief would write", card, s.known(d, b, m.id))
	s.same("one mailbox, one name", card, s.known(d, a, v.id))
}

func thiefUnderAnotherName(s *scene) {
	v, m, d := s.person(), s.person(), s.devices[1]
	a, b := v.at("mailbox.org"), m.at(m.domain)
	key := s.stolen(v, a)
	d.keys = append(d.keys, key)
	s.seal(d, key, letter{from: mailbox{v.name(), a}})
	before := s.now()
	thief := s.card(s.anyBook(), m.id, m.named().mail(b).call(m.mobile))
	s.later(3)
	for range 2 {
		s.seal(d, key, letter{from: mailbox{m.name(), b}, dated: before})
	}
	s.different("a key revoked as compromised, in mail that came later, from an address with another name", s.known(d, a, v.id), s.known(d, b, m.id))
	s.different("another name, another address", s.known(d, a, v.id), thief)
}

// bothBeforeTheTheft: what arrived before the revocation counts as before.
func bothBeforeTheTheft(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at(p.domain), p.at("posteo.de")
	key := s.stolen(p, a)
	d.keys = append(d.keys, key)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.same("one key signed from both, months before it was stolen", s.known(d, a, p.id), s.known(d, b, p.id))
}

// supersededIsNotStolen: a key given up for a new one was never in other hands.
func supersededIsNotStolen(s *scene) {
	p, d := s.person(), s.devices[1]
	a, b := p.at(p.domain), p.at("kolabnow.com")
	key := s.key(p, []string{a}, func(k *pgptest.Draft) { k.Revoked, k.RevokedAt = pgp.Superseded, k.Created.AddDate(3, 0, 0) })
	d.keys = append(d.keys, key)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.later(1)
	s.seal(d, key, letter{from: mailbox{p.name(), b}})
	s.same("one key signed from both, before its owner took another", s.known(d, a, p.id), s.known(d, b, p.id))
}
