package gmm

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseHeader(t *testing.T) {
	tests := []struct {
		name    string
		section string
		want    Fields
	}{
		{"an empty section has no fields", "", nil},
		{"names are lower-cased and values trimmed", "Chat-Group-ID:  abc \r\n", Fields{{"chat-group-id", "abc"}}},
		{"a folded value is joined with one blank", "To: a@b,\r\n\t c@d\r\n", Fields{{"to", "a@b, c@d"}}},
		{"a value may begin on the second line", "Subject:\n hello\n", Fields{{"subject", "hello"}}},
		{"LF and CRLF may be mixed", "A: 1\nB: 2\r\n 3\nC: 4\r\n", Fields{{"a", "1"}, {"b", "2 3"}, {"c", "4"}}},
		{"the last line needs no line end", "A: 1\nB: 2", Fields{{"a", "1"}, {"b", "2"}}},
		{"an empty value is a field", "Chat-Version:\n", Fields{{"chat-version", ""}}},
		{"the order and every repetition stay", "To: 1\nCc: 2\nTo: 3\n", Fields{{"to", "1"}, {"cc", "2"}, {"to", "3"}}},
		{"a colon in the value stays", "Subject: a: b\n", Fields{{"subject", "a: b"}}},
		{"a line without a colon is passed over", "A: 1\nnonsense\nB: 2\n", Fields{{"a", "1"}, {"b", "2"}}},
		{"a quoted separator is passed over", ">From me Fri Nov 20\nA: 1\n", Fields{{"a", "1"}}},
		{"an mbox separator is passed over", "From me Fri Nov 20 10:00:00 2026\nA: 1\n", Fields{{"a", "1"}}},
		{"a line without a name is passed over", ": 1\nA: 1\n", Fields{{"a", "1"}}},
		{"a name with an 8-bit byte is passed over", "\xc3\x84: 1\nA: 1\n", Fields{{"a", "1"}}},
		{"white space before the colon makes a name no client knows", "Chat-Group-ID : x\nA: 1\n", Fields{{"a", "1"}}},
		{"a section that begins with a continuation loses only that", " x: y\nA: 1\n", Fields{{"a", "1"}}},
		{"a bare CR is not a line end", "A: 1\rB: 2\n", Fields{{"a", "1\rB: 2"}}},
		{"UTF-8 stays", "Subject: gr\u00fc\u00df\n", Fields{{"subject", "gr\u00fc\u00df"}}},
		{"what is not UTF-8 is taken for Latin-1", "Subject: gr\xfc\xdf\n", Fields{{"subject", "gr\u00fc\u00df"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ParseHeader([]byte(test.section))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSplitHeader(t *testing.T) {
	tests := []struct{ name, header, body string }{
		{"the blank line belongs to the header", "A: 1\n\n", "body\n"},
		{"a CRLF blank line ends an LF header", "A: 1\n\r\n", "body"},
		{"only the first blank line counts", "A: 1\r\n\r\n", "one\r\n\r\ntwo"},
		{"without a blank line all is header", "A: 1\nB: 2", ""},
		{"a message may begin with its body", "\n", "body"},
		{"a line of blanks does not end a header", "A: 1\n \nB: 2\n\n", "body"},
		{"nothing is nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header, body := SplitHeader([]byte(test.header + test.body))
			if string(header) != test.header || string(body) != test.body {
				t.Errorf("got %q and %q", header, body)
			}
		})
	}
}

func TestOfAHugeSectionBothEndsAreKept(t *testing.T) {
	section := "Date: first\n" + strings.Repeat("X: y\n", 3*maxFields) + "Date: last\n"
	fields := ParseHeader([]byte(section))
	if len(fields) != maxFields || fields.Get("date") != "first" || fields.Last("date") != "last" {
		t.Errorf("%d fields, Date %q to %q", len(fields), fields.Get("date"), fields.Last("date"))
	}
}

func TestFieldsTellFirstLastAndAll(t *testing.T) {
	fields := ParseHeader([]byte("To: 1\nDate:\nTo: 2\n"))
	if fields.Get("to") != "1" || fields.Last("to") != "2" || fields.Get("cc") != "" || fields.Last("cc") != "" {
		t.Error("Get or Last")
	}
	if !fields.Has("date") || fields.Has("cc") {
		t.Error("Has")
	}
	if !slices.Equal(fields.All("to"), []string{"1", "2"}) || fields.All("cc") != nil {
		t.Error("All")
	}
}

func TestOnlyFieldsTheRulesLookAtAreKept(t *testing.T) {
	fields := ParseHeader([]byte("Received: x\nChat-Group-ID: g\nDKIM-Signature: y\nChat-User-Avatar: base64\nSecure-Join: vg-request\n"))
	want := Fields{{"chat-group-id", "g"}, {"secure-join", "vg-request"}}
	if diff := cmp.Diff(want, fields.keep(false)); diff != "" {
		t.Error(diff)
	}
}

// spansOf cuts a section into its logical lines.
func spansOf(section []byte) (spans [][]byte) {
	for len(section) > 0 {
		var span []byte
		span, section = nextSpan(section)
		spans = append(spans, span)
	}
	return spans
}

// FuzzParseHeader checks the lossless law: header and body joined give the
// message again, the spans of a header joined give the header again, and every
// span that is a field is in the result, in order.
func FuzzParseHeader(f *testing.F) {
	for _, mail := range testMails(f) {
		f.Add(mail)
	}
	f.Add([]byte("A: 1\r\n\t2\n\nbody"))
	f.Add([]byte(" x\n\n"))
	f.Add([]byte("a:\rb\n:\n\xff: \xff\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		header, body := SplitHeader(raw)
		if !bytes.Equal(slices.Concat(header, body), raw) {
			t.Fatal("header and body are not the message")
		}
		spans := spansOf(header)
		if !bytes.Equal(bytes.Join(spans, nil), header) {
			t.Fatal("the spans are not the header")
		}
		var want Fields
		for _, span := range spans {
			if field, ok := parseField(span); ok {
				want = append(want, field)
			}
		}
		if got := ParseHeader(header); len(want) <= maxFields && !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for _, field := range want {
			if field.Name != strings.ToLower(field.Name) || strings.Contains(field.Value, "\n") || field.Value != strings.ToValidUTF8(field.Value, "") {
				t.Fatalf("field %q", field)
			}
		}
	})
}
