package report

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/html"
)

// A Making is how a report came to be, as an HTML page tells it.
type Making struct {
	CommandLine string
	Made        time.Time         // zero: not told
	Hashes      map[string]string // SHA-256 by the path of an input, lower-case hex
}

// about says what made a page.
func (m Making) about(tool analyze.Tool) html.About {
	return html.About{Tool: Safe(strings.TrimSpace(tool.Name + " " + tool.Version)), CommandLine: Safe(m.CommandLine), Made: m.Made}
}

// writeHTML writes a report as a page.
func writeHTML(w io.Writer, r *analyze.Report, making Making) error {
	return html.Write(w, pageOf(r, making))
}

// pageOf puts a report into the order of a page: the verdict, the groups, the
// worst first, and what all of it rests on.
func pageOf(r *analyze.Report, making Making) html.Page {
	findings := mergeAlike(r.Findings)
	byGroup := assign(findings, r.Groups)
	names := newDirectory(r)
	groups := worstFirst(r.Groups, byGroup)
	matrices := make([]matrix, len(groups))
	for i, g := range groups {
		matrices[i] = newMatrix(g, r.Devices, names)
	}
	p := html.Page{
		Title:   "gmmtool: who is in which group",
		Verdict: strings.TrimSpace(verdictOf(r, groups, matrices, findings) + " " + filterLine(r.Filter)),
		State:   html.Good,
		Devices: htmlDevices(r),
		Inputs:  htmlInputs(r.Inputs, making.Hashes),
		Sum:     countLine(r),
		About:   making.about(r.Tool),
	}
	for i, g := range groups {
		group := htmlGroup(r, g, matrices[i], byGroup[g.ID], names)
		p.State = worse(p.State, group.State)
		for _, todo := range group.Do {
			if len(groups) > 1 {
				todo += " (" + groupName(g) + ")"
			}
			p.Do = appendNew(p.Do, todo)
		}
		p.Groups = append(p.Groups, group)
	}
	if len(r.Groups) == 0 || r.Filter != nil || r.Unreadable() || slices.ContainsFunc(r.Devices, isUnknown) {
		p.State = worse(p.State, html.Unsure) // not all was looked at
	}
	p.Notes, _ = htmlFindings(byGroup[""], names, 1, html.Bad)
	for _, f := range byGroup[""] {
		if _, fix := names.words(f); f.Severity != finding.Info {
			p.Do = appendNew(p.Do, deed(fix))
			p.State = worse(p.State, html.Unsure)
		}
	}
	return p
}

// worse is the worse of two states.
func worse(a, b html.State) html.State {
	switch {
	case a == html.Bad || b == html.Bad:
		return html.Bad
	case a == html.Unsure || b == html.Unsure:
		return html.Unsure
	}
	return html.Good
}

