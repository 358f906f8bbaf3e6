package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// filled is a store with one archive of one message.
func filled(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a b#?%.store") // a name that would mean something in a URI
	s := openToWrite(t, path)
	err := s.Update(func() error { return fill(s, "one") })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func fill(s *Store, name string) error {
	id, err := s.PutArchive(Archive{Device: name, Path: name, Mailboxes: []byte("[]"), Errors: []byte("[]"), Notes: []byte("[]"), Tried: []byte("[]"), State: []byte("{}")})
	if err != nil {
		return err
	}
	message, err := s.PutMessage(Message{Digest: Digest{1}, Content: []byte("{}")})
	if err != nil {
		return err
	}
	return errors.Join(s.PutEvent(id, Event{Position: 1, Message: message, SHA256: Digest{2}}), s.PutRaw(Digest{2}, RawGMM, []byte("raw")))
}

func openToWrite(t *testing.T, path string) *Store {
	t.Helper()
	s, err := OpenToWrite(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// archives lists the devices of the archives in a store.
func archives(t *testing.T, path string) []string {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Archives()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range list {
		names = append(names, a.Device)
	}
	return names
}

func TestWhatWasCommittedIsThere(t *testing.T) {
	path := filled(t)
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, _ := s.Archives()
	events := 0
	err = s.Events(list[0].ID, func(e Event) error {
		events++
		return nil
	})
	raw, reason, rawErr := s.Raw(Digest{2})
	if err != nil || rawErr != nil || events != 1 || string(raw) != "raw" || reason != RawGMM {
		t.Errorf("%d events, %q kept for %q: %v, %v", events, raw, reason, err, rawErr)
	}
	if _, _, err := s.Raw(Digest{3}); !errors.Is(err, ErrNotKept) {
		t.Errorf("bytes that were not kept: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestOneRunWritesAtATime(t *testing.T) {
	path := filled(t)
	first := openToWrite(t, path)
	if _, err := OpenToWrite(path); !errors.Is(err, ErrBusy) {
		t.Errorf("a second writer: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := openToWrite(t, path)
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

func TestAKilledRunLosesItsTransactionAlone(t *testing.T) {
	path := filled(t)
	s := openToWrite(t, path)
	defer s.Close()
	left := filepath.Join(t.TempDir(), "left")
	stop := errors.New("killed")
	err := s.Update(func() error {
		if err := fill(s, "two"); err != nil {
			return err
		}
		for i := range 80 { // more than SQLite keeps in memory
			if err := s.PutRaw(Digest{9, byte(i)}, RawSealed, make([]byte, 100_000)); err != nil {
				return err
			}
		}
		copyFile(t, path, left)
		copyFile(t, path+"-journal", left+"-journal")
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if info, err := os.Stat(left); err != nil || info.Size() < 1_000_000 {
		t.Fatalf("nothing was written before: %v", err)
	}
	if names := archives(t, left); !slices.Equal(names, []string{"one"}) {
		t.Errorf("the killed run left %v", names)
	}
}

func TestAFullDiskLeavesTheStoreAsItWas(t *testing.T) {
	path := filled(t)
	s := openToWrite(t, path)
	if err := s.conn.Exec("PRAGMA max_page_count=60"); err != nil {
		t.Fatal(err)
	}
	err := s.Update(func() error {
		if err := fill(s, "two"); err != nil {
			return err
		}
		return s.PutRaw(Digest{9}, RawSealed, make([]byte, 1_000_000))
	})
	var failed *Error
	if !errors.Is(err, ErrFull) || !errors.As(err, &failed) || !strings.Contains(failed.Hint(), "make room") {
		t.Errorf("a full disk: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if names := archives(t, path); !slices.Equal(names, []string{"one"}) {
		t.Errorf("the store has %v", names)
	}
}

func TestWhatIsNotAStoreIsRefused(t *testing.T) {
	newer := filled(t)
	s := openToWrite(t, newer)
	if err := errors.Join(s.conn.Exec("PRAGMA user_version=99"), s.Close()); err != nil {
		t.Fatal(err)
	}
	broken := filled(t)
	data, err := os.ReadFile(broken)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(data); i++ {
		data[i] ^= 0x5a
	}
	short := filepath.Join(t.TempDir(), "short")
	text := filepath.Join(t.TempDir(), "text")
	for name, content := range map[string][]byte{broken: data, short: data[:3000], text: []byte("From me\n")} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, kind := range map[string]error{newer: ErrNewer, broken: ErrDamaged, short: ErrDamaged, text: ErrForeign, t.TempDir(): ErrForeign} {
		_, err := Open(path)
		_, writeErr := OpenToWrite(path)
		if !errors.Is(err, kind) || !errors.Is(writeErr, kind) {
			t.Errorf("%s: want %v, have %v and, to write, %v", filepath.Base(path), kind, err, writeErr)
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
