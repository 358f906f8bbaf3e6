// Package analyze turns the exported mailboxes of a case into each device's
// group histories and the findings that explain where their views part.
//
// # The way of the data
//
// [Discover] finds the devices, archives and keys of a case. gather reduces
// every archive to events: what one message says, where it lies, when it
// arrived ([Event]). From there on nothing looks into an archive again: each
// device gets its rules (recognised from what it sent), its timeline (what it
// received, and its own sends placed where they belong), and its histories
// (the rules applied step by step). The target, the findings and the report
// are computed from those.
//
// # Promises
//
// The same case gives the same report, byte for byte, whatever the number of
// jobs. Every message counts in exactly one bucket. A step says what it rests
// on, and what was inferred is called inferred. A view the mail cannot
// determine is reported as uncertain, with both possibilities.
//
// # What this package must never do
//
// It never changes an archive, never believes an outer field of sealed mail
// where the client did not, and knows no client but through its rules. It does
// not print and reads no clock.
package analyze
