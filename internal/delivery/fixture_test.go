package delivery

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mailText is a mail as package repair writes them.
func mailText(id string) string {
	return "From: <alice@lab.example>\r\nTo: \"hidden-recipients\": ;\r\nMessage-ID: <" + id + ">\r\n" +
		"Subject: [...]\r\n\r\n.a line that begins with a dot\r\n..\r\nFrom here\r\n"
}

// A fixture is a folder with mails, and what a run over it needs.
type fixture struct {
	t      *testing.T
	dir    string
	folder *os.Root
	plan   []Mail
	env    Environment
}

func newFixture(t *testing.T, plan ...Mail) *fixture {
	t.Helper()
	f := &fixture{t: t, dir: t.TempDir(), plan: plan}
	for _, mail := range plan {
		f.write(mail.File, mailText(mail.MessageID))
	}
	var err error
	if f.folder, err = os.OpenRoot(f.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.folder.Close() })
	f.env = Environment{
		Now:    func() time.Time { return time.Date(2026, 11, 21, 3, 0, 0, 5000, time.UTC) },
		Random: rand.Reader,
		Host:   "lab/1:2",
	}
	return f
}

// oneMail is a plan of one correction, signed by alice.
func oneMail(recipients ...string) Mail {
	return Mail{File: "correction-01.eml", MessageID: "1@localhost", Group: "G", From: "alice@lab.example", Recipients: recipients}
}

func secondMail(from string, recipients ...string) Mail {
	return Mail{File: "correction-02.eml", MessageID: "2@localhost", Group: "G", From: from, Recipients: recipients}
}

func (f *fixture) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) open() *Outbox {
	f.t.Helper()
	outbox, err := Open(f.folder, f.plan)
	if err != nil {
		f.t.Fatal(err)
	}
	return outbox
}

// deliver must not fail.
func (f *fixture) deliver(opts Options) *Result {
	f.t.Helper()
	result, err := f.open().Deliver(context.Background(), opts, f.env)
	if err != nil {
		f.t.Fatal(err)
	}
	return result
}

// states gives the states of one mail, by recipient.
func states(result *Result, mail int) map[string]State {
	found := map[string]State{}
	for _, status := range result.Mails[mail].Recipients {
		found[status.Address] = status.State
	}
	return found
}

// maildir makes an empty Maildir.
func (f *fixture) maildir(address string) Maildir {
	f.t.Helper()
	dir := filepath.Join(f.t.TempDir(), address)
	for _, name := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			f.t.Fatal(err)
		}
	}
	made, err := NewMaildir(address, dir)
	if err != nil {
		f.t.Fatal(err)
	}
	return made
}

// inbox reads what lies in new.
func inbox(t *testing.T, m Maildir) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(m.path, "new", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	return texts
}

// log gives the events of the log, in order.
func (f *fixture) events() string {
	f.t.Helper()
	data, err := os.ReadFile(filepath.Join(f.dir, logName))
	if errors.Is(err, os.ErrNotExist) {
		return ""
	}
	if err != nil {
		f.t.Fatal(err)
	}
	var events []string
	for line := range strings.Lines(string(data)) {
		_, rest, _ := strings.Cut(line, `"event":"`)
		word, _, _ := strings.Cut(rest, `"`)
		events = append(events, word)
	}
	return strings.Join(events, " ")
}
