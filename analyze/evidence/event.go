package evidence

import (
	"encoding/hex"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/mboxio"
)

// An Event is one chat message of one archive: what it says, with its place,
// arrival and verdicts. It is self-contained: histories are built from events
// alone, on any machine, in any order.
type Event struct {
	Device string `json:"device"` // whose archive it lies in
	Place  Place  `json:"place"`
	Length int64  `json:"length"` // raw bytes
	SHA256 Digest `json:"sha256"` // of the raw bytes
	Folder string `json:"folder"`
	Flags  string `json:"flags,omitempty"`
	// Use is what the mailbox is for, "" for any mail: "junk", "drafts", "sent", "trash".
	Use      mboxio.SpecialUse `json:"use,omitempty"`
	Arrival  Arrival           `json:"arrival"`
	Received time.Time         `json:"received,omitzero"` // topmost Received field, zero if none
	// DeliveredTo is the address the server says it delivered to, normalised.
	DeliveredTo string       `json:"delivered_to,omitempty"`
	Message     *gmm.Message `json:"message"`
}

// A Place is where a message lies.
type Place struct {
	Archive string `json:"archive"`          // as the user named it
	Member  string `json:"member,omitempty"` // slash path inside a folder, tar or zip; "" for a lone file
	Offset  int64  `json:"offset"`           // of the first raw byte, in uncompressed bytes of the file
	InFile  bool   `json:"in_file"`          // many messages lie in one file, told apart by Offset
	Row     int64  `json:"row,omitempty"`    // of msgs, in a client's database: there is no message, only what the client says of it
}

// A Digest is a SHA-256.
type Digest [32]byte

// String is lower-case hex.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText gives lower-case hex.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Digest) UnmarshalText(text []byte) error {
	_, err := hex.Decode(d[:], text)
	return err
}

// An Arrival says in which order, and when, a message came into its folder.
// The two are different evidence and have a basis each.
type Arrival struct {
	Basis Basis  `json:"basis,omitempty"` // of the order
	UID   uint32 `json:"uid,omitempty"`   // 0 is unknown
	// UIDValidity is the numbering that UID belongs to (RFC 3501 section 2.3.1.1).
	UIDValidity uint32    `json:"uid_validity,omitempty"`
	Time        time.Time `json:"time,omitzero"` // UTC, zero if unknown
	TimeBasis   Basis     `json:"time_basis,omitempty"`
	Position    int64     `json:"position"` // 1-based, in archive order
}

// A Basis is what a statement about arrival rests on.
type Basis string

// The bases, in falling strength as evidence of order.
const (
	BasisIMAPUID     = Basis(mboxio.BasisIMAPUID)
	BasisMaildirName = Basis(mboxio.BasisMaildirName)
	BasisTakeoutID   = Basis(mboxio.BasisTakeoutID)
	BasisAppleNote   = Basis(mboxio.BasisAppleNote)
	BasisPosition    = Basis(mboxio.BasisPosition)
	BasisReceived    = Basis(mboxio.BasisReceived)
	BasisEnvelope    = Basis(mboxio.BasisEnvelope)
	BasisModTime     = Basis(mboxio.BasisModTime)
)

// MessageID is the outer Message-ID, as people find it in the archive: without
// angle brackets, untrusted.
func (e *Event) MessageID() string {
	return messageID(e.Message.Outer.Last("message-id"))
}

// InJunk reports whether the message lies where the client does not look: it
// was filed as spam.
func (e *Event) InJunk() bool { return e.Use == mboxio.UseJunk }

// IsDraft reports whether the message lies among those that were never sent.
func (e *Event) IsDraft() bool { return e.Use == mboxio.UseDrafts }

// Time is the best estimate of when the device's mailbox got the message; zero
// if nothing says. The date of an mbox separator and the time of a file are
// often those of the export, so a server's Received comes first.
func (e *Event) Time() time.Time {
	switch e.Arrival.TimeBasis {
	case BasisMaildirName, BasisTakeoutID, BasisAppleNote:
		return e.Arrival.Time
	}
	if !e.Received.IsZero() {
		return e.Received
	}
	return e.Arrival.Time
}

// Delivered is the earliest time the message is known to have lain in a
// mailbox: a client that moves mail renews the time in its file name, but
// Received has seconds only.
func (e *Event) Delivered() time.Time {
	arrived, received := e.Time(), e.Received
	if received.IsZero() || !arrived.IsZero() && arrived.Before(received.Add(2*time.Second)) {
		return arrived
	}
	return received
}
