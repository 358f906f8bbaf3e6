package book

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// MaxSize bounds the books of one source, decompressed, in bytes: a million contacts need 400 MB.
const MaxSize = 1 << 30

// A Book is one address book as vCards.
type Book struct {
	// Path is as the user gave it; of a book in a folder or pack, with the name it
	// has there after a slash.
	Path string
	// Account is the folder or pack as the user gave it; "" for a book by itself.
	Account string
	// Data are the vCards: what was read, or what was made of a table.
	Data []byte
	// Lines are where the rows of a table begin, one for each card; nil for vCards.
	Lines []int
	// Form is what was read, such as "gzip, CSV of Outlook"; "" for plain vCards in
	// UTF-8. What nothing in the file says is marked "(guessed)".
	Form string
	// Bytes and SHA256, in lower-case hex, are those of what was read, decompressed.
	// Where SHA256 is "", as for vCards, it is that of Data (see [Book.Original]).
	Bytes  int64
	SHA256 string
	// Country is the calling code of telephone numbers that state none, such as
	// "49", as the user names it; "" where the book is to tell.
	Country string
	// Problems are what could not be read of a table.
	Problems []error
}

// Made reports vCards that were made of something else.
func (b *Book) Made() bool { return b.Lines != nil }

// Original is the size and the digest of what was read. It may have to read the book
// once more.
func (b *Book) Original() (bytes int64, digest string) {
	if b.SHA256 != "" {
		return b.Bytes, b.SHA256
	}
	return int64(len(b.Data)), digestOf(b.Data)
}

// Parse finds the cards (see [vcard.Parse]).
func (b *Book) Parse() (*vcard.Book, []*vcard.Error) {
	parsed, problems := vcard.Parse(b.Path, b.Data)
	parsed.Renumber(b.Lines)
	return parsed, problems
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ErrTooLarge and ErrNoBook are what cannot be a book.
var (
	ErrTooLarge = fmt.Errorf("book is larger than %d bytes", MaxSize)
	ErrNoBook   = errors.New("neither vCards nor a table of contacts as Google, Outlook or Thunderbird export it")
)

// Read makes a book of what a file holds, decompressed. It never fails: what is no
// table is taken for vCards, of which a damaged book may have none.
func Read(path string, data []byte, forms ...string) Book {
	b := Book{Path: path, Data: data, Bytes: int64(len(data))}
	text, encoding, sound := decodeTable(data)
	if t := tableOf(text); t != nil {
		t.encoding = encoding
		forms = append(forms, string(t.layout))
		b.SHA256 = digestOf(data)
		b.Data, b.Lines, b.Problems = t.cards(path, text)
		if b.Lines == nil {
			b.Lines = []int{} // a table without rows is one
		}
		if encoding.Guessed {
			b.Problems = append(b.Problems, fmt.Errorf("%s:1: %w", path, ErrGuessed))
		}
		if !sound {
			b.Problems = append(b.Problems, fmt.Errorf("%s:1: %w", path, ErrLetters))
		}
	} else {
		start, _ := vcard.Parse(path, data[:min(len(data), 4)]) // the first letters tell
		encoding = start.Encoding()
		if len(data) > 0 && !BeginsWithCard(data) {
			if all, _ := vcard.Parse(path, data); all.Len() == 0 {
				b.Problems = append(b.Problems, fmt.Errorf("%s: %w", path, ErrNoBook))
			}
		}
	}
	if encoding.Name != "UTF-8" {
		forms = append(forms, said(encoding))
	}
	b.Form = strings.Join(forms, ", ")
	return b
}

// decodeTable decodes what may be a table, which vCards are not.
func decodeTable(data []byte) ([]byte, vcard.Encoding, bool) {
	if BeginsWithCard(data) {
		return nil, vcard.Encoding{}, false
	}
	text, encoding, sound := vcard.DecodeText(data[:min(len(data), maxHeader)])
	if tableOf(plainTable(text)) == nil {
		return nil, encoding, sound
	}
	text, encoding, sound = vcard.DecodeText(data)
	return plainTable(text), encoding, sound
}

func said(e vcard.Encoding) string {
	if e.Guessed {
		return e.Name + " (guessed)"
	}
	return e.Name
}

// BeginsWithCard reports whether a file begins with a card, whatever its encoding
// and the padding before. Start is its first bytes, 256 or more if there are.
func BeginsWithCard(start []byte) bool {
	text := strings.ToUpper(strings.ReplaceAll(string(start[:min(len(start), 256)]), "\x00", ""))
	text = strings.TrimPrefix(strings.TrimPrefix(text, "\xFF\xFE"), "\xFE\xFF")
	return strings.HasPrefix(strings.TrimLeft(text, "\uFEFF \t\r\n\x1A"), "BEGIN:VCARD")
}
