package book

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// Column is the property that keeps a cell of a column no vCard property is for;
// its parameter X-COLUMN is the name of the column.
const Column = "X-GMMTOOL-COLUMN"

// A row is one contact in the making.
type row struct {
	table *table
	cells []string
	kinds map[string]string // types by group, as Google has them in a column
	said  []string          // formatted texts that are on the card
	made  []vcard.Property
}

// card is nil for a row in which nothing stands.
func (t *table) card(cells []string, d dates) []byte {
	r := row{table: t, cells: cells, kinds: map[string]string{}}
	for i := range cells {
		if group := r.meaning(i).typeOf; group != "" {
			r.kinds[group] = strings.ToLower(strings.TrimLeft(strings.TrimSpace(cells[i]), "* "))
		}
	}
	if !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		return nil
	}
	r.names()
	r.places()
	for i := range cells {
		r.single(i, d)
	}
	return vcard.Write(vcard.V30, r.made...)
}

func (r *row) meaning(i int) meaning {
	if i < len(r.table.meanings) {
		return r.table.meanings[i]
	}
	return meaning{}
}

func (r *row) cell(i int) string { return strings.TrimSpace(r.cells[i]) }

func (r *row) add(p vcard.Property, err error) {
	if err == nil { // the names are our own
		r.made = append(r.made, p)
	}
}

// components collects the cells that are parts of one property. Parts that stand
// twice, like Outlook's three lines of a street, are a list.
func (r *row) components(property, group string, n int) (parts [][]string, any bool) {
	parts = make([][]string, n)
	for i := range r.cells {
		if m := r.meaning(i); m.property == property && m.group == group && r.cell(i) != "" {
			parts[m.part] = append(parts[m.part], r.cell(i))
			any = true
		}
	}
	return parts, any
}

// names writes N and FN, which a card of 3.0 must have, and ORG.
func (r *row) names() {
	parts, named := r.components("N", "", 5)
	organisation, employed := r.components("ORG", "", 2)
	full := r.first("FN")
	if full == "" {
		full = strings.Join(slices.Concat(parts[3], parts[1], parts[2], parts[0], parts[4]), " ")
	}
	for _, instead := range []string{strings.Join(organisation[0], " "), r.first("NICKNAME"), r.first("EMAIL"), r.first("TEL")} {
		if full == "" {
			full = instead
		}
	}
	r.add(vcard.NewText("FN", full))
	r.said = append(r.said, full)
	if named {
		r.add(vcard.NewComponents("N", parts...))
	} else {
		r.add(vcard.NewComponents("N", nil, nil, nil, nil, nil))
	}
	if employed {
		r.add(vcard.NewComponents("ORG", organisation...))
	}
}

func (r *row) first(property string) string {
	for i := range r.cells {
		if r.meaning(i).property == property && r.cell(i) != "" {
			return r.cell(i)
		}
	}
	return ""
}

// places writes the postal addresses. The formatted address is kept where it is
// all there is.
func (r *row) places() {
	var done []string
	for i := range r.cells {
		m := r.meaning(i)
		if m.property != "ADR" && m.property != "LABEL" || slices.Contains(done, m.group) {
			continue
		}
		done = append(done, m.group)
		parts, any := r.components("ADR", m.group, 7)
		if !any {
			label, found := r.components("LABEL", m.group, 1)
			if !found {
				continue
			}
			parts[2] = label[0]
			r.said = append(r.said, label[0]...)
		}
		kind := m.kind
		if kind == "" {
			kind = r.kinds[m.group]
		}
		p, err := vcard.NewComponents("ADR", parts...)
		r.add(typed(p, kind), err)
	}
}

// single writes a cell that is a property by itself, or one none is for.
func (r *row) single(i int, d dates) {
	text, m := r.cell(i), r.meaning(i)
	if text == "" || m.typeOf != "" {
		return
	}
	switch m.property {
	case "N", "ORG", "ADR":
		return
	case "FN", "LABEL":
		if slices.Contains(r.said, text) {
			return
		}
	case "EMAIL", "TEL", "URL":
		kind := m.kind
		if kind == "" {
			kind = r.kinds[m.group]
		}
		for _, value := range several(text) {
			p, err := vcard.NewText(m.property, value)
			r.add(typed(p, kind), err)
		}
		return
	case "CATEGORIES":
		labels := several(strings.ReplaceAll(text, ";", separatorOfGoogle))
		for k := range labels {
			labels[k] = strings.TrimLeft(labels[k], "* ")
		}
		r.add(vcard.NewList(m.property, labels...))
		return
	case "NICKNAME":
		r.add(vcard.NewList(m.property, text))
		return
	case "BDAY":
		if noDate.MatchString(text) {
			return
		}
		if date, known := d.read(text); known {
			r.add(vcard.NewText(m.property, date))
			return
		}
	case "":
	default:
		r.add(vcard.NewText(m.property, text))
		return
	}
	p, err := vcard.NewText(Column, text)
	if i < len(r.table.columns) {
		p = p.With("X-COLUMN", r.table.columns[i])
	}
	r.add(p, err)
}

// separatorOfGoogle is between the values of one cell.
const separatorOfGoogle = " ::: "

func several(text string) []string {
	var values []string
	for value := range strings.SplitSeq(text, strings.TrimSpace(separatorOfGoogle)) {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

func typed(p vcard.Property, kind string) vcard.Property {
	if kind == "" {
		return p
	}
	return p.With("TYPE", strings.Split(kind, ",")...)
}
