// Package compare says what two names, dates, addresses, telephone numbers or
// postal addresses have to do with each other, and brings each into the form in
// which that can be asked.
//
// # What it promises
//
// Reading a value again that was read before changes nothing. Comparing is
// symmetric. Forms are for comparing alone: nobody is written to, and nothing is
// stored, under one. Nothing is transliterated or guessed from a language nobody
// states.
//
// # What it must never do
//
// It knows no records and no mail, and does not say whether two values make one
// person: that is the work of package link.
package compare
