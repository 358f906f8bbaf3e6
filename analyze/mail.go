package analyze

import (
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// groupMail is one message of a group with what became of it everywhere. It is
// the unit findings speak of.
type groupMail struct {
	*casedMail
	said   *gmm.Reading
	author *device // nil if no device of the case sent it
	at     time.Time
}

// isGMM reports whether the message adds or removes a member by name. Lists in
// ordinary messages are checked by clients too, but nobody changed anything in
// them.
func (m *groupMail) isGMM() bool { return m.said.Added != "" || m.said.Removed != "" }

// dated gives the time of the message for a sentence.
func (m *groupMail) dated() string { return (&item{said: m.said, at: m.delivered}).dated() }

// fate is what became of one message on one device.
type fate int

const (
	fateNone    fate = iota // was not meant for the device
	fateOwn                 // sent by the device
	fateRead                // read by the client, whatever it made of it
	fateSealed              // arrived, but the device has no key for it
	fateJunk                // filed as spam
	fateMissing             // never arrived
)

// mailOf lists the messages of one group in the order they were written.
func (s *Study) mailOf(group string) []*groupMail {
	if s.byGroup == nil {
		s.byGroup = map[string][]*groupMail{}
		authors := s.authors()
		for _, m := range s.mail {
			said := m.event.Message.Reading(release.Latest)
			g := &groupMail{casedMail: m, said: said, author: authors[said.MessageID]}
			g.at = writtenAt(&item{event: m.event, said: said, sent: m.delivered})
			s.byGroup[said.GroupID] = append(s.byGroup[said.GroupID], g)
		}
		for _, mail := range s.byGroup {
			slices.SortStableFunc(mail, func(a, b *groupMail) int { return a.at.Compare(b.at) })
		}
	}
	return s.byGroup[group]
}

// authors maps the Message-ID of everything a device of the case sent to it.
func (s *Study) authors() map[string]*device {
	by := map[string]*device{}
	for _, line := range s.lines {
		for _, own := range line.own {
			by[own.said.MessageID] = line.device
		}
	}
	return by
}

// fateOf follows one message to one device. The step is non-nil if the client
// read it as mail of the group, the event if a copy lies in its archive.
func (s *Study) fateOf(m *groupMail, d *device) (fate, *step, *Event) {
	if h := s.histories[d][m.said.GroupID]; h != nil {
		for i := range h.steps {
			it := h.steps[i].item
			if it.said.MessageID != m.said.MessageID {
				continue
			}
			if it.own {
				return fateOwn, &h.steps[i], it.event
			}
			return fateRead, &h.steps[i], it.event
		}
	}
	for _, e := range m.copies {
		switch {
		case e.Device != d.name:
		case e.inJunk():
			return fateJunk, nil, e
		case d.cannotOpen(e.Message):
			return fateSealed, nil, e
		default:
			return fateRead, nil, e
		}
	}
	if !m.isFor(d) {
		return fateNone, nil, nil
	}
	return fateMissing, nil, nil
}

// lastAbout finds the newest GMM about a member, nil if there is none.
func (s *Study) lastAbout(group, address string, added bool) *groupMail {
	var last *groupMail
	for _, m := range s.mailOf(group) {
		if added && m.said.Added == address || !added && m.said.Removed == address {
			last = m
		}
	}
	return last
}

// addressesOf lists the members of a view by address, sorted.
func (h *history) addressesOf(v membership.View) []string {
	var list []string
	for _, id := range v.Members() {
		list = append(list, h.contacts.Address(id))
	}
	slices.Sort(list)
	return slices.Compact(list)
}