func appendNew(list []string, more ...string) []string {
	for _, s := range more {
		if s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// deed is what an advice says has to be done now, "" for nothing: what to do later,
// or in vain, stands beside the finding alone.
func deed(fix string) string {
	now, _, _ := strings.Cut(fix, "If this repeats, ")
	if strings.HasPrefix(now, "Nothing ") {
		return ""
	}
	return strings.TrimSpace(now)
}

func htmlDevices(r *analyze.Report) []html.Device {
	var list []html.Device
	for _, d := range r.Devices {
		account := "unknown"
		if len(d.Addresses) > 0 {
			account = label(strings.Join(d.Addresses, ", "))
		}
		h := html.Device{Name: label(d.Device), Account: account, Rules: orDash(label(d.Rules)), Because: Safe(d.RulesBasis),
			Order: orDash(label(d.Order)), Messages: d.Messages, State: html.Good}
		switch {
		case d.Unknown != "":
			h.State, h.Note = html.Unsure, Safe("not known: "+d.Unknown)
		case d.Messages == 0 && d.Database == "":
			h.State, h.Note = html.Unsure, "empty: what it shows is inferred"
		case d.Database != "":
			h.Note = "its client's database is here"
		}
		for _, bucket := range evidence.Buckets() {
			if n := d.Counts[bucket]; n > 0 {
				h.Buckets = append(h.Buckets, html.Bucket{Name: label(string(bucket)), Count: n})
			}
		}
		list = append(list, h)
	}
	return list
}

func htmlInputs(inputs []evidence.Input, hashes map[string]string) []html.Input {
	const mostNotes = 5
	var list []html.Input
	for _, in := range inputs {
		h := html.Input{Path: Safe(in.Path), Device: label(in.Device), Form: label(in.Dialect), SHA256: hashes[in.Path], Messages: in.Messages, Bytes: in.Bytes}
		for _, problem := range in.Errors {
			h.Problems = append(h.Problems, Safe(problem))
		}
		for _, note := range in.Notes[:min(len(in.Notes), mostNotes)] {
			h.Notes = append(h.Notes, Safe(note))
		}
		if more := len(in.Notes) - mostNotes; more > 0 {
			h.Notes = append(h.Notes, count(more, "more note, which the JSON has", "more notes, which the JSON has"))
		}
		list = append(list, h)
	}
	return list
}

// maxPageProofs is how many messages are named under a finding of a page.
const maxPageProofs = 3

// mostOnPage is how many findings of one code a page shows of one of its groups.
// A group that is well among many is told in brief.
func mostOnPage(severity finding.Severity, groups int, state html.State) int {
	few := severity == finding.Info
	switch {
	case groups <= maxTold && few:
		return 5
	case groups <= maxTold:
		return 25
	case state == html.Good && few:
		return 1
	case few || state == html.Good:
		return 3
	}
	return 10
}

// htmlFindings are the findings of one of so many groups, worst first, and in words
// how many are left out.
func htmlFindings(findings []shared, names directory, groups int, state html.State) (list []html.Finding, remainder string) {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b shared) int { return a.Severity.Weight() - b.Severity.Weight() })
	shown, left := map[finding.Code]int{}, map[string]int{}
	for _, f := range sorted {
		if shown[f.Code]++; shown[f.Code] > mostOnPage(f.Severity, groups, state) {
			left[label(string(f.Code))]++
			continue
		}
		text, fix := names.words(f)
		h := html.Finding{ID: Safe(f.ID), Code: Safe(string(f.Code)), Severity: label(string(f.Severity)), Text: text, Fix: fix}
		h.Proofs = proofsOf(f.Evidence, maxPageProofs)
		h.More = len(f.Evidence) - len(h.Proofs)
		list = append(list, h)
	}
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(left)) {
		parts = append(parts, count(left[code], "more "+code, "more "+code))
	}
	if len(parts) > 0 {
		remainder = "Not listed here: " + strings.Join(parts, ", ") + ". The JSON has them all."
	}
	return list, remainder
}

func proofsOf(list []finding.Evidence, most int) []html.Proof {
	var proofs []html.Proof
	for _, e := range list[:min(len(list), most)] {
		at := Safe(place(e.Archive, e.File, e.Offset))
		if e.Table != "" {
			at += ", table " + Safe(e.Table) + ", row " + itoa(e.Row)
		}
		proofs = append(proofs, html.Proof{MessageID: Safe(e.MessageID), Place: at, SHA256: e.SHA256})
	}
	return proofs
}

// htmlGroup is one group of a page.
func htmlGroup(r *analyze.Report, g analyze.Group, m matrix, findings []shared, names directory) html.Group {
	plain := page{}
	h := html.Group{ID: Safe(g.ID), Name: cmp.Or(wholeLabel(g.Name), "(no name)"), Label: plain.state(g, m), State: stateOf(g, m)}
	if slices.ContainsFunc(findings, func(f shared) bool { return f.Severity != finding.Info }) {
		h.State = worse(h.State, html.Unsure)
	}
	body := page{prose: 1 << 20}
	if g.Consistent {
		body.agreement(m)
	} else {
		body.sumUp(g, m)
	}
	h.Summary = strings.TrimSpace(strings.Join(body.lines, " "))
	lanes := htmlLanes(r, g, names)
	h.Differs, lanes.Note = htmlDifferences(m, findings, names)
	lanes.Parted = partedAt(lanes, findings)
	if lanes.Parted < 0 {
		lanes.Note = ""
	}
	h.Matrix = htmlMatrix(g, m, lanes)
	if len(lanes.Messages) > 0 && len(lanes.Devices) > 0 {
		h.Lanes = lanes
	}
	told := func(f shared) bool { return f.Code == finding.ViewsDiffer } // by the differences
	h.Findings, h.Remainder = htmlFindings(slices.DeleteFunc(slices.Clone(findings), told), names, len(r.Groups), h.State)
	for _, f := range findings {
		if _, fix := names.words(f); f.Severity == finding.Error || f.Severity == finding.Warning {
			h.Do = appendNew(h.Do, deed(fix))
		}
	}
	return h
}

func isUnknown(d analyze.DeviceInfo) bool { return d.Unknown != "" }

func stateOf(g analyze.Group, m matrix) html.State {
	switch {
	case !g.Consistent:
		return html.Bad
	case m.isAlone() || len(m.unknowns()) > 0:
		return html.Unsure
	}
	return html.Good
}
