package labelled

import "github.com/gmmtool/gmmtool/dedupe/probe"

// An Exchange is a question that a device is to ask when the rest of the case
// is made, and who answers it: package probe writes the messages, with the case
// at hand.
type Exchange struct {
	Device         string
	New, Candidate probe.Identity
	// Keys are the secret keys, armored, of whoever reads the mail for them and
	// answers.
	Keys [][]byte
	// Relay is the secret key, armored, of somebody who opens the probe and sends
	// it on to the candidate as their own; nil if nobody does.
	Relay []byte
	// Replay is set if the answer to the exchange before is sent again for this
	// one.
	Replay bool
}

func probeKinds() []kind {
	return []kind{
		{"answered probe", []func(*scene){answeredProbe}},
		{"relayed or replayed probe", []func(*scene){relayedProbe, replayedAnswer}},
	}
}

// keyed is one of two accounts of somebody, each with a key.
func (s *scene) keyed(p person, address string) (*labelledRecord, *keypair) {
	d := s.devices[0]
	key := s.key(p, []string{address}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), address}})
	return s.known(d, address, p.id), key
}

func (s *scene) ask(first, second *labelledRecord, one, other *keypair, e Exchange) {
	e.Device = s.devices[0].name
	e.New = probe.Identity{Address: first.Address, Fingerprint: one.fingerprint()}
	e.Candidate = probe.Identity{Address: second.Address, Fingerprint: other.fingerprint()}
	s.exchanges = append(s.exchanges, e)
}

func answeredProbe(s *scene) {
	p := s.person()
	a, one := s.keyed(p, "wal"+p.id+"@nine.testrun.org")
	b, other := s.keyed(p, p.at(p.domain))
	s.ask(a, b, one, other, Exchange{Keys: [][]byte{one.file, other.file}})
	s.same("whoever holds one key answered with the other", a, b)
}

// impostor is somebody who uses another's name, wrote to them and was answered.
func (s *scene) impostor(p person, theirs string, answering *keypair) (*labelledRecord, *keypair) {
	m := s.person()
	address := m.at("gmx.net")
	key := s.key(person{id: m.id, given: p.given, family: p.family}, []string{address}, nil)
	d := s.devices[0]
	asked := s.seal(d, key, letter{from: mailbox{p.name(), address}, to: []mailbox{d.mailbox(), {p.name(), theirs}}})
	s.seal(d, answering, letter{from: mailbox{p.name(), theirs}, to: []mailbox{d.mailbox(), {p.name(), address}}, inReplyTo: asked.id, body: "Who are you?"})
	return s.known(d, address, m.id), key
}

func relayedProbe(s *scene) {
	p := s.person()
	b, other := s.keyed(p, p.at(p.domain))
	a, one := s.impostor(p, p.at(p.domain), other)
	s.ask(a, b, one, other, Exchange{Keys: [][]byte{other.file}, Relay: one.file})
	s.different("one answered the other, and the question was never answered by both", a, b)
}

// replayedAnswer has an impostor send an answer that somebody gave before.
func replayedAnswer(s *scene) {
	answeredProbe(s)
	p := s.person()
	b, other := s.keyed(p, p.at(p.domain))
	a, one := s.impostor(p, p.at(p.domain), other)
	s.ask(a, b, one, other, Exchange{Replay: true})
	s.different("one answered the other, and the answer was to another question", a, b)
}
