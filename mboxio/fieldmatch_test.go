package mboxio

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFieldsSelectMessages(t *testing.T) {
	tests := map[string]struct {
		header string
		want   bool
	}{
		"a name":                            {"Chat-Version: 1.0\n", true},
		"a name in other case":              {"CHAT-VERSION: 1.0\n", true},
		"the beginning of a name":           {"Chat-Group-ID: x\n", true},
		"a name that ends too early":        {"Chat: x\n", false},
		"a value":                           {"Content-Type: multipart/mixed; boundary=b\n", true},
		"a value in other case":             {"content-type: MultiPart/mixed; boundary=b\n", true},
		"a folded value":                    {"Content-Type:\n\tmultipart/mixed; boundary=b\n", true},
		"a value with CRLF":                 {"Content-Type:\r\n multipart/mixed\r\n", true},
		"another value":                     {"Content-Type: text/plain\n", false},
		"the value in the next field":       {"Content-Type: text/plain\nX: multipart/\n", false},
		"a name that goes on":               {"Content-Type-Of: multipart/x\n", false},
		"space before the colon":            {"Content-Type : multipart/x\n", true},
		"one of two values":                 {"References: <a@b> <Mr.x@localhost>\n", true},
		"the other of two values":           {"References: <Gr.x@y>\n", true},
		"none of two values":                {"References: <a@b>\n", false},
		"inside another field":              {"Subject: Chat-Version: 1.0\n", false},
		"in a folded line of another field": {"Subject: x\n Chat-Version: 1.0\n", false},
		"in the body":                       {"Subject: x\n\nChat-Version: 1.0\n", false},
		"behind many lines":                 {strings.Repeat("Received: from a by b\n", 50) + "Chat-Version: 1.0\n", true},
	}
	opts := Options{Match: []FieldMatch{{Name: "Chat-*"}, {Name: "Content-Type", Value: "multipart/"}, {Name: "References", Value: "<Gr."}, {Name: "References", Value: "<Mr."}}}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw := "From: a@example.org\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n" + tt.header
			for place, fsys := range map[string]fstest.MapFS{
				"mbox":           {"a": file(sep1 + raw + "\nbody\n\n" + sep2 + msg2)},
				"mbox, cut":      {"a": file(sep2 + msg2 + "\n" + sep1 + strings.TrimSuffix(raw, "\n"))},
				"Maildir":        {"a/cur/1": file(raw + "\nbody\n")},
				"Maildir, no LF": {"a/cur/1": file(strings.TrimSuffix(raw, "\n"))},
			} {
				all, sum := collect(t, fsys, "a", opts)
				if want := map[bool]int{true: 1}[tt.want]; len(all) != want || sum.Messages-sum.Passed != int64(want) {
					t.Errorf("%s: %d messages selected of %d, passed %d", place, len(all), sum.Messages, sum.Passed)
				}
			}
		})
	}
}

func TestSelectionLeavesTheOthersAsTheyAre(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		chat := ""
		if i%3 == 0 {
			chat = "Chat-Version: 1.0\n"
		}
		fmt.Fprintf(&b, "%sMessage-ID: <%d@example.org>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n%s\n%s\n\n", sep1, i, chat, strings.Repeat("x\n", i*40))
	}
	var want []got
	all, _ := mustMbox(t, b.String())
	for _, g := range all {
		if strings.Contains(g.Raw, "Chat-") {
			want = append(want, g)
		}
	}
	for _, walk := range []func(string, Options) ([]got, Summary, error){walkMbox, walkWhole} {
		have, sum, err := walk(b.String(), Options{blockSize: 20_000, Jobs: 2, Match: []FieldMatch{{Name: "chat-*"}}})
		if err != nil || sum.Messages != 200 || sum.Passed != 200-int64(len(want)) {
			t.Errorf("%d messages, %d passed: %v", sum.Messages, sum.Passed, err)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Error(diff)
		}
	}
}
