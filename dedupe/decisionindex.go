package dedupe

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/link"
)

// decisionIndex finds decisions by record.
type decisionIndex struct{ of map[string][]*indexedDecision }

// An indexedDecision knows on which sides of a decision a record stands.
type indexedDecision struct {
	*Decided
	sides map[string]sides
}

type sides struct{ a, b bool }

func indexDecisions(decisions Decisions) *decisionIndex {
	x := &decisionIndex{of: map[string][]*indexedDecision{}}
	for i := range decisions.Pairs {
		d := &indexedDecision{&decisions.Pairs[i], map[string]sides{}}
		for _, id := range d.A {
			d.sides[id] = sides{a: true}
		}
		for _, id := range d.B {
			d.sides[id] = sides{d.sides[id].a, true}
		}
		for id := range d.sides {
			x.of[id] = append(x.of[id], d)
		}
	}
	return x
}

// about finds the decision on two sides, nil if there is none; the last one
// wins.
func (x *decisionIndex) about(a, b []string) *Decided {
	counted := map[*indexedDecision][2]int{} // records of b on the sides of a decision
	count := func(d *indexedDecision) [2]int {
		n, known := counted[d]
		if known {
			return n
		}
		for _, id := range b {
			if d.sides[id].a {
				n[0]++
			}
			if d.sides[id].b {
				n[1]++
			}
		}
		counted[d] = n
		return n
	}
	for i := len(a) - 1; i >= 0; i-- {
		decisions := x.of[a[i]]
		for k := len(decisions) - 1; k >= 0; k-- {
			d, itself := decisions[k], sides{}
			if slices.Contains(b, a[i]) {
				itself = d.sides[a[i]]
			}
			n := count(d)
			if d.sides[a[i]].a && n[1] > ones(itself.b) || d.sides[a[i]].b && n[0] > ones(itself.a) {
				return d.Decided
			}
		}
	}
	return nil
}

func ones(is bool) int {
	if is {
		return 1
	}
	return 0
}

// personOf is the id that most of the records had together when they were decided,
// "" if none did.
func (x *decisionIndex) personOf(records []string) string {
	counts := map[string]int{}
	for _, id := range records {
		for _, d := range x.of[id] {
			if d.Person != "" && d.Decision == Accept {
				counts[d.Person]++
			}
		}
	}
	best := ""
	for person, n := range counts {
		if n > counts[best] || n == counts[best] && person < best {
			best = person
		}
	}
	return best
}

// IsDecided reports a record that something was decided about.
func (x *decisionIndex) IsDecided(id string) bool { return len(x.of[id]) > 0 }

// IsRefused reports two records that were told apart.
func (x *decisionIndex) IsRefused(a, b string) bool {
	d := x.about([]string{a}, []string{b})
	return d != nil && d.Decision == Refuse
}

// IsTakenOut reports a record that was, alone, told apart from others.
func (x *decisionIndex) IsTakenOut(id string) bool {
	return slices.ContainsFunc(x.of[id], func(d *indexedDecision) bool {
		return d.Decision == Refuse && d.Person != "" && len(d.A) == 1 && d.A[0] == id
	})
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
	person := d.Person != "" || slices.Equal(d.A, d.B) // whose records were seen to be alike in lesser ways
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
	known := map[string]bool{}
	for _, s := range all {
		known[s] = true
	}
	return !slices.ContainsFunc(some, func(s string) bool { return !known[s] })
}
