package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/html"
)

const (
	maxPersons   = 50 // persons, proposals and conflicts shown of each; the plan has them all
	maxWitnesses = 2  // messages named under one line of evidence
)

// WriteDuplicates shows a merge plan: as JSON the plan itself, else who is
// whom, on what evidence in words, and what would contradict it.
func WriteDuplicates(w io.Writer, plan *dedupe.Plan, format Format, style Style) error {
	switch format {
	case JSON:
		return WriteMergePlan(w, plan)
	case HTML:
		return html.Write(w, duplicatesPage(plan, style.Making))
	}
	width := max(cmp.Or(style.Width, defaultWidth), minWidth)
	d := duplicates{page: &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse)}, plan: plan, records: make(map[string]*dedupe.Listed, len(plan.Records))}
	for i := range plan.Records {
		d.records[plan.Records[i].ID] = &plan.Records[i]
	}
	d.summary(plan)
	if c := plan.Counts; c.Own+c.Impersonal > 0 {
		d.line(d.dim(fmt.Sprintf("joined with nobody: %d of the user's own, %d of organisations, roles, lists and relays", c.Own, c.Impersonal)))
	}
	d.persons(plan.Persons)
	d.review(review.First(plan, maxPersons))
	d.proposals(plan.Proposals)
	d.conflicts(plan.Conflicts)
	d.alarms(plan.Alarms)
	d.revocations(plan.Revocations)
	d.leftOut(plan.LeftOut)
	_, err := io.WriteString(w, strings.Join(d.lines, "\n")+"\n")
	return err
}

// duplicates is the page of a merge plan.
type duplicates struct {
	*page
	plan    *dedupe.Plan
	records map[string]*dedupe.Listed
}

func (d duplicates) summary(plan *dedupe.Plan) {
	c := plan.Counts
	read := count(c.Records, "record", "records")
	if c.Cards > 0 {
		read += ", " + count(c.Cards, "of them a card", "of them cards")
	}
	if c.Duplicates+c.Proposals+c.Conflicts == 0 {
		d.line(d.bold("No duplicates.") + d.dim("  "+read))
		return
	}
	parts := []string{}
	if c.Duplicates > 0 {
		twice := 0
		for _, p := range plan.Persons {
			if p.Duplicates > 0 {
				twice++
			}
		}
		parts = append(parts, fmt.Sprintf("%s with %s too many", count(twice, "person", "persons"), count(c.Duplicates, "contact", "contacts")))
	}
	if c.Proposals > 0 {
		parts = append(parts, count(c.Proposals, "proposal to review", "proposals to review"))
	}
	if c.Conflicts > 0 {
		parts = append(parts, count(c.Conflicts, "conflict", "conflicts"))
	}
	d.line(d.bold(enumerate(parts, len(parts))+".") + d.dim("  "+read))
}

func (d duplicates) persons(all []dedupe.Person) {
	var persons []*dedupe.Person
	linked := 0
	for i := range all {
		switch p := &all[i]; {
		case p.Decision == dedupe.Review: // is shown below
		case p.Decision == dedupe.Accept && p.Duplicates == 0:
			linked++
		default:
			persons = append(persons, p)
		}
	}
	if linked > 0 {
		d.line(d.dim(count(linked, "person is", "persons are") + " known from several places and nowhere twice: linked in the plan"))
	}
	d.section(len(persons), "One person on proof")
	for _, p := range persons[:min(len(persons), maxPersons)] {
		d.gap()
		name := label(p.Name)
		if name == "" {
			name = "(no name)"
		}
		d.line(d.bold(name) + "  " + d.decision(p.Decision) + d.dim("  "+Safe(p.ID)))
		records := single(p.Records)
		for _, id := range p.Records {
			note := ""
			if id == p.Survivor {
				note = "  (kept)"
			}
			if records.needNames() {
				d.line("  " + pad(records.name(id), 3) + d.record(id) + note)
			} else {
				d.line("    " + d.record(id) + note)
			}
		}
		if accounts := review.Accounts(d.plan, cards(d.records).listed(p.Records, "")); len(accounts) > 1 {
			d.item("    = ", "in "+Safe(enumerate(accounts, 4))+": each keeps its card, and they are linked", d.dim)
		}
		d.evidence(records, p.Evidence, p.Against)
	}
	d.more(len(persons))
}

// review shows what is to be decided, one entry for each likely person: the first
// entries of all.
func (d duplicates) review(entries []*review.Entry, all int) {
	d.section(all, "To review")
	for _, e := range entries {
		d.gap()
		d.line(d.bold(leaning(e.Cluster)) + "  " + d.decision(dedupe.Review) + d.dim("  "+Safe(e.Cluster.ID)))
		for _, id := range slices.Concat(e.Sides...) {
			d.line("  " + pad(sides(e.Sides).name(id), 3) + d.record(id))
		}
		for _, l := range pairLines(e) {
			switch l.sign {
			case "+":
				d.proof("    + "+l.of(), l.Evidence)
			case "-":
				d.item("    - "+l.of(), d.words(l.Evidence), d.red)
			default:
				d.item("    ? "+l.of(), Safe(l.Text), d.yellow)
			}
		}
		for _, pair := range e.Pairs {
			if pair.Before != "" {
				d.item("    before: ", fmt.Sprintf("decided %q; new since: %s", string(pair.Before), Safe(enumerate(pair.Fresh, 5))), d.yellow)
			}
		}
	}
	d.more(all)
}

