package report

import (
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// maxDevicesNamed is how many devices a paragraph about one person names.
const maxDevicesNamed = 12

// perPerson is the matrix for many devices: a paragraph per disputed person
// says which devices differ; the others share one.
func (p *page) perPerson(m matrix) {
	names := shortNames(m.rows)
	var undisputed []string
	for i, r := range m.rows {
		if !r.disputed() {
			if r.member {
				undisputed = append(undisputed, names[i])
			}
			continue
		}
		title := r.addressLabel()
		if name := r.nameLabel(); name != "" {
			title = name + "  " + title
		}
		p.line(p.red("!") + " " + p.bold(title) + "  " + r.membership())
		p.standings(m, r)
	}
	if len(undisputed) > 0 {
		p.item(indent, "All "+count(len(m.columns), "device", "devices")+" agree that "+
			enumerate(undisputed, maxNamed)+" "+isOrAre(len(undisputed))+" in the group.", p.dim)
	}
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

// standings lists the devices that differ on one person by how they do.
func (p *page) standings(m matrix, r row) {
	for _, s := range []struct {
		standing standing
		heading  string
	}{
		{present, "shown as member on"},
		{absent, "not shown on"},
		{departed, "shown as past member on"},
		{otherKey, "under another key on"},
		{unsure, "undecided on"},
		{noGroup, "group missing on"},
	} {
		var devices []string
		for i, cell := range r.cells {
			if cell.standing == s.standing && cell.differs != "" {
				devices = append(devices, label(m.columns[i].device))
			}
		}
		if len(devices) > 0 {
			p.item(indent+indent+pad(s.heading, 25), enumerate(devices, maxDevicesNamed), p.dim)
		}
	}
	if right := agreeing(r); right > 0 {
		p.item(indent+indent+pad("right on", 25), count(right, "device", "devices"), p.dim)
	}
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

// inWords says per device what the matrix shows: who is missing whom.
func (p *page) inWords(m matrix) {
	names := shortNames(m.rows)
	widest := 0
	var devices, sentences []string
	for i, c := range m.columns {
		if s := c.faults(m.rows, names, i); s != "" {
			devices = append(devices, label(c.device))
			sentences = append(sentences, s)
			widest = max(widest, columns(label(c.device)))
		}
	}
	if len(devices) == 0 {
		return
	}
	p.line("")
	p.line(indent + p.bold("Who is missing whom"))
	for i, device := range devices {
		p.item(indent+pad(device, widest)+indent, sentences[i], p.bold)
	}
}

// faults says in words how the view of column i differs from the target.
func (c column) faults(rows []row, names []string, i int) string {
	var missing, pastMembers, strangers, keys, undecided []string
	var parts []string
	for k, r := range rows {
		switch how := r.cells[i].differs; {
		case how == analyze.DiffersNoGroup:
			parts = append(parts, "does not have this group, though "+names[k]+" belongs to it")
		case how == analyze.DiffersOut:
			parts = append(parts, "is out of the group, though "+names[k]+" belongs to it")
		case how == analyze.DiffersExtra && c.own[key(r.address, r.fingerprint)]:
			parts = append(parts, "still takes part, though "+names[k]+" is out of the group")
		case how == analyze.DiffersUndecided:
			undecided = append(undecided, names[k])
		case how == analyze.DiffersKey:
			keys = append(keys, names[k])
		case how == analyze.DiffersMissing:
			missing = append(missing, names[k])
		case how == analyze.DiffersExtra && r.past:
			pastMembers = append(pastMembers, names[k])
		case how == analyze.DiffersExtra:
			strangers = append(strangers, names[k])
		}
	}
	clause := func(before string, who []string, after string) {
		if len(who) > 0 {
			parts = append(parts, before+enumerate(who, maxNamed)+after)
		}
	}
	clause("misses ", missing, "")
	clause("still lists ", pastMembers, ", who left or was removed")
	clause("lists ", strangers, ", who is not in the group")
	clause("holds another key of ", keys, "")
	if c.view != nil && c.view.Uncertain != nil {
		clause("undecided about ", undecided, ": "+Safe(c.view.Uncertain.Why))
	}
	return strings.Join(parts, "; ")
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
