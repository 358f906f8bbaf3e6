package compare

import (
	"strconv"
	"strings"
	"time"
)

// A Date is a birthday, in digits: 19800412. One without a year (RFC 6350 section
// 4.3.1) is 412.
type Date uint32

func newDate(year, month, day int) Date { return Date(year*1_00_00 + month*1_00 + day) }

func (d Date) year() int  { return int(d / 1_00_00) }
func (d Date) month() int { return int(d / 1_00 % 1_00) }
func (d Date) day() int   { return int(d % 1_00) }

// ReadDate understands the forms of RFC 6350 and RFC 2426, and what address
// books export besides. It reports false for anything else.
func ReadDate(text string) (Date, bool) {
	text = strings.TrimSpace(text)
	if i := strings.IndexAny(text, "T "); i >= 8 {
		text = text[:i]
	}
	if strings.HasPrefix(text, "--") {
		return readYearless(text[2:])
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	switch {
	case len(text) == 8 && len(parts) == 1:
		parts = []string{text[:4], text[4:6], text[6:]}
	case len(parts) != 3:
		return 0, false
	case len(parts[0]) != 4:
		parts[0], parts[2] = parts[2], parts[0] // day first
	}
	if len(parts[0]) != 4 {
		return 0, false
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil || len(part) > 4 {
			return 0, false
		}
		numbers[i] = int(n)
	}
	return usable(numbers[0], numbers[1], numbers[2])
}

// lastYear is the last in which anybody can have been born who is in a book.
const lastYear = 2100

// isMistyped reports a date that no calendar has, or on which nobody was born yet. It
// says nothing but what it is a slip apart from.
func (d Date) isMistyped() bool {
	return d.month() < 1 || d.month() > 12 || d.day() < 1 || d.day() > 31 || d.year() > lastYear
}

func readYearless(text string) (Date, bool) {
	text = strings.ReplaceAll(text, "-", "")
	n, err := strconv.Atoi(text)
	if err != nil || len(text) != 4 {
		return 0, false
	}
	return usable(0, n/100, n%100)
}

// usable refuses what programs write for "unknown". Apple writes 1604 where the
// year is not known.
func usable(year, month, day int) (Date, bool) {
	if year == 1604 {
		year = 0
	}
	unknown := month == 1 && day == 1 && (year == 1900 || year == 1970 || year <= 1)
	if unknown || month >= 100 || day >= 100 {
		return 0, false
	}
	d := newDate(year, month, day)
	return d, year > 1800 || !d.isMistyped()
}

// String is the date as vCard 4.0 writes it.
func (d Date) String() string {
	digits := func(n, width int) string {
		s := strconv.Itoa(n)
		return strings.Repeat("0", max(0, width-len(s))) + s
	}
	if d.year() == 0 {
		return "--" + digits(d.month(), 2) + digits(d.day(), 2)
	}
	return digits(d.year(), 4) + "-" + digits(d.month(), 2) + "-" + digits(d.day(), 2)
}

// DateRelation is how two birthdays compare.
type DateRelation int

const (
	DatesUnknown DateRelation = iota // one is no date, and the other unlike it
	DatesDiffer                      // two people's
	DatesUnclear                     // could be a slip, could be two people's
	DatesNear                        // a slip of the fingers apart
	DatesEqual
)

// generationYears is the least distance of birthdays of parent and child.
const generationYears = 15

// MayBe reports two dates that one birthday is written as: with a year and without,
// or a day apart, as programs make of it that take it for a moment in a time zone.
func (d Date) MayBe(e Date) bool {
	if d.year() == 0 || e.year() == 0 {
		return d.month() == e.month() && d.day() == e.day()
	}
	if d.isMistyped() || e.isMistyped() {
		return d == e
	}
	between := d.time().Sub(e.time())
	return max(between, -between) <= 24*time.Hour
}

func (d Date) time() time.Time {
	return time.Date(d.year(), time.Month(d.month()), d.day(), 0, 0, 0, 0, time.UTC)
}

// Compare says whether two birthdays may be one, mistyped. Within a year of each
// other nobody has two relatives of one name; a generation apart they do.
func (d Date) Compare(e Date) DateRelation {
	sameDay := d.month() == e.month() && d.day() == e.day()
	if d.year() == 0 || e.year() == 0 {
		if sameDay {
			return DatesNear
		}
		return DatesDiffer
	}
	apart := max(d.year()-e.year(), e.year()-d.year())
	switch {
	case d == e:
		return DatesEqual
	case apart == 0 && d.month() == e.day() && d.day() == e.month():
		return DatesNear
	case editDistance(d.digits(), e.digits(), 1) <= 1:
		if apart < generationYears {
			return DatesNear
		}
		return DatesUnclear // a wrong decade, or parent and child
	case d.isMistyped() || e.isMistyped():
		return DatesUnknown
	case apart <= 1:
		return DatesUnclear
	}
	return DatesDiffer
}

func (d Date) digits() string { return strings.ReplaceAll(d.String(), "-", "") }
