package mboxio

import (
	"testing"
	"time"
)

func TestReceivedTimes(t *testing.T) {
	tests := map[string]struct{ value, want string }{
		"RFC 5322":                    {"from a by b; Tue, 16 Dec 2025 13:08:10 -0500", "2025-12-16T18:08:10Z"},
		"no space behind the comma":   {"from a by b; Wed,17 Dec 2025 15:41:00 +0800", "2025-12-17T07:41:00Z"},
		"folded":                      {"from a by b; Fri,\n 12 Dec 2025 16:29:29 +0000", "2025-12-12T16:29:29Z"},
		"year of two digits":          {"from a by b; 16 Dec 25 10:00 EST", "2025-12-16T15:00:00Z"},
		"year of three digits":        {"from a by b; 16 Dec 125 10:00:00 +0000", "2025-12-16T10:00:00Z"},
		"clock without zeros":         {"from a by b; Fri, 5 Dec 2025 13:2:1 -0800", "2025-12-05T21:02:01Z"},
		"clock with dots":             {"from a by b; Sun, 14 Dec 2025 15.59.09 +0200", "2025-12-14T13:59:09Z"},
		"clock of twelve hours":       {"from a by b; Sun, 14 Dec 2025 3:59:09 PM +0000", "2025-12-14T15:59:09Z"},
		"midnight of twelve hours":    {"from a by b; Sun, 14 Dec 2025 12:00:09 a.m. +0000", "2025-12-14T00:00:09Z"},
		"half that sticks":            {"from a by b; Sun, 14 Dec 2025 3:59PM", "2025-12-14T15:59:00Z"},
		"comment behind":              {"from a by b; Thu, 11 Dec 2025 12:27:13 +0200 (GMT+02:00)", "2025-12-11T10:27:13Z"},
		"comment with a semicolon":    {"from a by b; Tue, 16 Dec 2025 10:00:00 +0100 (CET) (envelope-from <x; y@z>)", "2025-12-16T09:00:00Z"},
		"comment inside a comment":    {"from a by b; Tue, 16 Dec 2025 10:00:00 +0100 (a (b; c) \\) d;)", "2025-12-16T09:00:00Z"},
		"comment inside the date":     {"from a by b; Tue, 16 (sixteenth) Dec 2025 10:00:00 +0100", "2025-12-16T09:00:00Z"},
		"zone twice":                  {"from a by b; Tue, 16 Dec 2025 10:00:00 -0700 EST", "2025-12-16T17:00:00Z"},
		"zone without sign":           {"from a by b; Di, 16 Dez 2025 12:31:00 0200", "2025-12-16T10:31:00Z"},
		"unknown zone":                {"from a by b; Tue, 16 Dec 2025 10:00:00 JST", "2025-12-16T10:00:00Z"},
		"German":                      {"from a by b; Di, 3 März 2026 12:31:00 +0100", "2026-03-03T11:31:00Z"},
		"German in Latin-1":           {"from a by b; Di, 3 M\xe4r 2026 12:31:00 +0100", "2026-03-03T11:31:00Z"},
		"Swedish":                     {"from a by b; lör, 13 maj 2025 00:24:04 +0200 (CEST)", "2025-05-12T22:24:04Z"},
		"French":                      {"from a by b; mer., 28 janv. 2026 10:00:00 +0100", "2026-01-28T09:00:00Z"},
		"Russian":                     {"from a by b; Вт, 3 марта 2026 10:00:00 +0300", "2026-03-03T07:00:00Z"},
		"no semicolon":                {"from a by b with ESMTP id 1 2025-12-17 16:39:24.757045452 +0000 UTC m=+349867.49", "2025-12-17T16:39:24.757045452Z"},
		"no semicolon, a weekday":     {"from a by b id 1 Tue, 16 Dec 2025 10:00:00 +0100", "2025-12-16T09:00:00Z"},
		"no date":                     {"from a by b with ESMTP id 12345", ""},
		"only a day":                  {"from a by b; 16 Dec 2025", ""},
		"a day that does not exist":   {"from a by b; 31 Feb 2025 10:00:00 +0000", ""},
		"a comment that does not end": {"from a (b by c; Tue, 16 Dec 2025 10:00:00 +0100", "2025-12-16T09:00:00Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := &Message{Raw: []byte("Received: " + tt.value + "\nFrom: a\n\n")}
			at, ok := m.ReceivedTime()
			have := at.UTC().Format(time.RFC3339Nano)
			if !ok {
				have = ""
			}
			if have != tt.want {
				t.Errorf("%s, want %s", have, tt.want)
			}
		})
	}
}

func TestReceivedBeatsTheSeparator(t *testing.T) {
	all, _ := mustMbox(t, "From - Tue Mar 03 12:00:01 2026\nReceived: from a by b; Thu, 1 Jan 2026 10:00:00 +0000\n"+msg1+
		"\n"+sep2+msg2+"\nFrom 1826242926012345678@xxx Tue Mar 11 01:31:25 +0000 2025\nReceived: from a by b; Thu, 1 Jan 2026 10:00:00 +0000\n"+msg2)
	for i, want := range []Basis{BasisReceived, BasisEnvelope, BasisTakeoutID} {
		if have := all[i].Arrival.TimeBasis; have != want {
			t.Errorf("message %d: time by %s, want %s", i+1, have, want)
		}
	}
}
