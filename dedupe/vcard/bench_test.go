package vcard_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// manyCards is a book of n cards of about 330 bytes.
func manyCards(n int) []byte {
	var book bytes.Buffer
	book.Grow(n * 400)
	for i := range n {
		fmt.Fprintf(&book, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Marlow;Person %d;;;\r\nFN:Person %d Marlow\r\n"+
			"EMAIL;TYPE=INTERNET;TYPE=HOME:person%d@home.example\r\nitem1.EMAIL;TYPE=INTERNET:p%d@rowing.example\r\nitem1.X-ABLabel:Rowing club\r\n"+
			"TEL;TYPE=CELL:+49 151 %07d\r\nNOTE:Met at the lake\\, rows on Sundays\r\n and brings cake\r\nUID:00000000-0000-4000-8000-%012d\r\nREV:2025-03-01T10:00:00Z\r\nEND:VCARD\r\n", i, i, i, i, i, i)
	}
	return book.Bytes()
}

func BenchmarkParse(b *testing.B) {
	data := manyCards(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		vcard.Parse("bench.vcf", data)
	}
}

// BenchmarkReadNames reads from every card what matching needs.
func BenchmarkReadNames(b *testing.B) {
	data := manyCards(10_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		book, _ := vcard.Parse("bench.vcf", data)
		readNames(book)
	}
}

func BenchmarkContentDigest(b *testing.B) {
	book, _ := vcard.Parse("bench.vcf", manyCards(10_000))
	b.SetBytes(int64(len(book.Bytes())))
	b.ReportAllocs()
	for b.Loop() {
		for _, card := range book.Cards() {
			card.ContentDigest()
		}
	}
}

func BenchmarkRedirect(b *testing.B) {
	book, _ := vcard.Parse("bench.vcf", manyCards(10_000))
	b.SetBytes(int64(len(book.Bytes())))
	for b.Loop() {
		edit := book.Edit()
		edit.Redirect("a", "b")
		edit.Bytes()
	}
}

func readNames(book *vcard.Book) (texts int) {
	for _, card := range book.Cards() {
		texts += len(card.UID()) + len(card.FormattedName())
		for _, name := range []string{"EMAIL", "TEL", "KEY"} {
			for _, line := range card.Properties(name) {
				texts += len(line.Text())
			}
		}
	}
	return texts
}

// TestABookOfAMillionCardsIsReadInSeconds measures time and the memory held.
func TestABookOfAMillionCardsIsReadInSeconds(t *testing.T) {
	if os.Getenv("GMMTOOL_LONG") == "" {
		t.Skip("set GMMTOOL_LONG=1 to run")
	}
	data := manyCards(1_000_000)
	start := time.Now()
	book, problems := vcard.Parse("million.vcf", data)
	parsed := time.Since(start)
	readNames(book)
	read := time.Since(start)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d MB parsed in %v, read in %v, %d MB from the system", len(data)>>20, parsed, read, memory.Sys>>20)
	if book.Len() != 1_000_000 || len(problems) > 0 || read > 2*time.Minute {
		t.Errorf("%d cards, %d problems, %v", book.Len(), len(problems), read)
	}
}

// TestHugeValuesCostNoMoreThanTheirLength reads, digests and merges single
// values of many megabytes in the shapes that tempt a reader to start over.
func TestHugeValuesCostNoMoreThanTheirLength(t *testing.T) {
	size := 8 << 20
	if os.Getenv("GMMTOOL_LONG") != "" {
		size = 100 << 20
	}
	photo := base64.StdEncoding.EncodeToString(make([]byte, size*3/4))
	for name, lines := range map[string]struct{ version, head, lineBreak string }{
		"a folded photo":               {"3.0", "PHOTO;ENCODING=b:", "\r\n "},
		"a photo of 2.1":               {"2.1", "PHOTO;JPEG;BASE64:\r\n", "\r\n"},
		"a soft-broken note":           {"2.1", "NOTE;QUOTED-PRINTABLE:", "=\r\n"},
		"a folded line without colon":  {"2.1", "nonsense", "=\r\n "},
		"a folded head with one quote": {"4.0", "TEL;X=\"a:", "\n "},
		"lone CR":                      {"3.0", "NOTE:", "\r "},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			var text bytes.Buffer
			text.WriteString("BEGIN:VCARD\r\nVERSION:" + lines.version + "\r\n" + lines.head)
			for rest := photo; len(rest) > 0; rest = rest[min(len(rest), 74):] {
				text.WriteString(rest[:min(len(rest), 74)] + lines.lineBreak)
			}
			text.WriteString("\r\n\r\nFN:a\r\nEND:VCARD\r\n")
			book, _ := vcard.Parse("huge.vcf", text.Bytes())
			if book.Len() != 1 || book.Card(0).FormattedName() != "a" {
				t.Fatalf("%d cards, name %q", book.Len(), book.Card(0).FormattedName())
			}
			card := book.Card(0)
			card.Problems()
			card.ContentDigest()
			merged, err := vcard.Merge(vcard.MergeOptions{}, cardOf(t, "4.0"), card)
			if err != nil || len(merged.Add) == 0 {
				t.Fatalf("%v, %d added", err, len(merged.Add))
			}
			t.Logf("%d MB in %v", text.Len()>>20, time.Since(start))
			if time.Since(start) > 60*time.Second {
				t.Error("too slow")
			}
		})
	}
}
