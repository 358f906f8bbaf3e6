//go:build unix

package mboxio

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestPipesAreNotOpened(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"m/cur/1": msg1, "m/new/2": msg2, "a.mbox": sep1 + msg1} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"m/dovecot-uidlist", "m/.uidvalidity", "m/dovecot-attributes", "m/cur/3", "b.mbox", "x.eml"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Skip(err)
		}
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.mbox")); err != nil {
		t.Fatal(err)
	}
	done := make(chan int)
	go func() {
		n := 0
		sum, err := Walk(t.Context(), os.DirFS(dir), ".", Options{}, func(*Message) int { return 1 }, func(int) error { n++; return nil })
		if err != nil || len(sum.Defects) > 0 {
			t.Errorf("%v %v", sum.Defects, err)
		}
		if found, failed := Find(t.Context(), os.DirFS(dir), ".", nil); len(found) != 2 || len(failed) > 0 {
			t.Errorf("found %v, failed %v", found, failed)
		}
		for _, name := range []string{"b.mbox", "zero.mbox"} {
			if _, err := Walk(t.Context(), os.DirFS(dir), name, Options{}, func(*Message) int { return 1 }, func(int) error { return nil }); !errors.Is(err, ErrNotArchive) {
				t.Errorf("%s: %v", name, err)
			}
		}
		done <- n
	}()
	select {
	case n := <-done:
		if n != 3 {
			t.Errorf("%d messages", n)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("hangs")
	}
}

func TestWhatMayNotBeReadIsSaid(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read all")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "closed"), 0o000); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.mbox"), []byte(sep1+msg1), 0o644); err != nil {
		t.Fatal(err)
	}
	sum, err := Walk(t.Context(), os.DirFS(dir), ".", Options{}, func(*Message) int { return 1 }, func(int) error { return nil })
	if err != nil || !hasKind(sum.Defects, ErrRead) || sum.Defects[0].Member != "closed" {
		t.Errorf("%v %v", sum.Defects, err)
	}
	if _, failed := Find(t.Context(), os.DirFS(dir), ".", nil); len(failed) != 1 || failed[0].Member != "closed" {
		t.Errorf("%v", failed)
	}
}
