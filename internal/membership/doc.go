// Package membership holds the rules by which Delta Chat clients of every era
// decide who is a member of a group.
//
// There is no group on any server: each device keeps a [View] of its own and
// changes it with every message that reaches the group, by the [Rules] of the
// release it runs. The rules changed many times; a history can only be rebuilt
// with those the device ran when it met the message. [For] returns the rules of
// a release, [All] one set per era.
//
// # How a history is rebuilt
//
// The caller keeps one [View] per group and one [Contacts] per device. It feeds
// [Rules.Receive] what reached the device, in order of arrival, and [Rules.Sent]
// what the device sent itself. Acts of the user that left no mail can be played
// with [Rules.CreateLocal], [Rules.AddLocal], [Rules.RemoveLocal],
// [Rules.LeaveLocal], [Rules.JoinLocal] and [Rules.SyncLocal]. Every step says
// in an [Outcome] what it changed and which rule decided.
//
// # Who a member is
//
// Up to release 1.160 a member is an address; from 2.0 on it is a key, and the
// address is only where mail to that key goes. An [ID] is the one or the other.
// The device's own user is [Self] in every era, whatever address or key it is
// listed under.
//
// # Promises
//
// Everything here is a pure function of its arguments. A View and a Contacts are
// values: what is passed in is never changed, so a caller may keep every step of
// a history at no cost. No input makes a function panic.
//
// # What this package must never do
//
// It reads no mail, no clock and no file, prints nothing, and does not judge
// whether a message reached the group at all: assignment to a chat, known
// Message-IDs, signatures and header sections are the caller's work.
package membership