// proposals shows those that were decided before.
func (d duplicates) proposals(all []dedupe.Proposal) {
	decided := slices.DeleteFunc(slices.Clone(all), func(p dedupe.Proposal) bool { return p.Decision == dedupe.Review })
	d.section(len(decided), "Decided before")
	for _, p := range decided[:min(len(decided), maxPersons)] {
		d.gap()
		d.line(d.decision(p.Decision) + d.dim("  "+Safe(p.ID)))
		for i, side := range [][]string{p.A, p.B} {
			for _, id := range side {
				d.line("  " + pad(SideName(i), 2) + d.record(id))
			}
		}
	}
	d.more(len(decided))
}

func (d duplicates) conflicts(conflicts []dedupe.Conflict) {
	d.section(len(conflicts), "Conflicts: nothing is joined until the cause is settled")
	for _, c := range conflicts[:min(len(conflicts), maxPersons)] {
		d.gap()
		d.item("  "+pad("conflict", 9), Safe(c.Why), d.red)
		for _, end := range c.Ends {
			d.line("    " + d.record(end))
		}
		for i, path := range c.Paths {
			d.line(d.dim(fmt.Sprintf("    path %d", i+1)))
			for _, e := range path {
				d.proof("      + ", e)
			}
		}
	}
	d.more(len(conflicts))
}

// alarms shows what looks alike and is not: less a duplicate than a trick.
func (d duplicates) alarms(alarms []dedupe.Evidence) {
	d.section(len(alarms), "Look-alikes: written with other letters, and nobody's duplicate")
	for _, e := range alarms[:min(len(alarms), maxPersons)] {
		d.gap()
		d.item("  "+pad("alarm", 9), d.words(e), d.red)
		for _, id := range e.Records {
			d.line("    " + d.record(id))
		}
	}
	d.more(len(alarms))
}

// revocations shows the keys their owners gave up: what they signed afterwards
// proves nothing.
func (d duplicates) revocations(revoked []dedupe.Revocation) {
	d.section(len(revoked), "Revoked keys")
	for _, r := range revoked[:min(len(revoked), maxPersons)] {
		d.gap()
		text := fmt.Sprintf("the key %q was revoked as %s", r.Key, r.Reason)
		if r.Time != 0 {
			text += " on " + time.Unix(r.Time, 0).UTC().Format(time.DateOnly)
		}
		d.item("  "+pad("revoked", 9), Safe(text), d.yellow)
		for _, id := range r.Records {
			d.line("    " + d.record(id))
		}
	}
	d.more(len(revoked))
}

func (d duplicates) section(n int, title string) {
	if n > 0 {
		d.gap()
		d.line(d.bold(title))
	}
}

func (d duplicates) more(n int) {
	if n > maxPersons {
		d.gap()
		d.line(d.dim(fmt.Sprintf("… and %d more; plan.json has them all", n-maxPersons)))
	}
}

func (d duplicates) decision(decision dedupe.Decision) string {
	switch decision {
	case dedupe.Accept:
		return d.green("[accept]")
	case dedupe.Refuse:
		return d.red("[refuse]")
	}
	return d.yellow("[review]")
}

// evidence lists what speaks for a person and what against.
func (d duplicates) evidence(records sides, pro, contra []dedupe.Evidence) {
	for _, l := range records.addLines(nil, "+", pro) {
		d.proof("    + "+l.of(), l.Evidence)
	}
	for _, l := range records.addLines(nil, "-", contra) {
		d.item("    - "+l.of(), d.words(l.Evidence), d.red)
	}
}

func (d duplicates) proof(sign string, e dedupe.Evidence) {
	d.item(sign, d.words(e), d.green)
	margin := strings.Repeat(" ", columns(sign))
	for i, w := range e.Witnesses {
		if i == maxWitnesses {
			d.line(d.dim(margin + "and " + count(len(e.Witnesses)-i, "more message", "more messages")))
			break
		}
		if w.MessageID != "" {
			d.line(d.dim(margin + "<" + Safe(w.MessageID) + "> in " + Safe(w.Archive)))
		}
	}
	if e.Undone != "" {
		d.item(margin+"undone by: ", Safe(e.Undone), d.dim)
	}
}

func (d duplicates) words(e dedupe.Evidence) string {
	return fmt.Sprintf("%s (%s, %s)", Safe(e.Text), Safe(string(e.Grade)), Safe(e.Rule))
}

// record is a record in one line: what it is, who, and where it lies.
func (d duplicates) record(id string) string {
	r := d.records[id]
	if r == nil {
		return Safe(id)
	}
	who := []string{}
	if len(r.Names) > 0 {
		who = append(who, label(r.Names[0]))
	}
	for _, a := range r.Addresses[:min(len(r.Addresses), 3)] {
		who = append(who, "<"+label(a)+">")
	}
	for _, k := range r.Keys[:min(len(r.Keys), 1)] {
		who = append(who, "key "+label(k.Fingerprint))
	}
	return fmt.Sprintf("%s  %s  %s", pad(string(r.Source), 13), strings.Join(who, " "), d.dim(Safe(whereabouts(r))))
}

func whereabouts(r *dedupe.Listed) string {
	p := r.Place
	switch {
	case p.Book != "":
		return fmt.Sprintf("%s:%d", p.Book, p.Line)
	case p.Group != "":
		return fmt.Sprintf("group %s on %s", p.Group, p.Device)
	}
	return p.Device
}

// leftOut says which comparisons were not made.
func (d duplicates) leftOut(list []link.LeftOut) {
	if len(list) == 0 {
		return
	}
	d.gap()
	d.line(d.bold("Not compared"))
	for _, l := range list[:min(len(list), maxPersons)] {
		d.text(fmt.Sprintf("%s share %s, more than the %d that are compared", count(l.Records, "record", "records"), Safe(l.Value), l.Limit), indent)
	}
	d.more(len(list))
}
