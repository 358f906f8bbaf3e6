package planfile

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// Read is the plan that the file has, which is used up: there is no room for both where
// they are large. The error, a [*dedupe.PlanError], names a
// version that is not known, or evidence that says less than it must or rests on a rule
// that the plan does not have.
func (p *Plan) Read() (*dedupe.Plan, error) {
	if p.Schema != Schema && p.Schema != firstSchema {
		return nil, &dedupe.PlanError{Path: ".schema", Why: fmt.Sprintf("version %d is not known", p.Schema)}
	}
	plan := &dedupe.Plan{
		Schema: dedupe.Schema, Kind: p.Kind, Inputs: p.Inputs, Share: p.Share, Records: make([]dedupe.Listed, len(p.Records)),
		Conflicts: make([]dedupe.Conflict, 0, len(p.Conflicts)), LeftOut: p.LeftOut, Counts: p.Counts,
	}
	r := &reader{rules: indexRules(p.Rules), onlyBook: onlyBook(p.Inputs)}
	if err := r.records(p, plan); err != nil {
		return nil, err
	}
	p.Records = nil
	runtime.GC() // of a large plan they are a third of what is held, and the collector may have just looked
	var err error
	if plan.Persons, err = readAll(p.Persons, r.person); err != nil {
		return nil, err
	}
	p.Persons = nil
	if plan.Proposals, err = readAll(p.Proposals, r.proposal); err != nil {
		return nil, err
	}
	p.Proposals = nil
	return plan, r.rest(p, plan)
}

// readAll reads each entry of a list, on all cores. The error is that of the first that
// has one.
func readAll[Written, Entry any](list []Written, read func(*Written, int) (Entry, error)) ([]Entry, error) {
	entries := make([]Entry, len(list))
	failed := make([]error, parallel.Cores())
	parallel.Parts(len(failed), len(list), func(part, from, to int) {
		for i := from; i < to && failed[part] == nil; i++ {
			entries[i], failed[part] = read(&list[i], i)
			list[i] = *new(Written)
		}
	})
	return entries, cmp.Or(failed...)
}

// A reader knows what the entries of a plan do not say.
type reader struct {
	rules    map[string]*Rule
	onlyBook string
	lasting  map[string]string // names of records, by what the file calls them; those that differ
}

func (r *reader) records(p *Plan, plan *dedupe.Plan) error {
	failed := make([]error, parallel.Cores())
	parallel.Parts(len(failed), len(p.Records), func(part, from, to int) {
		var compactor record.Compactor
		for i := from; i < to && failed[part] == nil; i++ {
			failed[part] = r.record(&p.Records[i], i, &plan.Records[i])
			compactor.Compact(&plan.Records[i].Record)
		}
	})
	if err := cmp.Or(failed...); err != nil {
		return err
	}
	for i := range p.Records {
		p.Records[i].Record = record.Record{} // the plan has it
	}
	r.lasting = make(map[string]string, len(p.Records))
	for i := range p.Records {
		name := p.Records[i].ID
		if !strings.HasPrefix(name, "#") {
			continue
		}
		if _, twice := r.lasting[name]; twice {
			return &dedupe.PlanError{Path: fmt.Sprintf(".records[%d].id", i), Why: fmt.Sprintf("%q is there twice", name)}
		}
		r.lasting[name] = plan.Records[i].ID
	}
	return nil
}

// record reads the record with a number into the plan.
func (r *reader) record(written *Record, i int, listed *dedupe.Listed) error {
	*listed = dedupe.Listed{ID: written.ID, Record: written.Record}
	if listed.Source = written.Source; listed.Source == "" {
		listed.Source = record.Card
	}
	if strings.HasPrefix(written.ID, "#") {
		if listed.ID = written.Lasting; listed.ID == "" {
			listed.ID = record.NameOf(&listed.Record)
		}
	}
	switch {
	case written.Place != nil:
		listed.Place = *written.Place
	case len(written.At) == 2:
		listed.Place = record.Place{Line: written.At[0], Index: written.At[1]}
	case len(written.At) > 0:
		return &dedupe.PlanError{Path: fmt.Sprintf(".records[%d].at", i), Why: "a place is a line and an index"}
	}
	if listed.Source == record.Card && listed.Place.Book == "" {
		listed.Place.Book = r.onlyBook
	}
	return nil
}

func (r *reader) id(name string) string {
	if id, known := r.lasting[name]; known {
		return id
	}
	return name
}

// ids changes names into ids.
func (r *reader) ids(names []string) []string {
	if len(r.lasting) > 0 {
		for i, name := range names {
			names[i] = r.id(name)
		}
	}
	return names
}

