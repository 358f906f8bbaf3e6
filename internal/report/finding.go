package report

import (
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

const (
	maxFaults   = 8 // errors and warnings of one code shown in one group
	maxNotes    = 2 // the same for notes
	maxEvidence = 2 // messages named under an error or warning; one under a note
)

// findings shows why, worst first: a sentence, what to do, the messages that
// prove it. What to do is said once for findings that call for the same.
func (p *page) findings(findings []shared) {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b shared) int { return a.Severity.Weight() - b.Severity.Weight() })
	type kind struct {
		code   finding.Code
		weight int
	}
	shown := map[kind]int{}
	left := map[finding.Code]int{}
	advised := map[string]bool{}
	for _, f := range sorted {
		limit := maxFaults
		if f.Severity.Weight() > finding.Warning.Weight() {
			limit = maxNotes
		}
		k := kind{f.Code, f.Severity.Weight()}
		if shown[k]++; shown[k] > limit {
			left[f.Code]++
			continue
		}
		text, fix := sentence(f.Finding)
		if advised[fix] {
			fix = ""
		}
		p.finding(f, text, fix)
		advised[fix] = true
	}
	p.leftOut(sorted, left)
}

// leftOut says how many findings of a code were too many to show.
func (p *page) leftOut(findings []shared, left map[finding.Code]int) {
	first := true
	for _, f := range findings {
		if left[f.Code] == 0 {
			continue
		}
		if first {
			p.gap()
			first = false
		}
		p.item(indent+pad("…", 9), fmt.Sprintf("and %d more [%s]; --format json lists them all", left[f.Code], label(string(f.Code))), p.dim)
		delete(left, f.Code)
	}
}

// finding shows one finding with its sentence and its advice, if there is any.
func (p *page) finding(f shared, text, fix string) {
	heading, paint, evidences := "note", p.dim, 1
	switch f.Severity {
	case finding.Error:
		heading, paint, evidences = "error", p.red, maxEvidence
	case finding.Warning:
		heading, paint, evidences = "warning", p.yellow, maxEvidence
	}
	margin := pad("", len(indent)+9)
	p.gap()
	text = Safe(text)
	if len(f.also) > 0 {
		text += " Likewise " + enumerate(f.also, maxDevicesNamed) + "."
	}
	p.item(indent+pad(heading, 9), text+" ["+Safe(string(f.Code))+"]", paint)
	if fix != "" {
		p.item(margin+"→ ", Safe(fix), p.bold)
	}
	for i, e := range f.Evidence {
		if i == evidences {
			p.line(p.dim(margin + "  and " + count(len(f.Evidence)-i, "more message", "more messages")))
			break
		}
		p.line(p.dim(margin + "  " + proof(e)))
	}
}

// proof names a message and where it lies.
func proof(e finding.Evidence) string {
	at := Safe(place(e.Archive, e.File, e.Offset))
	if e.Table != "" {
		at += fmt.Sprintf(", table %s, row %d", Safe(e.Table), e.Row)
	}
	if e.MessageID == "" {
		return at
	}
	return "<" + Safe(e.MessageID) + "> in " + at
}

// otherFindings shows what concerns no group.
func (p *page) otherFindings(findings []shared) {
	if len(findings) == 0 {
		return
	}
	p.gap()
	p.line(p.bold("Apart from groups"))
	p.findings(findings)
}
