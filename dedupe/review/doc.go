// Package review leads a person through the decisions of a plan, one likely person
// at a time.
//
// A [Session] stands at one [Entry], takes what is decided about it, goes on to the
// next, and takes decisions back. What is decided for one entry can be decided for
// all of the same [Entry.Pattern], the rules that speak for it and against it.
// [ReadTable] takes decisions from a table that somebody filled in.
//
// # What it promises
//
// Nothing in the plan changes but the decisions of entries that were decided, and
// the records of a person from which one was split off. Undoing all that was done
// gives the plan as it was.
//
// # What it must never do
//
// It reads and writes no files, asks nobody itself, and decides nothing that was
// decided before the review.
package review
