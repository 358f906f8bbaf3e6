package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/repair"
)

// Code is the stable name of a kind of finding.
type Code string

// The codes. They do not change between versions; the manual explains each.
const (
	ViewsDiffer       Code = "views-differ"             // a device's members are not the target's
	NotReached        Code = "not-reached"              // a GMM never reached a device it was meant for
	InJunk            Code = "in-junk"                  // a GMM was filed as spam
	Undecryptable     Code = "undecryptable"            // mail the device has no key for, or that is damaged
	UnknownSender     Code = "unknown-sender"           // the sender was not a member in the view at that moment
	NonMemberChange   Code = "non-member-change"        // ... and tried to change the members
	ListMismatch      Code = "list-mismatch"            // the consistency check: a GMM's list is not the device's own
	StaleList         Code = "stale-list"               // no group mail for 60 days
	Unsigned          Code = "unsigned"                 // group mail anyone could have written
	BadSignature      Code = "bad-signature"            // forged, or by a key that is not the sender's
	Unprotected       Code = "unprotected-headers"      // membership headers outside the protection
	ConflictingID     Code = "conflicting-id"           // one Message-ID, different content
	ClockOff          Code = "clock-off"                // a sender's clock is far off
	CorrectionRefused Code = "correction-refused"       // a GMM in a correction that changes nothing
	Impersonation     Code = "impersonation"            // group mail in another's name
	Disputed          Code = "disputed-change"          // one device's word against that of several others
	ClientDiffers     Code = "view-differs-from-client" // the mail leads to another view than the client shows
	LocalChange       Code = "local-change"             // a change in a contact request that nobody was told
	Unsent            Code = "unsent-change"            // a change that waits to be sent
	NotFetched        Code = "not-fetched"              // mail a client saw on its server and did not take, as its database says
	ReceivedNotOpened Code = "received-not-opened"      // mail a client could not open, as its database says
	DraftGroup        Code = "draft-group"              // a group nobody else knows yet
	DeletedHere       Code = "deleted-here"             // a group its owner deleted
	BackupOlder       Code = "backup-older"             // mail goes on after the database was copied
	UnknownOwner      Code = "unknown-owner"            // a device whose own address cannot be told
	OneAccount        Code = "one-account"              // devices of one account, of some of which there is no database
	TwoAddresses      Code = "same-person-two-addresses"
	TwoKeys           Code = "same-person-two-keys"
)

// Reason is the stable name of why something is as a finding says. Which reasons
// go with a code is said where the code is found.
type Reason string

// Severity orders findings for a reader: what broke the group before what may
// explain it before what is merely noteworthy.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Weight orders severities, the worst first.
func (s Severity) Weight() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	}
	return 2
}

// A Finding is something wrong or noteworthy, and the messages that prove it.
// Fields that do not apply are zero. Addresses, names and Message-IDs come from
// mail: they are untrusted.
type Finding struct {
	ID        string     `json:"id" redact:"finding"` // the same for the same fact in the next run
	Code      Code       `json:"code"`
	Reason    Reason     `json:"reason,omitempty"`
	Severity  Severity   `json:"severity"`
	Group     string     `json:"group" redact:"group"`
	GroupName string     `json:"group_name,omitempty" redact:"name"` // the last one seen
	Device    string     `json:"device" redact:"device"`             // the one it is about, "" if it is about none
	Devices   []string   `json:"devices,omitempty" redact:"device"`  // all that are concerned
	Actor     string     `json:"actor,omitempty"`                    // address of who did it
	Subject   string     `json:"subject,omitempty"`                  // address of whom it was done to
	Message   *Message   `json:"message,omitempty"`                  // the message it speaks of
	Time      *time.Time `json:"time,omitempty"`                     // when, as far as it is of one moment

	// Details, by code.
	Differences []Difference `json:"differences,omitempty"`              // views-differ
	Listed      []string     `json:"listed,omitempty"`                   // list-mismatch: in the message
	Shown       []string     `json:"shown,omitempty"`                    // list-mismatch: on the device
	Fields      []string     `json:"fields,omitempty"`                   // unprotected-headers: names
	Addresses   []string     `json:"addresses,omitempty"`                // same-person-*
	Keys        []string     `json:"keys,omitempty"`                     // fingerprints the finding rests on
	Folder      string       `json:"folder,omitempty"`                   // in-junk, not-fetched
	Followed    []string     `json:"followed,omitempty" redact:"device"` // impersonation: devices that did
	Refused     []string     `json:"refused,omitempty" redact:"device"`  // impersonation, disputed-change: devices that did not
	Count       int          `json:"count,omitempty"`                    // undecryptable, conflicting-id: messages
	Seconds     int64        `json:"seconds,omitempty"`                  // clock-off: how far
	Why         string       `json:"why,omitempty"`                      // what decided, in words

	// Advice is who has to do what, of a finding that calls for it: as repair chose.
	Advice *repair.Advice `json:"advice,omitempty"`

	Evidence []Evidence `json:"evidence"`
}

