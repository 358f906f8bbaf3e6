package labelled

import "fmt"

// groupKinds are members of group chats.
func groupKinds() []kind {
	return []kind{
		{"group member", []func(*scene){memberKnownByKey, memberOfTwoGroups, memberInTheBook}},
		{"namesakes in a group", []func(*scene){namesakesInGroup, strangerOfKnownName}},
	}
}

// chat delivers a message to a group, whose other members are in others.
func (s *scene) chat(d *device, key *keypair, from mailbox, group, answers string, others ...mailbox) letter {
	return s.seal(d, key, letter{
		from: from, to: append([]mailbox{d.mailbox()}, others...), inReplyTo: answers,
		inner: []string{"Chat-Group-ID: " + group, "Chat-Group-Name: Hiking"},
	})
}

func (s *scene) groupID() string { return fmt.Sprintf("Grp%08xQ", s.random.Uint32()) }

// memberKnownByKey joins a group under an address nobody knows.
func memberKnownByKey(s *scene) {
	p, d := s.person(), s.devices[0]
	a, b := p.at(p.domain), "m"+p.id+"@nine.testrun.org"
	key := s.key(p, []string{a}, nil)
	s.seal(d, key, letter{from: mailbox{p.name(), a}})
	s.chat(d, key, mailbox{p.given, b}, s.groupID(), "")
	s.same("the member's messages are signed by the key of the known address",
		s.card(s.anyBook(), p.id, p.named().mail(a)), s.known(d, a, p.id), s.known(d, b, p.id))
}

func memberOfTwoGroups(s *scene) {
	p := s.person()
	address := p.at("nine.testrun.org")
	key := s.key(p, []string{address}, nil)
	s.chat(s.devices[0], key, mailbox{p.name(), address}, s.groupID(), "")
	s.chat(s.devices[1], key, mailbox{p.name(), address}, s.groupID(), "")
	s.same("one address", s.known(s.devices[0], address, p.id), s.known(s.devices[1], address, p.id))
}

func memberInTheBook(s *scene) {
	p, d := s.person(), s.devices[1]
	address := p.at("posteo.de")
	s.chat(d, s.key(p, []string{address}, nil), mailbox{p.name(), address}, s.groupID(), "")
	s.same("one name and one address", s.card(s.anyBook(), p.id, p.named().mail(address)), s.known(d, address, p.id))
}

func namesakesInGroup(s *scene) {
	p, d, group := s.person(), s.devices[0], s.groupID()
	q := s.namesake(p)
	a, b := "a"+p.id+"@nine.testrun.org", "b"+q.id+"@nine.testrun.org"
	asked := s.chat(d, s.key(p, []string{a}, nil), mailbox{p.name(), a}, group, "", mailbox{q.name(), b})
	s.chat(d, s.key(q, []string{b}, nil), mailbox{q.name(), b}, group, asked.id, mailbox{p.name(), a})
	s.different("one member answers the other", s.known(d, a, p.id), s.known(d, b, q.id))
}

// strangerOfKnownName has a first name in common with somebody in the book.
func strangerOfKnownName(s *scene) {
	p, d := s.person(), s.devices[1]
	q := s.named(p.given, s.people.family())
	address := "c" + q.id + "@nine.testrun.org"
	s.chat(d, s.key(person{id: q.id, given: q.given}, []string{address}, nil), mailbox{q.given, address}, s.groupID(), "")
	s.different("nothing in common but a first name", s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain))), s.known(d, address, q.id))
}
