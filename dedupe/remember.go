package dedupe

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Decisions are what reviewers of earlier plans decided. They are kept beside
// the book, as JSON.
type Decisions struct {
	Schema int       `json:"schema"`
	Pairs  []Decided `json:"pairs"`
}

// Decided is one decision: that no record of A is the same person as one of B
// (Refuse), or that all are one (Accept). For a person A and B are the same.
type Decided struct {
	A        []string `json:"a"` // record ids, sorted
	B        []string `json:"b"`
	Decision Decision `json:"decision"` // Accept or Refuse
	// Evidence are digests of the evidence that was known, Against of what spoke
	// against it. Other evidence is new.
	Evidence []string `json:"evidence"`
	Against  []string `json:"against,omitempty"`
}

// With adds the decisions of an edited plan. What is left to review stays as it
// was.
func (old Decisions) With(plan *Plan) Decisions {
	kept := map[string]Decided{}
	put := func(d Decided) {
		if d.Decision == Accept || d.Decision == Refuse {
			kept[record.Identify("pair", slices.Concat(d.A, []string{""}, d.B)...)] = d
		}
	}
	for _, d := range old.Pairs {
		put(d)
	}
	for _, p := range plan.Persons {
		put(Decided{p.Records, p.Records, p.Decision, digests(p.Evidence), digests(p.Against)})
	}
	for _, p := range plan.Proposals {
		put(Decided{p.A, p.B, p.Decision, digests(p.Evidence), digests(p.Against)})
	}
	all := Decisions{Schema: Schema, Pairs: make([]Decided, 0, len(kept))}
	for _, d := range kept {
		all.Pairs = append(all.Pairs, d)
	}
	slices.SortFunc(all.Pairs, func(a, b Decided) int { return cmp.Or(slices.Compare(a.A, b.A), slices.Compare(a.B, b.B)) })
	return all
}

// digests names evidence by what it says, without saying it: decisions may be
// kept longer than mail.
func digests(all []Evidence) []string {
	var found []string
	for _, e := range all {
		found = append(found, evidenceDigest(e))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func evidenceDigest(e Evidence) string {
	return strconv.FormatUint(record.Digest(e.Rule, e.Value), 16)
}

// decisionIndex finds decisions by record.
type decisionIndex struct{ of map[string][]*Decided }

func indexDecisions(decisions Decisions) *decisionIndex {
	x := &decisionIndex{of: map[string][]*Decided{}}
	for i := range decisions.Pairs {
		d := &decisions.Pairs[i]
		for _, id := range d.A {
			x.of[id] = append(x.of[id], d)
		}
		for _, id := range d.B {
			if !slices.Contains(d.A, id) {
				x.of[id] = append(x.of[id], d)
			}
		}
	}
	return x
}

// about finds the decision on two sides, nil if there is none; the last one
// wins.
func (x *decisionIndex) about(a, b []string) *Decided {
	var found *Decided
	for _, id := range a {
		for _, d := range x.of[id] {
			for _, other := range b {
				if other != id && (slices.Contains(d.A, id) && slices.Contains(d.B, other) || slices.Contains(d.B, id) && slices.Contains(d.A, other)) {
					found = d
				}
			}
		}
	}
	return found
}

// IsDecided reports a record that something was decided about.
func (x *decisionIndex) IsDecided(id string) bool { return len(x.of[id]) > 0 }

// IsRefused reports two records that were told apart.
func (x *decisionIndex) IsRefused(a, b string) bool {
	d := x.about([]string{a}, []string{b})
	return d != nil && d.Decision == Refuse
}

// decidePerson accepts a person left to review that was accepted before, on the
// same records and with nothing new against it.
func (x *decisionIndex) decidePerson(p *Person) {
	d := x.about(p.Records, p.Records)
	if d != nil && d.Decision == Accept && subset(p.Records, d.A) && subset(digests(p.Against), d.Against) {
		p.Decision = Accept
	}
}

// decideProposal applies what was decided before. It reports false for a pair
// that was refused and of which nothing new is known.
func (x *decisionIndex) decideProposal(p *Proposal) bool {
	d := x.about(p.A, p.B)
	if d == nil {
		return true
	}
	person := slices.Equal(d.A, d.B) // whose records were seen to be alike in lesser ways
	for _, e := range p.Evidence {
		if !slices.Contains(d.Evidence, evidenceDigest(e)) && !(person && e.Grade == link.Weak) {
			p.Fresh = append(p.Fresh, e.Text)
		}
	}
	p.Before = d.Decision
	switch {
	case d.Decision == Refuse:
		return len(p.Fresh) > 0
	case subset(d.Evidence, digests(p.Evidence)) && subset(digests(p.Against), d.Against):
		p.Decision, p.Fresh = Accept, nil
	}
	return true
}

func subset(some, all []string) bool {
	for _, s := range some {
		if !slices.Contains(all, s) {
			return false
		}
	}
	return true
}
