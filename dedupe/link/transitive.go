package dedupe

import (
	"maps"
	"slices"
)

// A chain is two suggestions that lean to accept and meet in one person: "Hans
// Weber" and "H. Weber", "H. Weber" and "Heike Weber". If something tells the
// other two apart, accepting both would make one person of two.

const (
	// clearly is by how many bits one of two suggestions must outweigh the other
	// to stand alone; otherwise nobody can say which of them is right.
	clearly = 4
	// maxPartners bounds how many suggestions of one person are checked.
	maxPartners = 64
)

var ruleChain = Rule{Name: "joins-two-people", Grade: Contra, family: byCard, bits: 0, says: "together with another proposal it would join two people: %q", Undone: "the other proposal is refused"}

// breakChains makes suggestions lean to refuse where together they would join
// two that something tells apart.
func (p *proposing) breakChains(suggestions []suggestion, profiles []*profile) {
	meeting := map[uint32][]int{}
	for i, s := range suggestions {
		if s.accept {
			meeting[s.pair.a()] = append(meeting[s.pair.a()], i)
			meeting[s.pair.b()] = append(meeting[s.pair.b()], i)
		}
	}
	w := weighing{heard: p.people.heard, crowds: p.crowds}
	broken := map[int]*Tie{}
	for _, person := range slices.Sorted(maps.Keys(meeting)) {
		partners := meeting[person]
		for j, x := range partners[:min(len(partners), maxPartners)] {
			for _, y := range partners[:j] {
				if why := w.apart(profiles, suggestions[x].pair.other(person), suggestions[y].pair.other(person)); why != nil {
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
		suggestions[i].accept = false
		suggestions[i].found = append(suggestions[i].found, *why)
	}
}

// apart says that two persons cannot be one, nil if nothing does.
func (w *weighing) apart(profiles []*profile, x, y uint32) *Tie {
	a, b := profiles[x], profiles[y]
	if x == y {
		return nil
	}
	w.weigh(a, b)
	if !w.vetoed && !clash(a, b) && w.heard.unlike(a, b) == nil {
		return nil
	}
	return against(&ruleChain, a.records[0], b.records[0], both(a.title(), b.title()))
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
