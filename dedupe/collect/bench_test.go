package collect

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/book"
)

// BenchmarkRecords reads cards of which one in four has no UID and one in eight a twin.
func BenchmarkRecords(b *testing.B) {
	var cards bytes.Buffer
	for i := range 10_000 {
		person := i - i%8%7/6 // the seventh of eight is the sixth again
		fmt.Fprintf(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\n")
		if i%4 > 0 {
			fmt.Fprintf(&cards, "UID:00000000-0000-4000-8000-%012d\r\n", i)
		}
		fmt.Fprintf(&cards, "FN:Person %d Marlow\r\nN:Marlow;Person %d;;;\r\nEMAIL;TYPE=INTERNET:person%d@home.example\r\n"+
			"TEL;TYPE=CELL:+49 151 %07d\r\nREV:2025-03-01T10:00:00Z\r\nEND:VCARD\r\n", person, person, person, person)
	}
	read := book.Read("bench.vcf", cards.Bytes())
	b.SetBytes(int64(cards.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if found, err := Records(b.Context(), []Book{read}, nil, 1); err != nil || len(found.Records) != 10_000 {
			b.Fatal(err)
		}
	}
}
