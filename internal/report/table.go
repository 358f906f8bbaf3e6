package report

import (
	"cmp"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

const (
	defaultWidth = 100
	minWidth     = 40
	maxProse     = 100 // sentences in wider lines are hard to read
)

// A page is the table view in the making: lines of text for a person who asks
// who is missing whom, and why.
type page struct {
	palette
	width int // of the matrix and of tables
	prose int // of sentences
	names directory

	ofDevices bool // whether only some devices are shown

	lines  []string
	legend bool // whether the signs of the matrix have been explained
}

// writeTable writes, in the order a reader asks: what is wrong in one
// sentence, each group with its findings, findings about no group, and what
// all of it rests on.
func writeTable(w io.Writer, r *analyze.Report, style Style) error {
	width := max(cmp.Or(style.Width, defaultWidth), minWidth)
	p := &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse), names: newDirectory(r)}
	p.ofDevices = showsSomeDevices(r)
	merged := mergeAlike(r.Findings)
	byGroup := assign(merged, r.Groups)
	groups := worstFirst(r.Groups, byGroup)
	matrices := make([]matrix, len(groups))
	for i, g := range groups {
		matrices[i] = newMatrix(g, r.Devices, p.names)
	}
	p.moment(r)
	p.verdict(r, groups, matrices, merged)
	hasOverview := len(groups) > maxTold
	if hasOverview {
		p.overview(groups, matrices, byGroup)
	}
	for i, g := range groups {
		if hasOverview && !worthTelling(g, byGroup[g.ID]) {
			continue
		}
		if err := p.group(g, matrices[i], byGroup[g.ID]); err != nil {
			return err
		}
	}
	p.otherFindings(byGroup[""])
	if err := p.basis(r); err != nil {
		return err
	}
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// verdict is the whole report in one sentence, and what it is limited to in
// another.
func (p *page) verdict(r *analyze.Report, groups []analyze.Group, matrices []matrix, findings []shared) {
	for _, line := range wrap(verdictOf(r, groups, matrices, findings), "", "", p.prose) {
		p.line(p.bold(line))
	}
	if r.Filter != nil {
		p.text(filterLine(r.Filter), "")
	}
}

func verdictOf(r *analyze.Report, groups []analyze.Group, matrices []matrix, findings []shared) string {
	bad, alone, unknown, devices := 0, 0, 0, len(r.Devices)
	isPart := showsSomeDevices(r)
	if isPart {
		devices++ // there are others
	}
	for i, g := range groups {
		switch {
		case !g.Consistent:
			bad++
		case isPart: // it was compared with those not shown
		case matrices[i].isAlone():
			alone++
		case len(matrices[i].unknowns()) > 0:
			unknown++
		}
	}
	return compared(devices, len(groups), bad, alone, unknown) + findingCounts(findings) + "."
}

// compared says how many of n groups are inconsistent, how many are on one device
// at most, and of how many some view is not known.
func compared(devices, n, bad, alone, unknown int) string {
	groups := count(n, "group", "groups")
	switch {
	case n == 0:
		return "No groups found"
	case bad > 0 && n == 1:
		return "The group is inconsistent"
	case bad > 0:
		return count(bad, "of "+groups+" is", "of "+groups+" are") + " inconsistent"
	case devices == 1:
		return "One device, and nothing to compare it with"
	case alone == n:
		return "No group is on more than one device: nothing to compare"
	case alone > 0:
		return count(n-alone, "of "+groups+" is", "of "+groups+" are") + " consistent, " + count(alone, "is", "are") + " on one device at most"
	}
	as := ""
	if unknown > 0 {
		as = " as far as is known"
	}
	switch n {
	case 1:
		return "The group is consistent" + as
	case 2:
		return "Both groups are consistent" + as
	}
	return "All " + groups + " are consistent" + as
}

// findingCounts is ", with 2 errors and 1 note", or nothing. It counts what
// several devices have in common once, as the page shows it.
func findingCounts(findings []shared) string {
	if parts := bySeverity(findings); len(parts) > 0 {
		return ", with " + enumerate(parts, len(parts))
	}
	return ""
}

// bySeverity counts findings, the worst first: "2 errors", "1 note".
func bySeverity(findings []shared) []string {
	by := map[finding.Severity]int{}
	for _, f := range findings {
		by[f.Severity]++
	}
	var parts []string
	if n := by[finding.Error]; n > 0 {
		parts = append(parts, count(n, "error", "errors"))
	}
	if n := by[finding.Warning]; n > 0 {
		parts = append(parts, count(n, "warning", "warnings"))
	}
	if n := len(findings) - by[finding.Error] - by[finding.Warning]; n > 0 {
		parts = append(parts, count(n, "note", "notes"))
	}
	return parts
}

func (p *page) line(s string) { p.lines = append(p.lines, s) }

// gap sets the next lines apart from the ones before.
func (p *page) gap() {
	if n := len(p.lines); n > 0 && p.lines[n-1] != "" {
		p.line("")
	}
}

// text adds s, wrapped, under an indent.
func (p *page) text(s, indent string) {
	p.lines = append(p.lines, wrap(s, indent, indent, p.prose)...)
}

// item adds s, wrapped, behind a heading that stands once in front of it: in a
// column of its own, unless that is too wide. The heading has already been padded to
// the column where s begins.
func (p *page) item(heading, s string, paint func(string) string) {
	margin := strings.Repeat(" ", columns(heading))
	if len(margin) > p.prose/3 {
		margin = indent + indent
		words := strings.Fields(s)
		lines := wrapWords(append([]string{strings.TrimRight(heading, " ")}, words...), "", margin, p.prose)
		lines[0] = paint(strings.TrimRight(heading, " ")) + strings.TrimPrefix(lines[0], strings.TrimRight(heading, " "))
		p.lines = append(p.lines, lines...)
		return
	}
	lines := wrap(s, margin, margin, p.prose)
	lines[0] = paint(heading) + strings.TrimPrefix(lines[0], margin)
	p.lines = append(p.lines, lines...)
}
