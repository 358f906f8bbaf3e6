// Package book finds address books where people have them and reads them as
// vCards: a file, compressed or not, the files of a folder, of a zip or of a tar,
// and contacts that Google Contacts or Outlook exported as a table (CSV).
//
// # What it promises
//
// vCards come out byte for byte as they lie there. A table becomes a vCard for
// each row, the same for the same table, with every column: those that no property
// is for stand as [Column]. Each book knows the digest of what it was read from, and
// in which form that was. What a file, folder or pack holds and is not read is a
// problem with its place.
//
// # What it must never do
//
// It opens nothing but regular files of the file systems it is given, follows no
// name out of them, and holds no more of one source than [MaxSize]. It does not look
// into the cards: that is for package vcard and its callers.
package book
