package delivery

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOnlyTheMailOfThePlanIsDelivered(t *testing.T) {
	good := mailText("1@localhost")
	for _, tc := range []struct {
		name string
		mail func(*Mail)
		text string
		says string
	}{
		{"a file that was edited", func(m *Mail) { m.SHA256 = digestOf([]byte(good)) }, good + "more\r\n", "not the file that was written"},
		{"a digest that is none", func(m *Mail) { m.SHA256 = "?" }, good, "not the file that was written"},
		{"another Message-ID", func(m *Mail) { m.MessageID = "2@localhost" }, good, "its Message-ID is"},
		{"two Message-IDs", nil, "Message-ID: <1@localhost>\r\n" + good, "its Message-ID is"},
		{"no Message-ID in the plan", func(m *Mail) { m.MessageID = "" }, "Subject: x\r\n\r\n", "its Message-ID is"},
		{"a file that is not a mail", nil, "no header\r\n\r\n", "not a mail"},
		{"a lone LF", nil, good + "a\n.\nMAIL FROM:<x>\r\n", "lone CR, LF"},
		{"a lone CR", nil, good + "a\r.\r\n", "lone CR, LF"},
		{"a line without its end", nil, good + "a", "does not end in CRLF"},
		{"a line that servers break", nil, good + strings.Repeat("a", 999) + "\r\n", "line 9 has 999 bytes"},
		{"a name in another folder", func(m *Mail) { m.File = "../correction-01.eml" }, good, "leads out"},
		{"a name in a folder below", func(m *Mail) { m.File = "a/correction-01.eml" }, good, "leads out"},
		{"an absolute name", func(m *Mail) { m.File = "/etc/passwd" }, good, "leads out"},
		{"a name of Windows", func(m *Mail) { m.File = `..\correction-01.eml` }, good, "leads out"},
		{"no name", func(m *Mail) { m.File = "" }, good, "leads out"},
		{"a folder", func(m *Mail) { m.File = "folder" }, good, "not a regular file"},
		{"a symbolic link", func(m *Mail) { m.File = "link.eml" }, good, "not a regular file"},
		{"a recipient named twice", func(m *Mail) { m.Recipients = []string{"bob@x", "BOB@x"} }, good, "named twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t, oneMail("bob@lab.example"))
			f.write("correction-01.eml", tc.text)
			if err := errors.Join(os.Mkdir(filepath.Join(f.dir, "folder"), 0o700), os.Symlink("correction-01.eml", filepath.Join(f.dir, "link.eml"))); err != nil {
				t.Fatal(err)
			}
			if tc.mail != nil {
				tc.mail(&f.plan[0])
			}
			_, err := Open(f.folder, f.plan)
			if !errors.Is(err, ErrUnsafe) || !strings.Contains(fmt.Sprint(err), tc.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTheDigestOfThePlanMayBeMissingOrInCapitals(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	for _, digest := range []string{"", strings.ToUpper(digestOf([]byte(mailText("1@localhost"))))} {
		f.plan[0].SHA256 = digest
		f.open()
	}
}

func TestNoTwoMailsHaveOneMessageID(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"), oneMail("carol@lab.example"))
	if _, err := Open(f.folder, f.plan); !errors.Is(err, ErrUnsafe) {
		t.Errorf("%v", err)
	}
}

func TestAMailThatChangesAfterTheCheckIsNotSent(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	outbox, bob := f.open(), f.maildir("bob@lab.example")
	f.write("correction-01.eml", mailText("1@localhost")+"more\r\n")
	_, err := outbox.Deliver(t.Context(), Options{Maildirs: []Maildir{bob}}, f.env)
	if !errors.Is(err, ErrUnsafe) || len(inbox(t, bob)) > 0 || f.events() != "" {
		t.Errorf("%v, %d mails, log %q", err, len(inbox(t, bob)), f.events())
	}
}

func TestOnlyAddressesReachTheEnvelope(t *testing.T) {
	for address, good := range map[string]bool{
		"bob@lab.example": true, "b.o+b=x@lab.example": true, "bob@[127.0.0.1]": true, "bøb@exämple.org": true,
		"": false, "bob": false, "@x": false, "bob@": false,
		"bob@x> SIZE=1": false, "bob@x\r\nRCPT TO:<eve@x>": false, "bob@x\n": false, "bob @x": false,
		"<bob@x>": false, "bob@x\x00": false, "bob@x\u202e": false, "bob@x\xff": false, "a@x,b@x": false,
		`"bob"@x`: false, "bob@x\u00a0": false, strings.Repeat("a", 255) + "@x": false,
	} {
		if err := CheckAddress(address); (err == nil) != good || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
	f := newFixture(t, oneMail("bob@x\r\nRCPT TO:<eve@x>"))
	if _, err := Open(f.folder, f.plan); !errors.Is(err, ErrAddress) {
		t.Errorf("recipient: %v", err)
	}
	f.plan[0].Recipients, f.plan[0].From = nil, "alice@x> AUTH=<>"
	if _, err := Open(f.folder, f.plan); !errors.Is(err, ErrAddress) {
		t.Errorf("sender: %v", err)
	}
}

func TestOnlyASCIILettersAreFolded(t *testing.T) {
	if fold("Bob@Lab.Example") != "bob@lab.example" || fold("\u212a@x") == "k@x" {
		t.Error(fold("Bob@Lab.Example"), fold("\u212a@x"))
	}
}

// FuzzCheckedLinesPassSMTPUnchanged holds the check of lines against the reader
// of another implementation: what the check lets through arrives whole, and
// ends where it ends.
func FuzzCheckedLinesPassSMTPUnchanged(f *testing.F) {
	for _, seed := range []string{mailText("1@x"), "", ".\r\n", "a\r\n.\r\nb\r\n", "a\n.\n", "a\r\r\n", "a", "\r\n\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if checkLines(data) != nil {
			return
		}
		var wire bytes.Buffer
		w := textproto.NewWriter(bufio.NewWriter(&wire)).DotWriter()
		if _, err := w.Write(data); err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		wire.WriteString("QUIT\r\n")
		r := textproto.NewReader(bufio.NewReader(&wire))
		got, err := r.ReadDotBytes()
		want := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		if len(data) == 0 {
			want = []byte("\n") // the writer sends one empty line
		}
		if next, _ := r.ReadLine(); err != nil || !bytes.Equal(got, want) || next != "QUIT" {
			t.Errorf("%q became %q, then %q, %v", data, got, next, err)
		}
	})
}

// FuzzAddressesStayInTheirPlace checks that an accepted address is one path of
// one command and one value of one header.
func FuzzAddressesStayInTheirPlace(f *testing.F) {
	for _, seed := range []string{"bob@x", "b\r\n@x", "b>@x", "\u202e@x", "a b@x", "b@[::1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if CheckAddress(address) != nil {
			return
		}
		inside, rest, found := strings.Cut(strings.TrimPrefix("RCPT TO:<"+address+">", "RCPT TO:<"), ">")
		if !found || inside != address || rest != "" {
			t.Errorf("%q ends its path early", address)
		}
		message, err := mail.ReadMessage(bytes.NewReader(withTraceFields([]byte("\r\n"), address, address)))
		if err != nil || len(message.Header) != 2 || message.Header.Get("Delivered-To") != address {
			t.Errorf("%q: %v, %v", address, message, err)
		}
	})
}
