package repair

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/address"
)

// Kinds of mistakes in what a person decided, for errors.Is.
var (
	// ErrBoth: one address is to be kept and to be dropped.
	ErrBoth = errors.New("is to be kept and to be dropped")
	// ErrStranger: no list of a group shows the address, now or formerly.
	ErrStranger = errors.New("was never in the group")
	// ErrManyGroups: several groups know the address, and none was named.
	ErrManyGroups = errors.New("in several groups")
	// ErrNobody: nobody would be left.
	ErrNobody = errors.New("nobody would be left in the group")
)

// A Decision is what a person said of a group, against or beside what the mail
// adds up to: addresses, sorted.
type Decision struct {
	Keep []string `json:"keep"` // are members
	Drop []string `json:"drop"` // are not
}

// decisions finds, for each of the groups looked at, what was decided of it.
func decisions(groups []*history.Group, opts Options) (map[*history.Group]*Decision, error) {
	found := map[*history.Group]*Decision{}
	keep, drop := normal(opts.Keep), normal(opts.Drop)
	for _, who := range slices.Concat(keep, drop) {
		if slices.Contains(keep, who) && slices.Contains(drop, who) {
			return nil, fmt.Errorf("%q %w", who, ErrBoth)
		}
		about := slices.DeleteFunc(slices.Clone(groups), func(g *history.Group) bool { return !g.HasHeardOf(who) })
		switch {
		case len(about) == 0:
			return nil, fmt.Errorf("%q %w", who, ErrStranger)
		case len(about) > 1 && len(opts.Groups) == 0:
			return nil, fmt.Errorf("%q is %w", who, ErrManyGroups)
		}
		for _, g := range about {
			if found[g] == nil {
				found[g] = &Decision{Keep: []string{}, Drop: []string{}}
			}
			if slices.Contains(keep, who) {
				found[g].Keep = append(found[g].Keep, who)
			} else {
				found[g].Drop = append(found[g].Drop, who)
			}
		}
	}
	return found, nil
}

// normal are addresses as lists have them, each once, sorted.
func normal(addresses []string) []string {
	var list []string
	for _, a := range addresses {
		list = append(list, address.Normalize(a))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// decide makes the goal what a person said. The list is stated as of the newest
// message of the case, so that it overrules what is in dispute and nothing later.
func (p *planner) decide(d *Decision) error {
	goal, now := p.goal, min(p.goal.Until, p.opts.Now.Unix())
	goal.Members, goal.Past = nil, nil
	for _, person := range slices.Concat(p.goal.Members, p.goal.Past, p.unlistedPersons(d)) {
		isMember := slices.ContainsFunc(p.goal.Members, func(m history.Person) bool { return m.Address == person.Address })
		switch {
		case slices.Contains(d.Keep, person.Address) && !isMember:
			person.Added = max(person.Added, person.Removed, now)
			isMember = true
		case slices.Contains(d.Drop, person.Address) && isMember:
			person.Removed = max(person.Removed, person.Added+1, now)
			isMember = false
		}
		if isMember {
			goal.Complete = goal.Complete && p.hs.HasDeviceOf(person.Address)
			goal.Members = append(goal.Members, person)
		} else {
			goal.Past = append(goal.Past, person)
		}
	}
	if len(goal.Members) == 0 {
		return fmt.Errorf("%w %q", ErrNobody, goal.Name)
	}
	byAddress := func(a, b history.Person) int { return cmp.Compare(a.Address, b.Address) }
	slices.SortFunc(goal.Members, byAddress)
	slices.SortFunc(goal.Past, byAddress)
	p.decided = d
	p.aimAt(goal)
	p.states = p.group.DeviceStatesFor(p.target)
	return nil
}

// unlistedPersons are those a decision names and only the lists of devices show.
func (p *planner) unlistedPersons(d *Decision) []history.Person {
	var list []history.Person
	for _, who := range slices.Concat(d.Keep, d.Drop) {
		is := func(person history.Person) bool { return person.Address == who }
		if !slices.ContainsFunc(p.goal.Members, is) && !slices.ContainsFunc(p.goal.Past, is) {
			list = append(list, history.Person{Address: who, Name: p.group.Names[who]})
		}
	}
	return list
}

// disputesOf are the disputes of a group, as a plan has them.
func disputesOf(g *history.Group) []Dispute {
	var list []Dispute
	for _, d := range g.Target.Disputes {
		reading := d.Delivery.Reading
		said := Dispute{Kind: "add", Actor: reading.From.Address, Subject: d.Delivery.Subject(), MessageID: reading.MessageID,
			Device: d.Delivery.Author.Name, Refused: []string{}, Counts: d.Counts}
		switch reading.Removed {
		case "":
		case reading.From.Address:
			said.Kind = "leave"
		default:
			said.Kind = "remove"
		}
		for _, by := range d.Refused {
			said.Refused = append(said.Refused, by.Name)
		}
		list = append(list, said)
	}
	return list
}
