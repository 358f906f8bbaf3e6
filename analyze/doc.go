// Package analyze is the front door: a case in, a report out.
//
// # The way of the data
//
// [evidence.Discover] finds the devices, archives and keys of what the user
// named, and [evidence.Read] reduces every archive to events. [history.Rebuild]
// makes of them what each device believed about each group, and [finding.All]
// says where they part and what else is worth a word. [NewReport] puts all of it
// into one [Report], from which every output format is made.
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
// It never changes an archive, does not print and reads no clock.
package analyze
