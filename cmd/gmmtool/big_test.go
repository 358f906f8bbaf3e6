package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// bigCase writes the life of a group of 60 members and 12 devices, of which some
// did not get the last changes: two disputed members.
func bigCase(t *testing.T) (folder string) {
	t.Helper()
	life := synthetic.Life{Devices: 12, Members: 60, Messages: 200, Change: 2}
	const back, removal = 196, 198 // one comes back, another goes
	lost := map[string][]int{"p0003": {removal}, "p0007": {removal}, "p0009": {back, back + 1, removal, removal + 1}}
	folder = filepath.Join(t.TempDir(), "case")
	for name, file := range life.Case() {
		device := filepath.Base(filepath.Dir(name))
		data := file.Data
		for _, i := range lost[device] {
			data = without(t, data, i)
		}
		path := filepath.Join(filepath.Dir(folder), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// without drops message i of a life from a mailbox.
func without(t *testing.T, mailbox []byte, i int) []byte {
	id := fmt.Appendf(nil, ".%08d@life.example>\nChat-Version", i)
	at := bytes.Index(mailbox, id)
	if at < 0 {
		t.Fatalf("message %d is not there", i)
	}
	start := bytes.LastIndex(mailbox[:at], []byte("From x@"))
	end := bytes.Index(mailbox[at:], []byte("\nFrom x@"))
	if end < 0 {
		return mailbox[:start]
	}
	return append(mailbox[:start:start], mailbox[at+end+1:]...)
}

func TestAGroupOf60MembersOn12DevicesFitsAScreen(t *testing.T) {
	folder := bigCase(t)
	for _, columns := range []int{40, 120} {
		p, stdout, stderr := newProcess("analyze", folder)
		p.getenv = func(name string) string { return map[string]string{"COLUMNS": fmt.Sprint(columns)}[name] }
		if code := p.run(t.Context()); code != exitFindings {
			t.Fatalf("exit code %d: %s", code, stderr)
		}
		lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
		if columns == 120 && len(lines) > 60 {
			t.Errorf("%d lines:\n%s", len(lines), stdout)
		}
		for _, line := range lines {
			if utf8.RuneCountInString(line) > columns && len(strings.Fields(line)) > 2 {
				t.Errorf("wider than %d: %q", columns, line)
			}
		}
		if !strings.Contains(strings.Join(strings.Fields(stdout.String()), " "), "2 people are disputed (12 devices)") {
			t.Errorf("not two disputed members:\n%s", stdout)
		}
	}
}
