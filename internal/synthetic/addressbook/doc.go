// Package addressbook makes address books of any size of which it is known who is
// who, and measures a plan against them.
//
// [Write] makes a book from a kind, a number and a size. Kind [Realistic] is what
// is found on a real phone after years: the same people imported by several
// programs, under several spellings and scripts, with old and new numbers, beside
// families at one landline, colleagues at one switchboard and strangers of one
// name. The kinds [Febrl1] to [Febrl4] are like the data sets of the
// FEBRL generator: records of addresses and birthdays, each with corrupted copies.
//
// # What the truth says
//
// Of every card the truth knows whose it is. Two cards of one person are
//
//   - same, if a careful person who has the book and nothing else could tell: they
//     share a mailbox or a number of that person alone, or a name (in any spelling,
//     script or short form) and a second thing; or a chain of such cards ties them;
//   - unknowable otherwise: all they have in common is a name, or nothing.
//
// Two cards of different people are different, unless everything on them agrees in
// name and a shared value and nothing tells them apart: those are unknowable as
// well. [Measure] counts both ways: knowable, where unknowable pairs count neither
// way, and strict, where every pair of one person is to be found and every pair of
// two people is wrong.
//
// # What it promises
//
// The same kind, seed and size give the same bytes on any machine. All people are
// invented. The names are usual ones of fifteen languages, about as frequent as
// they are in life; who they belong to, and every number and address, is chance.
//
// # What it must never do
//
// It knows nothing of the rules it measures. It writes no file, prints nothing and
// reads no clock.
package addressbook
