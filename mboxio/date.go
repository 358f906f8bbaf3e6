package mboxio

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// dateParts is a set of the parts of a date that were met.
type dateParts uint8

const (
	partWeekday dateParts = 1 << iota
	partMonth
	partDay
	partYear
	partClock
	partZone

	partsAll = partWeekday | partMonth | partDay | partYear | partClock
)

// Four digits are a year in this range only.
const minYear, maxYear = 1970, 2199

// A looseDate is a date as mail software has written it over forty years: the
// parts in any order, some missing. It covers asctime, RFC 5322, RFC 3339 and
// the exporters that put the year or the zone in odd places.
type looseDate struct {
	met    dateParts
	strays int // words that are not part of a date

	year, day         int
	hour, minute, sec int
	nano              int
	month             time.Month
	zone              int // seconds east of UTC
}

// parseLooseDate reads text as a date. It never fails: what was met says how
// much of a date it was.
func parseLooseDate(text []byte) looseDate {
	var d looseDate
	for word, rest := nextWord(text); len(word) > 0; word, rest = nextWord(rest) {
		if !d.take(word) {
			d.strays++
		}
	}
	return d
}

// time gives the moment, and false if the parts do not add up to one. A date
// without a zone is taken as UTC.
func (d looseDate) time() (time.Time, bool) {
	const need = partMonth | partDay | partYear | partClock
	if d.met&need != need {
		return time.Time{}, false
	}
	t := time.Date(d.year, d.month, d.day, d.hour, d.minute, d.sec, d.nano, time.UTC)
	if t.Day() != d.day {
		return time.Time{}, false
	}
	return t.Add(-time.Duration(d.zone) * time.Second), true
}

// nextWord cuts the next word off text. Commas separate like spaces do.
func nextWord(text []byte) (word, rest []byte) {
	i := 0
	for i < len(text) && isDateSpace(text[i]) {
		i++
	}
	j := i
	for j < len(text) && !isDateSpace(text[j]) {
		j++
	}
	return text[i:j], text[j:]
}

func isDateSpace(c byte) bool { return c == ' ' || c == '\t' || c == ',' || c == '\r' || c == '\n' }

// take adds one word to the date and says whether it was a part of one. A part
// met twice is not taken.
func (d *looseDate) take(word []byte) bool {
	switch c := word[0]; {
	case isDigit(c):
		return d.takeNumber(word)
	case c == '+' || c == '-':
		return d.takeOffset(word)
	case c == '(':
		return d.met&partClock != 0 // a comment such as "(CEST)"
	}
	if weekdayOf(word) >= 0 {
		return d.mark(partWeekday)
	}
	if d.takeHalf(word) {
		return true
	}
	if m := monthOf(word); m > 0 && d.met&partMonth == 0 {
		d.month = m
		return d.mark(partMonth)
	}
	return d.takeZoneName(word)
}

func (d *looseDate) mark(p dateParts) bool {
	fresh := d.met&p == 0
	d.met |= p
	return fresh
}

func (d *looseDate) takeNumber(word []byte) bool {
	if bytes.IndexByte(word, ':') > 0 && bytes.IndexByte(word, '-') != 4 {
		return d.takeClock(word)
	}
	n, rest := leadingNumber(word)
	switch digits := len(word) - len(rest); {
	case len(rest) > 0 && digits <= 4 && rest[0] >= utf8.RuneSelf:
		return d.takeCounted(n, string(rest))
	case len(rest) > 0 && digits == 4:
		return d.takeISODate(word)
	case len(rest) > 0 && digits <= 2 && rest[0] == '-':
		return d.takeDashedDate(n, rest[1:])
	case len(rest) > 0 && digits <= 2 && rest[0] == '.' && bytes.Count(word, []byte(".")) == 2:
		return d.takeClock(bytes.ReplaceAll(word, []byte("."), []byte(":"))) // 15.59.09
	case len(rest) == 1 && digits <= 2 && rest[0] == '.' && d.met&partDay == 0 && n >= 1 && n <= 31:
		d.day = n // "3. März"
		return d.mark(partDay)
	case len(rest) > 0 && digits <= 2 && rest[0] == '/':
		return d.takeSlashedDate(word)
	case len(rest) > 0 || digits > 4:
		return false
	case digits == 3: // RFC 5322 section 4.3, obs-year
		if d.met&(partDay|partMonth) != partDay|partMonth || d.met&partYear != 0 {
			return false
		}
		d.year = 1900 + n
		return d.mark(partYear)
	case digits == 4 && d.met&(partYear|partClock) == partYear|partClock && n < 1500:
		return d.takeOffset(append([]byte("+"), word...)) // a zone without its sign
	case digits == 4:
		if n < minYear || n > maxYear {
			return false
		}
		d.year = n
		return d.mark(partYear)
	case d.met&partDay == 0 && n >= 1 && n <= 31:
		d.day = n
		return d.mark(partDay)
	case digits == 2 && d.met&partYear == 0: // RFC 5322 section 4.3, obs-year
		d.year = obsoleteYear(n)
		return d.mark(partYear)
	}
	return false
}

