package report

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// A standing is what one device holds of one person.
type standing int

const (
	absent   standing = iota // not in the list
	present                  // listed as member
	otherKey                 // listed as member, under another key than the target's
	departed                 // listed as past member
	unsure                   // the mail cannot decide
	unknown                  // the device's mail cannot be opened, or nobody knows whose it is
	noGroup                  // the device does not have the group
)

// A cell is what one device holds of one person, how that differs from the
// target (one of analyze.Differs*, or ""), and whether it was inferred, not read
// in the device's own mail.
type cell struct {
	standing standing
	differs  string
	inferred bool
}

// inferredBasis is the basis of what was not read in a device's own mail.
const inferredBasis = "inferred"

// in reports whether the device shows the person as member.
func (s standing) in() bool { return s == present || s == otherKey }

// A column is one device of a matrix.
type column struct {
	device string
	view   *analyze.DeviceView // nil: it does not have the group
	own    map[string]bool     // its addresses, see [key]
	why    string              // why nothing is known of its view, "" if it is
	unread bool                // nothing was read of it

	// By key: the fingerprints of those the view lists, its past members, whom
	// only one of two possible views lists, and how the view differs.
	members    map[string]string
	past, open map[string]bool
	inferred   map[string]bool // of members and past members
	differs    map[string]string

	// belongs is whether the target holds the device's owner, and listed
	// whether its own view does. Both are true where the owner is not known.
	belongs, listed bool
}

// out reports whether the device is, rightly, no longer in the group: its list
// stands still, and that it differs is not wrong.
func (c column) out() bool { return !c.belongs && !c.listed }

// known reports whether the device has the group, as far as its view is known.
func (c column) known() bool { return c.view != nil && c.why == "" }

// A row is one person of a matrix.
type row struct {
	address, fingerprint string
	name                 string // as it came, "" if there is none
	called               string // fit for a sentence, see [directory.person]

	member, past bool // in the target
	cells        []cell
}

// disputed reports whether any device differs on this person.
func (r row) disputed() bool {
	return slices.ContainsFunc(r.cells, func(c cell) bool { return c.differs != "" })
}

// A matrix sets what each device holds of each person of one group beside the
// target. Rows that devices differ on come first.
type matrix struct {
	columns []column
	rows    []row
}

// key is what two entries must share to be about one person: the address, or
// the key of someone without one.
func key(address, fingerprint string) string {
	if address == "" {
		return "\x00" + fingerprint
	}
	return strings.ToLower(address)
}

func newMatrix(g analyze.Group, devices []analyze.DeviceInfo, names directory) matrix {
	target := map[string]bool{}
	for _, m := range g.Target.Members {
		target[key(m.Address, m.Fingerprint)] = true
	}
	m := matrix{columns: newColumns(g, devices, target)}
	m.rows = newRows(g)
	for i := range m.rows {
		r := &m.rows[i]
		r.name = names.names[key(r.address, r.fingerprint)]
		r.called = names.person(r.address, r.fingerprint)
		for _, c := range m.columns {
			r.cells = append(r.cells, c.cell(r))
		}
	}
	slices.SortStableFunc(m.rows, func(a, b row) int { return rank(a) - rank(b) })
	return m
}

// rank orders rows for a reader: what is disputed, who is in, who was.
func rank(r row) int {
	switch {
	case r.disputed():
		return 0
	case r.member:
		return 1
	}
	return 2
}

// newColumns are the devices that have the group or should: others have
// nothing to say about it.
func newColumns(g analyze.Group, devices []analyze.DeviceInfo, target map[string]bool) []column {
	views := map[string]*analyze.DeviceView{}
	for i := range g.Devices {
		views[g.Devices[i].Device] = &g.Devices[i]
	}
	differs := differences(g)
	var columns []column
	for _, d := range devices {
		c := newColumn(d, views[d.Device])
		c.differs = differs[d.Device]
		for address := range c.own {
			c.belongs = c.belongs || target[address]
			_, shown := c.members[address]
			c.listed = c.listed || shown
		}
		if len(c.own) == 0 && (c.view != nil || c.why != "") {
			c.belongs, c.listed = true, true
		}
		if c.view != nil || c.belongs {
			columns = append(columns, c)
		}
	}
	return columns
}

