package mboxio

import "bytes"

// takeClock reads hh:mm, hh:mm:ss and hh:mm:ss.fraction, with or without a zone
// that sticks to it. QUIRK: some programs leave out leading zeros: 13:2:1.
func (d *looseDate) takeClock(word []byte) bool {
	h, rest := leadingNumber(word)
	if n := len(word) - len(rest); n < 1 || n > 2 || len(rest) < 2 || rest[0] != ':' {
		return false
	}
	m, after := leadingNumber(rest[1:])
	if n := len(rest) - 1 - len(after); n < 1 || n > 2 {
		return false
	}
	s := 0
	if len(after) >= 2 && after[0] == ':' {
		s, rest = leadingNumber(after[1:])
		if n := len(after) - 1 - len(rest); n < 1 || n > 2 {
			return false
		}
		after = rest
	}
	after = d.takeFraction(after)
	if h > 23 || m > 59 || s > 60 {
		return false
	}
	d.hour, d.minute, d.sec = h, m, s
	if !d.mark(partClock) {
		return false
	}
	return len(after) == 0 || d.takeHalf(after) || d.takeOffset(after) || d.takeZoneName(after)
}

// takeHalf reads the half of the day that a clock of twelve hours is in: AM, PM,
// a.m., p.m.
func (d *looseDate) takeHalf(word []byte) bool {
	var letters [2]byte
	n := 0
	for _, c := range word {
		if c == '.' {
			continue
		}
		if n == 2 {
			return false
		}
		letters[n] = c | 0x20
		n++
	}
	if n != 2 || letters[1] != 'm' || d.met&partClock == 0 || d.hour > 12 {
		return false
	}
	switch letters[0] {
	case 'a':
		d.hour %= 12
	case 'p':
		d.hour = d.hour%12 + 12
	default:
		return false
	}
	return true
}

func (d *looseDate) takeFraction(text []byte) (rest []byte) {
	if len(text) < 2 || text[0] != '.' {
		return text
	}
	scale := 100_000_000
	for text = text[1:]; len(text) > 0 && isDigit(text[0]); text = text[1:] {
		d.nano += int(text[0]-'0') * scale
		scale /= 10
	}
	return text
}

// takeOffset reads +0200, -07:00 and +02.
func (d *looseDate) takeOffset(word []byte) bool {
	if len(word) < 3 || (word[0] != '+' && word[0] != '-') {
		return false
	}
	digits := bytes.Replace(word[1:], []byte(":"), nil, 1)
	n, rest := leadingNumber(digits)
	if len(rest) > 0 || (len(digits) != 2 && len(digits) != 4) {
		return false
	}
	if len(digits) == 2 {
		n *= 100
	}
	d.zone = (n/100)*3600 + (n%100)*60
	if word[0] == '-' {
		d.zone = -d.zone
	}
	return d.mark(partZone)
}

// takeZoneName reads UTC, CEST, Z and GMT+0200. Only the zones of RFC 5322
// section 4.3 have a known offset, others count as UTC.
func (d *looseDate) takeZoneName(word []byte) bool {
	i := 0
	for i < len(word) && word[i] >= 'A' && word[i] <= 'Z' {
		i++
	}
	if i == 0 || i > 5 {
		return false
	}
	if i < len(word) {
		return d.takeOffset(word[i:])
	}
	if d.met&partZone != 0 {
		return true // "+0200 CEST" names the zone twice
	}
	switch string(word) {
	case "EDT":
		d.zone = -4 * 3600
	case "EST", "CDT":
		d.zone = -5 * 3600
	case "CST", "MDT":
		d.zone = -6 * 3600
	case "MST", "PDT":
		d.zone = -7 * 3600
	case "PST":
		d.zone = -8 * 3600
	}
	return d.mark(partZone)
}
