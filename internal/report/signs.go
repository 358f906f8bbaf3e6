package report

import (
	"slices"
	"strings"
)

// sign is how a standing looks in a cell: a word, so that it can be read aloud.
func (s standing) sign() string {
	return [...]string{absent: "no", present: "yes", otherKey: "key", departed: "left", unsure: "unclear", unknown: "unknown", noGroup: "none"}[s]
}

// explainSigns adds the legend, once in a report, with the signs in use.
func (p *page) explainSigns(m matrix) {
	if p.legend {
		return
	}
	p.legend = true
	signs := []string{"yes: shown as member", "no: not shown"}
	for _, s := range []struct {
		standing standing
		meaning  string
	}{
		{departed, "left: shown as past member"},
		{unsure, "unclear: the mail cannot decide"},
		{unknown, "unknown: nothing is known of that device, see below"},
		{otherKey, "key: member under another key"},
		{noGroup, "none: device does not have the group"},
	} {
		if m.has(func(c cell) bool { return c.standing == s.standing }) {
			signs = append(signs, s.meaning)
		}
	}
	unread := func(c column) bool { return c.unread && c.known() }
	if m.has(func(c cell) bool { return c.inferred }) || slices.ContainsFunc(m.columns, unread) {
		signs = append(signs, "*: inferred from other people's copies, not read in its own mail")
	}
	if slices.ContainsFunc(m.columns, unread) {
		signs = append(signs, "device*: nothing was read of it")
	}
	if slices.ContainsFunc(m.columns, column.out) {
		signs = append(signs, "(device): out of the group, its list stands still")
	}
	signs = append(signs, "!: differs from what all the mail adds up to (agreed)")
	p.line("")
	for i := range len(signs) - 1 {
		signs[i] += ";"
	}
	lines := wrapWords(signs, indent, indent, p.prose)
	if slices.ContainsFunc(lines, func(line string) bool { return columns(line) > p.prose }) {
		lines = wrap(strings.Join(signs, " "), indent, indent, p.prose)
	}
	for _, line := range lines {
		p.line(p.dim(line))
	}
}
