package store

import "encoding/hex"

// A Digest is a SHA-256.
type Digest [32]byte

// String is lower-case hex.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// A Device is what the user said of a device. Addresses is a JSON list.
type Device struct {
	Name      string
	Addresses []byte
	Rules     string // "" if the release is to be recognised
}

// A Key is the public part of a key that came as a file, or in a backup.
type Key struct {
	Device      string
	Path        string
	Number      int // in its file, from 0
	Fingerprint string
	Own         bool // of a backup: its owner's
	Secret      bool // the file had the secret part, too
	Locked      bool // which needed a passphrase that was not at hand
	Public      []byte
}

// A Backup is the database of one client, as JSON.
type Backup struct {
	ID      int64
	Device  string // whose folder it lay in
	Path    string
	Source  string // the argument of the command line that led to it
	Form    string
	Digest  Digest // of Content and the keys
	Content []byte
	Keys    []Key
}

// An Archive is what was read of one archive besides its messages. Mailboxes, Errors,
// Notes, Tried and State are JSON: of State only package evidence knows the form.
type Archive struct {
	ID      int64
	Device  string
	Path    string
	Source  string
	Dialect string

	Bytes                            int64
	Messages, Ordinary, Junk, Drafts int
	Mailboxes, Errors, Notes         []byte
	Tried                            []byte // fingerprints of the secret keys at hand
	State                            []byte // how far it was read
}

// A Message is what one message says, the same for all its copies.
type Message struct {
	Digest  Digest // of Content and Chat
	Content []byte // JSON
	Chat    bool
	Summary
}

// A Summary are the columns that analysts look at.
type Summary struct {
	MessageID, GroupID, GroupName string
	Author                        string
	Written                       int64 // Date, unix seconds
	Added, Removed                string
	Opening, Signature, Signer    string
}

// An Event is one copy of a message in an archive. Times are RFC 3339, "" if
// unknown.
type Event struct {
	Position           int64
	Message            int64 // its row
	Member             string
	Key                string // names the file that holds this message alone, "" in an mbox
	Offset             int64
	InFile             bool
	Length             int64
	SHA256             Digest
	Folder, Flags, Use string
	UID                int64
	Basis              string
	Arrived, TimeBasis string
	Received           string
	DeliveredTo        string
	// Chat is false of mail that is not chat mail, which is stored for people alone.
	Chat      bool
	MessageID string // as people find it in the archive
}

// A File is one that holds a single message.
type File struct {
	Key   string
	Bytes int64 // uncompressed
	Event bool  // it is chat mail, and has an event
}

// A Certificate is one as it was met in mail. Digest is that of the form it came in.
type Certificate struct {
	Digest      Digest
	Fingerprint string
	Form        string
	Data        []byte
}

// Why the bytes of a message are kept.
const (
	RawGMM    = "gmm"    // it adds or removes a member
	RawSealed = "sealed" // its device could not open it
	RawProbe  = "probe"  // it asks or answers whether two addresses are one person's
)
