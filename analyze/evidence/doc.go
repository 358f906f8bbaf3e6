// Package evidence takes what the user named, finds the devices, archives and
// keys in it, and reads every archive once.
//
// # Two values
//
// A [Case] is what the user named, as [Discover] understood it: devices with
// their archives and keys. [Read] reduces it to an [Evidence]: what the mail of
// each device says, as values. Neither is changed after it is made, so that a
// case can be read twice with the same result.
//
// An [Event] is one chat message of one archive: what it says, where it lies,
// when it arrived, and what its seal and signature are worth. It needs no
// archive any more and can be serialised. Ordinary mail leaves no event; it is
// counted, and shown to those who ask for [Letter] values.
//
// # The seam
//
// Behind this package nobody looks into an archive. [Case.Raw] is the one way
// back: it gives the bytes of named messages, by place and length.
//
// # What this package must never do
//
// It never writes to an archive, and it decides nothing about groups: who is a
// member, who wrote what, which release a device runs, is for those who read
// the events.
package evidence
