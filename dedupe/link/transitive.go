package link

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Pairs are judged one by one, so that what they lean to need not be transitive:
// "Hans Weber" and "H. Weber", "H. Weber" and "Heike Weber". If something tells
// the outer two apart, accepting both pairs would make one person of two.

const (
	// clearBits is by how many bits one of two pairs must outweigh the other to
	// stand alone; otherwise nobody can say which of them is right.
	clearBits = 4
	// maxPartners is how many pairs of one person are checked against each other
	// at most.
	maxPartners = 64
	// maxChecks and maxChecksEach are how many pairs are checked in all, and for
	// each person. Persons with few pairs come first, so that what is left
	// unchecked is what nobody could review anyway.
	maxChecks     = 200_000
	maxChecksEach = 2
)

var (
	ruleTooManyPairs = Rule{Name: "too-many-proposals", Grade: Contra, family: byCard, bits: 0, says: "too many proposals meet in one person to check whether they would join two people: %q", Undone: "other proposals are refused"}
	ruleJoinsTwo     = Rule{Name: "joins-two-people", Grade: Contra, family: byCard, bits: 0, says: "together with another proposal it would join two people: %q", Undone: "the other proposal is refused"}
)

// refuseIntransitive makes pairs lean to refuse where together they would join
// two that something tells apart, and where there are too many to check.
func (s *scoring) refuseIntransitive(pairs []scoredPair, profiles []*profile) {
	meeting := map[uint32][]int{}
	for i, p := range pairs {
		if p.accept {
			meeting[p.pair.a()] = append(meeting[p.pair.a()], i)
			meeting[p.pair.b()] = append(meeting[p.pair.b()], i)
		}
	}
	check := outerCheck{
		comparison: comparison{testimony: s.persons.testimony, frequencies: s.frequencies}, profiles: profiles,
		left: maxChecks + maxChecksEach*len(profiles), known: map[pair]*Tie{},
	}
	refused := map[int]*Tie{}
	fewestFirst := slices.SortedFunc(maps.Keys(meeting), func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(meeting[a]), len(meeting[b])), cmp.Compare(a, b))
	})
	for _, person := range fewestFirst {
		partners := meeting[person]
		if len(partners) > maxPartners || check.left < 0 {
			why := against(&ruleTooManyPairs, profiles[person].records[0], profiles[person].records[0],
				strconv.Itoa(len(partners))+" of "+profiles[person].title())
			for _, x := range partners {
				refused[x] = cmp.Or(refused[x], why)
			}
			continue
		}
		check.refuse(person, partners, pairs, refused)
	}
	s.compared += len(check.known)
	for i, why := range refused {
		pairs[i].accept = false
		pairs[i].found = append(pairs[i].found, *why)
	}
}

// An outerCheck tells the outer persons of two pairs apart, every two once: of
// people who are all alike, every two meet in every third.
type outerCheck struct {
	comparison
	profiles []*profile
	known    map[pair]*Tie
	left     int // how many more may be looked at
}

// refuse notes which of the pairs of one person are refused, and why.
func (c *outerCheck) refuse(person uint32, partners []int, pairs []scoredPair, refused map[int]*Tie) {
	for j, x := range partners {
		for _, y := range partners[:j] {
			why := c.apart(pairs[x].pair.other(person), pairs[y].pair.other(person))
			if why == nil {
				continue
			}
			difference := pairs[x].weight - pairs[y].weight
			if difference < clearBits {
				refused[x] = why
			}
			if -difference < clearBits {
				refused[y] = why
			}
		}
	}
}

// apart says that two persons cannot be one, nil if nothing does.
func (c *outerCheck) apart(x, y uint32) *Tie {
	if x == y {
		return nil
	}
	pair := newPair(x, y)
	why, known := c.known[pair]
	if known {
		return why
	}
	c.left--
	a, b := c.profiles[x], c.profiles[y]
	c.compare(a, b)
	if c.vetoed || namesClash(a, b) || c.testimony.objection(a, b) != nil {
		why = against(&ruleJoinsTwo, a.records[0], b.records[0], both(a.title(), b.title()))
	}
	c.known[pair] = why
	return why
}

// title is a name for a person in a sentence.
func (p *profile) title() string {
	switch {
	case len(p.names) > 0:
		return p.names[0].Found
	case len(p.mailboxes) > 0:
		return p.mailboxes[0].Folded
	}
	return "somebody"
}
