package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/html"
)

// maxPeople is how many persons, proposals and conflicts a page shows of each: more
// than a person reviews by eye.
const maxPeople = 300

// duplicatesPage shows each person as cards beside each other, with what speaks
// for it and against.
func duplicatesPage(plan *dedupe.Plan, making Making) html.Page {
	d := cards{}
	for i := range plan.Records {
		d[plan.Records[i].ID] = &plan.Records[i]
	}
	p := html.Page{Title: "gmmtool: duplicate contacts", State: html.Good, About: making.about(analyze.Tool{Name: "gmmtool"})}
	p.Verdict = duplicatesVerdict(plan)
	left := 0
	add := func(list []html.People) {
		if more := len(list) - maxPeople; more > 0 {
			left += more
			list = list[:maxPeople]
		}
		p.People = append(p.People, list...)
	}
	add(d.alarms(plan.Alarms))
	add(d.conflicts(plan.Conflicts))
	add(d.review(review.New(plan).EntriesLeft()))
	add(d.proposals(plan.Proposals))
	add(d.persons(plan.Persons))
	for _, people := range p.People {
		p.State = worse(p.State, people.State)
	}
	if c := plan.Counts; c.Duplicates+c.Proposals+c.Conflicts > 0 {
		p.Do = []string{"Look at each card below, and set “decision” in plan.json to accept or refuse where it says review.", "Then gmmtool apply, with the folder of the plan: it writes new books and leaves yours as they are."}
	}
	c := plan.Counts
	p.Sum = fmt.Sprintf("%s, %s. Joined with nobody: %d of the user's own, %d of organisations, roles, lists and relays.",
		count(c.Records, "record", "records"), count(c.Cards, "of them a card", "of them cards"), c.Own, c.Impersonal)
	if left > 0 {
		p.Sum += " " + count(left, "entry is", "entries are") + " not on this page; plan.json has them all."
	}
	for _, in := range plan.Inputs {
		p.Inputs = append(p.Inputs, html.Input{Path: Safe(in.Path), Form: label(cmp.Or(in.Form, in.Kind)), Bytes: in.Bytes, SHA256: cmp.Or(in.SHA256, making.Hashes[in.Path])})
	}
	return p
}

func duplicatesVerdict(plan *dedupe.Plan) string {
	c := plan.Counts
	var parts []string
	if c.Duplicates > 0 {
		parts = append(parts, count(c.Duplicates, "contact too many", "contacts too many"))
	}
	if c.Proposals > 0 {
		parts = append(parts, count(c.Proposals, "proposal to review", "proposals to review"))
	}
	if c.Conflicts > 0 {
		parts = append(parts, count(c.Conflicts, "conflict", "conflicts"))
	}
	if n := len(plan.Alarms); n > 0 {
		parts = append(parts, count(n, "look-alike", "look-alikes"))
	}
	if len(parts) == 0 {
		return "No duplicates."
	}
	return enumerate(parts, len(parts)) + "."
}

// cards are the records of a plan by id.
type cards map[string]*dedupe.Listed

func (d cards) persons(all []dedupe.Person) []html.People {
	var list []html.People
	for _, p := range all {
		if p.Duplicates == 0 && p.Decision == dedupe.Accept {
			continue // linked, nowhere twice
		}
		if p.Decision == dedupe.Review {
			continue // among those to review
		}
		h := html.People{ID: Safe(p.ID), Title: cmp.Or(label(p.Name), "(no name)"), Label: "one person on proof: " + label(string(p.Decision)), State: decisionState(p.Decision)}
		h.Records = d.beside(single(p.Records), p.Survivor)
		h.For, h.Against = htmlLines(single(p.Records), p.Evidence), htmlLines(single(p.Records), p.Against)
		if p.Survivor != "" {
			h.Merged = d.merged(p.Records, p.Survivor)
		}
		list = append(list, h)
	}
	return list
}

// review is what is to be decided, one entry for each likely person.
func (d cards) review(entries []*review.Entry) []html.People {
	var list []html.People
	states := map[dedupe.Decision]html.State{dedupe.Refuse: html.Bad}
	for _, e := range entries {
		title := leaning(e.Cluster)
		h := html.People{ID: Safe(e.Cluster.ID), Title: strings.ToUpper(title[:1]) + title[1:], Label: label(string(dedupe.Review)), State: cmp.Or(states[e.Cluster.Suggest], html.Unsure)}
		if e.Cluster.Alarm {
			h.State = html.Bad
		}
		var all []string
		for _, side := range e.Sides {
			all = append(all, side...)
		}
		h.Records = d.beside(e.Sides, "")
		for _, l := range pairLines(e) {
			shown := htmlEvidence([]dedupe.Evidence{l.Evidence})[0]
			shown.Text = l.of() + shown.Text
			switch l.sign {
			case "+":
				h.For = append(h.For, shown)
			case "-":
				h.Against = append(h.Against, shown)
			default:
				h.Note = Safe(l.Text)
			}
		}
		for _, pair := range e.Pairs {
			if pair.Before != "" {
				h.Note = fmt.Sprintf("Decided %s before; new since: %s.", label(string(pair.Before)), Safe(enumerate(pair.Fresh, 5)))
			}
		}
		h.Merged = d.merged(all, e.Survivor)
		list = append(list, h)
	}
	return list
}

