package dedupe

import (
	"errors"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// reviewable is a plan with a person, a proposal and a conflict.
func reviewable(t *testing.T) *Plan {
	records := []record.Record{
		card("a", "Anna", "anna@a.example"), card("b", "Anna", "anna@a.example"), member("g", "Anna", "anna@a.example"),
		with(card("c", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("d", "Hannelore Quitzow"), telephone("+49 30 5550001")),
		card("e", "", "e@a.example"), card("f", "", "f@a.example"),
	}
	return find(t, records, &record.Testimony{
		Signed:    []record.Bond{bond("e@a.example", keyA), bond("f@a.example", keyA)},
		Dialogues: []record.AddressPair{{From: "e@a.example", To: "f@a.example"}},
	}).Plan
}

func TestAPlanEditedIntoNonsenseIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		path string
		edit func(p *Plan)
	}{
		{"another version", ".schema", func(p *Plan) { p.Schema = 2 }},
		{"another kind", ".kind", func(p *Plan) { p.Kind = "corrections" }},
		{"a record twice", ".records[1].id", func(p *Plan) { p.Records[1].ID = p.Records[0].ID }},
		{"a record without an id", ".records[0].id", func(p *Plan) { p.Records[0].ID = "" }},
		{"an unknown decision on a person", ".persons[0].decision", func(p *Plan) { p.Persons[0].Decision = "yes" }},
		{"an unknown decision on a proposal", ".proposals[0].decision", func(p *Plan) { p.Proposals[0].Decision = "" }},
		{"an unknown record in a person", ".persons[0].records[1]", func(p *Plan) { p.Persons[0].Records[1] = "card-0" }},
		{"a record twice in a person", ".persons[0].records[1]", func(p *Plan) { p.Persons[0].Records[1] = p.Persons[0].Records[0] }},
		{"a person of nobody", ".persons[0].records", func(p *Plan) { p.Persons[0].Records = nil }},
		{"an unknown record in a proposal", ".proposals[0].b[0]", func(p *Plan) { p.Proposals[0].B[0] = "card-0" }},
		{"a record on both sides of a proposal", ".proposals[0].b", func(p *Plan) { p.Proposals[0].B = p.Proposals[0].A }},
		{"a person with the id of another", ".persons[1].id", func(p *Plan) { p.Persons = append(p.Persons, p.Persons[0]) }},
		{"a record in two accepted persons", ".persons[1].records[0]", func(p *Plan) {
			p.Persons = append(p.Persons, p.Persons[0])
			p.Persons[1].ID = "person-2"
		}},
		{"a survivor that is not a card", ".persons[0].survivor", func(p *Plan) {
			for _, r := range p.Records {
				if r.Source == record.Member {
					p.Persons[0].Survivor = r.ID
				}
			}
		}},
		{"a survivor from elsewhere", ".persons[0].survivor", func(p *Plan) { p.Persons[0].Survivor = p.Proposals[0].A[0] }},
		{"a proposal accepted across a conflict", ".proposals[0].decision", func(p *Plan) {
			p.Proposals[0].A, p.Proposals[0].B = p.Conflicts[0].Ends[:1], p.Conflicts[0].Ends[1:]
			p.Proposals[0].Decision = Accept
		}},
		{"a conflict of unknown records", ".conflicts[0].ends[0]", func(p *Plan) { p.Conflicts[0].Ends[0] = "card-0" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			plan := reviewable(t)
			c.edit(plan)
			err := Validate(plan)
			var fault *PlanError
			if !errors.Is(err, ErrPlan) || !errors.As(err, &fault) || fault.Path != c.path {
				t.Errorf("error %v, want one at %s", err, c.path)
			}
		})
	}
}
