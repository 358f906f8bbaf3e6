package gmm

import (
	"testing"
	"time"
)

func TestSentTime(t *testing.T) {
	const noon = "2026-11-20T12:00:00Z"
	tests := []struct{ name, date, want string }{
		{"RFC 5322", "Fri, 20 Nov 2026 12:00:00 +0000", noon},
		{"a zone", "Fri, 20 Nov 2026 14:00:00 +0200", noon},
		{"a zone with minutes west of Greenwich", "20 Nov 2026 08:30:00 -0330", noon},
		{"a comment behind the zone", "Fri, 20 Nov 2026 12:00:00 +0000 (UTC)", noon},
		{"a zone by name", "Fri, 20 Nov 2026 07:00:00 EST", noon},
		{"GMT", "Fri, 20 Nov 2026 12:00:00 GMT", noon},
		{"a military letter counts", "Fri, 20 Nov 2026 14:00:00 O", noon},
		{"no day of the week", "20 Nov 2026 12:00:00 +0000", noon},
		{"a day of one digit", "Sun, 1 Nov 2026 12:00:00 +0000", "2026-11-01T12:00:00Z"},
		{"no zone", "Fri, 20 Nov 2026 12:00:00", noon},
		{"no seconds", "Fri, 20 Nov 2026 12:00", noon},
		{"no time", "20 Nov 2026", "2026-11-20T00:00:00Z"},
		{"a full month name", "20 NOVEMBER 2026 12:00:00", noon},
		{"a year of two digits", "20 Nov 26 12:00:00 +0000", noon},
		{"a year of two digits in the last century", "20 Nov 98 12:00:00 +0000", "1998-11-20T12:00:00Z"},
		{"a leap second", "31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
		{"the asctime of C", "Fri Nov 20 12:00:00 2026", noon},
		{"ISO 8601", "2026-11-20T12:00:00Z", noon},
		{"ISO 8601 with blanks", "2026-11-20 13:00:00 +0100", noon},
		{"a month nobody knows", "20 Nix 2026 12:00:00 +0000", ""},
		{"a day too many", "32 Nov 2026 12:00:00 +0000", ""},
		{"a year too early", "20 Nov 1890 12:00:00 +0000", ""},
		{"a zone nobody knows", "20 Nov 2026 12:00:00 LMT", ""},
		{"nothing", "", ""},
		{"noise", "yesterday", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if sent := SentTime(test.date); !sent.IsZero() {
				got = sent.Format(time.RFC3339)
			}
			if got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestClientsDoNotReadEveryDate(t *testing.T) {
	for _, date := range []string{"Fri Nov 20 12:00:00 2026", "2026-11-20T12:00:00Z", "20 Nov 2026 12:00:00 LMT"} {
		if unix, ok := clientDate(date); ok {
			t.Errorf("%q read as %d", date, unix)
		}
	}
}
