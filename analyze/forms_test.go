package analyze_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/mboxio"
)

// outcome is what must not depend on the form of the archives: who is in each
// view, and what is found.
func outcome(report *analyze.Report) string {
	type view struct {
		Group, Device string
		Members, Past []string
	}
	var views []view
	for _, group := range report.Groups {
		for _, v := range group.Devices {
			views = append(views, view{group.ID, v.Device, memberAddresses(v.Members), pastAddresses(v.PastMembers)})
		}
	}
	var findings []string
	for _, f := range report.Findings {
		f.Evidence = nil // where the copies lie differs
		text, _ := json.Marshal(f)
		findings = append(findings, string(text))
	}
	slices.Sort(findings)
	text, _ := json.MarshalIndent(map[string]any{"views": views, "findings": findings}, "", " ")
	return string(text)
}

// sameForm are the cases whose order survives as an mbox: there, the time at
// which a client moved a message to another folder is lost, and with it what
// it had read when it wrote a plain message.
var sameForm = []string{"two-releases", "kept-nowhere", "lost-and-spam", "without-times"}

func TestACaseIsTheSameInEveryForm(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	for i, name := range sameForm {
		folder := filepath.Join(casesDir, name)
		want := outcome(analyzeFolder(t, folder, evidence.Options{Jobs: 1}))
		for j, form := range []struct {
			name string
			pack func(*testing.T, string) (fs.FS, string)
		}{
			{"tar", packTar},
			{"tar.gz", packTarGz},
			{"zip", packZip},
			{"mbox", packMbox},
			{"mbox.gz", packMboxGz},
			{"mbox by Python", packPython},
			{"several jobs", packNothing},
		} {
			if !long && (i+j)%len(sameForm) != 0 {
				continue
			}
			t.Run(name+" as "+form.name, func(t *testing.T) {
				fsys, root := form.pack(t, folder)
				opts := evidence.Options{Jobs: 3, Spool: spool(t)}
				got := outcome(analyzeSources(t, opts, evidence.Source{Path: root, FS: fsys, Name: root}))
				if got != want {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
			})
		}
	}
}

func packNothing(_ *testing.T, folder string) (fs.FS, string) {
	return os.DirFS(filepath.Dir(folder)), filepath.Base(folder)
}

func packTar(t *testing.T, folder string) (fs.FS, string) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	eachFile(t, folder, func(name string, data []byte) {
		header := &tar.Header{Name: path.Join(filepath.Base(folder), name), Mode: 0o644, Size: int64(len(data)), ModTime: time.Unix(1, 0)}
		if err := w.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"case.tar": {Data: out.Bytes()}}, "case.tar"
}

func packTarGz(t *testing.T, folder string) (fs.FS, string) {
	fsys, name := packTar(t, folder)
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"case.tar.gz": {Data: gzipped(t, data)}}, "case.tar.gz"
}

func packZip(t *testing.T, folder string) (fs.FS, string) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	eachFile(t, folder, func(name string, data []byte) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"case.zip": {Data: out.Bytes()}}, "case.zip"
}

// packMbox writes one mbox per folder of each device, in the order of filing.
func packMbox(t *testing.T, folder string) (fs.FS, string) {
	fsys := fstest.MapFS{}
	boxes := map[string]*bytes.Buffer{}
	eachMessage(t, folder, func(device string, m *mboxio.Message) {
		name := path.Join("case", device, m.Folder+".mbox")
		if boxes[name] == nil {
			boxes[name] = &bytes.Buffer{}
		}
		fmt.Fprintf(boxes[name], "From MAILER-DAEMON %s\n", m.Arrival().Time.UTC().Format(time.ANSIC))
		for line := range bytes.Lines(m.Raw) {
			line = bytes.TrimRight(line, "\r\n")
			if bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
				boxes[name].WriteByte('>')
			}
			boxes[name].Write(append(line, '\n'))
		}
		boxes[name].WriteByte('\n')
	})
	for name, data := range boxes {
		fsys[name] = &fstest.MapFile{Data: data.Bytes()}
	}
	addKeys(t, folder, fsys)
	return fsys, "case"
}

func packMboxGz(t *testing.T, folder string) (fs.FS, string) {
	fsys, root := packMbox(t, folder)
	packed := fstest.MapFS{}
	for name, file := range fsys.(fstest.MapFS) {
		if strings.HasSuffix(name, ".mbox") {
			packed[name+".gz"] = &fstest.MapFile{Data: gzipped(t, file.Data)}
		} else {
			packed[name] = file
		}
	}
	return packed, root
}

// pythonWriter copies mail files, given in order on standard input, into an
// mbox as Python's library writes it.
const pythonWriter = `
import mailbox, sys
box = mailbox.mbox(sys.argv[1], create=True)
for name in sys.stdin.read().split("\0"):
    if name:
        message = mailbox.MaildirMessage(open(name, "rb").read())
        box.add(mailbox.mboxMessage(message))
box.flush()
`

func packPython(t *testing.T, folder string) (fs.FS, string) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	dir := t.TempDir()
	names := map[string][]string{}
	eachMessage(t, folder, func(device string, m *mboxio.Message) {
		box := filepath.Join(dir, "case", device, m.Folder+".mbox")
		names[box] = append(names[box], filepath.Join(folder, device, "Maildir", filepath.FromSlash(m.Member)))
	})
	for box, files := range names {
		if err := os.MkdirAll(filepath.Dir(box), 0o700); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(python, "-c", pythonWriter, box)
		cmd.Stdin = strings.NewReader(strings.Join(files, "\x00"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("python: %v\n%s", err, out)
		}
	}
	keys := fstest.MapFS{}
	addKeys(t, folder, keys)
	for name, file := range keys {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, file.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return os.DirFS(dir), "case"
}

func gzipped(t *testing.T, data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func eachFile(t *testing.T, folder string, visit func(name string, data []byte)) {
	fsys := os.DirFS(folder)
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		visit(name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// eachMessage walks the Maildir of every device of a case.
func eachMessage(t *testing.T, folder string, visit func(device string, m *mboxio.Message)) {
	devices, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, device := range devices {
		if !device.IsDir() {
			continue
		}
		work := func(m *mboxio.Message) int { visit(device.Name(), m); return 0 }
		fsys := os.DirFS(filepath.Join(folder, device.Name()))
		_, err := mboxio.Walk(t.Context(), fsys, "Maildir", mboxio.Options{}, work, func(int) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func addKeys(t *testing.T, folder string, fsys fstest.MapFS) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "keys", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(folder, file)
		if err != nil {
			t.Fatal(err)
		}
		fsys[path.Join("case", filepath.ToSlash(name))] = &fstest.MapFile{Data: data}
	}
}

// spool gives temporary files that vanish with the test.
func spool(t testing.TB) func() (mboxio.Spool, error) {
	dir := t.TempDir()
	return func() (mboxio.Spool, error) { return os.CreateTemp(dir, "spool") }
}
