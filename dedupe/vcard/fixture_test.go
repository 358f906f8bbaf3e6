package vcard_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// books are the samples of what different programs export, by file name.
func books(t testing.TB) map[string]*vcard.Book {
	t.Helper()
	files, err := filepath.Glob("testdata/books/*.vcf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample books: %v", err)
	}
	books := map[string]*vcard.Book{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		book, problems := vcard.Parse(file, data)
		for _, problem := range problems {
			t.Error(problem)
		}
		books[filepath.Base(file)] = book
	}
	return books
}

// cardOf parses one card from its content lines.
func cardOf(t testing.TB, version string, lines ...string) *vcard.Card {
	t.Helper()
	return bookOf(t, version, lines...).Card(0)
}

func bookOf(t testing.TB, version string, lines ...string) *vcard.Book {
	t.Helper()
	text := "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + strings.Join(append(lines, "END:VCARD"), "\r\n") + "\r\n"
	book, problems := vcard.Parse("test.vcf", []byte(text))
	if len(problems) > 0 || book.Len() != 1 {
		t.Fatalf("%d cards, %v in %q", book.Len(), problems, text)
	}
	return book
}

// appended gives the first card of a book after properties were appended to it.
func appended(t testing.TB, book *vcard.Book, properties ...vcard.Property) *vcard.Card {
	t.Helper()
	edit := book.Edit()
	if err := edit.Append(0, properties...); err != nil {
		t.Fatal(err)
	}
	after, problems := vcard.Parse("after.vcf", edit.Bytes())
	if len(problems) > 0 || after.Len() != book.Len() {
		t.Fatalf("%d cards, %v in %q", after.Len(), problems, edit.Bytes())
	}
	return after.Card(0)
}

// mergedInto gives the first card of a book after a merge with it as the survivor.
func mergedInto(t testing.TB, book *vcard.Book, merged vcard.Merged) *vcard.Card {
	t.Helper()
	edit := book.Edit()
	if err := edit.Merge(0, merged); err != nil {
		t.Fatal(err)
	}
	after, problems := vcard.Parse("after.vcf", edit.Bytes())
	if len(problems) > 0 || after.Len() != book.Len() {
		t.Fatalf("%d cards, %v in %q", after.Len(), problems, edit.Bytes())
	}
	return after.Card(0)
}

// contentLines are the unfolded lines of a card between VERSION and END.
func contentLines(card *vcard.Card) []string {
	text := strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\r\n", "\n").Replace(string(card.Raw()))
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "BEGIN:") && !strings.HasPrefix(line, "END:") && !strings.HasPrefix(line, "VERSION:") {
			lines = append(lines, line)
		}
	}
	return lines
}
