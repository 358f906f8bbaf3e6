// Package record is what is known of people before anybody is compared: the
// records found, and what mail and keys testify of addresses.
//
// # Words
//
// A [Record] is one contact or member entry as found. [Testimony] is everything
// else that a case says of who is who. A [Witness] is the message or key that a
// statement rests on, a [Bond] a statement about an address and a key, an
// [AddressPair] one about two addresses. An [Index] holds the records of a run in
// an order, and under names, that follow from what they are.
//
// # What it promises
//
// A record has the same name in every run on the same input, wherever it stands
// there. Values stand as they were written.
//
// # What it must never do
//
// It compares nothing, believes nothing and reads no file.
package record
