package mboxio

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-mbox"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// testdata/writers holds six messages, 1.eml to 6.eml, and the mailboxes that
// Python's mailbox module and Dovecot made of them.

func readWriters(t *testing.T) (originals []string, mailboxes map[string]string) {
	t.Helper()
	read := func(name string) string {
		data, err := os.ReadFile("testdata/writers/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for i := 1; i <= 6; i++ {
		originals = append(originals, read(fmt.Sprintf("%d.eml", i)))
	}
	mailboxes = map[string]string{"Python": read("python.mbox"), "Dovecot": read("dovecot.mbox")}
	var b bytes.Buffer
	w := mbox.NewWriter(&b)
	for _, o := range originals {
		part, err := w.CreateMessage("alice@example.org", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, o)
	}
	w.Close()
	mailboxes["go-mbox"] = b.String()
	return originals, mailboxes
}

func TestWritersAgree(t *testing.T) {
	originals, mailboxes := readWriters(t)
	// What writers add and take: server fields, quoting, final line ends.
	added := regexp.MustCompile(`(?m)^(X-IMAPbase|X-UID|Status|X-Keywords|Content-Length):.*\n`)
	quoting := regexp.MustCompile(`(?m)^>+From `)
	essence := func(s string) string {
		return strings.TrimRight(quoting.ReplaceAllString(added.ReplaceAllString(s, ""), "From "), "\n")
	}
	for writer, text := range mailboxes {
		t.Run(writer, func(t *testing.T) {
			all, sum := mustMbox(t, text)
			var want, have []string
			for _, o := range originals {
				want = append(want, essence(o))
			}
			for _, g := range all {
				have = append(have, essence(g.Raw))
			}
			if diff := cmp.Diff(want, have); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if sum.DefectCount > 0 {
				t.Errorf("defect: %v", sum.Defects[0])
			}
		})
	}
	t.Run("Dovecot keeps UIDs and quotes nothing", func(t *testing.T) {
		all, sum := mustMbox(t, mailboxes["Dovecot"])
		if sum.Dialect != "mboxcl2" || !strings.Contains(all[1].Decoded, "\n>From me\n") {
			t.Errorf("dialect %q, second message %q", sum.Dialect, all[1].Decoded)
		}
		for i, g := range all {
			if g.Arrival.UID != uint32(i+1) || g.Arrival.UIDValidity != 1795223519 {
				t.Errorf("message %d: %+v", i, g.Arrival)
			}
		}
	})
}

// oracle reads text with go-mbox. It gives CRLF for every line end and takes
// one '>' off ">From ", so what is compared is brought to the same form.
func oracle(t failer, text string) []string {
	var out []string
	r := mbox.NewReader(strings.NewReader(text))
	for {
		m, err := r.NextMessage()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("go-mbox: %v", err)
		}
		data, err := io.ReadAll(m)
		if err != nil {
			t.Fatalf("go-mbox: %v", err)
		}
		out = append(out, likeOracle(string(data)))
	}
}

func likeOracle(raw string) string {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	raw = regexp.MustCompile(`(?m)^>From `).ReplaceAllString(raw, "From ")
	return strings.TrimRight(raw, "\n")
}

func TestWellFormedMailboxesReadAsGoMboxReadsThem(t *testing.T) {
	line := rapid.SampledFrom([]string{"", "text", ">From x", "> From x", ">>From y", "from", "F", "Subject: x", "--b", "\tx", strings.Repeat("F", 200)})
	rapid.Check(t, func(t *rapid.T) {
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		var b strings.Builder
		n := rapid.IntRange(1, 8).Draw(t, "messages")
		for i := range n {
			lines := []string{
				rapid.SampledFrom([]string{"From a@example.org Thu Jan  1 00:00:00 2026", "From - Fri Jan 12 10:00:00 2026", "From MAILER-DAEMON Fri Jul  8 12:08:34 2011"}).Draw(t, "separator"),
				fmt.Sprintf("Message-ID: <%d@example.org>", i), "Date: Thu, 1 Jan 2026 00:00:00 +0000", "",
			}
			lines = append(lines, rapid.SliceOfN(line, 0, 30).Draw(t, "body")...)
			b.WriteString(strings.Join(lines, eol) + eol + eol)
		}
		all, sum, err := walkMbox(b.String(), Options{})
		if err != nil || sum.DefectCount > 0 {
			t.Fatalf("error %v, defects %v", err, sum.Defects)
		}
		var have []string
		for _, g := range all {
			have = append(have, likeOracle(g.Raw))
		}
		if diff := cmp.Diff(oracle(t, b.String()), have); diff != "" {
			t.Fatalf("-go-mbox +ours:\n%s", diff)
		}
	})
}

func TestGoMboxReadsWhatItWrote(t *testing.T) {
	_, mailboxes := readWriters(t)
	all, _ := mustMbox(t, mailboxes["go-mbox"])
	var have []string
	for _, g := range all {
		have = append(have, likeOracle(g.Raw))
	}
	if diff := cmp.Diff(oracle(t, mailboxes["go-mbox"]), have); diff != "" {
		t.Error(diff)
	}
}
