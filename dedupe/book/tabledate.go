package book

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// dates say how the dates of a table are written: Outlook writes them as the
// computer's owner does, without saying how.
type dates struct {
	dayFirst, monthFirst bool
	undecided            int // the first row with a date that cannot be told, or -1
}

var (
	isoDate   = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}|--\d{2}-\d{2}|\d{8})$`)
	slashDate = regexp.MustCompile(`^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})$`)
	noDate    = regexp.MustCompile(`^0?0[/.-]0?0[/.-]0+$`)
)

// datesOf looks at all birthdays: one that can be read in one way only tells how
// the others are meant.
func (t *table) datesOf(rows [][]string) dates {
	d := dates{undecided: -1}
	each := func(visit func(row int, date string)) {
		for i, row := range rows {
			for k, cell := range row[:min(len(row), len(t.meanings))] {
				if cell = strings.TrimSpace(cell); t.meanings[k].property == "BDAY" && cell != "" {
					visit(i, cell)
				}
			}
		}
	}
	each(func(_ int, date string) {
		if m := slashDate.FindStringSubmatch(date); m != nil {
			first, _ := strconv.Atoi(m[1])
			second, _ := strconv.Atoi(m[3])
			d.dayFirst = d.dayFirst || first > 12
			d.monthFirst = d.monthFirst || second > 12
		}
	})
	each(func(row int, date string) {
		if _, known := d.read(date); !known && !noDate.MatchString(date) && d.undecided < 0 {
			d.undecided = row
		}
	})
	return d
}

// read gives a date as vCard 3.0 writes it. Dots are between day, month and year
// everywhere.
func (d dates) read(date string) (string, bool) {
	if isoDate.MatchString(date) {
		return date, true
	}
	m := slashDate.FindStringSubmatch(date)
	if m == nil {
		return "", false
	}
	day, month := m[1], m[3]
	switch {
	case m[2] == ".", d.dayFirst && !d.monthFirst:
	case d.monthFirst && !d.dayFirst:
		day, month = month, day
	default:
		return "", false
	}
	dd, _ := strconv.Atoi(day)
	mm, _ := strconv.Atoi(month)
	if dd < 1 || dd > 31 || mm < 1 || mm > 12 {
		return "", false
	}
	return fmt.Sprintf("%s-%02d-%02d", m[4], mm, dd), true
}
