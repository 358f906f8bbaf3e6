package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The manual (docs/html.md) tells how anybody checks the digest of a folder.
func TestTheDigestOfAFolderIsThatOfTheCommandInTheManual(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("there is no sha256sum here")
	}
	dir := t.TempDir()
	for _, name := range []string{"cur/1.a:2,S", ".Junk/cur/2", ".Junk.sub/cur/3", ".Junk-x", "new/ä b", "password"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("1.a:2,S", filepath.Join(dir, "cur", "link")); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/html.md")
	if err != nil {
		t.Fatal(err)
	}
	_, command, found := strings.Cut(string(page), "cd Maildir && ")
	command, _, _ = strings.Cut(command, "\n")
	if !found {
		t.Fatal("the manual has no such command")
	}
	sh := exec.Command("sh", "-c", command)
	sh.Dir = dir
	out, err := sh.Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := hashTree(t.Context(), dir)
	if want := strings.Fields(string(out))[0]; got != want || err != nil {
		t.Errorf("%s, %v; the command says %s", got, err, want)
	}
	if got, err := hashTree(t.Context(), filepath.Join(dir, "nowhere")); got != "" || err != nil {
		t.Errorf("what is not there has the digest %q, %v", got, err)
	}
}
