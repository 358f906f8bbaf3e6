package report

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
)

const (
	indent   = "  "
	maxNamed = 12 // people named in one sentence
)

// group shows one group: who is in it on which device, the same in words, and
// why. A group that nobody disputes is two lines.
func (p *page) group(g analyze.Group, m matrix, findings []shared) error {
	p.gap()
	p.groupTitle(g, m)
	if g.Consistent || p.ofDevices && len(m.disputed()) == 0 {
		p.agreement(m)
	} else if err := p.disagreement(g, m); err != nil {
		return err
	}
	p.linked(g.Linked)
	p.findings(findings)
	return nil
}

// disagreement is the body of an inconsistent group.
func (p *page) disagreement(g analyze.Group, m matrix) error {
	p.sumUp(g, m)
	p.line("")
	if err := p.matrix(m); err != nil {
		return err
	}
	p.inWords(m)
	return nil
}

// sumUp counts the members of an inconsistent group, and those who are disputed.
func (p *page) sumUp(g analyze.Group, m matrix) {
	disputed := count(len(m.disputed()), "person is", "people are") + " disputed"
	p.text("By all the mail it has "+count(len(g.Target.Members), "member", "members")+"; "+disputed+" ("+
		count(len(m.columns), "device", "devices")+").", indent)
}

// groupTitle is the name, the id and the state of a group: a line, or where that is
// too long a line for each.
func (p *page) groupTitle(g analyze.Group, m matrix) {
	title, id, state := "Group "+groupName(g), label(g.ID), p.state(g, m)
	if whole := title + indent + id + indent + state; columns(whole) <= p.width {
		p.line(p.bold(title) + p.dim(indent+id+indent) + state)
		return
	}
	for _, line := range wrap(title, "", indent, p.width) {
		p.line(p.bold(line))
	}
	p.line(p.dim(indent + id))
	p.lines = append(p.lines, wrap(state, indent, indent, p.width)...)
}

// groupName is the quoted name of a group, or that it has none.
func groupName(g analyze.Group) string {
	if g.Name == "" {
		return "“(no name)”"
	}
	return "“" + wholeLabel(g.Name) + "”"
}

// state says in a word or two whether the devices agree.
func (p *page) state(g analyze.Group, m matrix) string {
	switch {
	case !g.Consistent && p.ofDevices && len(m.disputed()) == 0:
		return p.yellow("inconsistent on other devices")
	case !g.Consistent:
		return p.red("inconsistent")
	case p.ofDevices:
		return p.green("consistent")
	case m.holders() == 0:
		return p.yellow("no device in it, nothing to compare")
	case m.isAlone():
		return p.yellow("one device, nothing to compare with")
	case len(m.unknowns()) > 0:
		return p.yellow("consistent as far as is known")
	}
	return p.green("consistent")
}

// agreement is the body of a group on which the devices shown agree.
func (p *page) agreement(m matrix) {
	var members []string
	for _, r := range m.rows {
		if r.member {
			members = append(members, r.called)
		}
	}
	p.text(p.agreeing(m)+count(len(members), "member", "members")+": "+enumerate(members, maxNamed)+"."+m.reservations(), indent)
}

// agreeing begins the sentence about a group on which the devices shown agree.
func (p *page) agreeing(m matrix) string {
	holders, unknowns := m.holders(), len(m.unknowns())
	switch {
	case p.ofDevices && holders > 0:
		return "As all the mail adds up to, " + enumerate(m.holding(), maxDevicesNamed) + " " + showOrShows(holders) + " "
	case holders == 0 && unknowns > 0:
		return "No device whose view is known is in it; other mail names "
	case holders == 0:
		return "No device is in it any more; it has "
	case holders == 1:
		return "1 device has it, with "
	case holders == 2 && unknowns == 0:
		return "Both devices agree on "
	case holders == 2:
		return "2 devices agree on "
	}
	return "All " + count(holders, "device", "devices") + " agree on "
}

// reservations says what the agreement of a group rests on but mail that was
// read: views that are not known, and views that are inferred in part.
func (m matrix) reservations() string {
	var said string
	if unknown := m.unknowns(); len(unknown) > 0 {
		said += " What " + enumerate(unknown, maxDevicesNamed) + " " + showOrShows(len(unknown)) + " is not known."
	}
	if inferred := m.inferring(); len(inferred) > 0 {
		said += " What " + enumerate(inferred, maxDevicesNamed) + " " + showOrShows(len(inferred)) + " is inferred in part, not read in " + plural(len(inferred), "its", "their") + " own mail."
	}
	return said
}

func showOrShows(n int) string { return plural(n, "shows", "show") }

// matrix shows people against devices, as a grid where it fits, else a sentence for
// each disputed person. Those whom nobody disputes are counted where they are many.
func (p *page) matrix(m matrix) error {
	rows, members, others := m.fold()
	drawn := false
	hasNames := slices.ContainsFunc(rows, func(r row) bool { return r.name != "" })
	for _, withNames := range []bool{true, false} {
		if withNames && !hasNames {
			continue
		}
		if len(m.columns)*(1+len(gridGap)) > p.width { // no grid is that narrow
			break
		}
		header, cells := p.grid(m.columns, rows, withNames)
		if len(indent)+gridWidth(header, cells) > p.width {
			continue
		}
		lines, err := drawGrid(header, cells)
		if err != nil {
			return err
		}
		for _, line := range lines {
			p.line(indent + line)
		}
		drawn = true
		break
	}
	if !drawn {
		p.perPerson(m)
		members, others = m.undisputed()
	}
	p.folded(m, members, others)
	if drawn {
		p.explainSigns(m)
	}
	return nil
}

// folded counts the people whom nobody disputes and who are not in the grid.
func (p *page) folded(m matrix, members, others []row) {
	if len(members) > 0 {
		p.text(count(len(members), "more member", "more members")+", all agree: "+enumerate(calledAll(members), maxFolded)+"."+m.reservations(), indent)
	}
	if len(others) > 0 {
		p.lines = append(p.lines, p.oneLine(indent+count(len(others), "past member", "past members")+", all agree", calledAll(others)))
	}
}

// oneLine names as many people as a line holds.
func (p *page) oneLine(before string, names []string) string {
	for n := min(len(names), maxNamed); n > 0; n-- {
		if line := before + ": " + enumerate(names, n) + "."; columns(line) <= p.prose {
			return line
		}
	}
	return before + "."
}

// grid is the header and the rows of the matrix: who it is, a cell per device, the
// target.
func (p *page) grid(devices []column, people []row, withNames bool) (header []string, rows [][]string) {
	header = []string{"member"}
	if withNames {
		header = append(header, "address")
	}
	for _, c := range devices {
		header = append(header, c.heading())
	}
	header = append(header, "agreed")
	for _, r := range people {
		line := []string{r.called}
		if withNames {
			line = []string{cmp.Or(wholeLabel(r.name), r.addressLabel()), r.addressLabel()}
		}
		for k, cell := range r.cells {
			line = append(line, p.cell(cell, devices[k].out()))
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

// agreed is the target's word on a person.
func (r row) agreed() string {
	switch {
	case r.member:
		return "member"
	case r.past:
		return "left"
	}
	return "no"
}
