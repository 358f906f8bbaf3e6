package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// maxTold is how many groups are told one after the other; of more there is an
// overview first, and only those that need it are told.
const maxTold = 5

// assign puts findings with their groups, those of no group of the report under "".
func assign(findings []shared, groups []analyze.Group) map[string][]shared {
	known := map[string]bool{}
	for _, g := range groups {
		known[g.ID] = true
	}
	byGroup := map[string][]shared{}
	for _, f := range findings {
		id := f.Group
		if !known[id] {
			id = ""
		}
		byGroup[id] = append(byGroup[id], f)
	}
	return byGroup
}

// worstFirst puts the broken groups first, then those with errors, then those with
// warnings.
func worstFirst(groups []analyze.Group, findings map[string][]shared) []analyze.Group {
	weight := func(g analyze.Group) int {
		lightest := finding.Info.Weight() + 1
		for _, f := range findings[g.ID] {
			lightest = min(lightest, f.Severity.Weight())
		}
		if !g.Consistent {
			return -1
		}
		return lightest
	}
	sorted := slices.Clone(groups)
	slices.SortStableFunc(sorted, func(a, b analyze.Group) int { return cmp.Compare(weight(a), weight(b)) })
	return sorted
}

// worthTelling reports whether a group is told behind an overview: it is broken, or
// has an error.
func worthTelling(g analyze.Group, findings []shared) bool {
	return !g.Consistent || slices.ContainsFunc(findings, func(f shared) bool { return f.Severity == finding.Error })
}

// overview has a line for each group, which says all it says in words, and how to
// see those that are not told.
func (p *page) overview(groups []analyze.Group, matrices []matrix, findings map[string][]shared) {
	p.gap()
	facts := make([][]string, len(groups))
	untold := 0
	for i, g := range groups {
		facts[i] = p.facts(g, matrices[i], findings[g.ID])
		if !worthTelling(g, findings[g.ID]) {
			untold++
		}
	}
	p.overviewLines(groups, facts)
	if untold > 0 {
		p.gap()
		p.text(count(untold, "group is consistent and has no error: it is", "groups are consistent and have no error: they are")+
			" not told below. --group NAME tells of any group.", "")
	}
}

// facts are what an overview says of a group, each readable alone.
func (p *page) facts(g analyze.Group, m matrix, findings []shared) []string {
	found := "no findings"
	if parts := bySeverity(findings); len(parts) > 0 {
		found = strings.Join(parts, ", ")
	}
	return []string{p.state(g, m), count(len(g.Target.Members), "member", "members"), count(len(m.columns), "device", "devices"), found}
}

// minGroupName is the narrowest column for the names of groups.
const minGroupName = 24

// overviewLines puts the facts of groups in columns behind their names, which are
// shortened to fit; where too little is left for them, in a sentence each.
func (p *page) overviewLines(groups []analyze.Group, facts [][]string) {
	widest := make([]int, len(facts[0]))
	left := p.width
	for i := range widest {
		for _, row := range facts {
			widest[i] = max(widest[i], columns(row[i]))
		}
		left -= widest[i] + len(gridGap)
	}
	if names, width := shortGroupNames(groups, left); left >= minGroupName && width <= left {
		for i, row := range facts {
			line := pad(names[i], width)
			for k, fact := range row {
				line += gridGap + pad(fact, widest[k])
			}
			p.line(strings.TrimRight(line, " "))
		}
		return
	}
	names, _ := shortGroupNames(groups, maxLabel)
	for i, row := range facts {
		p.lines = append(p.lines, wrap(names[i]+": "+strings.Join(row, ", "), "", indent, p.prose)...)
	}
}

// shortGroupNames are the names of groups, of about so many columns, and how wide
// they became.
func shortGroupNames(groups []analyze.Group, room int) (names []string, widest int) {
	for _, g := range groups {
		name := shortGroupName(g, groups, room)
		names = append(names, name)
		widest = max(widest, columns(name))
	}
	return names, widest
}

// shortGroupName is the name of a group in so many columns, with the id where a
// reader could take it for another.
func shortGroupName(g analyze.Group, groups []analyze.Group, width int) string {
	short := func(g analyze.Group, room int) string {
		if g.Name == "" {
			return "(no name)"
		}
		return "“" + isolate(shorten(Safe(g.Name), room)) + "”"
	}
	room := width - columns("“”")
	alike := 0
	for _, other := range groups {
		if likeness(short(other, room)) == likeness(short(g, room)) {
			alike++
		}
	}
	if alike == 1 {
		return short(g, room)
	}
	id := " " + label(g.ID)
	return short(g, max(room-columns(id), minGroupName/2)) + id
}
