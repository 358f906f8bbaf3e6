// Package dedupe finds records that are the same person across address books,
// groups and mail, says on what evidence, and makes a plan of it.
//
// Records and testimony (dedupe/record) are collected from books and events by
// dedupe/collect. [Find] links them (dedupe/link) and writes a [Plan] that a
// person can read and edit: persons on proof, proposals on hints, conflicts where
// proof contradicts itself. [Decisions] keep what reviewers decided for the next
// run.
//
// # What it promises
//
// Only proof is pre-accepted. A header that anybody can copy is not proof, a
// name never is, and a value that many persons share weighs nothing. The
// user's own records, role addresses, lists and relays are joined with nobody.
// The same input gives the same plan, byte for byte.
//
// # What it must never do
//
// It does no I/O, sends nothing and merges nothing: applying a plan is the work
// of dedupe/merge, asking people that of dedupe/probe. It never writes an address
// in another form than the one found.
package dedupe
