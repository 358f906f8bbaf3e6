// Package simulate plays groups that never were: what would the correction
// protocol do among many devices, over a network that loses mail?
//
// Every device of a made-up group has a view of its own and changes it by
// [github.com/gmmtool/gmmtool/internal/membership], the rules that judge real
// mail. A network delays, loses and misfiles what devices write, people change
// the group and go offline, and a [Variant] of the correction protocol decides
// who answers an inconsistency, and to whom. [Run] measures what came of it.
// [Replay] plays the journal of a real group life instead, and [Compare] sets its
// views beside those that real clients showed.
//
// # What is simulated
//
// Discrete events: a message is written, carried, read; nothing else takes time.
// There are no keys, no mail and no clock; a message is what the rules are told
// of it. One person has one device. Messages are sealed and signed, gossip every
// key, and answer the newest message their author has.
//
// In a replay a client up to 1.160 seals only if it has the keys of all recipients,
// what was sent and who got it is taken from the journal, and what a view hangs on
// that no journal tells is named ([Untold]).
//
// # Promises
//
// The same options give the same result, for any number of jobs: each group draws
// from a generator seeded by the run's seed and its own number. Membership
// changes, messages and offline spells are drawn apart from all else, so that
// variants are compared on the same life. Memory grows with the members of one
// group, not with the groups; time grows with the events.
//
// # What this package must never do
//
// It knows no rule about who is a member. It reads no clock, file or environment.
package simulate
