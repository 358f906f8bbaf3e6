package mboxrd_test

import (
	"bytes"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/internal/mboxrd"
)

func TestAMailboxIsWrittenWithQuotedFromLines(t *testing.T) {
	var b bytes.Buffer
	w := mboxrd.NewWriter(&b)
	for _, message := range []string{"Subject: a\r\n\r\nFrom here\r\n>From there\r\n", "Subject: b\n\nno end"} {
		if added, err := w.Add([]byte(message), time.Unix(0, 0)); err != nil || added != (message[9] == 'b') {
			t.Fatalf("%q: added %v, %v", message, added, err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	const from = "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
	if want := from + "Subject: a\r\n\r\n>From here\r\n>>From there\r\n\n" + from + "Subject: b\n\nno end\n\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

// Taking one ">" from every quoted line gives the message back.
func TestAnyMessageComesBack(t *testing.T) {
	quoted := regexp.MustCompile(`(?m)^>(>*From )`)
	rapid.Check(t, func(t *rapid.T) {
		message := rapid.StringMatching(`((>{0,3}From |a|>|\r)*\n){1,5}`).Draw(t, "message")
		var b bytes.Buffer
		w := mboxrd.NewWriter(&b)
		if added, err := w.Add([]byte(message), time.Unix(0, 0)); added || err != nil || w.Flush() != nil {
			t.Fatal(added, err)
		}
		_, body, _ := bytes.Cut(b.Bytes(), []byte("\n"))
		if got := quoted.ReplaceAll(bytes.TrimSuffix(body, []byte("\n")), []byte("$1")); string(got) != message {
			t.Fatalf("%q came back as %q", message, got)
		}
	})
}
