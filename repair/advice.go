package repair

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/release"
)

// advice says who has to do what in their client where no message helps.
func (p *planner) advice(s history.DeviceState, signers []signer) string {
	switch {
	case len(signers) == 0:
		return fmt.Sprintf("%s stays as it is: the case holds no secret key of any member, so nobody can sign. Export a member's keys, or let a member whose list is right write to the group.", s.Device)
	case p.keys[firstOf(s.Addresses)] == nil:
		return fmt.Sprintf("%s stays as it is: its key is not known, so nothing can be sealed to it.", s.Device)
	}
	var known []string
	for _, address := range s.Shown() {
		if _, wanted := slices.BinarySearch(p.target, address); wanted && !slices.Contains(s.Addresses, address) {
			known = append(known, address)
		}
	}
	if s.Release < wholeLists {
		return fmt.Sprintf("%s stays as it is: its release, %s, follows no whole list, only additions and removals one by one. A member it shows should %s.",
			s.Device, s.Rules.Name(), p.byHand(s))
	}
	if slices.ContainsFunc(signers, func(by signer) bool {
		_, found := slices.BinarySearch(known, by.Address)
		return found
	}) {
		return fmt.Sprintf("%s stays as it is: by the rules of its release, %s, it follows none of the messages that could be written. A member it shows should %s.",
			s.Device, s.Rules.Name(), p.byHand(s))
	}
	if len(known) == 0 {
		return fmt.Sprintf("%s stays as it is: it takes no message from any member of the group. Its user has to join again by an invitation.", s.Device)
	}
	return fmt.Sprintf("%s stays as it is: it takes messages from %s only, whose secret key the case does not hold. One of them should write to the group, or remove and add somebody.", s.Device, and(known))
}

// wholeLists is the first release that takes the recipients of a message it
// cannot place as the whole list (see draft.addMembership).
var wholeLists = release.Of(1, 117, 0)

// byHand says what a member has to do in their client to bring a device's list
// to the target.
func (p *planner) byHand(s history.DeviceState) string {
	var parts []string
	missing, extra := history.Without(p.target, s.Shown()), history.Without(s.Shown(), p.target)
	if len(missing) > 0 {
		parts = append(parts, "remove and add again "+and(missing))
	}
	if len(extra) > 0 {
		parts = append(parts, "add and remove again "+and(extra))
	}
	return strings.Join(parts, ", and ")
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func and(names []string) string {
	switch len(names) {
	case 0:
		return "everybody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
