package labelled

import "time"

// outsideOverheardKinds are forgers who know a Message-ID, or what a server writes.
func outsideOverheardKinds() []kind {
	return []kind{
		{overheardAnswer, []func(*scene){askedBoth, questionCited, questionCitedOutside, answersTheVictimsMail, answersOwnQuestion}},
		{misleadingResults, []func(*scene){resultInQuotes, resultInComment, insiderOfTheDomain, serverNamedAlike, resultForAnotherFrom}},
	}
}

// Kinds in which nothing may be joined without asking that is of two people.
const (
	overheardAnswer   = "overheard question, as seen from outside"
	misleadingResults = "misleading server results, as seen from outside"
)

// forgedAnswer is signed as the victim and answers a mail; then the forger writes
// from their own address.
func (s *scene) forgedAnswer(d *device, c claimant, question, why string) {
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{from: c.victimMailbox, inReplyTo: question})
	s.seal(d, c.key, letter{from: c.called})
	s.unknowable(why, card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// askedBoth: the question went to the forger as well.
func askedBoth(s *scene) {
	d, c := s.devices[0], s.claimant()
	asked := s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{c.victimMailbox, {"Somebody", c.own}}})
	s.forgedAnswer(d, c, asked.id, "the question was sent to the other address, too")
}

// questionCited: the question went to the victim alone, and the user named it later
// in mail to the forger, as clients do that write all References of a thread.
func questionCited(s *scene) {
	d, c := s.devices[1], s.claimant()
	asked := s.question(d, c.victimMailbox)
	s.seal(d, d.key, letter{from: d.mailbox(), to: []mailbox{{"Somebody", c.own}}, inner: []string{"References: <" + asked.id + ">"}})
	s.forgedAnswer(d, c, asked.id, "the user told the other address what the question was called")
}

// questionCitedOutside: the same, unsealed.
func questionCitedOutside(s *scene) {
	d, c := s.devices[0], s.claimant()
	asked := s.question(d, c.victimMailbox)
	s.deliver(d, letter{from: d.mailbox(), to: []mailbox{{"Somebody", c.own}}, inReplyTo: asked.id})
	s.forgedAnswer(d, c, asked.id, "the user told the other address what the question was called")
}

// answersTheVictimsMail: what is answered is mail of the victim, not of the user.
func answersTheVictimsMail(s *scene) {
	d, c := s.devices[1], s.claimant()
	genuine := s.write(d, c.victimMailbox)
	s.forgedAnswer(d, c, genuine.id, "the answer is to no question of the user")
}

// answersOwnQuestion: the user asked the forger.
func answersOwnQuestion(s *scene) {
	d, c := s.devices[0], s.claimant()
	asked := s.question(d, mailbox{"Somebody", c.own})
	s.forgedAnswer(d, c, asked.id, "the question was sent to the other address alone")
}

// forgedWithResults: what the user's server writes about the forged mail.
func (s *scene) forgedWithResults(d *device, c claimant, outer mailbox, why string, results ...string) {
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{from: c.victimMailbox, outer: outer, results: results})
	s.later(1)
	s.seal(d, c.key, letter{from: c.called, results: dmarc("pass", domainOf(c.own))})
	s.unknowable(why, card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// resultInQuotes: the forger's envelope address has a quoted local part that reads
// like a result.
func resultInQuotes(s *scene) {
	d, c := s.devices[0], s.claimant()
	s.forgedWithResults(d, c, mailbox{}, "the only pass stands inside a quoted address",
		`spf=pass smtp.mailfrom="x; dmarc=pass header.from=`+c.victim.domain+`; y"@`+domainOf(c.own)+"; dmarc=fail header.from="+c.victim.domain)
}

func resultInComment(s *scene) {
	d, c := s.devices[1], s.claimant()
	s.forgedWithResults(d, c, mailbox{}, "the only pass stands inside a comment",
		"dkim=fail (body hash; dmarc=pass header.from="+c.victim.domain+"); dmarc=fail header.from="+c.victim.domain)
}

// insiderOfTheDomain: somebody at the victim's firm, for whose mail the firm's
// domain passes, signs as the victim inside.
func insiderOfTheDomain(s *scene) {
	d, c := s.devices[0], s.claimant()
	insider := mailbox{c.victim.name(), "werkstudent" + c.id + "@" + c.victim.domain}
	s.known(d, insider.address, c.id)
	s.forgedWithResults(d, c, insider, "the domain passes for another of its addresses", dmarc("pass", c.victim.domain)...)
}

// serverNamedAlike: the field is of a server whose name begins like the user's.
func serverNamedAlike(s *scene) {
	d, c := s.devices[1], s.claimant()
	card := s.card(s.anyBook(), c.victim.id, c.victim.named().mail(c.address))
	s.seal(d, c.key, letter{from: c.victimMailbox, extra: []string{
		"Authentication-Results: " + authserv + ".attacker.example; dmarc=pass header.from=" + c.victim.domain,
		"Received: from mx.elsewhere.example by relay.elsewhere.example with ESMTPS; " + s.began.Format(time.RFC1123Z),
	}})
	s.seal(d, c.key, letter{from: c.called})
	s.unknowable("nobody whom the user trusts says whether the mail is genuine", card, s.known(d, c.address, c.victim.id), s.known(d, c.own, c.id), s.keyRecord(c.key, c.id))
}

// resultForAnotherFrom: the pass is for the domain of the forger.
func resultForAnotherFrom(s *scene) {
	d, c := s.devices[0], s.claimant()
	s.forgedWithResults(d, c, mailbox{}, "what passed is another domain than the one signed as", dmarc("pass", domainOf(c.own))...)
}
