package delivery

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var errCrash = errors.New("the machine went down")

// A dyingFile is a log on a machine that goes down after so many bytes.
type dyingFile struct {
	*os.File
	left int
}

func (f *dyingFile) Write(b []byte) (int, error) {
	if len(b) > f.left {
		n, _ := f.File.Write(b[:f.left])
		f.left = 0
		return n, errCrash
	}
	f.left -= len(b)
	return f.File.Write(b)
}

// runUntilCrash delivers on a machine that goes down after so many bytes of
// log.
func (f *fixture) runUntilCrash(options Options, bytes int) error {
	f.t.Helper()
	log, known, err := openLog(f.folder)
	if err != nil {
		f.t.Fatal(err)
	}
	defer log.close()
	log.file = &dyingFile{File: log.file.(*os.File), left: bytes}
	_, err = f.open().deliver(f.t.Context(), options, f.env, log, known)
	return err
}

// TestNoCrashDeliversTwice lets a plan of two mails run into any number of
// crashes, at any byte of the log. Unasked, nobody ever gets a mail twice; asked
// to, everybody gets every mail in the end.
func TestNoCrashDeliversTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFixture(t, oneMail("bob@x", "carol@x"), secondMail("dave@x", "carol@x", "bob@x"))
		inboxes := map[string]Maildir{"bob": f.maildir("bob@x"), "carol": f.maildir("carol@x")}
		options := Options{Maildirs: []Maildir{inboxes["bob"], inboxes["carol"]}}
		for range rapid.IntRange(0, 4).Draw(r, "crashes") {
			err := f.runUntilCrash(options, rapid.IntRange(0, 2200).Draw(r, "bytes"))
			if err != nil && !errors.Is(err, errCrash) {
				r.Fatal(err)
			}
			if err != nil && rapid.Bool().Draw(r, "before the mail") {
				f.undeliverUnrecorded(inboxes)
			}
			f.checkCopies(r, inboxes, 1)
		}
		f.deliver(options)
		f.checkCopies(r, inboxes, 1)
		options.ResendUncertain = true
		if result := f.deliver(options); !result.Complete {
			r.Errorf("%+v", result)
		}
		f.checkCopies(r, inboxes, 2)
		for name, m := range inboxes {
			if texts := strings.Join(inbox(t, m), ""); !strings.Contains(texts, "<1@localhost>") || !strings.Contains(texts, "<2@localhost>") {
				r.Errorf("%s lacks a mail", name)
			}
		}
	})
}

// undeliverUnrecorded takes mails away that are in no record of the log: the
// machine went down just before they were written.
func (f *fixture) undeliverUnrecorded(inboxes map[string]Maildir) {
	log, err := os.ReadFile(filepath.Join(f.dir, logName))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, m := range inboxes {
		files, _ := filepath.Glob(filepath.Join(m.path, "new", "*"))
		for _, file := range files {
			if !strings.Contains(string(log), filepath.Base(file)[:40]) {
				if err := os.Remove(file); err != nil {
					f.t.Fatal(err)
				}
			}
		}
	}
}

func (f *fixture) checkCopies(r *rapid.T, inboxes map[string]Maildir, most int) {
	for name, m := range inboxes {
		texts := strings.Join(inbox(f.t, m), "")
		for id := 1; id <= 2; id++ {
			if n := strings.Count(texts, fmt.Sprintf("<%d@localhost>", id)); n > most {
				r.Fatalf("%s has %d copies of mail %d; log %q", name, n, id, f.events())
			}
		}
	}
}

func TestLaterMailsOfAGroupWaitForEachRecipient(t *testing.T) {
	f := newFixture(t, oneMail("bob@x", "carol@x"), secondMail("dave@x", "bob@x", "carol@x"))
	bob, carol := f.maildir("bob@x"), f.maildir("carol@x")
	result := f.deliver(Options{Maildirs: []Maildir{carol}})
	if got := states(result, 1); got["bob@x"] != Waiting || got["carol@x"] != Delivered || result.Mails[1].Recipients[0].After != "correction-01.eml" {
		t.Errorf("%v", got)
	}
	result, err := f.open().Preview(Options{Maildirs: []Maildir{bob}})
	if got := states(result, 1); err != nil || got["bob@x"] != Ready {
		t.Errorf("what goes out before is not waited for: %v, %v", got, err)
	}
	f.plan[1].Group = "H"
	if got := states(f.deliver(Options{}), 1); got["bob@x"] != NoWay {
		t.Errorf("another group does not wait: %v", got)
	}
}
