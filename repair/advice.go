package repair

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// advice says who has to do what in their client where no message helps.
func (p *planner) advice(seat analyze.Seat) string {
	switch {
	case len(p.signers()) == 0:
		return fmt.Sprintf("%s stays as it is: the case holds no secret key of any member, so nobody can sign. Export a member's keys, or let a member whose list is right write to the group.", seat.Device)
	case p.keys[firstOf(seat.Addresses)] == nil:
		return fmt.Sprintf("%s stays as it is: its key is not known, so nothing can be sealed to it.", seat.Device)
	}
	var known []string
	for _, address := range seat.Shown() {
		if slices.Contains(p.target(), address) && !slices.Contains(seat.Addresses, address) {
			known = append(known, address)
		}
	}
	if len(known) == 0 {
		return fmt.Sprintf("%s stays as it is: it takes no message from any member of the group. Its user has to join again by an invitation.", seat.Device)
	}
	return fmt.Sprintf("%s stays as it is: it takes messages from %s only, whose secret key the case does not hold. One of them should write to the group, or remove and add somebody.", seat.Device, and(known))
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
