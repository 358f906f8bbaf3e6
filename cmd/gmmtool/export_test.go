package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/mboxio"
)

// TestAnExportedMailboxReadsBackByteForByte exports every group of every bundled
// case, and reads what was written with our reader and with Python's.
func TestAnExportedMailboxReadsBackByteForByte(t *testing.T) {
	if testing.Short() {
		t.Skip("does many times what other tests do once")
	}
	for _, folder := range variedCases(t) {
		if strings.Contains(filepath.ToSlash(folder), "testdata/backups/") {
			continue // without mail
		}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			args := []string{"export", folder}
			for _, id := range groupsOf(t, result(t, "analyze", folder, "--format", "json")) {
				args = append(args, "--group", id)
			}
			readsBack(t, args...)
		})
	}
}

func TestAwkwardMessagesSurviveAnExport(t *testing.T) {
	for name, body := range map[string]string{
		"lines that look like separators":   "From here\n>From there\n>>From everywhere\nFrom a@example.org Thu Jan  1 00:00:00 1970\n",
		"a separator after a blank line":    "one\n\nFrom a@example.org Thu Jan  1 00:00:00 1970\nSubject: not a message\n\ntwo\n",
		"blank lines at the end":            "one\n\n\n\n",
		"no line end at the end":            "one",
		"no line end after a From line":     "From here",
		"nothing":                           "",
		"CRLF":                              "one\r\n\r\nFrom here\r\n>From there\r\n",
		"CR alone":                          "one\rFrom here\r\r",
		"bytes that are not text":           "\x00\xff\x80\n\x00From here\n",
		"a long line":                       strings.Repeat("x", 1<<16) + "\n",
		"a From line quoted twice, no more": ">>From here\n",
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for i, header := range []string{"Chat-Version: 1.0\n", "Chat-Version: 1.0\nContent-Length: 3\n"} {
				mail := "From: a@example.org\nTo: b@example.org\nDate: Fri, 20 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n" + header + "\n" + body
				if strings.Contains(body, "\r\n") {
					mail = strings.ReplaceAll(strings.ReplaceAll(mail, "\r\n", "\n"), "\n", "\r\n")
				}
				if err := os.WriteFile(filepath.Join(folder, string(rune('a'+i))+".eml"), []byte(mail), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			readsBack(t, "export", folder, "--message-id", "1@example.org")
		})
	}
}

// readsBack exports as args say, into a folder and an mbox, and compares the index
// with the bytes of the files, and with what two readers read in the mbox.
func readsBack(t *testing.T, args ...string) {
	t.Helper()
	dir := t.TempDir()
	result(t, append(args, "--out", filepath.Join(dir, "evidence"))...)
	mbox := filepath.Join(dir, "evidence.mbox")
	result(t, append(args, "-o", mbox)...)
	var inFolder, inMbox exportResult
	for file, index := range map[string]*exportResult{mbox + ".json": &inMbox, filepath.Join(dir, "evidence", exportIndex): &inFolder} {
		if err := json.Unmarshal([]byte(stored(t, file)), index); err != nil || len(index.Messages) == 0 {
			t.Fatalf("%s: %d messages, %v", file, len(index.Messages), err)
		}
	}
	var want []string
	for i, m := range inFolder.Messages {
		message := stored(t, filepath.Join(dir, "evidence", m.File))
		if got := hashOf(message); got != m.SHA256 || got != inMbox.Messages[i].SHA256 {
			t.Errorf("%s: SHA-256 %s, in the index %s, of the mbox %s", m.File, got, m.SHA256, inMbox.Messages[i].SHA256)
		}
		if inMbox.Messages[i].LineEndAdded {
			message += "\n"
		}
		want = append(want, hashOf(message))
	}
	if diff := cmp.Diff(want, readByUs(t, mbox)); diff != "" {
		t.Errorf("our reader, -want +got:\n%s", diff)
	}
	if got := readByPython(t, mbox); got != nil {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Python's reader, -want +got:\n%s", diff)
		}
	}
}

func hashOf(message string) string {
	sum := sha256.Sum256([]byte(message))
	return hex.EncodeToString(sum[:])
}

func readByUs(t *testing.T, mbox string) []string {
	t.Helper()
	var hashes []string
	read := func(m *mboxio.Message) string { return hashOf(string(m.Decoded())) }
	keep := func(hash string) error { hashes = append(hashes, hash); return nil }
	if _, err := mboxio.Walk(context.Background(), os.DirFS(filepath.Dir(mbox)), filepath.Base(mbox), mboxio.Options{}, read, keep); err != nil {
		t.Fatal(err)
	}
	return hashes
}

// pythonReader leaves the quoting of From lines to its user.
const pythonReader = `
import hashlib, mailbox, re, sys
box = mailbox.mbox(sys.argv[1], create=False)
for key in box.keys():
    print(hashlib.sha256(re.sub(rb"(?m)^>(>*From )", rb"\1", box.get_bytes(key))).hexdigest())
`

// readByPython gives nil where there is no Python.
func readByPython(t *testing.T, mbox string) []string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("python3 is not installed")
		return nil
	}
	out, err := exec.Command(python, "-c", pythonReader, mbox).CombinedOutput()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, out)
	}
	return strings.Fields(string(out))
}
