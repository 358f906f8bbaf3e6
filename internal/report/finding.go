package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// How many findings of one code are shown in one group. The table is for who asks
// what to do; other formats list all.
const (
	maxErrors   = 4
	maxWarnings = 3
	maxNotes    = 1
	maxCalm     = 12 // with more findings in a group, one warning of each code stands for all
	maxEvidence = 2  // messages named under an error or warning; one under a note, or where findings are many
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
	advised := map[string]bool{} // advice given, whatever device it names
	for _, f := range sorted {
		k := kind{f.Code, f.Severity.Weight()}
		if shown[k]++; shown[k] > mostShown(f.Severity, len(sorted)) {
			left[f.Code]++
			continue
		}
		text, fix := p.names.words(f)
		same := fix
		if f.Device != "" {
			same = strings.ReplaceAll(fix, f.Device, "")
		}
		if advised[same] {
			fix = ""
		}
		text += " [" + Safe(string(f.Code)) + "]"
		p.finding(f, text, fix, mostEvidence(f.Severity, len(sorted)))
		advised[same] = true
	}
	p.leftOut(sorted, left)
}

// mostShown is how many findings of one severity and code are shown among n.
func mostShown(s finding.Severity, n int) int {
	switch {
	case s == finding.Error:
		return maxErrors
	case s == finding.Warning && n <= maxCalm:
		return maxWarnings
	}
	return maxNotes
}

// mostEvidence is how many messages are named under one of n findings.
func mostEvidence(s finding.Severity, n int) int {
	if s == finding.Info || n > maxCalm {
		return 1
	}
	return maxEvidence
}

// words are the sentence and the advice of a finding, fit to be shown. People are
// called by their names, but in advice that has a command to type: that takes
// addresses.
func (d directory) words(f shared) (text, fix string) {
	text, fix = sentence(d.inNames(f.Finding))
	if _, typed := sentence(f.Finding); strings.Contains(typed, " --") {
		fix = Safe(typed)
	}
	text = safeProse(text)
	if len(f.also) > 0 {
		text += " Likewise " + enumerate(f.also, maxDevicesNamed) + "."
	}
	return text, safeProse(fix)
}

// leftOut says how many findings of a code were too many to show.
func (p *page) leftOut(findings []shared, left map[finding.Code]int) {
	var more []string
	for _, f := range findings {
		if n := left[f.Code]; n > 0 {
			more = append(more, fmt.Sprintf("%d more [%s]", n, label(string(f.Code))))
			delete(left, f.Code)
		}
	}
	if len(more) > 0 {
		p.text("And "+enumerate(more, len(more))+"; --format json has all.", indent)
	}
}

// narrow is the width below which headings stand in the text, not beside it.
const narrow = 60

// finding shows one finding with its sentence and its advice, if there is any.
func (p *page) finding(f shared, text, fix string, evidences int) {
	heading, paint := "note", p.dim
	switch f.Severity {
	case finding.Error:
		heading, paint = "error", p.red
	case finding.Warning:
		heading, paint = "warning", p.yellow
	}
	margin := pad("", len(indent)+9)
	p.gap()
	if p.prose < narrow {
		margin = indent + indent
		lines := wrap(heading+": "+text, indent, margin, p.prose)
		lines[0] = indent + paint(heading) + strings.TrimPrefix(lines[0], indent+heading)
		p.lines = append(p.lines, lines...)
	} else {
		p.item(indent+pad(heading, 9), text, paint)
	}
	if fix != "" {
		p.item(margin+"→ ", fix, p.bold)
	}
	for i, e := range f.Evidence {
		if i == evidences && evidences == 1 {
			break
		}
		if i == evidences {
			p.line(p.dim(margin + "  and " + count(len(f.Evidence)-i, "more message", "more messages")))
			break
		}
		p.proof(e, margin+"  ")
	}
}

// proof names a message and where it lies, each whole, so that it can be copied.
func (p *page) proof(e finding.Evidence, margin string) {
	at := Safe(place(e.Archive, e.File, e.Offset))
	if e.Table != "" {
		at += fmt.Sprintf(", table %s, row %d", Safe(e.Table), e.Row)
	}
	words := []string{at}
	if e.MessageID != "" {
		words = []string{"<" + Safe(e.MessageID) + ">", "in " + at}
	}
	for _, line := range wrapWords(words, margin, margin, p.width) {
		p.line(p.dim(line))
	}
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
