package report

import (
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
)

const (
	maxFaults   = 8 // errors and warnings of one code shown in one group
	maxNotes    = 2 // the same for notes
	maxEvidence = 2 // messages named under an error or warning; one under a note
)

// findings shows why, worst first: a sentence, what to do, the messages that
// prove it. What to do is said once for findings that call for the same.
func (p *page) findings(findings []analyze.Finding) {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b analyze.Finding) int { return weight(a.Severity) - weight(b.Severity) })
	type kind struct {
		code   analyze.Code
		weight int
	}
	shown := map[kind]int{}
	left := map[analyze.Code]int{}
	advised := map[string]bool{}
	merged := mergeAlike(sorted)
	for _, f := range merged {
		limit := maxFaults
		if weight(f.Severity) > weight(analyze.SeverityWarning) {
			limit = maxNotes
		}
		k := kind{f.Code, weight(f.Severity)}
		if shown[k]++; shown[k] > limit {
			left[f.Code]++
			continue
		}
		p.finding(f, !advised[f.Fix])
		advised[f.Fix] = true
	}
	p.leftOut(merged, left)
}

// leftOut says how many findings of a code were too many to show.
func (p *page) leftOut(findings []shared, left map[analyze.Code]int) {
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

// weight orders severities, worst first; one that is new counts as a note.
func weight(s analyze.Severity) int {
	switch s {
	case analyze.SeverityError:
		return 0
	case analyze.SeverityWarning:
		return 1
	}
	return 2
}

func (p *page) finding(f shared, withFix bool) {
	heading, paint, evidences := "note", p.dim, 1
	switch f.Severity {
	case analyze.SeverityError:
		heading, paint, evidences = "error", p.red, maxEvidence
	case analyze.SeverityWarning:
		heading, paint, evidences = "warning", p.yellow, maxEvidence
	}
	margin := pad("", len(indent)+9)
	p.gap()
	text := Safe(f.Text)
	if len(f.also) > 0 {
		text += " Likewise " + enumerate(f.also, maxDevicesNamed) + "."
	}
	p.item(indent+pad(heading, 9), text+" ["+Safe(string(f.Code))+"]", paint)
	if f.Fix != "" && withFix {
		p.item(margin+"→ ", Safe(f.Fix), p.bold)
	}
	for i, e := range f.Evidence {
		if i == evidences {
			p.line(p.dim(margin + "  and " + count(len(f.Evidence)-i, "more message", "more messages")))
			break
		}
		p.line(p.dim(margin + "  " + evidence(e)))
	}
}

// evidence names a message and where it lies.
func evidence(e analyze.Evidence) string {
	at := Safe(place(e.Archive, e.File, e.Offset))
	if e.MessageID == "" {
		return at
	}
	return "<" + Safe(e.MessageID) + "> in " + at
}

// otherFindings shows what concerns no group.
func (p *page) otherFindings(findings []analyze.Finding) {
	if len(findings) == 0 {
		return
	}
	p.gap()
	p.line(p.bold("Apart from groups"))
	p.findings(findings)
}
