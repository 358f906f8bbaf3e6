package review

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
)

// An Entry is one likely person to be decided about.
type Entry struct {
	Cluster dedupe.Cluster
	// Sides are the records that stay together whatever is decided.
	Sides [][]string
	Pairs []Pair
	// Pattern is the rules of all pairs, "same-name + same-phone - generation":
	// those for, then those against, each sorted.
	Pattern string
	// Survivor is the card that the plan keeps, "" if it names none.
	Survivor string
}

// A Pair is what speaks for, and against, making two sides one. For a person on
// proof, both are the first side.
type Pair struct {
	ID       string // of the proposal or person
	A, B     int    // of Sides
	Decision dedupe.Decision
	Evidence []dedupe.Evidence
	Against  []dedupe.Evidence
	Why      string // why something with proof is to be reviewed
	Before   dedupe.Decision
	Fresh    []string

	decided *dedupe.Decision
	person  *dedupe.Person
}

// entry makes one of a cluster. Ids that somebody took out of the plan are passed
// over.
func (s *Session) entry(c dedupe.Cluster) *Entry {
	e := &Entry{Cluster: c}
	for _, id := range c.Persons {
		p := s.persons[id]
		if p == nil {
			continue
		}
		e.Survivor = p.Survivor
		first := len(e.Sides)
		for _, record := range p.Records {
			e.Sides = append(e.Sides, []string{record})
		}
		e.Pairs = append(e.Pairs, Pair{ID: p.ID, A: first, B: first, Decision: p.Decision, Evidence: p.Evidence, Against: p.Against, Why: whyReviewed(p), decided: &p.Decision, person: p})
	}
	for _, id := range c.Proposals {
		if p := s.proposals[id]; p != nil {
			e.Pairs = append(e.Pairs, Pair{ID: p.ID, A: e.side(p.A), B: e.side(p.B), Decision: p.Decision, Evidence: p.Evidence, Against: p.Against, Why: p.Why, Before: p.Before, Fresh: p.Fresh, decided: &p.Decision})
		}
	}
	e.Pattern = e.pattern()
	return e
}

// whyReviewed says why a person is not accepted, though proof ties the records.
func whyReviewed(p *dedupe.Person) string {
	if len(p.Against) == 0 {
		return ""
	}
	texts := make([]string, len(p.Against))
	for i, e := range p.Against {
		texts[i] = e.Text
	}
	slices.Sort(texts)
	return "there is proof, but " + strings.Join(slices.Compact(texts), ", and ")
}

// side is the number of the side with these records.
func (e *Entry) side(records []string) int {
	i := slices.IndexFunc(e.Sides, func(side []string) bool { return slices.Equal(side, records) })
	if i < 0 {
		i = len(e.Sides)
		e.Sides = append(e.Sides, records)
	}
	return i
}

func (e *Entry) pattern() string {
	var rules, against []string
	for _, p := range e.Pairs {
		for _, evidence := range p.Evidence {
			rules = append(rules, evidence.Rule)
		}
		for _, evidence := range p.Against {
			against = append(against, evidence.Rule)
		}
	}
	joined := func(rules []string) string {
		slices.Sort(rules)
		return strings.Join(slices.Compact(rules), " + ")
	}
	pattern := joined(rules)
	if len(against) > 0 {
		pattern += " - " + joined(against)
	}
	return strings.TrimSpace(pattern)
}

// isOpen reports an entry of which something is not decided.
func (e *Entry) isOpen() bool {
	return slices.ContainsFunc(e.Pairs, func(p Pair) bool { return *p.decided == dedupe.Review })
}
