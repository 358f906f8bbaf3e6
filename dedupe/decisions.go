package dedupe

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// ErrDecisions is a file of decisions that is damaged, of another kind, or
// written by a newer release.
var ErrDecisions = errors.New("no decisions of gmmtool")

// Decisions are what reviewers of earlier plans decided. They are kept beside
// the book, as JSON.
type Decisions struct {
	Schema int       `json:"schema"`
	Pairs  []Decided `json:"pairs"`
	// Cards are what the cards said that were decided about, by id.
	Cards map[string]Content `json:"cards,omitempty"`
}

// Decided is one decision: that no record of A is the same person as one of B
// (Refuse), or that all are one (Accept). For a person A and B are the same.
type Decided struct {
	A        []string `json:"a"` // record ids, sorted
	B        []string `json:"b"`
	Decision Decision `json:"decision"` // Accept or Refuse
	// Person is the id of a person in the plan, who keeps it; of a refusal, the
	// person whom the one record of A was taken out of.
	Person string `json:"person,omitempty"`
	// Evidence are digests of the evidence that was known, Against of what spoke
	// against it. Other evidence is new.
	Evidence []string `json:"evidence"`
	Against  []string `json:"against,omitempty"`
}

// ReadDecisions reads decisions as JSON.
func ReadDecisions(r io.Reader) (Decisions, error) {
	var d Decisions
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return Decisions{}, fmt.Errorf("%w: %w", ErrDecisions, err)
	}
	if d.Schema != Schema {
		return Decisions{}, fmt.Errorf("%w: version %d is not known", ErrDecisions, d.Schema)
	}
	for i, pair := range d.Pairs {
		if len(pair.A) == 0 || len(pair.B) == 0 || pair.Decision != Accept && pair.Decision != Refuse {
			return Decisions{}, fmt.Errorf("%w: pairs[%d] is incomplete", ErrDecisions, i)
		}
	}
	return d, nil
}

// With adds the decisions of an edited plan, on so many goroutines. What is left to
// review stays as it was. A record that proof tied to an accepted person, and that was
// taken out of it, is told apart from the rest. The evidence of the plan is let go: where
// there is much of it, no room is left for what is worked out.
func (old Decisions) With(plan *Plan, jobs int) Decisions {
	found := slices.Concat(old.Pairs, inParts(jobs, len(plan.Persons), func(i int, found []Decided) []Decided {
		p := &plan.Persons[i]
		found = p.appendDecided(found)
		p.Evidence, p.Against = nil, nil
		return found
	}), inParts(jobs, len(plan.Proposals), func(i int, found []Decided) []Decided {
		p := &plan.Proposals[i]
		if p.Decision.isFinal() {
			found = append(found, Decided{A: p.A, B: p.B, Decision: p.Decision, Evidence: digests(p.Evidence), Against: digests(p.Against)})
		}
		p.Evidence, p.Against = nil, nil
		return found
	}))
	order := make([]int32, 0, len(found))
	for i := range found {
		if found[i].Decision.isFinal() {
			order = append(order, int32(i))
		}
	}
	parallel.Sort(jobs, order, func(x, y int32) int {
		a, b := &found[x], &found[y]
		return cmp.Or(slices.Compare(a.A, b.A), slices.Compare(a.B, b.B), cmp.Compare(x, y))
	})
	all := Decisions{Schema: Schema, Pairs: make([]Decided, 0, len(order))}
	for i, x := range order {
		if i+1 < len(order) && found[x].isAboutSame(&found[order[i+1]]) {
			continue // the last one wins
		}
		all.Pairs = append(all.Pairs, found[x])
	}
	all.rememberCards(old, plan, jobs)
	return all
}

// inParts collects what is found for each of the numbers below n, in their order.
func inParts(jobs, n int, find func(i int, found []Decided) []Decided) []Decided {
	parts := make([][]Decided, jobs)
	parallel.Parts(jobs, n, func(part, from, to int) {
		found := make([]Decided, 0, to-from)
		for i := from; i < to; i++ {
			found = find(i, found)
		}
		parts[part] = found
	})
	return slices.Concat(parts...)
}

// isAboutSame reports decisions about the same two sides.
func (d *Decided) isAboutSame(other *Decided) bool {
	return slices.Equal(d.A, other.A) && slices.Equal(d.B, other.B)
}

func (d Decision) isFinal() bool { return d == Accept || d == Refuse }

// appendDecided adds what was decided about a person, and about those who were taken
// out of it.
func (p *Person) appendDecided(found []Decided) []Decided {
	if !p.Decision.isFinal() {
		return found
	}
	whole := Decided{A: p.Records, B: p.Records, Decision: p.Decision, Person: p.ID, Evidence: digests(p.Evidence), Against: digests(p.Against)}
	found = append(found, whole)
	if p.Decision == Accept {
		for _, id := range takenOut(p) {
			apart := whole
			apart.A, apart.Decision = []string{id}, Refuse
			found = append(found, apart)
		}
	}
	return found
}

// takenOut are the records that the evidence of a person names and the person no
// longer has, sorted.
func takenOut(p *Person) []string {
	var out []string
	for _, e := range p.Evidence {
		for _, id := range e.Records {
			if !slices.Contains(p.Records, id) {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rememberCards keeps what the cards say that something was decided about.
func (d *Decisions) rememberCards(old Decisions, plan *Plan, jobs int) {
	d.Cards = make(map[string]Content, len(plan.Records))
	for i := range d.Pairs {
		for _, id := range d.Pairs[i].A {
			d.Cards[id] = old.Cards[id]
		}
		for _, id := range d.Pairs[i].B {
			d.Cards[id] = old.Cards[id]
		}
	}
	contents := make([]Content, len(plan.Records))
	parallel.Parts(jobs, len(contents), func(_, from, to int) {
		for i := from; i < to; i++ {
			r := &plan.Records[i]
			if r.Source != record.Card {
				continue
			}
			if _, isDecided := d.Cards[r.ID]; isDecided {
				contents[i] = contentOf(r.Record)
			}
		}
	})
	for i, content := range contents {
		if content.Whole != "" {
			d.Cards[plan.Records[i].ID] = content
		}
	}
	maps.DeleteFunc(d.Cards, func(_ string, content Content) bool { return content == Content{} }) // of records that are not cards
}

// digests names evidence by what it says, without saying it: decisions may be
// kept longer than mail.
func digests(all []Evidence) []string {
	if len(all) == 0 {
		return nil
	}
	found := make([]string, 0, len(all))
	for _, e := range all {
		found = append(found, evidenceDigest(e))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func evidenceDigest(e Evidence) string {
	return strconv.FormatUint(record.Digest(e.Rule, e.Value), 16)
}
