// Package vcard reads address books and edits them without losing a byte of
// what it was not asked to change. It knows vCard 2.1, 3.0 (RFC 2425, 2426) and
// 4.0 (RFC 6350, 6868), and the habits of the programs that write them.
//
// # Book, card, line
//
// A [Book] is the bytes of a file and where its cards lie in them. A [Card] is
// its logical lines, each with its physical lines as they stand: the lines of a
// card joined are the card, and the cards with what lies between them are the
// book, for any input, valid or not. A book in UTF-16 is all this in UTF-8. Values are decoded only when they are
// asked for, to UTF-8, undoing folding, quoted-printable, base64, charsets and
// backslashes by the rules of the card's version.
//
// # Damaged books
//
// Damage is reported, not thrown. [Parse] reports what is wrong with the book
// and [Card.Problems] what is wrong inside a card, each with its line; all that
// can be read is read. A card whose end is missing, or that may have swallowed the
// beginning of another, can be read but not edited. [Card.Try] keeps a defect of
// this package from hiding other cards.
//
// # Editing
//
// An [Edit] removes cards, appends lines to cards, makes one card of several and
// redirects references from one card to another. All other lines keep their bytes and
// their order. [Merge] says what one card has to become so that others can be removed
// and nothing they said is lost.
//
// # Cost
//
// A book holds its input and 24 bytes per card. Lines are held by their card
// and go with it. All work is linear in the bytes looked at, folded values of a
// hundred megabytes included.
//
// # What this package must never do
//
// It does not decide which cards are the same person, open keys, or resolve a
// URI. It reads no file, clock or environment, prints nothing, and never changes
// the bytes it was given: they must stay unchanged while a book is in use.
package vcard
