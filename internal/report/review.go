package report

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/html"
)

// A Reviewer shows the entries of a review on a terminal.
type Reviewer struct {
	plan  *dedupe.Plan
	cards cards
	style Style
}

// NewReviewer shows entries of a plan.
func NewReviewer(plan *dedupe.Plan, style Style) *Reviewer {
	r := &Reviewer{plan: plan, cards: cards{}, style: style}
	for i := range plan.Records {
		r.cards[plan.Records[i].ID] = &plan.Records[i]
	}
	return r
}

// maxBeside is how many sides stand beside each other on a wide terminal, and
// maxSides how many of an entry are shown.
const (
	maxBeside = 4
	maxSides  = 24
	sideWidth = 24 // the least columns of a side
	nameWidth = 16 // of the names of properties
)

// WriteEntry shows one entry: the cards side by side with what differs marked, what
// speaks for one person and against, and what the merged card will be.
func (r *Reviewer) WriteEntry(w io.Writer, e *review.Entry) error {
	p := r.page()
	p.line(p.bold(leaning(e.Cluster)) + p.dim("  "+Safe(e.Pattern)))
	r.sides(p, e)
	r.evidence(p, e)
	all := slices.Concat(e.Sides...)
	if merged := r.cards.merged(all, e.Survivor); len(merged) > 0 {
		heading := "  the merged card will have"
		if accounts := review.Accounts(r.plan, r.cards.listed(all, "")); len(accounts) > 1 {
			p.item("  ", "The cards lie in "+Safe(enumerate(accounts, 4))+": each keeps its card, and they are linked.", p.bold)
			heading = "  one card of all of them (gmmtool apply --into) would have"
		}
		p.line(p.bold(heading))
		for _, property := range merged {
			p.item("  "+pad(property.Name, nameWidth), strings.Join(property.Values, ", "), p.bold)
		}
	}
	_, err := io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// leaning is what the evidence of a cluster says, in words.
func leaning(c dedupe.Cluster) string {
	words := map[dedupe.Decision]string{dedupe.Accept: "probably one person", dedupe.Refuse: "probably two persons"}
	said := cmp.Or(words[c.Suggest], "perhaps one person")
	if c.Alarm {
		said += ", and perhaps a trick"
	}
	return said
}

func (r *Reviewer) page() *page {
	width := max(cmp.Or(r.style.Width, defaultWidth), minWidth)
	return &page{palette: palette{r.style.Color}, width: width, prose: min(width, maxProse)}
}

// sides draws the records beside each other, as many as fit.
func (r *Reviewer) sides(p *page, e *review.Entry) {
	shown := e.Sides[:min(len(e.Sides), maxSides)]
	var columnsOf []html.Record
	for i, side := range shown {
		columnsOf = append(columnsOf, r.side(i, side))
	}
	markShared(columnsOf)
	fit := min(maxBeside, max(1, (p.width-nameWidth-2)/sideWidth))
	for block := range slices.Chunk(columnsOf, fit) {
		width := (p.width - nameWidth - 2) / len(block)
		cells := func(heading string, text func(html.Record) (string, bool)) {
			line := "  " + pad(heading, nameWidth)
			for _, record := range block {
				text, differs := text(record)
				cell := pad(shorten(text, width-2), width)
				if differs {
					cell = p.yellow(cell)
				}
				line += cell
			}
			p.line(strings.TrimRight(line, " "))
		}
		cells("", func(record html.Record) (string, bool) { return record.Side + "  " + record.Kind, false })
		cells("", func(record html.Record) (string, bool) { return record.Place, false })
		for _, name := range propertyNames(block) {
			for row := range rowsOf(block, name) {
				heading := name
				if row > 0 {
					heading = ""
				}
				cells(heading, func(record html.Record) (string, bool) { return cellOf(record, name, row) })
			}
		}
	}
	if more := len(e.Sides) - len(shown); more > 0 {
		p.line(p.dim(fmt.Sprintf("  and %d more, which plan.json has", more)))
	}
}

// side is the records of one side as one column.
func (r *Reviewer) side(number int, ids []string) html.Record {
	column := html.Record{Side: SideName(number)}
	at := map[string]int{}
	var kinds, places []string
	for _, id := range ids {
		listed := r.cards[id]
		if listed == nil {
			continue
		}
		place := Safe(whereabouts(listed))
		if len(ids) > 1 {
			place = strconv.Itoa(len(places)+1) + " " + place
		}
		kinds, places = appendNew(kinds, label(string(listed.Source))), append(places, place)
		for _, property := range propertiesOf(listed) {
			i, known := at[property.Name]
			if !known {
				i = len(column.Properties)
				at[property.Name] = i
				column.Properties = append(column.Properties, html.Property{Name: property.Name})
			}
			column.Properties[i].Values = appendNew(column.Properties[i].Values, property.Values...)
		}
	}
	column.Kind, column.Place = strings.Join(kinds, ", "), enumerate(places, 2)
	return column
}

// SideName is the letter a side of an entry is called by: A to Z, then AA.
func SideName(number int) string {
	letter := string(rune('A' + number%26))
	if number < 26 {
		return letter
	}
	return SideName(number/26-1) + letter
}

func propertyNames(records []html.Record) []string {
	var names []string
	for _, record := range records {
		for _, property := range record.Properties {
			names = appendNew(names, property.Name)
		}
	}
	return names
}

func rowsOf(records []html.Record, name string) int {
	rows := 0
	for _, record := range records {
		for _, property := range record.Properties {
			if property.Name == name {
				rows = max(rows, len(property.Values))
			}
		}
	}
	return rows
}

// cellOf is one value of a column, with a sign that it differs from another's.
func cellOf(record html.Record, name string, row int) (text string, differs bool) {
	for _, property := range record.Properties {
		if property.Name != name || row >= len(property.Values) {
			continue
		}
		if property.Shared {
			return "= " + property.Values[row], false
		}
		return "≠ " + property.Values[row], true
	}
	return "", false
}

// evidence says what speaks for each two sides and against.
func (r *Reviewer) evidence(p *page, e *review.Entry) {
	paint := map[string]func(string) string{"+": p.green, "-": p.red, "?": p.yellow}
	for _, l := range pairLines(e) {
		text := Safe(l.Text)
		if l.Rule != "" {
			text += " (" + Safe(l.Rule) + ")"
		}
		p.item("  "+l.sign+" "+l.of(), text, paint[l.sign])
	}
	for _, pair := range e.Pairs {
		if pair.Decision != dedupe.Review {
			p.line(p.dim(fmt.Sprintf("  %s–%s is decided: %s", SideName(pair.A), SideName(pair.B), Safe(string(pair.Decision)))))
		}
	}
}

// Title calls an entry by a name of each of its sides.
func (r *Reviewer) Title(e *review.Entry) string {
	var names []string
	for _, side := range e.Sides {
		names = appendNew(names, r.nameOf(side))
	}
	return enumerate(names, 3)
}

func (r *Reviewer) nameOf(ids []string) string {
	for _, id := range ids {
		if listed := r.cards[id]; listed != nil {
			for _, values := range [][]string{listed.Names, listed.Addresses, listed.Phones} {
				if len(values) > 0 {
					return label(values[0])
				}
			}
		}
	}
	return "somebody"
}

// reviewColumns are the columns of the table of a review. id and decision are what
// is read back.
func reviewColumns() []string {
	return []string{review.IDColumn, review.DecisionColumn, "suggest", "cluster", "pattern", "a", "b", "for", "against"}
}

// WriteTable writes all that is open as CSV, a row for each decision.
func (r *Reviewer) WriteTable(w io.Writer, s *review.Session) error {
	rows := csv.NewWriter(w)
	if err := rows.Write(reviewColumns()); err != nil {
		return err
	}
	texts := func(all []dedupe.Evidence) string {
		var list []string
		for _, evidence := range all {
			list = append(list, evidence.Text)
		}
		return strings.Join(list, "; ")
	}
	for _, e := range s.EntriesLeft() {
		for _, pair := range e.Pairs {
			a, b := r.inWords(e.Sides[pair.A]), ""
			if pair.A != pair.B {
				b = r.inWords(e.Sides[pair.B])
			} else {
				a = r.inWords(slices.Concat(e.Sides...))
			}
			cells := []string{pair.ID, string(pair.Decision), string(e.Cluster.Suggest), e.Cluster.ID, e.Pattern, a, b, texts(pair.Evidence), texts(pair.Against)}
			if err := writeCells(rows, cells); err != nil {
				return err
			}
		}
	}
	rows.Flush()
	return rows.Error()
}

// inWords is what the records of one side say, in one cell.
func (r *Reviewer) inWords(ids []string) string {
	var parts []string
	for _, id := range ids {
		if listed := r.cards[id]; listed != nil {
			for _, values := range [][]string{listed.Names, listed.Addresses, listed.Phones, {listed.Birthday}, listed.Postal} {
				parts = appendNew(parts, values...)
			}
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}
