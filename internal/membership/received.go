package membership

import "strings"

// ReplyTo says what a device knows of the message that In-Reply-To names. The
// header is one value: two Message-IDs in it are one unknown message.
type ReplyTo uint8

const (
	ReplyNone    ReplyTo = iota // no In-Reply-To
	ReplyKnown                  // the device has that message, trashed or not
	ReplyPartial                // the device has only its beginning (download limit)
	ReplyUnknown                // the device never got that message
)

// Entry is one person as a message lists it.
type Entry struct {
	// Address as written in the message; case does not matter.
	Address string
	// Valid is false for an address no client would make a contact for, see
	// [ValidAddress].
	Valid bool
	// Fingerprint is the entry at the same position of Chat-Group-Member-Fpr or,
	// for Removed, Chat-Group-Member-Removed-Fpr. For From it is the primary key
	// of the valid signature. "" if there is none. When Chat-Group-Member-Fpr has
	// fewer entries than To and Cc, clients ignore it: leave all empty.
	Fingerprint string
	// Gossip is the fingerprint of the Autocrypt-Gossip key for this address in
	// the same message, "" if there is none.
	Gossip string
}

// usable guards against an address that could pass for [Self].
func (e Entry) usable() bool { return e.Valid && strings.Contains(e.Address, "@") }

// Received is what one message says about a group, as the client that received
// it merged the header sections. It has already been assigned to the group.
type Received struct {
	From Entry
	// Outgoing is true for a copy of a message the user sent, from another of
	// their devices. From is then one of the user's own addresses or keys.
	Outgoing bool
	To       []Entry // To, then Cc, in order, with duplicates
	Past     []Entry // Chat-Group-Past-Members, in order
	// Times is Chat-Group-Member-Timestamps without the words that are no
	// numbers: one time per To, then one per Past. nil if there is no such
	// header, empty if it is there and empty.
	Times []int64

	AddedHeader   bool // Chat-Group-Member-Added
	RemovedHeader bool // Chat-Group-Member-Removed
	Added         Entry
	Removed       Entry

	Chat        bool // Chat-Version: not written by a classic mail program
	HasName     bool // Chat-Group-Name
	Encrypted   bool // encrypted and validly signed
	Partial     bool // only the beginning was downloaded
	MailingList bool
	Verified    bool // Chat-Verified
	Protects    bool // Chat-Content: protection-enabled

	ReplyTo ReplyTo
	Date    int64 // the Date header the client used, in unix seconds; 0 if missing
	Now     int64 // the receiver's clock when it processed the message, in unix seconds
}
