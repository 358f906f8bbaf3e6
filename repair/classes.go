package repair

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A class is devices that make the same of a correction, unless it is by their
// user or names them: the same rules, and the same view but for who is the user.
type class struct {
	states []history.DeviceState
	reads  bool            // a key of theirs is among those a correction is sealed to
	shown  map[string]bool // whom they show
	// follows are the people whose word may change their view, by address; nil
	// for everybody.
	follows map[string]bool
}

// classify puts devices into classes, in order of the first of each.
func (p *planner) classify() []class {
	recipients := p.reachable()
	index := map[string]int{}
	var classes []class
	for _, s := range p.states {
		reads := isAmong(s, recipients)
		key := fmt.Sprintln(reads, s.InTarget, s.Undecrypted, p.situation(s))
		i, known := index[key]
		if !known {
			i, index[key] = len(classes), len(classes)
			classes = append(classes, class{reads: reads, shown: setOf(s.Shown()), follows: p.follows(s)})
		}
		classes[i].states = append(classes[i].states, s)
	}
	return classes
}

// situation writes down a view as others would, with the user's own address.
func (p *planner) situation(s history.DeviceState) string {
	var lines []string
	for id, row := range s.View.Rows {
		lines = append(lines, fmt.Sprintln(s.Contacts.Address(id), p.unlisted(s, id), row.Added, row.Removed))
	}
	slices.Sort(lines)
	v := s.View
	return fmt.Sprintln(s.Release, v.ListTime, v.Created, v.Exists, v.Unpromoted, v.Left, v.Protected) + strings.Join(lines, "")
}

// unlisted is a member's key where it is not the one the group knows.
func (p *planner) unlisted(s history.DeviceState, id membership.ID) membership.ID {
	key := p.keys[s.Contacts.Address(id)]
	if id == membership.Self || !s.Rules.Keyed() || key != nil && string(key.Fingerprint()) == string(id) {
		return ""
	}
	return id
}

// senderChecked is the first release that asks whether the sender is a member.
var senderChecked = release.Of(1, 122, 0)

// follows lists the people whose word may change a device's view: members, by the
// rules of every release that asks (see membership). It is nil for everybody.
func (p *planner) follows(s history.DeviceState) map[string]bool {
	switch {
	case !s.View.Has(membership.Self), s.Release < senderChecked:
		return nil
	case s.Rules.Keyed() && s.View.Count() >= len(p.target):
		return nil // a refused message may still teach the address of a member
	}
	return setOf(s.Shown())
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return set
}
