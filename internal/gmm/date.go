package gmm

import (
	"strconv"
	"strings"
	"time"
)

// SentTime parses a Date value: as clients do and, where they give up, as other
// programs wrote dates; zero if it cannot be read.
func SentTime(date string) time.Time {
	if unix, ok := clientDate(date); ok {
		return time.Unix(unix, 0).UTC()
	}
	date = strings.TrimSpace(date)
	for _, layout := range [...]string{
		time.ANSIC, time.UnixDate, time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
	} {
		if t, err := time.Parse(layout, date); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// clientDate reads a date the lenient way of the clients (crate mailparse): a
// day, a month, a year, then as much of time and zone as there is. Names of
// days and comments are passed over; two-digit years are of 1970 to 2069.
func clientDate(value string) (unix int64, ok bool) {
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == ':' })
	for len(words) > 0 && !isDay(words[0]) {
		if _, err := strconv.ParseUint(words[0], 10, 8); err == nil {
			return 0, false // a number, and no day
		}
		words = words[1:]
	}
	if len(words) < 3 {
		return 0, false
	}
	day, _ := strconv.Atoi(words[0])
	month, known := monthNamed(words[1])
	year, err := strconv.ParseUint(words[2], 10, 16)
	if !known || err != nil || year >= 100 && year < 1970 {
		return 0, false
	}
	switch {
	case year < 70:
		year += 2000
	case year < 100:
		year += 1900
	}
	date := time.Date(int(year), month, day, 0, 0, 0, 0, time.UTC).Unix()
	seconds, ok := clockSeconds(words[3:])
	return date + seconds, ok
}

func isDay(word string) bool {
	day, err := strconv.Atoi(word)
	return err == nil && day >= 1 && day <= 31
}

// clockSeconds reads hour, minute, second and zone, each of which may be
// missing, and gives the seconds to add to midnight UTC.
func clockSeconds(words []string) (seconds int64, ok bool) {
	for i, unit := range [...]int64{3600, 60, 1} {
		if i >= len(words) {
			return seconds, true
		}
		n, err := strconv.ParseUint(words[i], 10, 8)
		if err != nil {
			return 0, false
		}
		seconds += int64(n) * unit
	}
	if len(words) == 3 {
		return seconds, true
	}
	offset, ok := zoneSeconds(words[3])
	return seconds - offset, ok
}

// zoneSeconds reads "+0200", or a zone name of RFC 5322 section 4.3; seconds
// east of Greenwich.
//
// QUIRK: clients take the military letters at their word, where RFC 5322 would
// have them mean nothing.
func zoneSeconds(zone string) (int64, bool) {
	if n, err := strconv.Atoi(zone); err == nil {
		return int64(n/100*3600 + n%100*60), n >= -2400 && n <= 2400
	}
	hours := 0
	switch zone = strings.ToUpper(zone); zone {
	case "UTC", "UT", "GMT", "Z":
	case "EDT":
		hours = -4
	case "EST", "CDT":
		hours = -5
	case "CST", "MDT":
		hours = -6
	case "MST", "PDT":
		hours = -7
	case "PST":
		hours = -8
	default:
		west, east := strings.Index("ABCDEFGHIKLM", zone)+1, strings.Index("NOPQRSTUVWXY", zone)+1
		if len(zone) != 1 || west+east == 0 {
			return 0, false
		}
		hours = east - west
	}
	return int64(hours) * 3600, true
}

// monthNamed knows the full English names and their first three letters.
func monthNamed(name string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(name, m.String()) || strings.EqualFold(name, m.String()[:3]) {
			return m, true
		}
	}
	return 0, false
}
