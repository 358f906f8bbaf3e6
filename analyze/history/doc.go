// Package history rebuilds what every device of a case believed about its
// groups, message by message.
//
// # The way of the data
//
// [Rebuild] takes the events of all devices. Each device gets its own addresses
// and keys, the order in which its messages arrived, and the release it runs,
// recognised from what it sent. What it received and what it sent are lined up
// group by group and put through the membership rules of that release, one
// [Step] after the other. The [Target] of a group is the view that all of its
// mail adds up to.
//
// # Words
//
// A [Delivery] is one message of a group with all its copies in the case, and
// what became of it on each device. A window is the time in which an own message
// can have been written. A [DeviceState] is one device's place in a group: its
// view, and by which rules and keys it would take the next message.
//
// # Promises
//
// The same evidence gives the same histories, whatever the number of jobs. Every
// step says what it rests on; what was inferred is marked as inferred. A view
// the mail cannot determine is uncertain, with both possibilities. The work grows
// with the messages and, for each message, with the devices; not with the square
// of either.
//
// # What this package must never do
//
// It looks into no archive, believes no outer field of sealed mail where the
// client did not, and knows no client but through its rules.
package history
