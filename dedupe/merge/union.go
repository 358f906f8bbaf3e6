package merge

import (
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
)

// A union is the records of one person, by everything that was accepted.
type union struct {
	accepted []string // ids of persons and proposals, in the order of the plan
	name     string
	survivor string  // id of a record; "" if the plan names none
	records  []int32 // of the plan
}

// unite works out which records of a valid plan become one. A decision to refuse
// stands against every way that leads there.
func unite(plan *dedupe.Plan) ([]union, error) {
	ties := newTies(plan.Records)
	for i := range plan.Persons {
		if person := &plan.Persons[i]; person.Decision == dedupe.Accept {
			ties.join(person.Records)
		}
	}
	for i := range plan.Proposals {
		if proposal := &plan.Proposals[i]; proposal.Decision == dedupe.Accept {
			ties.join(slices.Concat(proposal.A, proposal.B))
		}
	}
	if err := ties.checkRefused(plan); err != nil {
		return nil, err
	}
	return ties.unions(plan), nil
}

// ties is a union-find over the records of a plan.
type ties struct {
	byID   map[string]int
	parent []int
}

func newTies(records []dedupe.Listed) *ties {
	t := &ties{byID: make(map[string]int, len(records)), parent: make([]int, len(records))}
	for i := range records {
		t.byID[records[i].ID], t.parent[i] = i, i
	}
	return t
}

// root is the first record of those tied to i.
func (t *ties) root(i int) int {
	for t.parent[i] != i {
		t.parent[i] = t.parent[t.parent[i]]
		i = t.parent[i]
	}
	return i
}

func (t *ties) join(ids []string) {
	for _, id := range ids {
		a, b := t.root(t.byID[id]), t.root(t.byID[ids[0]])
		t.parent[max(a, b)] = min(a, b)
	}
}

// checkRefused finds records that must not become one, and would.
func (t *ties) checkRefused(plan *dedupe.Plan) error {
	for i, person := range plan.Persons {
		if person.Decision == dedupe.Refuse {
			if err := t.checkApart(fmt.Sprintf(".persons[%d]", i), person.Records, person.Records); err != nil {
				return err
			}
		}
	}
	for i, proposal := range plan.Proposals {
		if proposal.Decision == dedupe.Refuse {
			if err := t.checkApart(fmt.Sprintf(".proposals[%d]", i), proposal.A, proposal.B); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *ties) checkApart(path string, a, b []string) error {
	member := map[int]string{}
	for _, id := range a {
		member[t.root(t.byID[id])] = id
	}
	for _, id := range b {
		if other := member[t.root(t.byID[id])]; other != "" && other != id {
			return &Error{Kind: ErrPlan, Path: path + ".decision", Detail: fmt.Sprintf("refuses to make %q and %q one, and what is accepted elsewhere does", other, id)}
		}
	}
	return nil
}

// unions are in the order of what was accepted first for them.
func (t *ties) unions(plan *dedupe.Plan) []union {
	found := make([]union, 0, len(plan.Persons))
	numbers := make([]int, len(t.parent)) // of unions, plus one, by root
	at := func(id string) *union {
		number := &numbers[t.root(t.byID[id])]
		if *number == 0 {
			found = append(found, union{})
			*number = len(found)
		}
		return &found[*number-1]
	}
	for i := range plan.Persons {
		if person := &plan.Persons[i]; person.Decision == dedupe.Accept {
			u := at(person.Records[0])
			u.accepted = append(u.accepted, person.ID)
			u.name, u.survivor = firstOf(u.name, person.Name), firstOf(u.survivor, person.Survivor)
		}
	}
	for i := range plan.Proposals {
		if proposal := &plan.Proposals[i]; proposal.Decision == dedupe.Accept {
			u := at(proposal.A[0])
			u.accepted = append(u.accepted, proposal.ID)
		}
	}
	for i := range t.parent {
		if number := numbers[t.root(i)]; number > 0 {
			found[number-1].records = append(found[number-1].records, int32(i))
		}
	}
	return found
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
