// Package gmm reads what one message says about a group: its header sections,
// its Autocrypt keys, its membership headers, and whether it was sealed and
// signed.
//
// # Sections
//
// A chat message has up to three header sections (chatmail specification,
// RFC 9788): the outer one every relay can see and change, the protected one
// inside the encryption or signature, and, in the clear, the hidden one on the
// first part of the body. [Message] keeps them apart, field by field. Which of them a client
// believed depends on its release; [Message.Reading] merges them as that release
// did and is the only place that does. It is made once for all releases that read
// alike.
//
// # Clients, not standards
//
// Where a reader of mail has a choice, this package chooses as the clients'
// parser does, also in what that drops: a message that tells a client nothing
// must not tell us something. Such places are marked QUIRK. Facts are of
// chatmail/core, read at the releases named; a rule that names a release was
// read at that one and the one before it.
//
// # Promises
//
// Reading never fails on bad mail: whatever can be read is, and what could not
// be opened or verified is said in [Message.Seal]. A Message is self-contained
// and can be serialised as JSON; nothing in it points into the archive it came
// from. What could not be verified for want of a certificate is part of it, as
// [Message.Unverified], and holds digests, not content. A message of a chat takes
// about 1 KB; what messages have in common is kept once, in a [Pool].
// Reading takes time and memory in proportion to the size of the message: parts,
// nesting, fields, parameters and certificates are bounded.
//
// # What this package must never do
//
// It does not decide who is a member, whom to trust, or what a view is. It
// never uses an outer field where a release used a protected one, and it does
// no I/O.
package gmm
