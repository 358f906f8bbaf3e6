package vcard

import "iter"

// A Book is an address book: the bytes of a file and where its cards lie. It is
// safe for concurrent use.
type Book struct {
	name  string
	data  []byte // in UTF-8, or in the 8-bit charsets its cards name
	cards []span
	wide  *wide // nil unless the book is in UTF-16
}

const byteOrderMark = "\xEF\xBB\xBF"

// Parse finds the cards of a book and reports what lies outside them and which
// of them do not end. The name is used in errors only. Parse never fails: at
// worst the book has no cards. It keeps data, which must not change any more.
//
// A book in UTF-16 is read as one in UTF-8 (see [Book.Encoding]); if that is
// damaged it cannot be edited, which is an ErrUTF16. A book in UTF-32 has no cards
// and one ErrUTF32.
func Parse(name string, data []byte) (*Book, []*Error) {
	book := &Book{name: name, data: data}
	if isUTF32(data) {
		return book, []*Error{newError(name, 1, ErrUTF32, nil)}
	}
	d := divider{book: name, data: data}
	if book.wide = wideOf(data); book.wide != nil {
		book.data = book.wide.text()
		d.data = book.data
		if !book.wide.sound {
			d.problems = append(d.problems, newError(name, 1, ErrUTF16, nil))
		}
	}
	d.divideSafely()
	book.cards = d.cards
	return book, d.problems
}

// Name is what the book was called when it was parsed.
func (b *Book) Name() string { return b.name }

// Len is the number of cards.
func (b *Book) Len() int { return len(b.cards) }

// Bytes is the book as it was given to Parse. It is not a copy.
func (b *Book) Bytes() []byte {
	if b.wide != nil {
		return b.wide.raw
	}
	return b.data
}

// Card gives the card at index i, which must be at least 0 and less than Len.
// Its lines are read on first use and held by the Card, not by the book.
func (b *Book) Card(i int) *Card {
	at := b.cards[i]
	return &Card{book: b.name, raw: b.data[at.start:at.end:at.end], line: at.line, locked: b.wide != nil && !b.wide.sound}
}

// Next gives the card at index i in the place of another one of the book, whose
// lines must no longer be used.
func (b *Book) Next(card *Card, i int) *Card {
	next := b.Card(i)
	next.spare = card.spare
	if card.lines != nil {
		next.spare.lines = card.lines
	}
	*card = *next
	return card
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
