// Package planfile is the form in which plan.json holds a [dedupe.Plan]: made so
// that the plan of a million cards is a file that can be opened, read and edited.
//
// # What it promises
//
// Nothing is said twice that one place can say. What a kind of evidence is worth,
// says and is contradicted by stands once for the whole plan, in Rules. Pairs of
// one entry that share a value are one line of evidence. Large plans call records
// by numbers of their own. What [Of] makes of a plan, [Plan.Read] makes the same
// plan of again, but for Content of records, which nothing asks of a plan.
//
// # What it must never do
//
// It judges nothing: whether a plan makes sense is for [dedupe.Validate]. It does
// no I/O.
package planfile