// proposals are those that were decided before.
func (d cards) proposals(all []dedupe.Proposal) []html.People {
	var list []html.People
	for _, p := range all {
		if p.Decision == dedupe.Review {
			continue
		}
		h := html.People{ID: Safe(p.ID), Title: "Decided before", Label: label(string(p.Decision)), State: decisionState(p.Decision)}
		both := sides{p.A, p.B}
		h.Records = d.beside(both, "")
		h.For, h.Against = htmlLines(both, p.Evidence), htmlLines(both, p.Against)
		h.Merged = d.merged(slices.Concat(p.A, p.B), "")
		list = append(list, h)
	}
	return list
}

func (d cards) conflicts(all []dedupe.Conflict) []html.People {
	var list []html.People
	for _, c := range all {
		h := html.People{ID: Safe(c.ID), Title: "Conflict", Label: "nothing is joined", State: html.Bad, Note: Safe(c.Why)}
		h.Records = d.beside(sides{c.Ends[:]}, "")
		for _, path := range c.Paths {
			h.For = append(h.For, htmlEvidence(path)...)
		}
		list = append(list, h)
	}
	return list
}

func (d cards) alarms(all []dedupe.Evidence) []html.People {
	var list []html.People
	for i, e := range all {
		h := html.People{ID: fmt.Sprintf("alarm-%d", i+1), Title: "Look-alike", Label: "alarm", State: html.Bad, Note: "Written with other letters, and nobody's duplicate: " + Safe(e.Text)}
		h.Records = d.beside(sides{e.Records[:]}, "")
		list = append(list, h)
	}
	return list
}

func decisionState(d dedupe.Decision) html.State {
	switch d {
	case dedupe.Accept:
		return html.Good
	case dedupe.Refuse:
		return html.Bad
	}
	return html.Unsure
}

// beside are records with their properties, those marked that all share, under the
// names that evidence calls them by.
func (d cards) beside(all sides, survivor string) []html.Record {
	var list []html.Record
	for _, id := range slices.Concat(all...) {
		h := html.Record{Kind: Safe(id), Kept: id == survivor && survivor != ""}
		if len(all) > 1 && (all.needNames() || survivor == "") {
			h.Side = all.name(id)
		}
		if r := d[id]; r != nil {
			h.Kind, h.Place, h.Properties = label(string(r.Source)), Safe(whereabouts(r)), propertiesOf(r)
		}
		list = append(list, h)
	}
	markShared(list)
	return list
}

func propertiesOf(r *dedupe.Listed) []html.Property {
	var list []html.Property
	add := func(name string, values ...string) {
		values = slices.DeleteFunc(allLabels(values), func(v string) bool { return v == "" })
		if len(values) > 0 {
			list = append(list, html.Property{Name: name, Values: values})
		}
	}
	add("name", r.Names...)
	add("address", r.Addresses...)
	add("phone", r.Phones...)
	for _, k := range r.Keys {
		add("key", k.Fingerprint)
	}
	add("birthday", r.Birthday)
	add("organisation", r.Organisations...)
	add("postal address", r.Postal...)
	return list
}

// markShared marks the properties that are equal wherever a record has them, in two
// records at least.
func markShared(list []html.Record) {
	values, uses := map[string]string{}, map[string]int{}
	differs := map[string]bool{}
	for _, r := range list {
		for _, p := range r.Properties {
			joined := strings.Join(p.Values, "\n")
			if uses[p.Name]++; uses[p.Name] > 1 && values[p.Name] != joined {
				differs[p.Name] = true
			}
			values[p.Name] = joined
		}
	}
	for _, r := range list {
		for i := range r.Properties {
			name := r.Properties[i].Name
			r.Properties[i].Shared = uses[name] > 1 && !differs[name]
		}
	}
}

// htmlLines is evidence with the pairs it speaks of, each text once.
func htmlLines(records sides, list []dedupe.Evidence) []html.Evidence {
	var all []html.Evidence
	for _, l := range records.addLines(nil, "", list) {
		shown := htmlEvidence([]dedupe.Evidence{l.Evidence})[0]
		shown.Text = l.of() + shown.Text
		all = append(all, shown)
	}
	return all
}

func htmlEvidence(list []dedupe.Evidence) []html.Evidence {
	var all []html.Evidence
	for _, e := range list {
		h := html.Evidence{Text: Safe(e.Text), Grade: label(string(e.Grade)), Rule: Safe(e.Rule), Undone: Safe(e.Undone)}
		for _, w := range e.Witnesses[:min(len(e.Witnesses), maxWitnesses)] {
			if w.MessageID != "" {
				h.Proofs = append(h.Proofs, html.Proof{MessageID: Safe(w.MessageID), Place: Safe(w.Archive)})
			}
		}
		all = append(all, h)
	}
	return all
}
