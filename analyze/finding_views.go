package analyze

import (
	"fmt"
	"strings"
)

// difference is how one device's view departs from the target.
type difference struct {
	device         *device
	missing, extra []string
	absent         bool // the device does not have the group at all
}

// differences compares every device with the target. A device that is out of
// the group, and knows it, is told nothing more and is no difference.
func (s *Study) differences(group string, t target) []difference {
	members := t.members()
	var list []difference
	for _, d := range s.c.devices {
		if len(d.addresses) == 0 || d.blind() {
			continue // nobody can say what it shows
		}
		inTarget := false
		for _, address := range d.addresses {
			inTarget = inTarget || contains(members, address)
		}
		h := s.histories[d][group]
		switch {
		case h == nil || !h.view.Exists:
			if inTarget {
				list = append(list, difference{device: d, missing: members, absent: true})
			}
			continue
		case !inTarget && !h.view.Has("self"):
			continue
		}
		shown := h.addressesOf(h.view)
		diff := difference{device: d, missing: without(members, shown), extra: without(shown, members)}
		if len(diff.missing)+len(diff.extra) > 0 {
			list = append(list, diff)
		}
	}
	return list
}

// findDifferences reports each device whose view is not the target's, whom it
// is missing or showing in vain, and what became of the message that would
// have told it.
func (s *Study) findDifferences(group string) []Finding {
	var found []Finding
	for _, diff := range s.differences(group, s.target(group)) {
		d := diff.device
		f := Finding{Code: CodeViewsDiffer, Severity: SeverityError, Group: group, Device: d.name,
			Fix: "Have a member whose list is right write to the group, or let gmmtool write the correction: gmmtool correct."}
		if diff.absent {
			why, events := s.whyAbsent(group, d)
			f.Text = fmt.Sprintf("%s is a member of %s, but does not have the group: %s", d.name, s.quoted(group), why)
			f.Evidence = evidenceOf(events...)
			found = append(found, f)
			continue
		}
		var sentences []string
		var events []*Event
		for _, address := range diff.missing {
			why, about := s.whyDiffers(group, d, address, true)
			sentences = append(sentences, fmt.Sprintf("%s does not see %s: %s", d.name, address, why))
			events = append(events, about...)
		}
		for _, address := range diff.extra {
			why, about := s.whyDiffers(group, d, address, false)
			sentences = append(sentences, fmt.Sprintf("%s still shows %s: %s", d.name, address, why))
			events = append(events, about...)
		}
		f.Text, f.Evidence = fmt.Sprintf("In %s, %s", s.quoted(group), strings.Join(sentences, " ")), evidenceOf(events...)
		found = append(found, f)
	}
	return found
}

// whyDiffers explains why a device did not learn of an addition or removal.
func (s *Study) whyDiffers(group string, d *device, address string, added bool) (string, []*Event) {
	m := s.lastAbout(group, address, added)
	if m == nil {
		if first := s.mailOf(group); added && len(first) > 0 {
			return s.tell(first[0], d, "the group was made with them")
		}
		return "no message of the case says how that came about.", nil
	}
	verb := "removed"
	if added {
		verb = "added"
	}
	what := fmt.Sprintf("%s %s %s at %s", m.said.From.Address, verb, address, m.dated())
	if !added && address == m.said.From.Address {
		what = fmt.Sprintf("%s left at %s", address, m.dated())
	}
	return s.tell(m, d, what)
}

// tell says what became of a message on a device.
func (s *Study) tell(m *groupMail, d *device, what string) (string, []*Event) {
	fate, step, own := s.fateOf(m, d)
	events := []*Event{m.event}
	if own != nil && own != m.event {
		events = append(events, own)
	}
	switch {
	case fate == fateMissing:
		return what + "; that message never arrived.", events
	case fate == fateJunk:
		return what + "; that message was filed as spam.", events
	case fate == fateSealed:
		return what + "; that message arrived, but the device has no key that opens it.", events
	case fate == fateNone:
		return what + "; the sender did not send that message here, because their own list lacked this device.", events
	case fate == fateOwn:
		return what + "; a later message undid it here.", events
	case step == nil:
		return what + "; that message arrived, but the client did not take it as mail of the group.", events
	case !step.outcome.Accepted:
		return fmt.Sprintf("%s; that message arrived, but was not followed: %s.", what, step.outcome.Reason), events
	}
	return fmt.Sprintf("%s; that message was read (%s), but another one outweighed it.", what, step.outcome.Reason), events
}

// whyAbsent explains why a member's device does not have the group.
func (s *Study) whyAbsent(group string, d *device) (string, []*Event) {
	for _, address := range d.addresses {
		if m := s.lastAbout(group, address, true); m != nil {
			return s.tell(m, d, fmt.Sprintf("%s added it at %s", m.said.From.Address, m.dated()))
		}
	}
	if mail := s.mailOf(group); len(mail) > 0 {
		return s.tell(mail[0], d, "the group was made with it")
	}
	return "no message of the case says how that came about.", nil
}
