package link

import (
	"maps"
	"slices"
)

// A chain is two suggestions that lean to accept and meet in one person: "Hans
// Weber" and "H. Weber", "H. Weber" and "Heike Weber". If something tells the
// other two apart, accepting both would make one person of two.

const (
	// clearBits is by how many bits one of two suggestions must outweigh the other
	// to stand alone; otherwise nobody can say which of them is right.
	clearBits = 4
	// maxPartners bounds how many suggestions of one person are checked.
	maxPartners = 64
)

var ruleJoinsTwo = Rule{Name: "joins-two-people", Grade: Contra, family: byCard, bits: 0, says: "together with another proposal it would join two people: %q", Undone: "the other proposal is refused"}

// refuseIntransitive makes suggestions lean to refuse where together they would join
// two that something tells apart.
func (p *scoring) refuseIntransitive(suggestions []scoredPair, profiles []*profile) {
	meeting := map[uint32][]int{}
	for i, s := range suggestions {
		if s.accept {
			meeting[s.pair.a()] = append(meeting[s.pair.a()], i)
			meeting[s.pair.b()] = append(meeting[s.pair.b()], i)
		}
	}
	w := comparison{testimony: p.persons.testimony, frequencies: p.frequencies}
	broken := map[int]*Tie{}
	for _, person := range slices.Sorted(maps.Keys(meeting)) {
		partners := meeting[person]
		for j, x := range partners[:min(len(partners), maxPartners)] {
			for _, y := range partners[:j] {
				if why := w.tellApart(profiles, suggestions[x].pair.other(person), suggestions[y].pair.other(person)); why != nil {
					difference := suggestions[x].weight - suggestions[y].weight
					if difference < clearBits {
						broken[x] = why
					}
					if -difference < clearBits {
						broken[y] = why
					}
				}
			}
		}
	}
	for i, why := range broken {
		suggestions[i].accept = false
		suggestions[i].found = append(suggestions[i].found, *why)
	}
}

// tellApart says that two persons cannot be one, nil if nothing does.
func (w *comparison) tellApart(profiles []*profile, x, y uint32) *Tie {
	a, b := profiles[x], profiles[y]
	if x == y {
		return nil
	}
	w.compare(a, b)
	if !w.vetoed && !namesClash(a, b) && w.testimony.objection(a, b) == nil {
		return nil
	}
	return against(&ruleJoinsTwo, a.records[0], b.records[0], both(a.title(), b.title()))
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
