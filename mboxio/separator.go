package mboxio

import (
	"bytes"
	"time"
)

// maxSeparator is the longest separator line believed, in bytes. RFC 5322
// section 2.1.1 allows 998; a separator is an address and a date.
const maxSeparator = 1000

// A dateGrade says how much the rest of a "From " line looks like the sender
// and date that mail software writes there.
type dateGrade uint8

const (
	dateless   dateGrade = iota // prose
	dateSender                  // one word, which may be a sender
	dateBare                    // nothing that a word of prose could be: "From " alone (Thunderbird since 2023), "From - ", "From ID@xxx" (Takeout)
	dateLax                     // parts of a date
	dateStrict                  // weekday, month, day, time and year, nothing else after the sender
)

// A separator is what the "From " line of an mbox says.
type separator struct {
	grade  dateGrade
	sender []byte // envelope sender; empty if absent, "-" as Thunderbird wrote it
	date   looseDate
}

// isPatch reports whether line is what "git format-patch" puts before each patch:
// the name of a commit, and one date for all of them (git-format-patch(1)).
func isPatch(line []byte) bool {
	line = bytes.TrimSuffix(line, []byte("\r"))
	name, ok := bytes.CutSuffix(line[min(len(fromSpace), len(line)):], []byte(" Mon Sep 17 00:00:00 2001"))
	return ok && (len(name) == 40 || len(name) == 64) && len(bytes.Trim(name, "0123456789abcdef")) == 0
}

var fromSpace = []byte("From ")

// parseSeparator reads a line, without its end, that begins with "From ".
func parseSeparator(line []byte) separator {
	rest := bytes.Trim(line[len("From "):], " \t\r")
	if len(rest) == 0 || (len(rest) == 1 && rest[0] == '-') {
		return separator{grade: dateBare, sender: rest}
	}
	at := dateStart(rest)
	if at < 0 {
		s := separator{sender: rest}
		if _, ok := s.takeoutTime(); ok || bytes.HasSuffix(rest, []byte("@xxx")) {
			s.grade = dateBare
		} else if !bytes.ContainsAny(rest, " \t") {
			s.grade = dateSender
		}
		return s
	}
	s := separator{sender: bytes.TrimRight(rest[:at], " \t,")}
	text := rest[at:]
	// UUCP hosts append "remote from HOST" (RFC 976 section 2.4).
	if i := bytes.Index(text, []byte(" remote from ")); i >= 0 {
		text = text[:i]
	}
	s.date = parseLooseDate(text)
	s.grade = s.date.grade(s.sender)
	return s
}

// gradeSeparator is parseSeparator for its grade only. The usual form, asctime
// behind a sender, is recognised without reading it word by word.
func gradeSeparator(line []byte) dateGrade {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if at := len(line) - len(time.ANSIC); at > len("From ") && line[at-1] == ' ' && isAsctime(line[at:]) {
		return dateStrict
	}
	return parseSeparator(line).grade
}

// isAsctime reports whether date, of 24 bytes, has the form "Mon Jan _2 15:04:05
// 2006". It is asked for nearly every message.
func isAsctime(date []byte) bool {
	d := (*[len(time.ANSIC)]byte)(date)
	switch string(d[:3]) {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
	default:
		return false
	}
	switch string(d[4:7]) {
	case "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec":
	default:
		return false
	}
	if d[3] != ' ' || d[7] != ' ' || d[10] != ' ' || d[13] != ':' || d[16] != ':' || d[19] != ' ' || (d[8] != ' ' && !isDigit(d[8])) {
		return false
	}
	day, ok1 := twoDigits(d[8]|'0', d[9]) // a space becomes a zero
	hour, ok2 := twoDigits(d[11], d[12])
	minute, ok3 := twoDigits(d[14], d[15])
	second, ok4 := twoDigits(d[17], d[18])
	century, ok5 := twoDigits(d[20], d[21])
	year, ok6 := twoDigits(d[22], d[23])
	return ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60 &&
		100*century+year >= minYear && 100*century+year <= maxYear
}

func twoDigits(a, b byte) (int, bool) {
	return int(a-'0')*10 + int(b-'0'), isDigit(a) && isDigit(b)
}

// grade judges the date of a separator line.
func (d looseDate) grade(sender []byte) dateGrade {
	const day = partMonth | partDay
	switch {
	case d.met&partsAll == partsAll && d.strays == 0:
		return dateStrict
	case d.met&(partDay|partClock|partYear) == partDay|partClock|partYear && d.strays == 0 && isSenderAndNames(sender):
		return dateLax // with names of an unknown language
	case d.strays > 2 || d.met&day != day:
		return dateless
	case d.met&partClock != 0, d.met&partYear != 0 && bytes.IndexByte(sender, '@') > 0:
		return dateLax
	}
	return dateless
}

// isSenderAndNames reports whether sender is an address, with at most two words
// behind it, which may be the names of a weekday and a month.
func isSenderAndNames(sender []byte) bool {
	words := bytes.Fields(sender)
	return len(words) > 0 && len(words) <= 3 && bytes.IndexByte(words[0], '@') > 0
}

// dateStart finds where the date begins: at the last weekday, or else at the
// first word that can begin a date without one.
func dateStart(text []byte) int {
	weekday, other := -1, -1
	for pos := 0; ; {
		word, rest := nextWord(text[pos:])
		if len(word) == 0 {
			break
		}
		at := len(text) - len(rest) - len(word)
		pos = len(text) - len(rest)
		if weekdayOf(word) >= 0 {
			weekday = at
		} else if other < 0 && beginsDate(word) {
			other = at
		}
	}
	if weekday >= 0 {
		return weekday
	}
	return other
}

func beginsDate(word []byte) bool {
	if monthOf(word) > 0 {
		return true
	}
	var d looseDate
	return isDigit(word[0]) && d.takeNumber(word)
}

// time is the moment the separator names, and whether it names one.
func (s separator) time() (time.Time, bool) { return s.date.time() }

// takeoutTime reads the clock in a Gmail Takeout separator, "From ID@xxx date":
// ID >> 20 is Unix time in milliseconds. Ids of another shape are not believed.
func (s separator) takeoutTime() (time.Time, bool) {
	id, ok := bytes.CutSuffix(s.sender, []byte("@xxx"))
	if !ok || len(id) != 19 {
		return time.Time{}, false
	}
	var n uint64
	for _, c := range id {
		if !isDigit(c) {
			return time.Time{}, false
		}
		n = n*10 + uint64(c-'0')
	}
	return time.UnixMilli(int64(n >> 20)).UTC(), true
}
