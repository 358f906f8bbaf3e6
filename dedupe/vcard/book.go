package vcard

import (
	"bytes"
	"iter"
)

// A Book is an address book: the bytes of a file and where its cards lie. It is
// safe for concurrent use.
type Book struct {
	name  string
	data  []byte
	cards []span
}

const byteOrderMark = "\xEF\xBB\xBF"

// Parse finds the cards of a book and reports what lies outside them and which
// of them do not end. The name is used in errors only. Parse never fails: at
// worst the book has no cards. It keeps data, which must not change any more.
//
// A book in UTF-16 is not read: it has no cards and one ErrEncoding.
func Parse(name string, data []byte) (*Book, []*Error) {
	if isUTF16(data) {
		return &Book{name: name, data: data}, []*Error{newError(name, 1, ErrEncoding, nil)}
	}
	d := divider{book: name, data: data}
	d.divide()
	return &Book{name: name, data: data, cards: d.cards}, d.problems
}

// isUTF16 goes by the byte order mark, or by a first letter in two bytes.
func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) ||
		len(data) > 1 && (upper(data[0]) == 'B' && data[1] == 0 || data[0] == 0 && upper(data[1]) == 'B')
}

// Name is what the book was called when it was parsed.
func (b *Book) Name() string { return b.name }

// Len is the number of cards.
func (b *Book) Len() int { return len(b.cards) }

// Bytes is the book as it was given to Parse. It is not a copy.
func (b *Book) Bytes() []byte { return b.data }

// Card gives the card at index i, which must be at least 0 and less than Len.
// Its lines are read on first use and held by the Card, not by the book.
func (b *Book) Card(i int) *Card {
	at := b.cards[i]
	return &Card{book: b.name, raw: b.data[at.start:at.end:at.end], line: at.line}
}

// Cards iterates over all cards with their index. No card is kept.
func (b *Book) Cards() iter.Seq2[int, *Card] {
	return func(yield func(int, *Card) bool) {
		for i := range b.cards {
			if !yield(i, b.Card(i)) {
				return
			}
		}
	}
}