// takeDashedDate reads the rest of "11-Mar-2025", as IMAP writes it.
func (d *looseDate) takeDashedDate(day int, rest []byte) bool {
	name, year, ok := bytes.Cut(rest, []byte("-"))
	m := monthOf(name)
	y, tail := leadingNumber(year)
	if !ok || m == 0 || len(tail) > 0 || day < 1 || day > 31 {
		return false
	}
	if len(year) == 2 {
		y = obsoleteYear(y)
	}
	if y < minYear || y > maxYear {
		return false
	}
	d.day, d.month, d.year = day, m, y
	return d.mark(partDay) && d.mark(partMonth) && d.mark(partYear)
}

// takeISODate reads 2025-03-11, 2025/03/11 and 2025-03-11T01:31:25Z.
func (d *looseDate) takeISODate(word []byte) bool {
	if len(word) < 10 || (word[4] != '-' && word[4] != '/') || word[7] != word[4] {
		return false
	}
	y, r1 := leadingNumber(word[:4])
	m, r2 := leadingNumber(word[5:7])
	day, r3 := leadingNumber(word[8:10])
	if len(r1)+len(r2)+len(r3) > 0 || y < minYear || y > maxYear || m < 1 || m > 12 || day < 1 || day > 31 {
		return false
	}
	d.year, d.month, d.day = y, time.Month(m), day
	fresh := d.mark(partYear) && d.mark(partMonth) && d.mark(partDay)
	if rest := word[10:]; len(rest) > 1 && (rest[0] == 'T' || rest[0] == 't') {
		return d.takeClock(rest[1:]) && fresh
	}
	return fresh && len(word) == 10
}

// takeCounted reads a number with the word for what it counts, as in Chinese,
// Japanese and Korean: 2026年, 1月, 3日.
func (d *looseDate) takeCounted(n int, counted string) bool {
	switch counted {
	case "年", "년":
		d.year = n
		return n >= minYear && n <= maxYear && d.mark(partYear)
	case "月", "월":
		d.month = time.Month(n)
		return n >= 1 && n <= 12 && d.mark(partMonth)
	case "日", "일":
		d.day = n
		return n >= 1 && n <= 31 && d.mark(partDay)
	}
	return false
}

// takeSlashedDate reads 31/12/2026 and 12/31/2026. Where it could be either, it
// is a date whose month is not known.
func (d *looseDate) takeSlashedDate(word []byte) bool {
	first, rest := leadingNumber(word)
	second, rest := leadingNumber(bytes.TrimPrefix(rest, []byte("/")))
	year, rest := leadingNumber(bytes.TrimPrefix(rest, []byte("/")))
	if len(rest) > 0 || min(first, second) < 1 || max(first, second) > 31 || min(first, second) > 12 || year < minYear || year > maxYear {
		return false
	}
	d.year, d.day, d.month = year, max(first, second), time.Month(min(first, second))
	if fresh := d.mark(partYear) && d.mark(partDay); !fresh {
		return false
	}
	return max(first, second) <= 12 && first != second || d.mark(partMonth)
}

func obsoleteYear(n int) int {
	if n < 70 {
		return 2000 + n
	}
	return 1900 + n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// leadingNumber reads up to nine digits.
func leadingNumber(b []byte) (n int, rest []byte) {
	i := 0
	for i < len(b) && i < 9 && isDigit(b[i]) {
		n = n*10 + int(b[i]-'0')
		i++
	}
	return n, b[i:]
}
