package mboxio

import (
	"testing"
	"time"
)

func TestSeparators(t *testing.T) {
	tests := map[string]struct {
		line  string
		grade dateGrade
		utc   string // "" if the date is not whole
	}{
		"classic":                                {"From alice@example.org Thu Jan  1 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"two spaces after the sender":            {"From alice@example.org  Thu Jan  1 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"CRLF":                                   {"From alice@example.org Thu Jan  1 02:03:04 2026\r", dateStrict, "2026-01-01T02:03:04Z"},
		"Thunderbird":                            {"From - Thu Jan 01 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"Thunderbird since 2023":                 {"From ", dateBare, ""},
		"Thunderbird without date":               {"From - ", dateBare, ""},
		"Gmail Takeout":                          {"From 1826242926012345678@xxx Tue Mar 11 01:31:25 +0000 2025", dateStrict, "2025-03-11T01:31:25Z"},
		"mutt":                                   {"From bob@example.org Tue Mar 11 01:31:25 2025", dateStrict, "2025-03-11T01:31:25Z"},
		"Dovecot":                                {"From daemon@host.example  Sat Nov 21 01:11:59 2026", dateStrict, "2026-11-21T01:11:59Z"},
		"zone before the year":                   {"From a@b Thu Jan  1 02:03:04 CET 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"zone after the year":                    {"From a@b Thu Jan  1 02:03:04 2026 +0200", dateStrict, "2026-01-01T00:03:04Z"},
		"known zone name":                        {"From a@b Thu Jan  1 02:03:04 EST 2026", dateStrict, "2026-01-01T07:03:04Z"},
		"no seconds":                             {"From a@b Thu Jan  1 02:03 2026", dateStrict, "2026-01-01T02:03:00Z"},
		"year before the time":                   {"From - a@b  Mon Oct 16 2023 16:18:56 GMT-0700", dateStrict, "2023-10-16T23:18:56Z"},
		"zone stuck to the time":                 {"From a@b Mon Oct 16 2023 23:18:56-0700", dateStrict, "2023-10-17T06:18:56Z"},
		"RFC 5322 date":                          {"From a@b Thu, 1 Jan 2026 02:03:04 +0000", dateStrict, "2026-01-01T02:03:04Z"},
		"UUCP":                                   {"From alice Thu Jan  1 02:03:04 2026 remote from host", dateStrict, "2026-01-01T02:03:04Z"},
		"sender with a name":                     {"From Kamil <k@example.org>  Wed Jan  2 16:34:35 2019", dateStrict, "2019-01-02T16:34:35Z"},
		"sender that is a month":                 {"From May Thu Jan  1 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"sender with a space":                    {"From \"a b\"@example.org Thu Jan  1 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"no sender":                              {"From Thu Jan  1 02:03:04 2026", dateStrict, "2026-01-01T02:03:04Z"},
		"no weekday":                             {"From a@b Jan 1 02:03:04 2026", dateLax, "2026-01-01T02:03:04Z"},
		"ISO date":                               {"From a@b 2026-01-01T02:03:04Z", dateLax, "2026-01-01T02:03:04Z"},
		"ISO date and time apart":                {"From a@b 2026-01-01 02:03:04", dateLax, "2026-01-01T02:03:04Z"},
		"ISO day only":                           {"From john.doe@example.com 2025-06-15", dateLax, ""},
		"IMAP date":                              {"From a@b 11-Mar-2025 01:31:25 +0000", dateLax, "2025-03-11T01:31:25Z"},
		"two-digit year":                         {"From a@b Fri, 2 Jan 98 10:00:00 GMT", dateStrict, "1998-01-02T10:00:00Z"},
		"prose":                                  {"From here on it gets worse", dateless, ""},
		"prose with a month":                     {"From March to May", dateless, ""},
		"prose with a day":                       {"From Monday on we meet at ten", dateless, ""},
		"prose with a date":                      {"From 5 Jan on nobody came", dateless, ""},
		"prose with a whole date":                {"From Monday 5 Jan 2026 10:00 on we meet daily at noon", dateless, "2026-01-05T10:00:00Z"},
		"sender only":                            {"From alice@example.org", dateSender, ""},
		"an id of Takeout alone":                 {"From 1826242926012345678@xxx", dateBare, ""},
		"an id of Google Groups alone":           {"From 12345678901234@xxx", dateBare, ""},
		"a dash":                                 {"From - ", dateBare, ""},
		"German":                                 {"From a@b Do Jan  1 02:03:04 2026", dateLax, "2026-01-01T02:03:04Z"},
		"German in Latin-1":                      {"From a@b Di M\xe4r  3 02:03:04 2026", dateLax, "2026-03-03T02:03:04Z"},
		"French":                                 {"From a@b mer. janv. 28 02:03:04 2026", dateLax, "2026-01-28T02:03:04Z"},
		"Polish":                                 {"From a@b \u015br paź  7 02:03:04 2026", dateLax, "2026-10-07T02:03:04Z"},
		"an unknown language":                    {"From a@b xyz abc  3 02:03:04 2026", dateLax, ""},
		"an unknown language without an address": {"From some xyz abc  3 02:03:04 2026", dateless, ""},
		"PM":                                     {"From a@b Thu Jan  1 02:03:04 PM 2026", dateStrict, "2026-01-01T14:03:04Z"},
		"a year":                                 {"From 2020 on", dateless, ""},
		"an impossible time of day":              {"From a@b Thu Jan  1 42:03:04 2026", dateLax, ""},
		"asctime with an unknown month":          {"From a@b Thu Jax  1 02:03:04 2026", dateless, ""},
		"asctime with an unknown weekday":        {"From a@b Thx Jan  1 02:03:04 2026", dateLax, "2026-01-01T02:03:04Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := parseSeparator([]byte(tt.line))
			if g := gradeSeparator([]byte(tt.line)); g != tt.grade {
				t.Errorf("grade %d, want %d (strays %d)", g, tt.grade, s.date.strays)
			}
			when, ok := s.time()
			if got := when.Format(time.RFC3339); ok != (tt.utc != "") || (ok && got != tt.utc) {
				t.Errorf("time %s %v, want %q", got, ok, tt.utc)
			}
		})
	}
}

func TestTakeoutClock(t *testing.T) {
	s := parseSeparator([]byte("From 1826245168017178624@xxx Tue Mar 11 01:31:25 +0000 2025"))
	when, ok := s.takeoutTime()
	if want := time.UnixMilli(1826245168017178624 >> 20).UTC(); !ok || !when.Equal(want) {
		t.Errorf("%v %v, want %v", when, ok, want)
	}
	for _, sender := range []string{"12345@xxx", "1826245168017178624@yyy", "182624516801717862x@xxx", "18262451680171786245@xxx"} {
		if _, ok := parseSeparator([]byte("From " + sender + " Tue Mar 11 01:31:25 +0000 2025")).takeoutTime(); ok {
			t.Errorf("%q was believed", sender)
		}
	}
}

func FuzzSeparator(f *testing.F) {
	f.Add("From alice@example.org Thu Jan  1 02:03:04 2026")
	f.Add("From - a@b  Mon Oct 16 2023 16:18:56 GMT-0700")
	f.Add("From 1826245168017178624@xxx Tue Mar 11 01:31:25 +0000 2025")
	f.Add("From a 2026-01-01T02:03:04.5Z,,")
	f.Add("From ")
	f.Fuzz(func(t *testing.T, rest string) {
		line := []byte("From " + rest)
		// The short way to a grade must agree with the long one.
		if quick, full := gradeSeparator(line), parseSeparator(line).grade; quick != full {
			t.Errorf("%q: grade %d by form, %d by words", line, quick, full)
		}
		if when, ok := parseSeparator(line).time(); ok && (when.Year() < 1 || when.Year() > 9999) {
			t.Errorf("%q: year %d", line, when.Year())
		}
	})
}

func TestAsctimeIsRecognisedAsReadingWordByWordDoes(t *testing.T) {
	const date = "Thu Jan  1 02:03:04 2026"
	for at := range date {
		for c := range 256 {
			changed := []byte(date)
			changed[at] = byte(c)
			if isAsctime(changed) && parseSeparator([]byte("From a@b "+string(changed))).grade != dateStrict {
				t.Errorf("%q", changed)
			}
		}
	}
}
