package planfile

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
)

// chain is the records that evidence ties, each to the next, from one end to the other:
// nil if it is not one chain, or the order of the evidence is not that of the records.
func chain(all []dedupe.Evidence) []string {
	neighbours := make(map[string][]string, len(all)+1)
	for i := range all {
		a, b := all[i].Records[0], all[i].Records[1]
		if a >= b || i > 0 && slices.Compare(all[i-1].Records[:], all[i].Records[:]) >= 0 || len(neighbours[a]) == 2 || len(neighbours[b]) == 2 {
			return nil
		}
		neighbours[a], neighbours[b] = append(neighbours[a], b), append(neighbours[b], a)
	}
	at := ""
	for id, others := range neighbours {
		if len(others) == 1 && (at == "" || id < at) {
			at = id
		}
	}
	var records []string
	for before := ""; at != ""; {
		records = append(records, at)
		next := ""
		for _, id := range neighbours[at] {
			if id != before {
				next = id
			}
		}
		before, at = at, next
	}
	if len(records) != len(all)+1 {
		return nil // several chains, or a ring
	}
	return records
}

// chained is the names of a chain as one text, "" if they could not be told apart in it.
func chained(names []string) string {
	for _, name := range names {
		if !strings.HasPrefix(name, "#") || strings.Contains(name, " ") {
			return ""
		}
	}
	return strings.Join(names, " ")
}

// pairsOf are the pairs that evidence ties, in order, whose records are called by their
// lasting names: the first to each of the others, or of a chain each to the next.
func (r *reader) pairsOf(tied []string) [][2]string {
	isChain := len(tied) == 1 && strings.Contains(tied[0], " ")
	if isChain {
		tied = strings.Split(tied[0], " ")
	}
	pairs := make([][2]string, 0, len(tied))
	for i := 1; i < len(tied); i++ {
		first := tied[0]
		if isChain {
			first = tied[i-1]
		}
		pairs = append(pairs, [2]string{r.id(first), r.id(tied[i])})
	}
	if isChain {
		for i := range pairs {
			slices.Sort(pairs[i][:])
		}
		slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	}
	return pairs
}
