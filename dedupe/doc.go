// Package dedupe finds records that are the same person across address books,
// groups and mail, says on what evidence, and makes a plan of it.
//
// The way is: records and testimony in, evidence between records, persons on
// proof, proposals on hints, conflicts where proof contradicts itself, and a
// [Plan] that a person can read and edit.
//
// # What it promises
//
// Only proof is pre-accepted. A header that anybody can copy is no proof, a
// name never is, and a value that many persons share weighs nothing. The
// user's own records, role addresses, lists and relays are joined with nobody.
// The same input gives the same plan, byte for byte.
//
// # What it must never do
//
// It does no I/O, sends nothing and merges nothing: applying a plan is the work
// of dedupe/merge, asking people that of dedupe/probe. It never stores or
// writes an address in another form than the one found; canonical forms are
// for comparing.
package dedupe
