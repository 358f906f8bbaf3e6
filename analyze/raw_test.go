package analyze_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

var forms = map[string]func(*testing.T, string) (fs.FS, string){
	"folder":  packNothing,
	"tar":     packTar,
	"tar.gz":  packTarGz,
	"zip":     packZip,
	"mbox":    packMbox,
	"mbox.gz": packMboxGz,
}

func TestEveryEventComesBackAsItWasRead(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	for i, folder := range cases(t) {
		for j, form := range slices.Sorted(maps.Keys(forms)) {
			if !long && (i+j)%len(forms) != 0 {
				continue
			}
			t.Run(filepath.Base(folder)+" as "+form, func(t *testing.T) {
				fsys, root := forms[form](t, folder)
				c, events := discoverAndRead(t, fsys, root)
				raw, errs := c.Raw(t.Context(), events)
				for i, e := range events {
					if errs[i] != nil {
						t.Fatal(errs[i])
					}
					if sum := evidence.Digest(sha256.Sum256(raw[i])); sum != e.SHA256 && !bytes.Contains(raw[i], []byte("\nFrom ")) {
						t.Errorf("%+v came back as %d bytes with another digest", e.Place, len(raw[i]))
					}
				}
			})
		}
	}
}

// discoverAndRead gives a case and all its events.
func discoverAndRead(t *testing.T, fsys fs.FS, name string) (*evidence.Case, []*evidence.Event) {
	t.Helper()
	opts := evidence.Options{Jobs: 2, Spool: spool(t)}
	c, err := evidence.Discover(t.Context(), []evidence.Source{{Path: name, FS: fsys, Name: name}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	v, err := evidence.Read(t.Context(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	var events []*evidence.Event
	for _, d := range v.Devices {
		events = append(events, d.Events...)
	}
	if len(events) == 0 {
		t.Fatalf("no events: %v", v.Problems)
	}
	return c, events
}

func TestAnArchiveThatChangedGivesNothingElse(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"truncated":             func(data []byte) []byte { return data[:len(data)/2] },
		"a letter is another":   func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("e"), []byte("E")) },
		"a byte more before it": func(data []byte) []byte { return append([]byte("From x Thu Jan  1 00:00:00 1970\n\n\n"), data...) },
	} {
		for _, form := range []string{"mbox", "mbox.gz"} {
			t.Run(name+" as "+form, func(t *testing.T) { readAfter(t, form, change) })
		}
	}
}

// readAfter reads a case, changes its archives, and asks for all of it.
func readAfter(t *testing.T, form string, change func([]byte) []byte) {
	folder, root := forms[form](t, filepath.Join(casesDir, "lost-and-spam"))
	fsys := folder.(fstest.MapFS)
	c, events := discoverAndRead(t, fsys, root)
	for name, file := range fsys {
		switch {
		case strings.HasSuffix(name, ".mbox"):
			file.Data = change(file.Data)
		case strings.HasSuffix(name, ".gz"):
			file.Data = gzipped(t, change(gunzipped(t, file.Data)))
		}
	}
	raw, errs := c.Raw(t.Context(), events)
	changed := 0
	for i, e := range events {
		var place *evidence.Error
		switch {
		case errs[i] == nil && evidence.Digest(sha256.Sum256(raw[i])) != e.SHA256:
			t.Errorf("%+v: other bytes are given out", e.Place)
		case errors.Is(errs[i], evidence.ErrChanged) && errors.As(errs[i], &place) && strings.HasPrefix(place.Path, e.Place.Archive):
			changed++
		case errs[i] != nil:
			t.Errorf("%+v: %v", e.Place, errs[i])
		}
	}
	if changed == 0 {
		t.Error("nothing is said to have changed")
	}
}

func TestAMaildirFileThatIsGoneOrAnotherIsSaid(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "case"), os.DirFS(filepath.Join(casesDir, "lost-and-spam"))); err != nil {
		t.Fatal(err)
	}
	c, events := discoverAndRead(t, os.DirFS(dir), "case")
	for i, e := range events {
		name := filepath.Join(dir, e.Place.Archive, e.Place.Member)
		if i%2 == 0 {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(name, []byte("Subject: another\n\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw, errs := c.Raw(t.Context(), events)
	for i, e := range events {
		if raw[i] != nil || errs[i] == nil || !strings.Contains(errs[i].Error(), e.Place.Member) {
			t.Errorf("%+v: %d bytes, %v", e.Place, len(raw[i]), errs[i])
		}
	}
}

func TestStandardInputIsGone(t *testing.T) {
	folder, root := packMbox(t, filepath.Join(casesDir, "lost-and-spam"))
	var mail []byte
	for name, file := range folder.(fstest.MapFS) {
		if strings.HasPrefix(name, root) && strings.HasSuffix(name, ".mbox") && len(file.Data) > len(mail) {
			mail = file.Data
		}
	}
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "-", Reader: bytes.NewReader(mail)}}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.Read(ctx, c, evidence.Options{})
	if err != nil || len(v.Devices[0].Events) == 0 {
		t.Fatal("nothing was read", err)
	}
	_, errs := c.Raw(ctx, v.Devices[0].Events)
	for _, err := range errs {
		if !errors.Is(err, evidence.ErrGone) {
			t.Errorf("got %v, want %v", err, evidence.ErrGone)
		}
	}
}

func gunzipped(t *testing.T, data []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
