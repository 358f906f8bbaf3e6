package membership

import "github.com/gmmtool/gmmtool/internal/address"

// ReplyTo says what a device knows of the message that In-Reply-To names. The
// header is one value: two Message-IDs in it are one unknown message.
type ReplyTo uint8

const (
	ReplyNone    ReplyTo = iota // no In-Reply-To
	ReplyKnown                  // the device has that message, trashed or not
	ReplyPartial                // the device has only its beginning (download limit)
	ReplyUnknown                // the device never got that message
)

// Message is what one message says about a group, as the client that received
// it merged the header sections. It has already been assigned to the group.
//
// Lists are as the message has them, invalid addresses and duplicates included,
// because positions count. Who is meant by an entry, and which fingerprint
// belongs to it, is for the rules to say: it changed between releases.
type Message struct {
	From   string // address, normalised
	Signer string // primary fingerprint of the valid signature, "" if there is none
	// Outgoing is true for a copy of a message the user sent, from another of
	// their devices. From is then one of the user's own addresses or keys.
	Outgoing bool
	To       []address.Mailbox // To, then Cc
	Past     []address.Mailbox // Chat-Group-Past-Members
	// Fingerprints is Chat-Group-Member-Fpr: of To, then of Past.
	Fingerprints []string
	// Times is Chat-Group-Member-Timestamps without the words that are not
	// numbers: one time per To, then one per Past. nil if there is no such
	// header, empty if it is there and empty.
	Times []int64
	// Gossip returns the fingerprint of the Autocrypt-Gossip key for an address in
	// this message, "" if there is none. nil is a message without gossip.
	Gossip func(address string) string

	AddedHeader   bool   // Chat-Group-Member-Added
	Added         string // its address
	RemovedHeader bool   // Chat-Group-Member-Removed
	Removed       string // its address
	RemovedKey    string // Chat-Group-Member-Removed-Fpr

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

func (m *Message) gossip(address string) string {
	if m.Gossip == nil {
		return ""
	}
	return m.Gossip(address)
}
