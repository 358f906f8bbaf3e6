package backup

// A Database is what one client knew when its database was copied: its owner's
// word, unsigned. Times are unix seconds, 0 if unknown. Texts come from mail and
// are untrusted. Slices are in the order of row ids.
type Database struct {
	Path    string `json:"path"` // as the user named it
	Bytes   int64  `json:"bytes"`
	Version int    `json:"version"`        // config dbversion: see [Releases]
	Made    int64  `json:"made,omitempty"` // when it was copied, or the last sign of life

	Addresses    []string `json:"addresses,omitempty"`    // own, the primary first, normalised
	Former       []string `json:"former,omitempty"`       // own, given up
	Fingerprints []string `json:"fingerprints,omitempty"` // own keys, the one in use first, upper-case hex
	Name         string   `json:"name,omitempty"`         // own display name

	Contacts  []Contact   `json:"contacts,omitempty"`
	Groups    []Group     `json:"groups,omitempty"`
	Changes   []Change    `json:"changes,omitempty"`
	Messages  []Message   `json:"messages,omitempty"`
	Unopened  []Failure   `json:"unopened,omitempty"`
	Unfetched []Unfetched `json:"unfetched,omitempty"`
	Outbox    []Outgoing  `json:"outbox,omitempty"`
	Mailboxes []Mailbox   `json:"mailboxes,omitempty"`
	Left      []string    `json:"left,omitempty"` // ids of groups that were left (up to 2.22)

	Damage []Damage `json:"damage,omitempty"`
	Notes  []string `json:"notes,omitempty"` // what else a reader should know
}

// Self is the contact of the owner in every database. It has no address there.
const Self = 1

// lastReserved is the last id of contacts and chats that are not people or chats.
const lastReserved = 9

// A Contact is one person as the client knows them. The address-contact that a
// client of 2.x makes beside a key-contact of the same address, before it reads
// the mail, is nobody and left out.
type Contact struct {
	Row         int64  `json:"row"`
	Address     string `json:"address"`               // normalised; of a key, the last one seen
	Fingerprint string `json:"fingerprint,omitempty"` // upper-case hex; up to 1.160 that of the key it would use
	Name        string `json:"name,omitempty"`        // given by the owner
	OwnName     string `json:"own_name,omitempty"`    // given by themselves
	Status      string `json:"status,omitempty"`      // the text they sign with
	Origin      int64  `json:"origin,omitempty"`
	LastSeen    int64  `json:"last_seen,omitempty"`
	Blocked     bool   `json:"blocked,omitempty"`
	Bot         bool   `json:"bot,omitempty"`
}

// A Group is one group as the client shows it.
type Group struct {
	Row int64  `json:"row"`
	ID  string `json:"id,omitempty"` // "" of a group that has none (ad hoc)
	// First is the Message-ID of its first message: the name of a group without id.
	First      string   `json:"first,omitempty"`
	Name       string   `json:"name,omitempty"`
	Created    int64    `json:"created,omitempty"`
	ListTime   int64    `json:"list_time,omitempty"`  // MemberListTimestamp
	Unpromoted bool     `json:"unpromoted,omitempty"` // nobody else knows it
	Request    bool     `json:"request,omitempty"`    // the owner has not accepted it
	Blocked    bool     `json:"blocked,omitempty"`
	Protected  bool     `json:"protected,omitempty"`
	Members    []Member `json:"members,omitempty"`
}

// A Member is one row of a member list. Before dbversion 128 it has no times.
type Member struct {
	Row     int64 `json:"row"`
	Contact int64 `json:"contact"`
	Added   int64 `json:"added,omitempty"`
	Removed int64 `json:"removed,omitempty"`
}

// A Change is a line of a chat that says that somebody was added or removed.
type Change struct {
	Row   int64  `json:"row"`
	ID    string `json:"id"`    // Message-ID; of an implicit one it is in no mail
	Group int64  `json:"group"` // row of the group
	Added bool   `json:"added,omitempty"`
	// Actor is the contact who did it, 0 if the client found it out by comparing
	// lists.
	Actor    int64  `json:"actor,omitempty"`
	Subject  string `json:"subject,omitempty"`  // address, "" if nothing tells
	Key      string `json:"key,omitempty"`      // fingerprint of the subject, where it is told
	Time     int64  `json:"time,omitempty"`     // as shown: its Date, which clients up to 2.52 may set ahead
	Received int64  `json:"received,omitempty"` // 0 of what the owner did
	State    int64  `json:"state,omitempty"`
	Text     string `json:"text,omitempty"`
}

// IsFromHere reports whether the owner did it on this device: what they did on
// another one was received.
func (c Change) IsFromHere() bool { return c.Actor == Self && c.Received == 0 }

// IsPending reports whether the owner decided it and it was not sent yet.
func (c Change) IsPending() bool { return c.Actor == Self && c.State == StatePending }

// States of messages that matter here (src/message.rs).
const (
	StateDraft   = 19
	StatePending = 20
	StateFailed  = 24
	StateSent    = 26
)

// A Message is one message that the client knows, by its Message-ID.
type Message struct {
	Row   int32  `json:"r"`
	Chat  int32  `json:"c"` // [Trash] if it was received and is not shown
	State uint8  `json:"s,omitempty"`
	Own   bool   `json:"o,omitempty"` // sent by this device: a copy of what another device of the owner sent was received
	ID    string `json:"i"`
}

// Trash is the chat of what was received and is not shown: refused or without
// effect, or deleted by the owner.
const Trash = 3

// A Failure is a message that the client could not open.
type Failure struct {
	Row   int64  `json:"row"`
	ID    string `json:"id"`
	Time  int64  `json:"time,omitempty"`
	Error string `json:"error"`
}

// An Outgoing is a message that waits to be sent.
type Outgoing struct {
	Row        int64    `json:"row"`
	ID         string   `json:"id"`
	Message    int64    `json:"message"` // its row
	Recipients []string `json:"recipients,omitempty"`
	Sealed     bool     `json:"sealed,omitempty"` // MIME is as it will be sent: encrypted and signed
	MIME       []byte   `json:"mime,omitempty"`
}

// Person finds a contact by its row; the owner is [Self], with the primary
// address and key.
func (d *Database) Person(row int64) (Contact, bool) {
	if row == Self {
		self := Contact{Row: Self, OwnName: d.Name}
		if len(d.Addresses) > 0 {
			self.Address = d.Addresses[0]
		}
		if len(d.Fingerprints) > 0 {
			self.Fingerprint = d.Fingerprints[0]
		}
		return self, true
	}
	lo, hi := 0, len(d.Contacts)
	for lo < hi {
		if mid := (lo + hi) / 2; d.Contacts[mid].Row < row {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(d.Contacts) && d.Contacts[lo].Row == row {
		return d.Contacts[lo], true
	}
	return Contact{}, false
}
