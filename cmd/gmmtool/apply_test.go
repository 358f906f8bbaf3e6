package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/delivery"
)

// writePlan makes a folder with a plan of one correction for bob, and bob's
// Maildir in it.
func writePlan(t *testing.T) (folder, maildir string) {
	t.Helper()
	folder = t.TempDir()
	maildir = filepath.Join(folder, "bob")
	plan := `{"schema":1,"corrections":[{"file":"a.eml","message_id":"1@x","group":"G","from":"alice@x","recipients":["bob@x"]}]}`
	err := errors.Join(
		os.WriteFile(filepath.Join(folder, planName), []byte(plan), 0o600),
		os.WriteFile(filepath.Join(folder, "a.eml"), []byte("Message-ID: <1@x>\r\n\r\none\r\n"), 0o600),
		os.MkdirAll(filepath.Join(maildir, "cur"), 0o700),
		os.MkdirAll(filepath.Join(maildir, "new"), 0o700),
		os.MkdirAll(filepath.Join(maildir, "tmp"), 0o700),
	)
	if err != nil {
		t.Fatal(err)
	}
	return folder, maildir
}

func TestAnInterruptedDeliveryExitsWith130(t *testing.T) {
	folder, maildir := writePlan(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, stdout, stderr := newProcess("apply", folder, "--maildir", "bob@x="+maildir, "--yes")
	if code := p.run(ctx); code != exitInterrupted {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if left, _ := os.ReadDir(filepath.Join(maildir, "new")); len(left) > 0 {
		t.Errorf("%d mails", len(left))
	}
}

func TestEveryRefusalHasAnAdvice(t *testing.T) {
	for kind, want := range map[error]exitCode{
		delivery.ErrUnsafe: exitRefused, delivery.ErrBusy: exitRefused, delivery.ErrPlaintext: exitRefused,
		delivery.ErrLog: exitError, delivery.ErrMaildir: exitError, delivery.ErrAddress: exitError,
	} {
		p, _, stderr := newProcess()
		err := p.refusal(&delivery.Error{File: "x", Err: kind})
		p.complain(err)
		if code := codeOf(t.Context(), err); code != want || !strings.Contains(stderr.String(), "\n  hint: ") {
			t.Errorf("%v: exit code %d, %q", kind, code, stderr)
		}
	}
}
