// Package labelled makes cases of which it is known who is who, and measures a
// plan against them.
//
// [Make] writes mail, keys and address books of invented people, and the truth
// about them. Every scene of a case is of one kind: a card imported twice, a
// signed second address, a father and a son, a replayed mail. The truth labels
// pairs of records as a careful person would who has the evidence in the case
// and nothing else:
//
//   - same: something in the case shows it, and nothing speaks against it;
//   - different: something in the case shows that, or what they share is what
//     many share, or what anybody could have copied;
//   - unknowable: there is a hint and no more. Such pairs count neither way.
//
// Two records of which the truth names no pair are different if they belong to
// different people, and unknowable if they belong to one.
//
// # What it promises
//
// The same seed and size give the same bytes on any machine. All people, keys
// and messages are invented; no list of real ones is used.
//
// # What it must never do
//
// It knows nothing of the rules it measures: kinds are written from what people
// and attackers do, labels from what a person would say. It writes no file,
// prints nothing and reads no clock.
package labelled
