package labelled

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
)

// way is the evidence of the steps on the shortest way from one entry to
// another.
func way(steps []step, from, to string) []dedupe.Evidence {
	type place struct {
		entry    string
		evidence []dedupe.Evidence
	}
	seen := map[string]bool{from: true}
	for queue := []place{{entry: from}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at.entry == to {
			return at.evidence
		}
		for _, s := range steps {
			if !slices.Contains(s.entries, at.entry) {
				continue
			}
			for _, next := range s.entries {
				if !seen[next] {
					seen[next] = true
					queue = append(queue, place{next, slices.Concat(at.evidence, s.evidence)})
				}
			}
		}
	}
	return nil
}

// between is the evidence of proposals that name both sides of a pair, whatever
// they suggest.
func (m *measurement) between(pair Pair) []dedupe.Evidence {
	has := func(records []string, entry string) bool {
		return slices.ContainsFunc(records, func(r string) bool { return m.entryOf[r] == entry })
	}
	var evidence []dedupe.Evidence
	for _, p := range m.plan.Proposals {
		if has(p.A, pair.A) && has(p.B, pair.B) || has(p.A, pair.B) && has(p.B, pair.A) {
			evidence = slices.Concat(evidence, p.Evidence, p.Against)
		}
	}
	return evidence
}
