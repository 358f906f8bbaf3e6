package evidence_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

const mail = "From x Thu Jan  1 00:00:00 2026\nFrom: a@example.org\nTo: b@example.org\nChat-Version: 1.0\nMessage-ID: <1@x>\n\nhello\n"

// A deniedFS may not be looked into below some names.
type deniedFS struct {
	fstest.MapFS
	denied []string
}

func (d deniedFS) Open(name string) (fs.File, error) {
	if slices.Contains(d.denied, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.Open(name)
}

func (d deniedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if slices.Contains(d.denied, name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return d.MapFS.ReadDir(name)
}

func (d deniedFS) Stat(name string) (fs.FileInfo, error) {
	for _, denied := range d.denied {
		if strings.HasPrefix(name, denied+"/") {
			return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrPermission}
		}
	}
	return d.MapFS.Stat(name)
}

func aCase() fstest.MapFS {
	return fstest.MapFS{
		"case/alice/Maildir/cur/1":          {Data: []byte(mail)},
		"case/alice/Maildir/.Junk/cur/1":    {Data: []byte(mail)},
		"case/alice/Maildir/.Junk/new/keep": {Data: []byte(mail)},
		"case/alice/keys/a.asc":             {Data: []byte("x")},
		"case/bob/in.mbox":                  {Data: []byte(mail)},
	}
}

// readCase reads the folder "case" and gives all problems as one text.
func readCase(t *testing.T, fsys fs.FS, opts evidence.Options) (*evidence.Evidence, string) {
	t.Helper()
	c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(context.Background(), c, opts)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, problem := range v.Problems {
		said = append(said, problem.Error())
	}
	return v, strings.Join(said, "\n")
}

func TestWhatMayNotBeLookedIntoIsSaid(t *testing.T) {
	for _, denied := range []string{"case/alice", "case/alice/Maildir", "case/alice/Maildir/cur", "case/alice/Maildir/.Junk",
		"case/alice/Maildir/.Junk/cur", "case/alice/Maildir/cur/1", "case/alice/keys", "case/alice/keys/a.asc", "case/bob", "case/bob/in.mbox"} {
		t.Run(denied, func(t *testing.T) {
			v, said := readCase(t, deniedFS{aCase(), []string{denied}}, evidence.Options{})
			if !strings.Contains(said, denied) || !strings.Contains(said, "permission denied") {
				t.Errorf("said of it: %q", said)
			}
			if v.Messages == 0 {
				t.Error("the rest was not read")
			}
		})
	}
}

func TestKeysAreFoundBesideArchivesAndInThemButNotAmongMessages(t *testing.T) {
	key, err := os.ReadFile("../testdata/linked/anna.secret")
	if err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]int{
		"case/d/keys/k":                 1,
		"case/d/keys/old/k":             1,
		"case/d/k.ASC":                  1,
		"case/d/a/b/c/d/e/f/g/k.asc":    1,
		"case/d/Maildir/k.asc":          1,
		"case/d/Maildir/.Sent/keys/k":   1,
		"case/d/Maildir/cur/k.asc":      0,
		"case/d/Maildir/.Sent/new/k":    0,
		"case/d/Maildir/keys/cur/1.asc": 0,
		"case/d/k":                      0,
	} {
		files := fstest.MapFS{
			"case/d/Maildir/cur/1":       {Data: []byte(mail)},
			"case/d/Maildir/.Sent/cur/1": {Data: []byte(mail)},
			place:                        {Data: key},
		}
		v, _ := readCase(t, files, evidence.Options{})
		if len(v.KeyFiles) != want {
			t.Errorf("%s: %d keys, want %d", place, len(v.KeyFiles), want)
		}
	}
}

func TestOnlyRegularFilesOfReasonableSizeAreOpenedAsKeysAndCaseFiles(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"case/d/in.mbox": mail, "case/d/big.asc": strings.Repeat("x", evidence.MaxKeyFile+1)} {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte(data), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"zero.asc": "/dev/zero", "nowhere": "nothing", "elsewhere": "/", "lock": "127.0.0.1:+1"} {
		if err := os.Symlink(target, filepath.Join(dir, "case/d", link)); err != nil {
			t.Skip(err)
		}
	}
	_, said := readCase(t, os.DirFS(dir), evidence.Options{})
	for _, want := range []string{"case/d/big.asc: " + evidence.ErrTooLarge.Error(), "case/d/zero.asc: " + evidence.ErrNotRegular.Error(),
		"case/d/nowhere: " + evidence.ErrLink.Error(), "case/d/elsewhere: " + evidence.ErrLink.Error()} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %q; but\n%s", want, said)
		}
	}
	if n := strings.Count(said, "\n") + 1; n != 4 {
		t.Errorf("%d problems:\n%s", n, said)
	}
}

func TestACaseFileThatIsNoFileIsSaid(t *testing.T) {
	fsys := fstest.MapFS{"case/case.yaml": {Mode: fs.ModeNamedPipe}, "case/d/in.mbox": {Data: []byte(mail)}}
	c, err := evidence.Discover(context.Background(), []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if problems := c.Problems(); len(problems) != 1 || !errors.Is(problems[0], evidence.ErrNotRegular) {
		t.Errorf("problems %v", problems)
	}
}

func TestNoDepthIsLeftOutInSilence(t *testing.T) {
	for depth := range 60 {
		files := fstest.MapFS{"case/d/in.mbox": {Data: []byte(mail)}, "case/d/" + strings.Repeat("x/", depth) + "deep.mbox": {Data: []byte(mail)}}
		if v, said := readCase(t, files, evidence.Options{}); v.Messages != 2 && !strings.Contains(said, "case/d/x") {
			t.Errorf("at depth %d: %d messages, and said %q", depth, v.Messages, said)
		}
	}
}
