package mboxio

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A maildirName is what the name of a file in a Maildir says. Names are written
// by many programs; whatever is not recognised stays zero.
type maildirName struct {
	base    string // the unique part: everything before the flags
	flags   string // as written after the flag separator
	seconds int64  // Unix time of delivery, 0 if the name does not begin with one
	micros  int32  // M of Dovecot and qmail, -1 if absent
	counter int32  // deliveries of the same process: Q, or the number after '_'
	size    int64  // S=, uncompressed bytes; 0 if absent
	uid     uint32 // U= of mbsync and offlineimap; 0 if absent
	fmd5    string // FMD5= of offlineimap: which folder the UID is of
}

// parseMaildirName never fails.
func parseMaildirName(name string) maildirName {
	n := maildirName{base: name, micros: -1}
	if at, length := flagSeparator(name); at >= 0 {
		n.base, n.flags = name[:at], withoutEnding(name[at+length:])
	}
	for strings.HasSuffix(n.base, ".eml") { // Thunderbird
		n.base = strings.TrimSuffix(n.base, ".eml")
	}
	unique, attributes, _ := strings.Cut(n.base, ",")
	n.readAttributes(attributes)
	n.readUnique(unique)
	return n
}

// flagSeparator finds what stands between name and flags, "2," in version 2 of
// the Maildir format, which all use. Before it stands a colon, or what is written
// where a colon may not be in a file name: some other sign, the colon's code, or
// a character that looks like it (Cygwin, WSL and Samba use private ones). It
// gives the length of all that, or -1 if there is none.
//
// QUIRK: mbsync lets its user choose any sign (InfoDelimiter), so any is taken
// that is not a letter, a digit or a comma, if flags alone come behind.
func flagSeparator(name string) (at, length int) {
	for end := len(name); ; {
		two := strings.LastIndex(name[:end], "2,")
		if two <= 0 {
			return lostComma(name)
		}
		sign := signBefore(name[:two])
		if sign > 0 && two-sign > 0 && areFlags(name[two+2:]) {
			return two - sign, sign + len("2,")
		}
		end = two + 1
	}
}

// lostComma is flagSeparator for a name that ends as in ":2S".
func lostComma(name string) (at, length int) {
	at = strings.LastIndex(name, ":2")
	if at < 0 || at+2 == len(name) || !areFlags(name[at+2:]) {
		return -1, 0
	}
	return at, len(":2")
}

// signBefore is the length of the sign that name ends with, or 0.
func signBefore(name string) int {
	for _, code := range []string{"%3A", "%3a", "=3A", "=3a", "__", "&#58;"} {
		if strings.HasSuffix(name, code) {
			return len(code)
		}
	}
	r, size := utf8.DecodeLastRuneInString(name)
	if r == ',' || unicode.IsLetter(r) || unicode.IsDigit(r) {
		return 0
	}
	return size
}

// areFlags reports whether text is a list of flags: letters, and whatever James
// and others append after a comma, or an ending.
func areFlags(text string) bool {
	list, _, _ := strings.Cut(withoutEnding(text), ",")
	for i := range len(list) {
		if c := list[i]; (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// withoutEnding drops an ending that was put behind the flags.
func withoutEnding(flags string) string {
	if i := strings.IndexByte(flags, '.'); i >= 0 {
		return flags[:i]
	}
	return flags
}

func (n *maildirName) readAttributes(list string) {
	for len(list) > 0 {
		var one string
		one, list, _ = strings.Cut(list, ",")
		key, value, ok := strings.Cut(one, "=")
		if !ok {
			continue
		}
		switch key {
		case "S":
			n.size = max(parseLength([]byte(value)), 0)
		case "U":
			if v, rest := leadingUint32([]byte(value)); len(rest) == 0 {
				n.uid = v
			}
		case "FMD5":
			n.fmd5 = value
		}
	}
}

// readUnique reads TIME.MICROS_AND_PROCESS.HOST, TIME_COUNTER.PID.HOST, and what
// Thunderbird writes: TIME, TIME-COUNTER, or the time in microseconds.
func (n *maildirName) readUnique(s string) {
	seconds := parseLength([]byte(leadingDigits(s)))
	rest := strings.TrimLeft(s, "0123456789")
	if len(s)-len(rest) == len("1767261600123456") && rest == "" {
		seconds = parseLength([]byte(s[:10]))
		n.micros = int32(parseLength([]byte(s[10:])))
	}
	if seconds >= minSeconds && seconds <= maxSeconds && (rest == "" && len(s) >= 10 || rest != "" && rest[0] == '-' && parseLength([]byte(rest[1:])) >= 0) {
		n.seconds = seconds
		n.counter = int32(max(parseLength([]byte(strings.TrimPrefix(rest, "-"))), 0) & 0x7fffffff)
		return
	}
	if seconds < minSeconds || seconds > maxSeconds || rest == "" || (rest[0] != '.' && rest[0] != '_') {
		return
	}
	n.seconds = seconds
	process, _, _ := strings.Cut(rest[1:], ".")
	if rest[0] == '_' {
		n.counter = int32(max(parseLength([]byte(leadingDigits(process))), 0))
		return
	}
	for len(process) > 0 {
		digits := leadingDigits(process[1:])
		value := parseLength([]byte(digits))
		switch {
		case process[0] == 'M' && value >= 0 && value < 1_000_000:
			n.micros = int32(value)
		case process[0] == 'Q' || process[0] == '_':
			n.counter = int32(max(value, 0) & 0x7fffffff)
		}
		process = process[1+len(digits):]
	}
}

// A name's leading number is a time between 1980 and 2200, or something else.
const (
	minSeconds = 315532800
	maxSeconds = 7258118400
)

func leadingDigits(s string) string {
	i := 0
	for i < len(s) && i < 15 && isDigit(s[i]) {
		i++
	}
	return s[:i]
}

// time is when the file was put into the folder, by its name.
func (n *maildirName) time() (time.Time, bool) {
	if n.seconds == 0 {
		return time.Time{}, false
	}
	return time.Unix(n.seconds, int64(max(n.micros, 0))*1000).UTC(), true
}

// compare orders names by when they were given. Names without a time come last,
// in the order of their numbers.
func (n *maildirName) compare(o *maildirName) int {
	if n.seconds == 0 || o.seconds == 0 {
		if c := cmp.Compare(o.seconds, n.seconds); c != 0 {
			return c
		}
		return compareNatural(n.base, o.base)
	}
	return cmp.Or(
		cmp.Compare(n.seconds, o.seconds),
		cmp.Compare(n.micros, o.micros),
		cmp.Compare(n.counter, o.counter),
		compareNatural(n.base, o.base),
	)
}

// compareNatural compares strings, taking runs of digits for numbers.
func compareNatural(a, b string) int {
	x, y := a, b
	for len(x) > 0 && len(y) > 0 {
		if !isDigit(x[0]) || !isDigit(y[0]) {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		var m, n string
		m, x = cutNumber(x)
		n, y = cutNumber(y)
		if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// cutNumber cuts the digits off the start, and gives them without zeros before them.
func cutNumber(s string) (number, rest string) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	zeros := 0
	for zeros < end && s[zeros] == '0' {
		zeros++
	}
	return s[zeros:end], s[end:]
}