func (r *reader) person(p *Person, i int) (person dedupe.Person, err error) {
	person = dedupe.Person{
		ID: p.ID, Name: p.Name, Records: r.ids(p.Records), Survivor: r.id(p.Survivor), Duplicates: len(p.Records) - 1, Decision: p.Decision,
	}
	if p.Duplicates != nil {
		person.Duplicates = *p.Duplicates
	}
	if person.Evidence, err = r.evidence(p.Evidence, nil); err != nil {
		return person, within(err, ".persons[%d].evidence", i)
	}
	person.Against, err = r.evidence(p.Against, nil)
	return person, within(err, ".persons[%d].against", i)
}

func (r *reader) proposal(p *Proposal, i int) (proposal dedupe.Proposal, err error) {
	ends := p.firsts()
	proposal = dedupe.Proposal{
		ID: p.ID, A: r.ids(p.A), B: r.ids(p.B), Decision: p.Decision, Suggest: p.Suggest, Before: p.Before, Fresh: p.Fresh,
	}
	if proposal.Evidence, err = r.evidence(p.Evidence, ends); err != nil {
		return proposal, within(err, ".proposals[%d].evidence", i)
	}
	proposal.Against, err = r.evidence(p.Against, ends)
	switch {
	case p.Why != nil:
		proposal.Why = *p.Why
	case len(r.lasting) > 0:
		proposal.Why = dedupe.WhyReviewed(&proposal)
	}
	return proposal, within(err, ".proposals[%d].against", i)
}

// rest reads what is not persons and proposals.
func (r *reader) rest(p *Plan, plan *dedupe.Plan) (err error) {
	for _, c := range p.Clusters {
		plan.Clusters = append(plan.Clusters, dedupe.Cluster{
			ID: c.ID, Persons: c.Persons, Proposals: c.Proposals, Suggest: c.Suggest, Alarm: c.Alarm,
		})
	}
	if len(r.lasting) > 0 && plan.Share == nil {
		plan.CompleteClusters()
	}
	for i, c := range p.Conflicts {
		conflict := dedupe.Conflict{ID: c.ID, Ends: [2]string{r.id(c.Ends[0]), r.id(c.Ends[1])}, Why: c.Why}
		for k, path := range c.Paths {
			steps, err := r.evidence(path, nil)
			if err != nil {
				return within(err, ".conflicts[%d].paths[%d]", i, k)
			}
			conflict.Paths = append(conflict.Paths, steps)
		}
		plan.Conflicts = append(plan.Conflicts, conflict)
	}
	for _, c := range p.Revocations {
		plan.Revocations = append(plan.Revocations, dedupe.Revocation{Revocation: c.Revocation, Records: r.ids(c.Records)})
	}
	plan.Alarms, err = r.evidence(p.Alarms, nil)
	return within(err, ".alarms")
}

// within completes the place of an error in a list of evidence. Places are written down
// only where there is an error: of evidence there is much.
func within(err error, list string, numbers ...any) error {
	var fault *dedupe.PlanError
	if errors.As(err, &fault) {
		fault.Path = fmt.Sprintf(list, numbers...) + fault.Path
	}
	return err
}

// evidence reads that of one entry. Ends are the records that it ties if it names none,
// nil if it has to. The place of an error is that in the list.
func (r *reader) evidence(list []Evidence, ends []string) ([]dedupe.Evidence, error) {
	if list == nil {
		return nil, nil
	}
	all := make([]dedupe.Evidence, 0, len(list))
	for i := range list {
		written := &list[i]
		e := dedupe.Evidence{Rule: written.Rule, Grade: written.Grade, Text: written.Text, Value: written.Value, Witnesses: written.Witnesses, Undone: written.Undone}
		tied := written.Records
		if len(tied) == 0 {
			tied = ends
		}
		if len(tied) < 2 {
			return nil, &dedupe.PlanError{Path: fmt.Sprintf("[%d].records", i), Why: "evidence ties two records or more"}
		}
		if rule := r.rules[written.Rule]; rule != nil {
			rule.complete(&e, written.Shown)
		} else if e.Grade == "" || e.Text == "" {
			return nil, &dedupe.PlanError{Path: fmt.Sprintf("[%d].rule", i), Why: fmt.Sprintf("%q is not among the rules of the plan", written.Rule)}
		}
		for _, other := range tied[1:] {
			e.Records = [2]string{r.id(tied[0]), r.id(other)}
			all = append(all, e)
		}
	}
	return all, nil
}

// complete says what evidence leaves to its rule.
func (r *Rule) complete(e *dedupe.Evidence, shown string) {
	if e.Grade == "" {
		e.Grade = r.Grade
	}
	if e.Undone == "" {
		e.Undone = r.Undone
	}
	if e.Text == "" && shown == "" {
		e.Text = r.words(e.Value)
	} else if e.Text == "" {
		e.Text = r.words(shown)
	}
}
