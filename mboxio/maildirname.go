package mboxio

import (
	"cmp"
	"strings"
	"time"
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

// flagSeparators are what stands between name and flags: the colon of Maildir,
// and what is written instead where a colon may not be in a file name
// (offlineimap and Evolution on Windows, neomutt and James, velociraptor).
func flagSeparators() []string { return []string{":2,", "!2,", ";2,", "%3A2,", "%3a2,"} }

// parseMaildirName never fails.
func parseMaildirName(name string) maildirName {
	n := maildirName{base: name, micros: -1}
	cut := -1
	for _, sep := range flagSeparators() {
		if i := strings.LastIndex(name, sep); i > cut {
			cut = i
			n.base, n.flags = name[:i], name[i+len(sep):]
		}
	}
	unique, attributes, _ := strings.Cut(n.base, ",")
	n.readAttributes(attributes)
	n.readUnique(unique)
	return n
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

// readUnique reads TIME.MICROS_AND_PROCESS.HOST and TIME_COUNTER.PID.HOST.
func (n *maildirName) readUnique(s string) {
	seconds := parseLength([]byte(leadingDigits(s)))
	rest := strings.TrimLeft(s, "0123456789")
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
		m, n := x, y
		x, y = strings.TrimLeft(x, "0123456789"), strings.TrimLeft(y, "0123456789")
		m, n = strings.TrimLeft(m[:len(m)-len(x)], "0"), strings.TrimLeft(n[:len(n)-len(y)], "0")
		if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}
