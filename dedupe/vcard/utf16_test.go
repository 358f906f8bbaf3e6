package vcard_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"unicode/utf16"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// wideText is text in UTF-16.
func wideText(text string, order binary.AppendByteOrder) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestBooksInUTF16AreReadAndEditedInUTF16(t *testing.T) {
	const book = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë 𝒵\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo\r\nEND:VCARD\r\n"
	for name, test := range map[string]struct {
		before string
		order  binary.AppendByteOrder
		want   vcard.Encoding
	}{
		"little endian with a mark":               {"\uFEFF", binary.LittleEndian, vcard.Encoding{Name: "UTF-16LE"}},
		"big endian with a mark":                  {"\uFEFF", binary.BigEndian, vcard.Encoding{Name: "UTF-16BE"}},
		"little endian, told by its first letter": {"", binary.LittleEndian, vcard.Encoding{Name: "UTF-16LE", Guessed: true}},
		"big endian, told by its first letter":    {"", binary.BigEndian, vcard.Encoding{Name: "UTF-16BE", Guessed: true}},
		"big endian after an empty line":          {"\r\n", binary.BigEndian, vcard.Encoding{Name: "UTF-16BE", Guessed: true}},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(wideText(test.before+book, test.order))
			read, problems := vcard.Parse("wide.vcf", data)
			if read.Len() != 2 || len(problems) > 0 || read.Card(0).FormattedName() != "Zoë 𝒵" || read.Encoding() != test.want {
				t.Fatalf("%d cards, %v, %v", read.Len(), problems, read.Encoding())
			}
			if !bytes.Equal(read.Edit().Bytes(), data) {
				t.Error("an empty edit changed the book")
			}
			edit := read.Edit()
			if err := edit.Remove(1); err != nil {
				t.Fatal(err)
			}
			note, _ := vcard.NewText("NOTE", "ключ")
			if err := edit.Append(0, note); err != nil {
				t.Fatal(err)
			}
			want := wideText(test.before+"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë 𝒵\r\nNOTE:ключ\r\nEND:VCARD\r\n", test.order)
			if got := string(edit.Bytes()); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestABookInDamagedUTF16IsReadAndNotEdited(t *testing.T) {
	for name, damage := range map[string]string{"an odd byte": "\n", "half a pair": "\x00\xd8\n\x00"} {
		data := []byte(wideText("BEGIN:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\n", binary.LittleEndian) + damage)
		book, problems := vcard.Parse("wide.vcf", data)
		if book.Len() != 1 || len(problems) == 0 || !errors.Is(problems[0], vcard.ErrUTF16) {
			t.Errorf("%s: %d cards, %v", name, book.Len(), problems)
		}
		if err := book.Edit().Remove(0); !errors.Is(err, vcard.ErrUTF16) {
			t.Errorf("%s: removing a card: %v", name, err)
		}
		if _, err := vcard.Merge(vcard.MergeOptions{}, cardOf(t, "3.0"), book.Card(0)); !errors.Is(err, vcard.ErrUTF16) {
			t.Errorf("%s: merging it: %v", name, err)
		}
		if !bytes.Equal(book.Edit().Bytes(), data) {
			t.Errorf("%s: an empty edit changed the book", name)
		}
	}
}
