package dedupe

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// A chain is two suggestions that lean to accept and meet in one person: "Hans
// Weber" and "H. Weber", "H. Weber" and "Heike Weber". If something tells the
// other two apart, accepting both would make one person of two.

const (
	// clearly is by how many bits one of two suggestions must outweigh the other
	// to stand alone; otherwise nobody can say which of them is right.
	clearly = 4
	// maxPartners is how many suggestions of one person are checked against each
	// other at most.
	maxPartners = 64
	// chainChecks and chainChecksEach are how many pairs are checked in all, and
	// for each person. Those with few suggestions come first, so that what is
	// left unchecked is what nobody could review anyway.
	chainChecks     = 200_000
	chainChecksEach = 2
)

var ruleMeeting = rule{name: "too-many-proposals", grade: Contra, family: byCard, bits: 0, says: "too many proposals meet in one person to check whether they would join two people: %q", undone: "other proposals are refused"}

var ruleChain = rule{name: "joins-two-people", grade: Contra, family: byCard, bits: 0, says: "together with another proposal it would join two people: %q", undone: "the other proposal is refused"}

// breakChains makes suggestions lean to refuse where together they would join
// two that something tells apart.
func (p *proposing) breakChains(suggestions []suggestion, profiles []*profile) {
	meeting := map[uint32][]int{}
	for i, s := range suggestions {
		if s.suggest == Accept {
			meeting[s.pair.a()] = append(meeting[s.pair.a()], i)
			meeting[s.pair.b()] = append(meeting[s.pair.b()], i)
		}
	}
	check := chainCheck{
		weighing: weighing{heard: p.people.heard, crowds: p.crowds}, profiles: profiles,
		left: chainChecks + chainChecksEach*len(profiles), known: map[pair]*tie{},
	}
	broken := map[int]*tie{}
	for _, person := range fewestFirst(meeting) {
		partners := meeting[person]
		if len(partners) > maxPartners || check.left < 0 {
			why := against(&ruleMeeting, profiles[person].records[0], profiles[person].records[0],
				strconv.Itoa(len(partners))+" of "+profiles[person].title())
			for _, x := range partners {
				broken[x] = cmp.Or(broken[x], why)
			}
			continue
		}
		for j, x := range partners {
			for _, y := range partners[:j] {
				if why := check.apart(suggestions[x].pair.other(person), suggestions[y].pair.other(person)); why != nil {
					difference := suggestions[x].weight - suggestions[y].weight
					if difference < clearly {
						broken[x] = why
					}
					if -difference < clearly {
						broken[y] = why
					}
				}
			}
		}
	}
	for i, why := range broken {
		suggestions[i].suggest = Refuse
		suggestions[i].found = append(suggestions[i].found, *why)
	}
}

// fewestFirst orders persons by how many suggestions meet in them.
func fewestFirst(meeting map[uint32][]int) []uint32 {
	persons := slices.Collect(maps.Keys(meeting))
	slices.SortFunc(persons, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(meeting[a]), len(meeting[b])), cmp.Compare(a, b))
	})
	return persons
}

// A chainCheck tells pairs of persons apart, each once: in a crowd of people who
// are all alike, every two of them meet in every third.
type chainCheck struct {
	weighing
	profiles []*profile
	known    map[pair]*tie
	left     int // how many more pairs may be looked at
}

// apart says that two persons cannot be one, nil if nothing does.
func (c *chainCheck) apart(x, y uint32) *tie {
	if x == y {
		return nil
	}
	pair := pairNumbers(x, y)
	why, known := c.known[pair]
	if known {
		return why
	}
	c.left--
	a, b := c.profiles[x], c.profiles[y]
	c.weigh(a, b)
	if c.vetoed || clash(a, b) || c.heard.unlike(a, b) != nil {
		why = against(&ruleChain, a.records[0], b.records[0], both(a.title(), b.title()))
	}
	c.known[pair] = why
	return why
}

// title is a name for a person in a sentence.
func (p *profile) title() string {
	switch {
	case len(p.names) > 0:
		return p.names[0].found
	case len(p.boxes) > 0:
		return p.boxes[0].folded
	}
	return "somebody"
}