// A Message is the message a finding speaks of. Kind is "add", "remove", "leave"
// or "message".
type Message struct {
	ID   string    `json:"id"`
	Kind string    `json:"kind"`
	Time time.Time `json:"time,omitzero"` // as people see it beside the message
}

// MarshalJSON leaves out a time that RFC 3339 cannot write: a mail may claim any
// year.
func (m Message) MarshalJSON() ([]byte, error) {
	if !writable(m.Time) {
		m.Time = time.Time{}
	}
	type plain Message
	return json.Marshal(plain(m))
}

// writable reports whether RFC 3339 has a form for a time.
func writable(t time.Time) bool { return t.Year() >= 0 && t.Year() <= 9999 }

// Evidence is one message a finding rests on, and where it lies.
type Evidence struct {
	MessageID string `json:"message_id"`
	Archive   string `json:"archive"`
	Offset    *int64 `json:"offset,omitempty"` // first raw byte, for mbox
	File      string `json:"file,omitempty"`   // name inside the archive, for Maildir and .eml
	SHA256    string `json:"sha256"`           // of the raw bytes, lower-case hex; "" for a row
	Table     string `json:"table,omitempty"`  // of a database, instead of a message
	Row       int64  `json:"row,omitempty"`    // its id there
}

// maxEvidence bounds the evidence of one finding; Count gives the number.
const maxEvidence = 50

func evidenceOf(events ...*evidence.Event) []Evidence {
	list := []Evidence{}
	for _, e := range events {
		if e == nil || len(list) == maxEvidence {
			continue
		}
		if e.Place.Row != 0 {
			list = append(list, Evidence{Archive: e.Place.Archive, Table: "msgs", Row: e.Place.Row})
			continue
		}
		item := Evidence{MessageID: e.MessageID(), Archive: e.Place.Archive, File: e.Place.Member, SHA256: e.SHA256.String()}
		if e.Place.InFile {
			offset := e.Place.Offset
			item.Offset = &offset
		}
		list = append(list, item)
	}
	return list
}

// fact is what the finding says but for the device it says it of: findings of
// several devices with the same fact are one for a reader.
func (f *Finding) fact() string {
	parts := []string{string(f.Code), f.Group, f.Actor, f.Subject}
	switch {
	case f.Message != nil:
		parts = append(parts, f.Message.ID)
	case f.Code == ViewsDiffer, f.Code == ClientDiffers, len(f.Addresses) > 0:
		parts = append(parts, f.Addresses...) // about a view or a person, whatever messages show it now
	case len(f.Evidence) > 0:
		parts = append(parts, string(f.Reason), f.Evidence[0].MessageID, f.Evidence[0].Table)
	}
	return strings.Join(parts, "\x00")
}

// identify names the finding after what it is about, not after how it was found:
// the next run, over more mail, gives the same fact the same name.
func (f *Finding) identify(taken map[string]int) {
	fact := f.fact() + "\x00" + f.Device
	taken[fact]++
	if n := taken[fact]; n > 1 {
		fact += strings.Repeat("\x00", n) // told apart by their order
	}
	sum := sha256.Sum256([]byte(fact))
	f.ID = string(f.Code) + "-" + hex.EncodeToString(sum[:6])
}

func timePointer(t time.Time) *time.Time {
	if t.IsZero() || !writable(t) {
		return nil
	}
	return &t
}
