// Package link finds the records that are one person, as record linkage after
// Fellegi and Sunter does.
//
// # The way of the data
//
// [Find] ties records on proof, by mailbox, key, move, probe and copied card
// (proof*.go), and takes every tie away that leads between two that cannot be
// one person (contradiction.go). What is left makes persons (person.go). Persons
// that share a value are brought together (block.go, candidate.go), each pair is
// compared by the rules (rule_*.go) and weighed (weigh.go, score.go), a value that
// many share weighing less (frequency.go), the more the larger the book (rarity.go),
// and by how often records of one person agree in this book (fit.go). Pairs that together would join two
// people lean to refuse (transitive.go).
//
// # Words
//
// A [Tie] is a piece of evidence between two records, a [Rule] a kind of
// evidence. A block is the persons that share a value. A profile is what the
// records of a person say, in the forms of package compare. Testimony is that of
// package record, indexed.
//
// # What it promises
//
// Only proof joins. The result is the same for any order of records and any
// number of jobs. What is compared grows with the number of records, not with its
// square: too large a block is left out and said to be.
//
// # What it must never do
//
// It decides nothing that a reviewer should, and reads neither mail nor files.
package link
