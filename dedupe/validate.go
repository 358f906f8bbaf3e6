package dedupe

import (
	"errors"
	"fmt"
	"slices"
	"sort"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// ErrPlan: a plan says what cannot be. [PlanError] says where.
var ErrPlan = errors.New("plan makes no sense")

// A PlanError is a fault of a plan and its place. It is an ErrPlan.
type PlanError struct {
	Path string // as jq writes it: ".proposals[3].decision"
	Why  string
}

func (e *PlanError) Error() string { return e.Path + ": " + e.Why }

// Unwrap makes errors.Is find ErrPlan.
func (e *PlanError) Unwrap() error { return ErrPlan }

// Validate checks a plan that somebody may have edited. The error is a
// [*PlanError] that names the first fault.
func Validate(plan *Plan) error {
	v := &validation{plan: plan, records: make(map[string]*Listed, len(plan.Records))}
	for _, check := range []func() error{v.head, v.listed, v.persons, v.proposals, v.conflicts, v.accepted} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

type validation struct {
	plan    *Plan
	records map[string]*Listed
}

func fault(why string, path string, numbers ...any) error {
	return &PlanError{Path: fmt.Sprintf(path, numbers...), Why: why}
}

func (v *validation) head() error {
	switch {
	case v.plan.Schema != Schema:
		return fault(fmt.Sprintf("unknown version %d", v.plan.Schema), ".schema")
	case v.plan.Kind != Kind:
		return fault(fmt.Sprintf("%q is not a plan of merges", v.plan.Kind), ".kind")
	}
	return nil
}

func (v *validation) listed() error {
	for i := range v.plan.Records {
		listed := &v.plan.Records[i]
		switch {
		case listed.ID == "":
			return fault("a record without an id", ".records[%d].id", i)
		case v.records[listed.ID] != nil:
			return fault(fmt.Sprintf("%q is there twice", listed.ID), ".records[%d].id", i)
		}
		v.records[listed.ID] = listed
	}
	return nil
}

// shortList is up to how many ids are compared with each other one by one.
const shortList = 16

// known checks a list of record ids.
func (v *validation) known(ids []string, path string, numbers ...any) error {
	var seen map[string]bool // of long lists
	if len(ids) > shortList {
		seen = make(map[string]bool, len(ids))
	}
	for i, id := range ids {
		why := ""
		switch {
		case v.records[id] == nil:
			why = fmt.Sprintf("%q is not a record of the plan", id)
		case seen[id] || seen == nil && slices.Contains(ids[:i], id):
			why = fmt.Sprintf("%q is there twice", id)
		}
		if why != "" {
			return &PlanError{fmt.Sprintf(path, numbers...) + fmt.Sprintf("[%d]", i), why}
		}
		if seen != nil {
			seen[id] = true
		}
	}
	if len(ids) == 0 {
		return fault("no records", path, numbers...)
	}
	return nil
}

func decided(d Decision) bool { return d == Accept || d == Review || d == Refuse }

func unknownDecision(d Decision) string {
	return fmt.Sprintf("%q is neither %q, %q nor %q", d, Accept, Review, Refuse)
}

func (v *validation) persons() error {
	ids, in := make(map[string]bool, len(v.plan.Persons)), make(map[string]bool, 2*len(v.plan.Persons))
	for i := range v.plan.Persons {
		p := &v.plan.Persons[i]
		if err := v.known(p.Records, ".persons[%d].records", i); err != nil {
			return err
		}
		switch {
		case p.ID == "" || ids[p.ID]:
			return fault(fmt.Sprintf("%q is missing or there twice", p.ID), ".persons[%d].id", i)
		case !decided(p.Decision):
			return fault(unknownDecision(p.Decision), ".persons[%d].decision", i)
		case p.Survivor != "" && !slices.Contains(p.Records, p.Survivor):
			return fault(fmt.Sprintf("%q is not a record of the person", p.Survivor), ".persons[%d].survivor", i)
		case p.Survivor != "" && v.records[p.Survivor].Source != record.Card:
			return fault(fmt.Sprintf("%q is not a card", p.Survivor), ".persons[%d].survivor", i)
		}
		ids[p.ID] = true
		if p.Decision != Accept {
			continue
		}
		for j, id := range p.Records {
			if in[id] {
				return fault(fmt.Sprintf("%q is in two accepted persons", id), ".persons[%d].records[%d]", i, j)
			}
			in[id] = true
		}
	}
	return nil
}

func (v *validation) proposals() error {
	ids := make(map[string]bool, len(v.plan.Proposals))
	for i := range v.plan.Proposals {
		p := &v.plan.Proposals[i]
		if err := v.known(p.A, ".proposals[%d].a", i); err != nil {
			return err
		}
		if err := v.known(p.B, ".proposals[%d].b", i); err != nil {
			return err
		}
		switch {
		case p.ID == "" || ids[p.ID]:
			return fault(fmt.Sprintf("%q is missing or there twice", p.ID), ".proposals[%d].id", i)
		case !decided(p.Decision):
			return fault(unknownDecision(p.Decision), ".proposals[%d].decision", i)
		case slices.ContainsFunc(p.A, func(id string) bool { return slices.Contains(p.B, id) }):
			return fault("a record on both sides", ".proposals[%d].b", i)
		}
		ids[p.ID] = true
	}
	return nil
}

func (v *validation) conflicts() error {
	for i, c := range v.plan.Conflicts {
		if err := v.known(c.Ends[:], ".conflicts[%d].ends", i); err != nil {
			return err
		}
	}
	return nil
}

// accepted checks that what is accepted, taken together, makes one person of no
// two records in conflict. Accepting both halves of a path is accepting the whole.
func (v *validation) accepted() error {
	if len(v.plan.Conflicts) == 0 {
		return nil
	}
	type joined struct {
		ids  []string
		path string
	}
	var all []joined
	for i, p := range v.plan.Persons {
		if p.Decision == Accept {
			all = append(all, joined{p.Records, fmt.Sprintf(".persons[%d].decision", i)})
		}
	}
	for i, p := range v.plan.Proposals {
		if p.Decision == Accept {
			all = append(all, joined{slices.Concat(p.A, p.B), fmt.Sprintf(".proposals[%d].decision", i)})
		}
	}
	number := map[string]uint32{}
	for i, listed := range v.plan.Records {
		number[listed.ID] = uint32(i)
	}
	// crossed is the first conflict that the first n make one person of, "" if
	// none.
	crossed := func(n int) string {
		f := link.NewForest(len(v.plan.Records))
		for _, j := range all[:n] {
			for _, id := range j.ids[1:] {
				f.Join(number[j.ids[0]], number[id])
			}
		}
		for _, c := range v.plan.Conflicts {
			if f.Root(number[c.Ends[0]]) == f.Root(number[c.Ends[1]]) {
				return c.ID
			}
		}
		return ""
	}
	if crossed(len(all)) == "" {
		return nil
	}
	first := sort.Search(len(all), func(i int) bool { return crossed(i+1) != "" })
	return &PlanError{all[first].path, fmt.Sprintf("accepted across the conflict %q", crossed(first+1))}
}
