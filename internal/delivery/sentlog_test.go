package delivery

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (f *fixture) writeLog(events ...event) {
	f.t.Helper()
	var b strings.Builder
	for _, e := range events {
		line, err := json.Marshal(record{
			Time: f.env.Now(), Event: e, File: "correction-01.eml", MessageID: "1@localhost",
			SHA256: digestOf([]byte(mailText("1@localhost"))), Recipient: "Bob@lab.example", Way: "maildir x",
		})
		if err != nil {
			f.t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	f.write(logName, b.String())
}

func TestWhatTheLogRemembersDecides(t *testing.T) {
	for _, tc := range []struct {
		name   string
		log    []event
		resend bool
		state  State // in a preview
		mails  int   // after delivering
	}{
		{"nothing is known", nil, false, Ready, 1},
		{"it was delivered", []event{begun, done}, false, Delivered, 0},
		{"it was delivered, and uncertain mail is to be sent again", []event{begun, done}, true, Delivered, 0},
		{"a run ended in the middle", []event{begun}, false, Uncertain, 0},
		{"a run ended in the middle, and it is to be sent again", []event{begun}, true, Ready, 1},
		{"it was refused", []event{begun, refused}, false, Ready, 1},
		{"it was refused at once", []event{refused}, false, Ready, 1},
		{"it was refused, and a later run ended in the middle", []event{refused, begun}, false, Uncertain, 0},
		{"it was delivered at the second try", []event{begun, refused, begun, done}, false, Delivered, 0},
		{"the second copy of a delivered one was refused", []event{begun, done, begun, refused}, false, Delivered, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t, oneMail("bob@lab.example"))
			if tc.log != nil {
				f.writeLog(tc.log...)
			}
			bob := f.maildir("bob@lab.example")
			options := Options{Maildirs: []Maildir{bob}, ResendUncertain: tc.resend}
			before := f.events()
			result, err := f.open().Preview(options)
			if err != nil || !result.DryRun || states(result, 0)["bob@lab.example"] != tc.state {
				t.Errorf("preview %+v, %v", result, err)
			}
			if len(inbox(t, bob)) > 0 || f.events() != before {
				t.Errorf("the preview wrote: log %q", f.events())
			}
			f.deliver(options)
			f.deliver(options) // never more than once
			if got := len(inbox(t, bob)); got != tc.mails {
				t.Errorf("%d mails, want %d; log %q", got, tc.mails, f.events())
			}
		})
	}
}

func TestHalfALineAtTheEndOfTheLogIsCutOff(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example", "carol@lab.example"))
	f.writeLog(begun, done)
	whole, err := os.ReadFile(filepath.Join(f.dir, logName))
	if err != nil {
		t.Fatal(err)
	}
	f.write(logName, string(whole)+`{"time":"2026-11-21T03:`)
	carol := f.maildir("carol@lab.example")
	options := Options{Maildirs: []Maildir{carol}}
	if result, err := f.open().Preview(options); err != nil || states(result, 0)["bob@lab.example"] != Delivered {
		t.Errorf("%+v, %v", result, err)
	}
	if result := f.deliver(options); !result.Complete || f.events() != "begun done begun done" {
		t.Errorf("%+v, log %q", result, f.events())
	}
}

func TestALogThatCannotBeUnderstoodStopsEverything(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":          "hello\n",
		"an unknown event": `{"event":"perhaps","message_id":"1@localhost","recipient":"bob@lab.example"}` + "\n",
		"no recipient":     `{"event":"done","message_id":"1@localhost"}` + "\n",
		"an empty line":    "\n",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, oneMail("bob@lab.example"))
			f.write(logName, text)
			bob := f.maildir("bob@lab.example")
			_, err := f.open().Deliver(t.Context(), Options{Maildirs: []Maildir{bob}}, f.env)
			var place *Error
			if !errors.Is(err, ErrLog) || !errors.As(err, &place) || place.Line != 1 || len(inbox(t, bob)) > 0 {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestALogThatIsASymbolicLinkIsRefused(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	f.write("other", "")
	if err := os.Symlink("other", filepath.Join(f.dir, logName)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.open().Deliver(t.Context(), Options{}, f.env); !errors.Is(err, ErrUnsafe) {
		t.Errorf("%v", err)
	}
	if _, err := f.open().Preview(Options{}); !errors.Is(err, ErrUnsafe) {
		t.Errorf("%v", err)
	}
}

func TestTheLogIsForItsOwnerOnly(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	f.deliver(Options{Maildirs: []Maildir{f.maildir("bob@lab.example")}})
	if info, err := os.Stat(filepath.Join(f.dir, logName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestOnlyOneRunDeliversAPlan(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	bob := f.maildir("bob@lab.example")
	options := Options{Maildirs: []Maildir{bob}}
	log, _, err := openLog(f.folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.open().Deliver(t.Context(), options, f.env); !errors.Is(err, ErrBusy) {
		t.Errorf("%v", err)
	}
	if _, err := f.open().Preview(options); err != nil {
		t.Errorf("a preview waits for nobody: %v", err)
	}
	if err := log.close(); err != nil {
		t.Fatal(err)
	}
	if result := f.deliver(options); !result.Complete || len(inbox(t, bob)) != 1 {
		t.Errorf("%+v", result)
	}
}

func TestAnotherMailWithTheSameMessageIDIsRefused(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	f.deliver(Options{Maildirs: []Maildir{f.maildir("bob@lab.example")}})
	f.write("correction-01.eml", mailText("1@localhost")+"more\r\n")
	if _, err := f.open().Preview(Options{}); !errors.Is(err, ErrUnsafe) {
		t.Errorf("%v", err)
	}
}

// FuzzLogsSurviveATornEnd checks that cutting a log anywhere forgets the last
// records only, and that reading what was kept gives the same again.
func FuzzLogsSurviveATornEnd(f *testing.F) {
	line := `{"event":"begun","message_id":"1","recipient":"b@x","sha256":"00"}` + "\n"
	for _, seed := range []string{line + strings.Replace(line, "begun", "done", 1), line + "{", "", "\n", "\x00\x00", line[:9]} {
		f.Add([]byte(seed), 10)
	}
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		known, whole, err := readRecords(bytes.NewReader(data))
		if err != nil {
			return
		}
		if whole > int64(len(data)) || whole > 0 && data[whole-1] != '\n' {
			t.Fatalf("%d whole of %d bytes", whole, len(data))
		}
		again, _, err := readRecords(bytes.NewReader(data[:whole]))
		if diff := cmp.Diff(known, again, cmp.AllowUnexported(logKey{})); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		if cut >= 0 && cut <= len(data) {
			if _, _, err := readRecords(bytes.NewReader(data[:cut])); err != nil {
				t.Errorf("cut at %d: %v", cut, err)
			}
		}
	})
}
