package dedupe

import (
	"cmp"
	"fmt"
	"slices"
)

// text is a tie in words.
func (t *tie) text() string { return fmt.Sprintf(t.rule.says, t.value) }

func (d *draft) evidence(t tie) Evidence {
	return Evidence{
		Rule: t.rule.name, Grade: t.rule.grade, Records: [2]string{d.roll.id(t.a), d.roll.id(t.b)},
		Text: t.text(), Value: t.value, Witnesses: witnessed(t.witnesses), Undone: t.rule.undone,
	}
}

func witnessed(all []Witness) []Witness {
	var known []Witness
	for _, w := range all {
		if w != (Witness{}) && !slices.Contains(known, w) {
			known = append(known, w)
		}
	}
	return known
}

// allEvidence is ties as evidence, the best first.
func (d *draft) allEvidence(ties []tie) []Evidence {
	all := make([]Evidence, 0, len(ties))
	for _, t := range ties {
		all = append(all, d.evidence(t))
	}
	slices.SortFunc(all, compareEvidence)
	return all
}

func compareEvidence(a, b Evidence) int {
	rank := func(g Grade) int { return slices.Index([]Grade{Proof, Strong, Weak, Contra}, g) }
	return cmp.Or(
		cmp.Compare(rank(a.Grade), rank(b.Grade)), cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Value, b.Value), slices.Compare(a.Records[:], b.Records[:]),
	)
}

// ids are the names of records, sorted.
func (d *draft) ids(records []uint32) []string {
	ids := make([]string, 0, len(records))
	for _, i := range records {
		ids = append(ids, d.roll.id(i))
	}
	slices.Sort(ids)
	return ids
}

// nameOf names a part of the plan after the records it is about.
func nameOf(what string, ids []string) string {
	var d digester
	return identifier(Source(what), d.sum(ids...))
}

// speak notes that the plan speaks of records.
func (d *draft) speak(records ...uint32) {
	for _, i := range records {
		d.spoken[i] = true
	}
}

// listed adds the records that the plan speaks of.
func (d *draft) listed(p *Plan) {
	spoken := 0
	for _, is := range d.spoken {
		if is {
			spoken++
		}
	}
	p.Records = make([]Listed, 0, spoken)
	for i := range uint32(d.roll.len()) {
		if d.spoken[i] {
			p.Records = append(p.Records, Listed{ID: d.roll.id(i), Record: *d.roll.at(i)})
		}
	}
	slices.SortFunc(p.Records, func(a, b Listed) int { return cmp.Compare(a.ID, b.ID) })
}
