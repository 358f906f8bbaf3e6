package report

import (
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// maxDevicesNamed is how many devices a sentence names.
const maxDevicesNamed = 12

// perPerson is the matrix where no grid fits: a sentence per disputed person says
// which devices differ.
func (p *page) perPerson(m matrix) {
	p.line(indent + p.bold("Who is disputed"))
	for _, r := range m.disputed() {
		who := r.called
		if address := r.addressLabel(); !strings.Contains(who, address) {
			who += " <" + address + ">"
		}
		p.hanging(who + " " + r.membership() + ": " + strings.Join(m.standings(r), "; ") + ".")
	}
	p.line("")
}

// hanging adds one of several sentences under a title.
func (p *page) hanging(s string) {
	p.lines = append(p.lines, wrap(s, indent+indent, indent+indent+indent, p.prose)...)
}

// membership is the target's word on a person, in words.
func (r row) membership() string {
	switch {
	case r.member:
		return "is a member"
	case r.past:
		return "is a member no longer"
	}
	return "is not a member"
}

// standings says which devices differ on one person and how, and how many are
// right.
func (m matrix) standings(r row) []string {
	var said []string
	for _, s := range []struct {
		standing standing
		heading  string
	}{
		{present, "shown as member on "},
		{absent, "not shown on "},
		{departed, "shown as past member on "},
		{otherKey, "under another key on "},
		{unsure, "undecided on "},
		{noGroup, "group missing on "},
	} {
		var devices []string
		for i, cell := range r.cells {
			if cell.standing == s.standing && cell.differs != "" {
				devices = append(devices, label(m.columns[i].device))
			}
		}
		if len(devices) > 0 {
			said = append(said, s.heading+enumerate(devices, maxDevicesNamed))
		}
	}
	if right := agreeing(r); right > 0 {
		said = append(said, "right on "+count(right, "device", "devices"))
	}
	return said
}

func agreeing(r row) int {
	right := 0
	for _, cell := range r.cells {
		if cell.differs == "" && cell.standing != noGroup && cell.standing != unknown && cell.standing.in() == r.member {
			right++
		}
	}
	return right
}

// maxFaulty is how many sentences say which devices differ.
const maxFaulty = 12

// inWords says per device what the matrix shows: who is missing whom. Devices that
// differ in the same are named together.
func (p *page) inWords(m matrix) {
	alike := map[string][]int{} // columns by what is said of one of them
	var order []string
	for i, c := range m.columns {
		s := strings.Join(c.faults(m.rows, i, 1), "; ")
		if s == "" {
			continue
		}
		if alike[s] == nil {
			order = append(order, s)
		}
		alike[s] = append(alike[s], i)
	}
	if len(order) == 0 {
		return
	}
	p.gap()
	p.line(indent + p.bold("Where devices differ"))
	for n, s := range order {
		if n == maxFaulty {
			p.hanging("and " + strconv.Itoa(len(order)-n) + " more; --device shows one of them")
			return
		}
		var devices []string
		for _, i := range alike[s] {
			devices = append(devices, label(m.columns[i].device))
		}
		first := alike[s][0]
		p.hanging(enumerate(devices, maxDevicesNamed) + ": " + strings.Join(m.columns[first].faults(m.rows, first, len(devices)), "; "))
	}
}

// faults says in words how the views of n devices, one of them that of column i,
// differ from the target.
func (c column) faults(rows []row, i, n int) []string {
	var missing, pastMembers, strangers, keys, undecided []string
	var parts []string
	for _, r := range rows {
		switch how := r.cells[i].differs; {
		case how == analyze.DiffersNoGroup:
			parts = append(parts, plural(n, "does", "do")+" not have this group, though "+r.called+" belongs to it")
		case how == analyze.DiffersOut:
			parts = append(parts, plural(n, "is", "are")+" out of the group, though "+r.called+" belongs to it")
		case how == analyze.DiffersExtra && c.own[key(r.address, r.fingerprint)]:
			parts = append(parts, "still "+plural(n, "takes", "take")+" part, though "+r.called+" is out of the group")
		case how == analyze.DiffersUndecided:
			undecided = append(undecided, r.called)
		case how == analyze.DiffersKey:
			keys = append(keys, r.called)
		case how == analyze.DiffersMissing:
			missing = append(missing, r.called)
		case how == analyze.DiffersExtra && r.past:
			pastMembers = append(pastMembers, r.called)
		case how == analyze.DiffersExtra:
			strangers = append(strangers, r.called)
		}
	}
	clause := func(before string, who []string, after string) {
		if len(who) > 0 {
			parts = append(parts, before+enumerate(who, maxNamed)+after)
		}
	}
	clause(plural(n, "misses ", "miss "), missing, "")
	clause("still "+plural(n, "lists ", "list "), pastMembers, ", who left or "+plural(len(pastMembers), "was", "were")+" removed")
	clause(plural(n, "lists ", "list "), strangers, ", who "+plural(len(strangers), "is", "are")+" not in the group")
	clause(plural(n, "holds", "hold")+" another key of ", keys, "")
	if c.view != nil && c.view.Uncertain != nil {
		clause("undecided about ", undecided, ": "+isolate(Safe(c.view.Uncertain.Why)))
	}
	return parts
}
