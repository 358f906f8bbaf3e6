package report

import "github.com/gmmtool/gmmtool/analyze"

const (
	indent   = "  "
	maxNamed = 12 // members named in the line of a consistent group
)

// group shows one group: who is in it on which device, the same in words, and
// why. A group that nobody disputes is two lines.
func (p *page) group(g analyze.Group, m matrix, findings []shared) error {
	p.gap()
	p.line(p.groupTitle(g))
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

func (p *page) groupTitle(g analyze.Group) string {
	state := p.red("inconsistent")
	if g.Consistent {
		state = p.green("consistent")
	}
	name := label(g.Name)
	if name == "" {
		name = "(no name)"
	}
	return p.bold("Group “"+name+"”") + p.dim("  "+label(g.ID)+"  ") + state
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
	holders := 0
	for _, c := range m.columns {
		if c.view != nil && !c.out() {
			holders++
		}
	}
	who := "All " + count(holders, "device", "devices") + " agree on "
	switch holders {
	case 0:
		who = "No device is in it any more; it has "
	case 1:
		who = "1 device has it, with "
	case 2:
		who = "Both devices agree on "
	}
	p.text(who+count(len(members), "member", "members")+": "+enumerate(members, maxNamed)+".", indent)
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
	if c.out() {
		return "(" + label(c.device) + ")"
	}
	return label(c.device)
}

func (p *page) cell(c cell, out bool) string {
	switch sign := c.standing.sign(); {
	case c.differs != "":
		return p.red(sign + "!")
	case out:
		return p.dim(sign)
	default:
		return sign
	}
}

// sign is how a standing looks in a cell.
func (s standing) sign() string {
	return [...]string{absent: "–", present: "yes", otherKey: "key", departed: "left", unsure: "?", noGroup: "none"}[s]
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
	used := map[standing]bool{}
	out := false
	for _, r := range m.rows {
		for _, cell := range r.cells {
			used[cell.standing] = true
		}
	}
	for _, c := range m.columns {
		out = out || c.out()
	}
	signs := []string{"yes: shown as member", "–: not shown"}
	for _, s := range []struct {
		standing standing
		meaning  string
	}{
		{departed, "left: shown as past member"},
		{unsure, "?: the mail cannot decide"},
		{otherKey, "key: member under another key"},
		{noGroup, "none: device does not have the group"},
	} {
		if used[s.standing] {
			signs = append(signs, s.meaning)
		}
	}
	if out {
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
