package labelled

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
)

// A step is what a plan joins at once.
type step struct {
	entries  []string
	evidence []dedupe.Evidence
}

// steps are what a plan joins at a level.
func (m *measurement) steps(level Level) []step {
	var list []step
	add := func(records []string, evidence ...[]dedupe.Evidence) {
		s := step{evidence: slices.Concat(evidence...)}
		for _, record := range records {
			s.entries = append(s.entries, m.entryOf[record])
		}
		list = append(list, s)
	}
	for _, p := range m.plan.Persons {
		if p.Decision == dedupe.Accept {
			add(p.Records, p.Evidence, p.Against)
		}
	}
	for _, p := range m.plan.Proposals {
		if p.Decision == dedupe.Accept || level == Suggested && p.Decision == dedupe.Review && p.Suggest == dedupe.Accept {
			add(slices.Concat(p.A, p.B), p.Evidence, p.Against)
		}
	}
	return list
}

// clusters are the entries that steps join, those with more than one.
func clusters(steps []step) [][]string {
	of := map[string]int{}
	var members [][]string
	for i, s := range steps {
		members = append(members, nil)
		for _, id := range s.entries {
			old, known := of[id]
			if known && old == i {
				continue
			}
			moved := []string{id}
			if known {
				moved, members[old] = members[old], nil
			}
			for _, other := range moved {
				of[other] = i
			}
			members[i] = append(members[i], moved...)
		}
	}
	members = slices.DeleteFunc(members, func(list []string) bool { return len(list) < 2 })
	for _, list := range members {
		slices.Sort(list)
	}
	slices.SortFunc(members, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	return members
}
