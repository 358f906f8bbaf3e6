// Package delivery hands over the mails of a plan, such as corrections: into
// Maildirs, or to an SMTP submission server, each to every recipient once.
//
// # The log
//
// An [Outbox] is the folder of a plan. Beside the plan lies sent.jsonl, which
// only grows: before a mail leaves, "begun" is written and synced for each
// recipient, afterwards "done" or "refused". After a run that died in between,
// "begun" is the last record: the mail may have been delivered. Such a recipient
// is left out until the user asks for it. So no crash, and no number of runs,
// sends a mail twice unasked.
//
// # Order
//
// The views of a device depend on the order in which its mail arrives. A
// mail therefore waits for a recipient as long as an earlier mail of the same
// group has not reached that recipient.
//
// # What it promises
//
// The plan is not trusted. Files are opened inside the folder only, never
// through a symbolic link, and one that is not the mail the plan names stops
// everything before anything was sent ([ErrUnsafe]). Envelope addresses come
// from the plan, never from the mail, and none can carry a second command or
// header. A password is sent over the network under TLS only.
//
// [Outbox.Preview] and [Outbox.Deliver] decide with the same code; a preview
// writes nothing and opens no connection.
//
// # What it must never do
//
// It prints nothing, reads no clock and no environment, and never changes a
// mail: below the two lines that delivery to a Maildir adds, the bytes are those
// of the plan's digest.
package delivery