// differences finds how a device differs on a person, by device and [key]. Of
// somebody who may or may not be listed nothing else is told, nor is of a member
// under another key.
func differences(g analyze.Group) map[string]map[string]string {
	byDevice := map[string]map[string]string{}
	for _, d := range g.Differs {
		differs := byDevice[d.Device]
		if differs == nil {
			differs = map[string]string{}
			byDevice[d.Device] = differs
		}
		k := key(d.Address, "")
		if known := differs[k]; known == "" || d.How == analyze.DiffersUndecided || d.How == analyze.DiffersKey && known != analyze.DiffersUndecided {
			differs[k] = d.How
		}
	}
	return byDevice
}

func newColumn(d analyze.DeviceInfo, view *analyze.DeviceView) column {
	c := column{
		device: d.Device, view: view, why: d.Unknown, unread: d.Messages == 0 && d.Database == "",
		own: map[string]bool{}, members: map[string]string{}, past: map[string]bool{}, open: map[string]bool{}, inferred: map[string]bool{},
	}
	for _, address := range d.Addresses {
		c.own[key(address, "")] = true
	}
	if view == nil {
		return c
	}
	for _, m := range view.Members {
		c.members[key(m.Address, m.Fingerprint)] = m.Fingerprint
		c.inferred[key(m.Address, m.Fingerprint)] = m.Basis == inferredBasis
	}
	for _, m := range view.PastMembers {
		c.past[key(m.Address, m.Fingerprint)] = true
		c.inferred[key(m.Address, m.Fingerprint)] = m.Basis == inferredBasis
	}
	if u := view.Uncertain; u != nil {
		for _, address := range slices.Concat(minus(u.Possible[0], u.Possible[1]), minus(u.Possible[1], u.Possible[0])) {
			c.open[key(address, "")] = true
		}
	}
	return c
}

// newRows are all people any list of the group names, by address.
func newRows(g analyze.Group) []row {
	people := map[string]*row{}
	add := func(address, fingerprint string) *row {
		k := key(address, fingerprint)
		p := people[k]
		if p == nil {
			p = &row{address: address, fingerprint: fingerprint}
			people[k] = p
		}
		return p
	}
	for _, m := range g.Target.Members {
		add(m.Address, m.Fingerprint).member = true
	}
	for _, m := range g.Target.PastMembers {
		add(m.Address, m.Fingerprint).past = true
	}
	for _, v := range g.Devices {
		for _, m := range v.Members {
			add(m.Address, m.Fingerprint)
		}
		for _, m := range v.PastMembers {
			add(m.Address, m.Fingerprint)
		}
		if v.Uncertain != nil {
			for _, address := range slices.Concat(v.Uncertain.Possible[:]...) {
				add(address, "")
			}
		}
	}
	rows := make([]row, 0, len(people))
	for _, p := range people {
		rows = append(rows, *p)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return strings.Compare(key(a.address, a.fingerprint), key(b.address, b.fingerprint))
	})
	return rows
}

// cell is what c holds of the person of r. Of a device that is out of the group
// it only shows that: such a device differs on nobody.
func (c column) cell(r *row) cell {
	k := key(r.address, r.fingerprint)
	how, inferred := c.differs[k], c.inferred[k]
	fingerprint, listed := c.members[k]
	switch {
	case c.why != "":
		return cell{standing: unknown, differs: how}
	case c.view == nil:
		return cell{standing: noGroup, differs: how}
	case c.open[k]:
		return cell{unsure, how, inferred}
	case listed && (how == analyze.DiffersKey || r.member && fingerprint != "" && r.fingerprint != "" && !strings.EqualFold(fingerprint, r.fingerprint)):
		return cell{otherKey, how, inferred}
	case listed:
		return cell{present, how, inferred}
	case c.past[k]:
		return cell{departed, how, inferred}
	}
	return cell{standing: absent, differs: how}
}
