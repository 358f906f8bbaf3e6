// Package report turns the results of package analyze into what a person or
// another program reads: tables, JSON, JSON lines, CSV and Timesketch events.
//
// # One result, many views
//
// [Write] renders one [analyze.Report] in any [Format]; [NewList] renders the
// evidence list as it streams by. No view computes anything that another one
// lacks: what the table says in words, the JSON says in fields. A finding is made
// a sentence, with advice, in one place for all of them.
//
// # What it promises
//
// Every text in a report may come from a hostile message. No view lets one of
// them act on whatever shows it: [Safe] makes control characters, escape
// sequences, bidirectional overrides and invisible characters visible; CSV
// cells never start a formula; JSON escapes what a terminal would obey. Bytes
// that are not UTF-8 stay visible everywhere and come back exactly from JSON
// (see [WriteJSON]).
//
// The same report gives the same bytes, whatever the terminal, the locale or
// the number of cores.
//
// # What it must never do
//
// It reads no archive, no clock and no environment, and decides nothing about
// groups: who is a member, whose view differs, and what went wrong, was settled
// before.
package report
