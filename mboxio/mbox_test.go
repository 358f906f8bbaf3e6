package mboxio

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	sep1 = "From alice@example.org Thu Jan  1 00:00:00 2026\n"
	sep2 = "From bob@example.org Fri Jan  2 00:00:00 2026\n"
	msg1 = "Message-ID: <1@example.org>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\none\n"
	msg2 = "Message-ID: <2@example.org>\nDate: Fri, 2 Jan 2026 00:00:00 +0000\n\ntwo\n"
)

func TestMboxSplit(t *testing.T) {
	head := "From: a@example.org\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n"
	withBody := func(body string) string { return head + "\n" + body }
	multipart := head + "Content-Type: multipart/mixed; boundary=\"xyz\"\n\n--xyz\n\n"
	tests := map[string]splitTest{
		"two messages":                           {sep1 + msg1 + "\n" + sep2 + msg2 + "\n", []string{msg1, msg2}},
		"no final blank line":                    {sep1 + msg1 + "\n" + sep2 + msg2, []string{msg1, msg2}},
		"no final newline":                       {sep1 + msg1 + "\n" + sep2 + strings.TrimSuffix(msg2, "\n"), []string{msg1, strings.TrimSuffix(msg2, "\n")}},
		"CRLF":                                   {crlf(sep1 + msg1 + "\n" + sep2 + msg2 + "\n"), []string{crlf(msg1), crlf(msg2)}},
		"a CRLF message among LF ones":           {sep1 + crlf(msg1) + "\n" + sep2 + msg2 + "\n", []string{crlf(msg1), msg2}},
		"bare CR inside a body is text":          {sep1 + withBody("a\rFrom b\r") + "\n\n" + sep2 + msg2, []string{withBody("a\rFrom b\r\n"), msg2}},
		"all trailing blank lines but one stay":  {sep1 + msg1 + "\n\n\n" + sep2 + msg2 + "\n\n", []string{msg1 + "\n\n", msg2 + "\n"}},
		"no blank line before a full message":    {sep1 + msg1 + sep2 + msg2, []string{msg1, msg2}},
		"blank lines before the first separator": {"\n\n" + sep1 + msg1, []string{msg1}},
		"byte order mark":                        {byteOrderMark + sep1 + msg1, []string{msg1}},
		"header only":                            {sep1 + "Subject: x\n\n" + sep2 + msg2, []string{"Subject: x\n\n", msg2}},
		"header only, blank line of its own":     {sep1 + "Subject: x\n\n\n" + sep2 + msg2, []string{"Subject: x\n\n", msg2}},
		"quoted From lines":                      {sep1 + withBody(">From me\n>>From you\n") + "\n" + sep2 + msg2, []string{withBody(">From me\n>>From you\n"), msg2}},
		"prose after a blank line":               {sep1 + withBody("a\n\nFrom here on it gets worse\nSubject: none\n"), []string{withBody("a\n\nFrom here on it gets worse\nSubject: none\n")}},
		"a date in prose":                        {sep1 + withBody("a\n\nFrom Monday 5 Jan 2026 10:00 on we meet daily\nSubject: x\n"), []string{withBody("a\n\nFrom Monday 5 Jan 2026 10:00 on we meet daily\nSubject: x\n")}},
		"a separator in prose, no header after":  {sep1 + withBody("see:\n\n"+sep2+"that was it\n"), []string{withBody("see:\n\n" + sep2 + "that was it\n")}},
		"a separator in prose, blank line after": {sep1 + withBody("see:\n\n"+sep2+"\nmore\n"), []string{withBody("see:\n\n" + sep2 + "\nmore\n")}},
		"a separator in a paragraph":             {sep1 + withBody("see\n"+sep2+"Subject: x\n\n"), []string{withBody("see\n" + sep2 + "Subject: x\n")}},
		"a weak separator in an open multipart":  {sep1 + multipart + "\nFrom x Jan 2 2026 10:00\nSubject: x\n\n--xyz--\n", []string{multipart + "\nFrom x Jan 2 2026 10:00\nSubject: x\n\n--xyz--\n"}},
		"a sure separator in an open multipart":  {sep1 + multipart + "cut\n\n" + sep2 + msg2, []string{multipart + "cut\n", msg2}},
		"From_ line kept by an earlier writer":   {sep1 + ">From old Thu Jan  1 00:00:00 2026\n" + msg1, []string{">From old Thu Jan  1 00:00:00 2026\n" + msg1}},
		"all separators bare (Thunderbird)":      {"From \r\n" + crlf(msg1) + "\r\nFrom \r\n" + crlf(msg2) + "\r\n", []string{crlf(msg1), crlf(msg2)}},
		"Thunderbird, before and after 2023": {
			"From - Thu Jan  1 00:00:00 2026\n" + msg1 + "\nFrom \n" + multipart + "cut\n\nFrom \n" + msg2 + "\n",
			[]string{msg1, multipart + "cut\n", msg2},
		},
		"Gmail Takeout": {
			"From 1826242926012345678@xxx Tue Mar 11 01:31:25 +0000 2025\n" + crlf(msg1) + "\nFrom 1826242926012345679@xxx Tue Mar 11 01:31:26 +0000 2025\n" + crlf(msg2) + "\n",
			[]string{crlf(msg1), crlf(msg2)},
		},
	}
	for name, tt := range splitTests() {
		tests[name] = tt
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all, sum := mustMbox(t, tt.in)
			if diff := cmp.Diff(tt.want, raws(all)); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if sum.DefectCount > 0 {
				t.Errorf("unexpected defect: %v", sum.Defects[0])
			}
			checkReassembly(t, tt.in, all, sum)
		})
	}
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func TestContentLength(t *testing.T) {
	inner := "intro\n\n" + sep2 + msg2 + "\nend\n"
	message := func(length int) string {
		return fmt.Sprintf("Date: Thu, 1 Jan 2026 00:00:00 +0000\nFrom: a@example.org\nContent-Length: %d\n\n%s", length, inner)
	}
	t.Run("a right length keeps a message in the body whole", func(t *testing.T) {
		all, sum := mustMbox(t, sep1+message(len(inner))+"\n"+sep2+msg2+"\n")
		if diff := cmp.Diff([]string{message(len(inner)), msg2}, raws(all)); diff != "" {
			t.Error(diff)
		}
		if all[0].Dialect != DialectMboxCL2 || sum.Dialect != "mboxcl2" || sum.Enclosed != 1 {
			t.Errorf("dialect %q, archive %q, enclosed %d", all[0].Dialect, sum.Dialect, sum.Enclosed)
		}
	})
	t.Run("a right length is confirmed by the end of the archive", func(t *testing.T) {
		for _, end := range []string{"", "\n", "\r\n"} {
			all, _ := mustMbox(t, sep1+message(len(inner))+end)
			if len(all) != 1 || all[0].Raw != message(len(inner)) {
				t.Errorf("end %q: %q", end, raws(all))
			}
		}
	})
	t.Run("a wrong length is not believed", func(t *testing.T) {
		for _, n := range []int{0, 1, len(inner) - 2, len(inner) + 9, 1 << 30} {
			all, _ := mustMbox(t, sep1+message(n)+"\n"+sep2+msg2+"\n")
			if len(all) != 3 {
				t.Errorf("length %d: %d messages, want 3", n, len(all))
			}
		}
	})
	t.Run("a length that counts the blank line keeps it", func(t *testing.T) {
		m := "From: a@example.org\nContent-Length: 5\n\none\n\n"
		all, _ := mustMbox(t, sep1+m+sep2+msg2)
		if diff := cmp.Diff([]string{m, msg2}, raws(all)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDialects(t *testing.T) {
	tests := map[string]struct {
		body    string
		length  bool
		want    Dialect
		decoded string
	}{
		"nothing quoted":             {"a\n", false, DialectMbox, "a\n"},
		"quoted once":                {"a\n>From b\n", false, DialectMboxO, "a\nFrom b\n"},
		"quoted again":               {">>From a\n>From b\n", false, DialectMboxRD, ">From a\nFrom b\n"},
		"quoted and counted":         {">From a\n", true, DialectMboxCL, "From a\n"},
		"counted":                    {"From a to b\n>From c\n", true, DialectMboxCL2, "From a to b\n>From c\n"},
		"quoting is only for From_":  {">from a\n> From b\n >From c\n", false, DialectMbox, ">from a\n> From b\n >From c\n"},
		"quoted on the last line":    {"a\n>From b", false, DialectMboxO, "a\nFrom b"},
		"quoted within CRLF":         {"a\r\n>From b\r\n", false, DialectMboxO, "a\r\nFrom b\r\n"},
		"quoted at the body's start": {">From b\n", false, DialectMboxO, "From b\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			head := "From: a@example.org\n"
			if tt.length {
				head += fmt.Sprintf("Content-Length: %d\n", len(tt.body))
			}
			all, sum := mustMbox(t, sep1+head+"\n"+tt.body)
			if len(all) != 1 {
				t.Fatalf("%d messages", len(all))
			}
			if all[0].Dialect != tt.want || sum.Dialect != string(tt.want) {
				t.Errorf("dialect %q, of archive %q, want %q", all[0].Dialect, sum.Dialect, tt.want)
			}
			if want := head + "\n" + tt.decoded; all[0].Decoded != want {
				t.Errorf("decoded %q, want %q", all[0].Decoded, want)
			}
		})
	}
}

func TestDamagedMbox(t *testing.T) {
	tests := map[string]struct {
		in     string
		kind   error
		offset int64
		want   []string
	}{
		"garbage before the first separator": {"x\x00y\nz\n\n" + sep1 + msg1, ErrNoSeparator, 0, []string{msg1}},
		"cut inside the last header":         {sep1 + msg1 + "\n" + sep2 + "Message-ID: <2@exa", ErrTruncated, int64(len(sep1+msg1+"\n") + len(sep2)), []string{msg1, "Message-ID: <2@exa"}},
		"cut after a separator":              {sep1 + msg1 + "\n" + sep2, ErrEmptyMessage, int64(len(sep1 + msg1 + "\n")), []string{msg1}},
		"no separator at all":                {"nothing here\n", ErrNoSeparator, 0, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all, sum := mustMbox(t, tt.in)
			if diff := cmp.Diff(tt.want, raws(all)); diff != "" {
				t.Error(diff)
			}
			if len(sum.Defects) != 1 || !hasKind(sum.Defects, tt.kind) {
				t.Fatalf("defects %v, want one of kind %q", sum.Defects, tt.kind)
			}
			if sum.Defects[0].Offset != tt.offset {
				t.Errorf("offset %d, want %d", sum.Defects[0].Offset, tt.offset)
			}
		})
	}
}

func TestServerFieldsOfMbox(t *testing.T) {
	pseudo := "From MAILER-DAEMON Thu Jan  1 00:00:00 2026\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1700000000 0000000009\nStatus: RO\n\nThis text is part of the internal format of your mail folder.\n\n"
	all, sum := mustMbox(t, pseudo+sep1+"X-UID: 7\nStatus: RO\nX-Status: AF\n"+msg1)
	if len(all) != 1 || sum.Pseudo != 1 || sum.Messages != 1 {
		t.Fatalf("%d messages, summary %+v", len(all), sum)
	}
	if a := all[0].Arrival; a.Basis != BasisIMAPUID || a.UID != 7 || a.UIDValidity != 1700000000 {
		t.Errorf("arrival %+v", a)
	}
	if all[0].Flags != "FRS" {
		t.Errorf("flags %q, want FRS", all[0].Flags)
	}
	if all[0].Index != 1 {
		t.Errorf("index %d: the pseudo message must not count", all[0].Index)
	}

	all, _ = mustMbox(t, sep1+"X-IMAPbase: 1700000001 12\nX-UID: 3\n"+msg1)
	if len(all) != 1 || all[0].Arrival.UIDValidity != 1700000001 {
		t.Errorf("a first message with X-IMAPbase must stay: %+v", all)
	}
}

func TestMozillaFlags(t *testing.T) {
	all, _ := mustMbox(t, "From - Thu Jan  1 00:00:00 2026\nX-Mozilla-Status: 100b\nX-Mozilla-Status2: 00200000\n"+msg1)
	if len(all) != 1 || all[0].Flags != "PRST" {
		t.Errorf("%+v", all)
	}
}

func TestLongMessagesAreCutButCounted(t *testing.T) {
	body := strings.Repeat("0123456789abcde\n", 20_000)
	long := "Message-ID: <3@example.org>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\n" + body
	in := sep1 + msg1 + "\n" + sep2 + long + "\n" + sep1 + msg2 + "\n"
	whole, _ := mustMbox(t, in)
	for _, limit := range []int64{100, 1000, 50_000, int64(len(long)) - 1} {
		for _, block := range []int{16 << 10, 100 << 10, 1 << 20} {
			all, _, err := walkMbox(in, Options{MaxMessage: limit, blockSize: block})
			if err != nil || len(all) != 3 {
				t.Fatalf("limit %d, block %d: %d messages, error %v", limit, block, len(all), err)
			}
			g := all[1]
			if int64(len(g.Raw)) != limit || g.Raw != long[:limit] {
				t.Errorf("limit %d, block %d: kept %d bytes", limit, block, len(g.Raw))
			}
			if g.Length != int64(len(long)) || g.Sum != whole[1].Sum || g.Envelope != whole[1].Envelope {
				t.Errorf("limit %d, block %d: length %d, want %d; sums equal: %v", limit, block, g.Length, len(long), g.Sum == whole[1].Sum)
			}
			if all[0].Raw != msg1[:min(limit, int64(len(msg1)))] || all[2].Offset != whole[2].Offset {
				t.Errorf("limit %d, block %d: neighbours changed", limit, block)
			}
		}
	}
}

// A splitTest is an mbox and its messages.
type splitTest struct {
	in   string
	want []string
}

// splitTests are separators as programs write them that follow no dialect.
func splitTests() map[string]splitTest {
	patch := "From 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 Mon Sep 17 00:00:00 2001\n"
	patched := "From: Cora <cora@example.org>\nDate: Thu, 1 Jan 2026 09:00:00 +0000\nSubject: [PATCH] turn it\n\n---\n"
	multipart := "From: a@example.org\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
	banner := "Microsoft Mail Internet Headers Version 2.0\n"
	known := "Subject: x\nTo: y\n\ntext\n"
	two := []string{msg1, msg2}
	bom, nul := byteOrderMark, "\x00\x00\x00"
	return map[string]splitTest{
		"a dash, no blank line":                       {"From - \n" + msg1 + "From - \n" + msg2, two},
		"bare, no blank line":                         {"From \n" + msg1 + "From \n" + msg2, two},
		"a dash, no blank line, in strict company":    {sep1 + msg1 + "From - \n" + msg2, []string{msg1 + "From - \n" + msg2}},
		"a dash before prose":                         {"From - \n" + msg1 + "From - \nhere on\n", []string{msg1 + "From - \nhere on\n"}},
		"an id of Takeout":                            {"From 1844347792267117879@xxx\n" + msg1 + "\nFrom 1844347792267117889@xxx\n" + msg2, two},
		"a sender alone, where that is usual":         {"From a@example.org\n" + msg1 + "\nFrom b@example.org\n" + msg2, two},
		"a sender alone, where that is not usual":     {sep1 + msg1 + "\nFrom b@example.org\n" + msg2, []string{msg1 + "\nFrom b@example.org\n" + msg2}},
		"a patch in a body":                           {sep1 + msg1 + "\n" + patch + patched + "\n" + sep2 + msg2, []string{msg1 + "\n" + patch + patched, msg2}},
		"a patch in a body, CRLF":                     {crlf(sep1 + msg1 + "\n" + patch + patched + "\n" + sep2 + msg2), []string{crlf(msg1 + "\n" + patch + patched), crlf(msg2)}},
		"a file of patches":                           {patch + patched + "\n" + patch + patched, []string{patched, patched}},
		"a patch of another hash in a body":           {sep1 + msg1 + "\nFrom " + strings.Repeat("0123456789abcdef", 4) + " Mon Sep 17 00:00:00 2001\n" + patched, []string{msg1 + "\nFrom " + strings.Repeat("0123456789abcdef", 4) + " Mon Sep 17 00:00:00 2001\n" + patched}},
		"mail of that day":                            {sep1 + msg1 + "\nFrom bob@example.org Mon Sep 17 00:00:00 2001\n" + msg2, two},
		"a byte order mark before each separator":     {bom + sep1 + msg1 + "\n" + bom + sep2 + msg2, two},
		"a byte order mark in prose":                  {sep1 + msg1 + "\n" + bom + "From here on\n", []string{msg1 + "\n" + bom + "From here on\n"}},
		"a hole before a separator":                   {nul + sep1 + msg1 + "\n" + nul + sep2 + msg2, []string{msg1 + "\n" + nul, msg2}},
		"a banner before a header":                    {sep1 + banner + msg1 + "\n" + sep2 + banner + msg2, []string{banner + msg1, banner + msg2}},
		"an indented date before a header":            {sep1 + msg1 + "\n" + sep2 + "        Thu, 01 Jan 2026 10:00:00 +0100 (CET)\n" + msg2, []string{msg1, "        Thu, 01 Jan 2026 10:00:00 +0100 (CET)\n" + msg2}},
		"a banner before no header":                   {sep1 + msg1 + "\n" + sep2 + banner + "Subject: x\n", []string{msg1 + "\n" + sep2 + banner + "Subject: x\n"}},
		"quoted field names":                          {sep1 + msg1 + "\n" + sep2 + ">From: a\n>Date: b\n\nx\n", []string{msg1, ">From: a\n>Date: b\n\nx\n"}},
		"a likely separator in a part that is closed": {sep1 + multipart + "\n" + sep2 + known + "\n--b--\n\n" + sep2 + msg2, []string{multipart + "\n" + sep2 + known + "\n--b--\n", msg2}},
		"a likely separator in a part that is never":  {sep1 + multipart + "\n" + sep2 + known, []string{multipart, known}},
		"localised dates":                             {"From a@b Do Jan  1 10:00:00 2026\n" + msg1 + "\nFrom a@b Di M\xe4r  3 10:00:00 2026\n" + msg2, two},
	}
}
