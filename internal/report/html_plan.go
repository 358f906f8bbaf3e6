package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/html"
	"github.com/gmmtool/gmmtool/repair"
)

// planPage says before and after per person, and who has to send what.
func planPage(plan repair.Plan, out string, making Making) html.Page {
	p := html.Page{Title: "gmmtool: corrections", State: html.Good, About: making.about(analyze.Tool{Name: "gmmtool"})}
	names := map[string]string{}
	var settled []string
	for _, g := range plan.Groups {
		names[g.ID] = cmp.Or(label(g.Name), label(g.ID))
		if isSettled(plan, g) {
			settled = append(settled, names[g.ID])
			continue
		}
		group := plannedGroup(plan, g)
		p.State = worse(p.State, group.State)
		p.Groups = append(p.Groups, group)
	}
	for _, c := range plan.Corrections {
		p.Sends = append(p.Sends, sendOf(c, names[c.Group]))
	}
	switch n := len(plan.Corrections); {
	case n > 0:
		p.Verdict = fmt.Sprintf("%s for %s.", count(n, "correction is written", "corrections are written"), count(len(p.Groups), "group", "groups"))
		p.Do = []string{"Look at what each device will show.", "Rehearse: " + Safe("gmmtool apply "+ShellWord(out)), "Send: the same command with the way to the servers and --yes."}
	case len(p.Groups) > 0:
		p.Verdict = "Nothing is written, and not all is well."
	default:
		p.Verdict = "Nothing is to be corrected."
	}
	if len(settled) > 0 {
		p.Sum = count(len(settled), "group needs", "groups need") + " nothing: " + enumerate(settled, maxNamed) + "."
	}
	return p
}

func plannedGroup(plan repair.Plan, g repair.Group) html.Group {
	h := html.Group{ID: Safe(g.ID), Name: cmp.Or(label(g.Name), "(no name)"), State: html.Unsure, Label: "to be corrected"}
	if !slices.ContainsFunc(plan.Corrections, func(c repair.Correction) bool { return c.Group == g.ID }) {
		h.State, h.Label = html.Bad, "nothing can be written"
	}
	h.Summary = "Members: " + enumerate(allLabels(g.Target), maxNamed) + "."
	if g.Disputed != nil {
		h.State, h.Label = html.Bad, "disputed"
		h.Do = append(h.Do, "The whole case adds up to another list, from which this leads away: "+enumerate(allLabels(g.Disputed), maxNamed)+".")
	}
	for _, said := range disputesOf(g) {
		h.Do = append(h.Do, strings.ReplaceAll(said, "\n", " "))
	}
	if len(g.Disputes) > 0 && g.Decided == nil {
		h.State, h.Label = html.Bad, "disputed"
	}
	for _, sentence := range g.Unhealed {
		h.Do = append(h.Do, Safe(sentence))
	}
	for _, address := range g.Unreachable {
		h.Do = append(h.Do, "No key of "+label(address)+" is known, so nothing can be sealed to them.")
	}
	if len(g.Unknown) > 0 {
		h.Do = append(h.Do, "What "+enumerate(allLabels(g.Unknown), maxDevicesNamed)+" "+showOrShows(len(g.Unknown))+" is not known: the mail is sealed and no key at hand opens it.")
	}
	if len(g.Unseen) > 0 {
		h.Do = append(h.Do, fmt.Sprintf("%s never wrote to this group: what was changed there alone, no mail shows. If a list differs all the same: --group %s",
			enumerate(allLabels(g.Unseen), maxDevicesNamed), Safe(ShellWord(g.ID))))
	}
	h.Matrix = plannedMatrix(g)
	return h
}

func allLabels(list []string) []string {
	labels := make([]string, len(list))
	for i, s := range list {
		labels[i] = label(s)
	}
	return labels
}

// plannedMatrix sets before and after beside each other, per person and device.
func plannedMatrix(g repair.Group) *html.Matrix {
	people := slices.Clone(g.Target)
	for _, d := range g.Devices {
		people = append(people, d.Before...)
		people = append(people, d.After...)
	}
	slices.Sort(people)
	people = slices.Compact(people)
	m := &html.Matrix{Note: "“– → yes”: not shown before, shown afterwards. “yes → –”: shown before, no longer afterwards. One word: nothing changes."}
	for _, d := range g.Devices {
		heading := html.Heading{Device: label(d.Device), Lane: -1}
		if d.Uncertain {
			heading.Note = "its mail cannot decide what it shows"
		}
		m.Headings = append(m.Headings, heading)
	}
	word := map[bool]string{true: "yes", false: "–"}
	for _, address := range people {
		row := html.Row{Name: label(address), Target: "–"}
		if slices.Contains(g.Target, address) {
			row.Target = "member"
		}
		changes := false
		for _, d := range g.Devices {
			before, after := slices.Contains(d.Before, address), slices.Contains(d.After, address)
			cell := html.Cell{Word: word[before], Message: -1}
			if before != after {
				cell.Word, cell.Differs, changes = word[before]+" → "+word[after], true, true
			}
			row.Cells = append(row.Cells, cell)
		}
		if changes {
			m.Disputed = append(m.Disputed, row)
		} else {
			m.Agreed = append(m.Agreed, row)
		}
	}
	m.Fold = count(len(m.Agreed), "person about whom nothing changes", "people about whom nothing changes")
	if len(m.Headings) == 0 {
		return nil
	}
	return m
}

func sendOf(c repair.Correction, group string) html.Send {
	s := html.Send{File: Safe(c.File), Group: group, From: label(c.From), To: allLabels(c.Recipients), Why: Safe(c.Why)}
	if c.NotBefore != nil {
		s.NotBefore = *c.NotBefore
	}
	if all := len(c.GMMs) + len(c.MissingGMMs); all > 0 {
		s.Carries = fmt.Sprintf("It carries %d of the %s that somebody missed.", len(c.GMMs), count(all, "message", "messages"))
		var why []string
		for _, m := range c.MissingGMMs {
			why = appendNew(why, Safe(m.Why))
		}
		if len(why) > 0 {
			s.Carries += " Of the others: " + strings.Join(why, "; ") + "."
		}
	}
	return s
}
