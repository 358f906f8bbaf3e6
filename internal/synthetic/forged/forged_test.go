package forged_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/internal/synthetic/forged"
)

func scene(t *testing.T, seed uint64) *forged.Scene {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("../../../testdata/cases/two-releases")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[path.Join("case", name)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := forged.NewScene(files, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryFormIsWrittenAndTheSameForASeed(t *testing.T) {
	one, same := scene(t, 1), scene(t, 1)
	for _, form := range forged.Forms() {
		f, ok, err := one.Forge(form)
		if err != nil || !ok || len(f.Data) == 0 {
			t.Fatalf("%s: %v, %v", form, ok, err)
		}
		again, _, _ := same.Forge(form)
		if f.MessageID != again.MessageID || f.Victim != again.Victim || f.As != again.As {
			t.Errorf("%s: %+v, then %+v", form, f, again)
		}
		if f.As == f.Victim || !bytes.Contains(f.Data, []byte(f.MessageID)) {
			t.Errorf("%s: as %s to %s, id %s", form, f.As, f.Victim, f.MessageID)
		}
	}
}

func TestAForgeryLiesInOneMailboxAndHasTheNextNumber(t *testing.T) {
	s := scene(t, 2)
	f, _, err := s.Forge(forged.PlainRemoval)
	if err != nil {
		t.Fatal(err)
	}
	holding := 0
	for name, file := range s.With(f) {
		if bytes.Contains(file.Data, []byte(f.MessageID)) {
			holding++
			if ok, _ := path.Match("case/"+f.Victim+"/Maildir/cur/*", name); !ok {
				t.Errorf("it lies in %s", name)
			}
		}
	}
	if holding != 1 {
		t.Errorf("%d files hold it", holding)
	}
}

func TestACaseWithoutTruthIsRefused(t *testing.T) {
	if _, err := forged.NewScene(fstest.MapFS{"case/a/INBOX.mbox": {}}, 1); !errors.Is(err, forged.ErrNoTruth) {
		t.Error(err)
	}
}
