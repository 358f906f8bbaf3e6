package mboxio

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

// tarWithLink and zipWithLink make a pack of a symbolic link and an mbox.
func tarWithLink(t *testing.T, name, target, mbox string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	check(t, w.WriteHeader(&tar.Header{Name: name, Linkname: target, Typeflag: tar.TypeSymlink, Mode: 0o777}))
	check(t, w.WriteHeader(&tar.Header{Name: "mail/a.mbox", Size: int64(len(mbox)), Typeflag: tar.TypeReg, Mode: 0o600}))
	_, err := w.Write([]byte(mbox))
	check(t, err)
	check(t, w.Close())
	return b.String()
}

func zipWithLink(t *testing.T, name, target, mbox string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, member := range []struct {
		name, content string
		mode          fs.FileMode
	}{{name, target, fs.ModeSymlink | 0o777}, {"mail/a.mbox", mbox, 0o600}} {
		header := &zip.FileHeader{Name: member.name, Method: zip.Deflate}
		header.SetMode(member.mode)
		f, err := w.CreateHeader(header)
		check(t, err)
		_, err = f.Write([]byte(member.content))
		check(t, err)
	}
	check(t, w.Close())
	return b.String()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSymbolicLinksInPacksAreReportedIfTheyLeadOut(t *testing.T) {
	const mbox = "From a@b.example Thu Jan  1 00:00:00 2026\nFrom: a@b.example\nMessage-ID: <1@x>\n\nx\n"
	for name, test := range map[string]struct {
		link, target string
		reported     bool
	}{
		"to a file of the system":           {"sym.mbox", "/etc/passwd", true},
		"to a file outside":                 {"mail/sym.mbox", "../../other/b.mbox", true},
		"to nothing":                        {"sym.mbox", "gone.mbox", true},
		"to itself":                         {"sym.mbox", "sym.mbox", true},
		"to a member, which is read anyhow": {"mail/latest.mbox", "a.mbox", false},
		"to a folder, which is read anyhow": {"current", "mail", false},
		"up and down again to a member":     {"mail/x/latest.mbox", "../../mail/a.mbox", false},
	} {
		for form, make := range map[string]func(*testing.T, string, string, string) string{"tar": tarWithLink, "zip": zipWithLink} {
			t.Run(form+": "+name, func(t *testing.T) {
				all, sum, err := tryCollect(fstest.MapFS{"f": file(make(t, test.link, test.target, mbox))}, "f", Options{})
				if err != nil || len(all) != 1 || hasKind(sum.Defects, ErrLink) != test.reported {
					t.Fatalf("%d messages, %v, %v", len(all), sum.Defects, err)
				}
				for _, d := range sum.Defects {
					if !errors.Is(d, ErrLink) || d.Member != test.link {
						t.Errorf("reported as %v", d)
					}
				}
			})
		}
	}
}
