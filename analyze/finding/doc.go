// Package finding looks through the histories of a case for what is wrong or
// worth a word: where views part and why, mail that did not arrive, mail that is
// not what it seems.
//
// A [Finding] is a statement in values: what, about whom, on which device, in
// which message, and the evidence. Sentences are made from it by those who show
// it to people. The same fact has the same [Finding.ID] in every run.
//
// There is one file per code. [Differences] is the one place that decides whether
// a device's view is the target's.
//
// # What this package must never do
//
// It changes no history and concludes nothing about devices whose mail cannot be
// read here.
package finding
