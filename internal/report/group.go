package report

import (
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
)

const (
	indent   = "  "
	maxNamed = 12 // members named in the line of a consistent group
)

// group shows one group: who is in it on which device, the same in words, and
// why. A group that nobody disputes is two lines.
func (p *page) group(g analyze.Group, m matrix, findings []shared) error {
	p.gap()
	p.line(p.groupTitle(g, m))
	if g.Consistent {
		p.agreement(m)
	} else {
		p.line("")
		if err := p.matrix(m); err != nil {
			return err
		}
	}
	p.linked(g.Linked)
	p.findings(findings)
	return nil
}

func (p *page) groupTitle(g analyze.Group, m matrix) string {
	name := label(g.Name)
	if name == "" {
		name = "(no name)"
	}
	return p.bold("Group “"+name+"”") + p.dim("  "+label(g.ID)+"  ") + p.state(g, m)
}

// state says in a word or two whether the devices agree.
func (p *page) state(g analyze.Group, m matrix) string {
	switch {
	case !g.Consistent:
		return p.red("inconsistent")
	case m.holders() == 0:
		return p.yellow("no device in it, nothing to compare")
	case m.isAlone():
		return p.yellow("one device, nothing to compare with")
	case len(m.unknowns()) > 0:
		return p.yellow("consistent as far as is known")
	}
	return p.green("consistent")
}

// agreement is the body of a consistent group.
func (p *page) agreement(m matrix) {
	names := shortNames(m.rows)
	var members []string
	for i, r := range m.rows {
		if r.member {
			members = append(members, names[i])
		}
	}
	holders := m.holders()
	who := "All " + count(holders, "device", "devices") + " agree on "
	switch unknowns := len(m.unknowns()); {
	case holders == 0 && unknowns > 0:
		who = "No device whose view is known is in it; other mail names "
	case holders == 0:
		who = "No device is in it any more; it has "
	case holders == 1:
		who = "1 device has it, with "
	case holders == 2:
		who = "Both devices agree on "
	}
	if holders == 2 && len(m.unknowns()) > 0 {
		who = "2 devices agree on "
	}
	p.text(who+count(len(members), "member", "members")+": "+enumerate(members, maxNamed)+"."+m.reservations(), indent)
}

// reservations says what the agreement of a group rests on but mail that was
// read: views that are not known, and views that are inferred in part.
func (m matrix) reservations() string {
	var said string
	if unknown := m.unknowns(); len(unknown) > 0 {
		said += " What " + enumerate(unknown, maxDevicesNamed) + " " + showOrShows(len(unknown)) + " is not known."
	}
	if inferred := m.inferring(); len(inferred) > 0 {
		said += " What " + enumerate(inferred, maxDevicesNamed) + " " + showOrShows(len(inferred)) + " is inferred in part, not read in " + itsOrTheir(len(inferred)) + " own mail."
	}
	return said
}

func itsOrTheir(n int) string {
	if n == 1 {
		return "its"
	}
	return "their"
}

func showOrShows(n int) string {
	if n == 1 {
		return "shows"
	}
	return "show"
}

// matrix shows people against devices, as a grid where it fits, else a
// paragraph per person.
func (p *page) matrix(m matrix) error {
	if len(m.columns)*(1+len(gridGap)) > p.width { // no grid is that narrow
		p.perPerson(m)
		return nil
	}
	for _, withNames := range []bool{true, false} {
		header, rows := p.grid(m, withNames)
		if gridWidth(header, rows) > p.width {
			continue
		}
		lines, err := drawGrid(header, rows)
		if err != nil {
			return err
		}
		p.lines = append(p.lines, lines...)
		p.explainSigns(m)
		p.inWords(m)
		return nil
	}
	p.perPerson(m)
	return nil
}

// grid is the header and the rows of the matrix: a mark for disputed people,
// who it is, a cell per device, the target.
func (p *page) grid(m matrix, withNames bool) (header []string, rows [][]string) {
	header = []string{"", "member"}
	if withNames {
		header = append(header, "address")
	}
	for _, c := range m.columns {
		header = append(header, c.heading())
	}
	header = append(header, "agreed")
	names := shortNames(m.rows)
	for i, r := range m.rows {
		line := []string{" ", names[i]}
		if r.disputed() {
			line[0] = p.red("!")
		}
		if withNames {
			line = []string{line[0], r.nameLabel(), r.addressLabel()}
		}
		for k, cell := range r.cells {
			line = append(line, p.cell(cell, m.columns[k].out()))
		}
		rows = append(rows, append(line, r.agreed()))
	}
	return header, rows
}

// heading is the name over a column: in brackets for a device that is out of
// the group.
func (c column) heading() string {
	name := label(c.device)
	if c.unread && c.known() {
		name += "*"
	}
	if c.out() {
		return "(" + name + ")"
	}
	return name
}

func (p *page) cell(c cell, out bool) string {
	switch {
	case c.differs != "":
		return p.red(c.signs())
	case out:
		return p.dim(c.signs())
	default:
		return c.signs()
	}
}

// signs are all that a cell says: the standing, whether it was inferred, and
// whether it differs.
func (c cell) signs() string {
	signs := c.standing.sign()
	if c.inferred {
		signs += "*"
	}
	if c.differs != "" {
		signs += "!"
	}
	return signs
}

// sign is how a standing looks in a cell.
func (s standing) sign() string {
	return [...]string{absent: "–", present: "yes", otherKey: "key", departed: "left", unsure: "?", unknown: "?", noGroup: "none"}[s]
}

// agreed is the target's word on a person.
func (r row) agreed() string {
	switch {
	case r.member:
		return "member"
	case r.past:
		return "left"
	}
	return "–"
}

// explainSigns adds the legend, once in a report, with the signs in use.
func (p *page) explainSigns(m matrix) {
	if p.legend {
		return
	}
	p.legend = true
	signs := []string{"yes: shown as member", "–: not shown"}
	for _, s := range []struct {
		standing standing
		meaning  string
	}{
		{departed, "left: shown as past member"},
		{unsure, "?: the mail cannot decide"},
		{unknown, "? in a whole column: nothing is known of that device, see below"},
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
		signs[i] += " ·"
	}
	for _, line := range wrapWords(signs, indent, indent, p.prose) {
		p.line(p.dim(line))
	}
}
