// Package joined says what a plan of dedupe makes one person, so that it can be
// held against a truth, by whatever names that truth has for records.
//
// It knows no truth and no rule: what a plan does is read from its decisions and
// suggestions alone. The same plan gives the same steps, clusters and ways.
package joined

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
)

// A Level is how far a plan goes.
type Level int

const (
	// Accepted is what the plan does if nobody edits it: its accepted persons and
	// proposals.
	Accepted Level = iota
	// Suggested is what it does if a reviewer follows every suggestion to accept as
	// well. What is accepted together is one person, so that a chain of suggestions
	// joins its ends.
	Suggested
	Levels
)

func (l Level) String() string { return [...]string{"accepted", "suggested"}[l] }

// A Step is what a plan joins at once, and why.
type Step[R comparable] struct {
	Records           []R
	Evidence, Against []dedupe.Evidence
}

// Steps are what a plan joins at a level, in its order. name is what the caller
// calls a record of the plan.
func Steps[R comparable](plan *dedupe.Plan, level Level, name func(id string) R) []Step[R] {
	var list []Step[R]
	add := func(evidence, against []dedupe.Evidence, ids ...string) {
		s := Step[R]{Evidence: evidence, Against: against}
		for _, id := range ids {
			s.Records = append(s.Records, name(id))
		}
		list = append(list, s)
	}
	for _, p := range plan.Persons {
		if p.Decision == dedupe.Accept {
			add(p.Evidence, p.Against, p.Records...)
		}
	}
	for _, p := range plan.Proposals {
		if p.Decision == dedupe.Accept || level == Suggested && p.Decision == dedupe.Review && p.Suggest == dedupe.Accept {
			add(p.Evidence, p.Against, slices.Concat(p.A, p.B)...)
		}
	}
	return list
}

// Between are the proposals of a plan that name one record on one side and another
// on the other, whatever they suggest.
func Between[R comparable](plan *dedupe.Plan, a, b R, name func(id string) R) []dedupe.Proposal {
	has := func(ids []string, record R) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return name(id) == record })
	}
	var list []dedupe.Proposal
	for _, p := range plan.Proposals {
		if has(p.A, a) && has(p.B, b) || has(p.A, b) && has(p.B, a) {
			list = append(list, p)
		}
	}
	return list
}

// Ratio is a part of a whole, 1 if there is nothing.
func Ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}
