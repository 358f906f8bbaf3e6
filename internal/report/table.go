package report

import (
	"cmp"
	"io"
	"slices"
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
	width  int // of the matrix and of tables
	prose  int // of sentences
	lines  []string
	legend bool // whether the signs of the matrix have been explained
}

// writeTable writes, in the order a reader asks: what is wrong in one
// sentence, each group with its findings, findings about no group, and what
// all of it rests on.
func writeTable(w io.Writer, r *analyze.Report, style Style) error {
	width := max(cmp.Or(style.Width, defaultWidth), minWidth)
	p := &page{palette: palette{style.Color}, width: width, prose: min(width, maxProse)}
	merged := mergeAlike(r.Findings)
	names := newDirectory(r)
	groups := worstFirst(r.Groups)
	matrices := make([]matrix, len(groups))
	for i, g := range groups {
		matrices[i] = newMatrix(g, r.Devices, names)
	}
	p.moment(r)
	p.verdict(len(r.Devices), groups, matrices, merged)
	byGroup := map[string][]shared{}
	known := map[string]bool{}
	for _, g := range r.Groups {
		known[g.ID] = true
	}
	for _, f := range merged {
		if known[f.Group] {
			byGroup[f.Group] = append(byGroup[f.Group], f)
		} else {
			byGroup[""] = append(byGroup[""], f)
		}
	}
	for i, g := range groups {
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

// verdict is the whole report in one sentence.
func (p *page) verdict(devices int, groups []analyze.Group, matrices []matrix, findings []shared) {
	p.line(p.bold(verdictOf(devices, groups, matrices, findings)))
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
	if len(parts) == 0 {
		return ""
	}
	return ", with " + enumerate(parts, len(parts))
}

func worstFirst(groups []analyze.Group) []analyze.Group {
	sorted := slices.Clone(groups)
	slices.SortStableFunc(sorted, func(a, b analyze.Group) int {
		switch {
		case a.Consistent == b.Consistent:
			return 0
		case b.Consistent:
			return -1
		}
		return 1
	})
	return sorted
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

// item adds s, wrapped, behind a heading that stands once in front of it.
// The heading has already been padded to the column where s begins.
func (p *page) item(heading, s string, paint func(string) string) {
	indent := strings.Repeat(" ", columns(heading))
	lines := wrap(s, indent, indent, p.prose)
	lines[0] = paint(heading) + strings.TrimPrefix(lines[0], indent)
	p.lines = append(p.lines, lines...)
}
