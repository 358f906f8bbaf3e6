// Package compose writes signed and sealed mail: corrections of groups, and
// probes of contacts.
//
// A [Draft] is a mail before it is protected: an outer header, a protected one,
// a text and attachments. [Draft.Seal] makes it multipart/encrypted (RFC 3156
// section 4), [Draft.Sign] multipart/signed (section 5). [Signed] puts a
// signature that exists already beside the content it covers, byte for byte.
//
// # Promises
//
// Lines end in CRLF (RFC 5322 section 2.3). No name, subject or other value can
// end a line or begin a field. No boundary occurs in what it bounds. The same
// draft gives the same bytes, except for what sealing draws from the randomness
// it is given.
//
// # What this package must never do
//
// It decides nothing: which fields a mail has, who signs and who can read it is
// for the caller to say. It changes no byte of an attached message and of
// nothing that is signed already. It reads no clock and no randomness of its own.
package compose
