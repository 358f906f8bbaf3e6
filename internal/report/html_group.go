package report

import (
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/html"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// htmlDifferences says of each device that differs who it is missing, since when,
// by which message, and the first of that in a sentence.
func htmlDifferences(m matrix, findings []shared, names directory) (list []html.Difference, first string) {
	explained := map[string]*finding.Finding{}
	for _, f := range findings {
		if f.Code == finding.ViewsDiffer {
			explained[f.Device] = names.inNames(f.Finding)
		}
	}
	var earliest time.Time
	for i, c := range m.columns {
		what := strings.Join(c.faults(m.rows, i, 1), "; ")
		if what == "" {
			continue
		}
		d := html.Difference{Device: label(c.device), What: what}
		if f := explained[c.device]; f != nil {
			var why []string
			for _, difference := range f.Differences {
				why = append(why, cause(difference))
				if t := message(&finding.Finding{Message: difference.Message}).Time; !t.IsZero() && (d.Since.IsZero() || t.Before(d.Since)) {
					d.Since = t
				}
			}
			d.Why = safeProse(strings.Join(why, " "))
			d.Proofs = proofsOf(f.Evidence, maxPageProofs)
			if first == "" || !d.Since.IsZero() && d.Since.Before(earliest) {
				first, earliest = d.Device+" "+d.What+": "+d.Why, d.Since
			}
		}
		list = append(list, d)
	}
	return list, first
}

// partedAt is the first message that a view lacks or refused, -1 for none.
func partedAt(lanes *html.Lanes, findings []shared) int {
	ids := map[string]bool{}
	for _, f := range findings {
		for _, d := range f.Differences {
			if f.Code == finding.ViewsDiffer && d.Message != nil && d.Message.ID != "" {
				ids[Safe(d.Message.ID)] = true
			}
		}
	}
	for i := range lanes.Messages {
		if ids[lanes.Messages[i].ID] {
			return i
		}
	}
	return -1
}

// htmlMatrix sets who is shown where.
func htmlMatrix(g analyze.Group, m matrix, lanes *html.Lanes) *html.Matrix {
	if len(m.columns) == 0 || len(m.rows) == 0 {
		return nil
	}
	h := &html.Matrix{}
	decided := decidedBy(lanes)
	keepProofs(lanes, decided)
	laneOf := map[string]int{}
	for i, lane := range lanes.Devices {
		laneOf[lane.Device] = i
	}
	for _, c := range m.columns {
		heading := html.Heading{Device: label(c.device), Out: c.out(), Lane: -1}
		if lane, ok := laneOf[heading.Device]; ok {
			heading.Lane = lane
		}
		switch {
		case c.why != "":
			heading.Note = "not known"
		case c.unread:
			heading.Note = "nothing was read of it"
		}
		h.Headings = append(h.Headings, heading)
	}
	for _, r := range m.rows {
		row := html.Row{Name: wholeLabel(r.name), Address: r.addressLabel(), Target: r.agreed()}
		if row.Name == "" {
			row.Name, row.Address = row.Address, ""
		}
		for k, found := range r.cells {
			c := m.columns[k]
			cell := html.Cell{Word: found.standing.sign(), Differs: found.differs != "", Basis: basisIn(c, r), Message: -1}
			if lane := h.Headings[k].Lane; lane >= 0 {
				if i, ok := decided[lane][r.called]; ok {
					cell.Message = i
					cell.Told = "by message " + strconv.Itoa(i+1) + ": " + lanes.Messages[i].Told
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		if r.disputed() {
			h.Disputed = append(h.Disputed, row)
		} else {
			h.Agreed = append(h.Agreed, row)
		}
	}
	switch n := len(h.Agreed); {
	case len(h.Disputed) == 0:
		h.Fold = count(n, "person, nobody disputed", "people, nobody disputed")
	default:
		h.Fold = count(n, "person more, all agree", "more people, all agree")
	}
	return h
}

// keepProofs drops the places of what decided no cell: a page has no room for all.
func keepProofs(lanes *html.Lanes, decided []map[string]int) {
	deciding := map[[2]int]bool{}
	for lane, people := range decided {
		for _, i := range people {
			deciding[[2]int{lane, i}] = true
		}
	}
	for i := range lanes.Messages {
		for lane := range lanes.Messages[i].Fates {
			if fate := &lanes.Messages[i].Fates[lane]; !deciding[[2]int{lane, i}] && fate.Kind != html.Refused {
				fate.Archive, fate.Place, fate.SHA256 = "", "", ""
			}
		}
	}
}

// basisIn says what a cell rests on.
func basisIn(c column, r row) string {
	k := key(r.address, r.fingerprint)
	switch {
	case c.why != "":
		return "unknown"
	case c.view == nil:
		return ""
	case c.inferred[k] || c.unread:
		return inferredBasis
	case c.view.Basis == "database":
		return "database"
	}
	return "mail"
}

// decidedBy finds for each lane which message last changed what it shows of a
// person.
func decidedBy(lanes *html.Lanes) []map[string]int {
	decided := make([]map[string]int, len(lanes.Devices))
	met := make([]map[string]time.Time, len(lanes.Devices))
	for k := range decided {
		decided[k], met[k] = map[string]int{}, map[string]time.Time{}
	}
	for i := range lanes.Messages {
		for k, fate := range lanes.Messages[i].Fates {
			for _, list := range [][]string{fate.Joined, fate.Left} {
				for _, person := range list {
					if last, known := met[k][person]; !known || !fate.Time.Before(last) {
						decided[k][person], met[k][person] = i, fate.Time
					}
				}
			}
		}
	}
	return decided
}
