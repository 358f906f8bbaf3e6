package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/merge"
)

// writeMergePlan makes a folder with a book of two cards, each with the note
// given, and the plan to merge them.
func writeMergePlan(t *testing.T, note string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	card := "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nNOTE:%d%s\nEND:VCARD\n"
	book := fmt.Appendf(fmt.Appendf(nil, card, 1, note), card, 2, note)
	path := filepath.Join(folder, "contacts.vcf")
	second := 1 + bytes.Count(book[:len(book)/2], []byte("\n"))
	plan := fmt.Sprintf(`{"schema": 1, "kind": "merge", "inputs": [{"path": %q, "kind": "book", "sha256": "%x"}],
"records": [{"id": "a", "source": "card", "place": {"book": %q, "line": 1}}, {"id": "b", "source": "card", "place": {"book": %q, "line": %d, "index": 1}}],
"persons": [{"id": "anna", "records": ["a", "b"], "decision": "accept"}]}`, path, sha256.Sum256(book), path, path, second)
	err := errors.Join(os.WriteFile(path, book, 0o600), os.WriteFile(filepath.Join(folder, planName), []byte(plan), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAnInterruptedMergeLeavesNothing(t *testing.T) {
	folder := writeMergePlan(t, "")
	before := listed(t, folder)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, stdout, stderr := newProcess("apply", folder, "--out", filepath.Join(folder, "merged"), "--yes")
	if code := p.run(ctx); code != exitInterrupted || stdout.Len() > 0 || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if after := listed(t, folder); after != before {
		t.Errorf("%s became %s", before, after)
	}
}

func listed(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(entries)
}

func TestCardsOfAHundredMegabytesAreMergedAndTakenApart(t *testing.T) {
	if os.Getenv("GMMTOOL_LONG") == "" {
		t.Skip("takes half a minute; GMMTOOL_LONG=1 runs it")
	}
	folder := writeMergePlan(t, strings.Repeat(strings.Repeat("long ", 14)+"\n ", 100<<20/72))
	merged, restored := filepath.Join(folder, "merged"), filepath.Join(folder, "restored")
	for _, args := range [][]string{{"apply", folder, "--out", merged, "--yes"}, {"undo", merged, "--out", restored}} {
		p, stdout, stderr := newProcess(args...)
		if code := p.run(t.Context()); code != exitClean || stdout.Len() > 4096 {
			t.Fatalf("exit code %d, %d bytes on stdout, stderr %q", code, stdout.Len(), stderr)
		}
	}
	before, err := os.ReadFile(filepath.Join(folder, "contacts.vcf"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(restored, "contacts.vcf"))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%d bytes came back as %d, %v", len(before), len(after), err)
	}
}

func TestEveryMergeErrorHasAnAdvice(t *testing.T) {
	for kind, want := range map[error]exitCode{
		merge.ErrStale: exitRefused, merge.ErrApplied: exitRefused, merge.ErrBook: exitRefused, merge.ErrEdited: exitRefused,
		merge.ErrPlan: exitError, merge.ErrJournal: exitError, merge.ErrNoPerson: exitError,
	} {
		p, _, stderr := newProcess()
		err := explainMerge(&merge.Error{File: "x", Kind: kind})
		p.complain(err)
		if code := codeOf(t.Context(), err); code != want || !strings.Contains(stderr.String(), "\n  hint: ") {
			t.Errorf("%v: exit code %d, %q", kind, code, stderr)
		}
	}
}

func TestMovedBooksAreFoundByName(t *testing.T) {
	t.Chdir(t.TempDir())
	names := []string{"a/contacts.vcf", "b/contacts.vcf", "c/work.vcf"}
	for name, want := range map[string]int{"work.vcf": 2, "a/contacts.vcf": 0, "c/work.vcf": 2, "contacts.vcf": -1, "other.vcf": -1} {
		got, err := findBook(names, name, "--book", "--book NAME=PATH")
		if err == nil && got != want || err != nil && want >= 0 {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
	if got, err := findBook(names[:1], "people.vcf", "--book", "--book NAME=PATH"); got != 0 || err != nil {
		t.Errorf("the only book: %d, %v", got, err)
	}
	if err := os.WriteFile("x=y.vcf", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string][2]string{
		"d/work.vcf": {"work.vcf", "d/work.vcf"}, "work.vcf=d/e.vcf": {"work.vcf", "d/e.vcf"}, "x=y.vcf": {"x=y.vcf", "x=y.vcf"},
	} {
		if name, path := splitMoved(value); name != want[0] || path != want[1] {
			t.Errorf("%s: %q, %q", value, name, path)
		}
	}
}
