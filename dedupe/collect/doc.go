// Package collect makes what dedupe works on: records from address books, group
// member lists, correspondents and keys, and the testimony of the mail about which
// addresses and keys belong together.
//
// [Mail] takes the letters of a case one by one, [Records] adds the chat mail, the
// groups and the keys to what they came to.
//
// # What counts as what
//
// That a key signed for an address is taken from a signature alone: valid, by
// the primary key or a signing subkey, over a From inside what it covers (see
// [gmm.Message.SignedAs]). That its owner reads the mailbox is shown by answers to
// mail that went only there (correspondence.go). A key in an unsigned Autocrypt field is shown, one
// in a gossip field gossiped, and an address in a user id claimed by whoever
// made the key. None of these ever turns into another. Where the header of a
// mail could have been made by anybody, what it says is a hint, and what it
// says against a hint counts too: that somebody has to lie to make two people
// look like two costs less than believing one lie that makes them one.
//
// # Hostile mail
//
// An outer From that differs from the signed one is ignored, with everything
// beside it. A Message-ID or sealed content that comes again under another
// sender shows no key. Of several senders, or several Autocrypt fields that
// fit, none counts. Of a mailing list's address, what the list rewrote says only
// that it is a list.
//
// # Cost
//
// A letter is looked at once and dropped. Memory follows the number of addresses,
// keys and pairs of them, with about twenty bytes per message for its Message-ID,
// and some hundred for one that the user sent to one address alone, and for one that
// is cited and was not met.
//
// # What this package must never do
//
// It judges nothing: which evidence is enough to join two records is the work of
// dedupe/link. It looks into no archive, writes no file, prints nothing and reads
// no clock.
package collect
