package delivery

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestAMaildirGetsTheMailWithItsEnvelopeOnTop(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example"))
	bob := f.maildir("BOB@lab.example")
	result := f.deliver(Options{Maildirs: []Maildir{bob}})
	if !result.Complete || f.events() != "begun done" {
		t.Errorf("%+v, log %q", result, f.events())
	}
	want := "Return-Path: <alice@lab.example>\r\nDelivered-To: bob@lab.example\r\n" + mailText("1@localhost")
	if got := inbox(t, bob); len(got) != 1 || got[0] != want {
		t.Errorf("%q", got)
	}
	files, _ := filepath.Glob(filepath.Join(bob.path, "*", "*"))
	// Dovecot and others read the time, and take ":" for the start of the flags.
	if len(files) != 1 || !regexp.MustCompile(`/new/1795230000\.M000005R[0-9a-f]{32}\.lab\\0571\\0722$`).MatchString(files[0]) {
		t.Errorf("%q", files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestWhatIsNoMaildirIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, prepare := range []func() error{
		func() error { return nil },
		func() error { return os.Mkdir(filepath.Join(dir, "cur"), 0o700) },
		func() error { return os.Mkdir(filepath.Join(dir, "new"), 0o700) },
		func() error { return os.WriteFile(filepath.Join(dir, "tmp"), nil, 0o600) },
	} {
		if err := prepare(); err != nil {
			t.Fatal(err)
		}
		if _, err := NewMaildir("bob@x", dir); !errors.Is(err, ErrMaildir) {
			t.Errorf("%v", err)
		}
	}
	if _, err := NewMaildir("bob", dir); !errors.Is(err, ErrAddress) {
		t.Errorf("%v", err)
	}
}

func TestARehearsalSaysWhatAMaildirWouldRefuse(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example", "carol@lab.example"))
	bob, carol := f.maildir("bob@lab.example"), f.maildir("carol@lab.example")
	if err := os.Remove(filepath.Join(bob.path, "new")); err != nil {
		t.Fatal(err)
	}
	result, err := f.open().Preview(Options{Maildirs: []Maildir{bob, carol}})
	if err != nil {
		t.Fatal(err)
	}
	of := result.Mails[0].Recipients
	if of[0].State != Refused || of[0].Answer == "" || of[1].State != Ready {
		t.Errorf("%+v", of)
	}
}

func TestAMaildirThatCannotBeWrittenLeavesTheMailForLater(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example", "carol@lab.example"))
	bob, carol := f.maildir("bob@lab.example"), f.maildir("carol@lab.example")
	fresh := filepath.Join(bob.path, "new")
	if err := os.Remove(fresh); err != nil {
		t.Fatal(err)
	}
	options := Options{Maildirs: []Maildir{bob, carol}}
	result := f.deliver(options)
	if got := states(result, 0); got["bob@lab.example"] != Refused || got["carol@lab.example"] != Delivered {
		t.Errorf("%v", got)
	}
	if left, _ := os.ReadDir(filepath.Join(bob.path, "tmp")); len(left) > 0 {
		t.Errorf("%d files left in tmp", len(left))
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		t.Fatal(err)
	}
	if result := f.deliver(options); !result.Complete || len(inbox(t, bob)) != 1 || len(inbox(t, carol)) != 1 {
		t.Errorf("%+v", result)
	}
}

func TestAnInterruptedRunStopsBetweenRecipients(t *testing.T) {
	f := newFixture(t, oneMail("bob@lab.example", "carol@lab.example"))
	bob, carol := f.maildir("bob@lab.example"), f.maildir("carol@lab.example")
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	f.env.Random = readerFunc(func(b []byte) (int, error) {
		if calls++; calls == 1 {
			cancel() // while the first mail is under way
		}
		return len(b), nil
	})
	result, err := f.open().Deliver(ctx, Options{Maildirs: []Maildir{bob, carol}}, f.env)
	if !errors.Is(err, context.Canceled) || result.Complete {
		t.Fatalf("%v", err)
	}
	if got := states(result, 0); got["bob@lab.example"] != Delivered || got["carol@lab.example"] != Ready || f.events() != "begun done" {
		t.Errorf("%v, log %q", got, f.events())
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
