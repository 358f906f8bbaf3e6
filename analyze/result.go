package analyze

import "time"

// Schema is the version of the result format. Fields may be added without a
// new version; a field never changes its meaning or type within one.
const Schema = 1

// Report is everything analyze has to say about a case. Every output format is
// a rendering of this one value; its slices are sorted, so that the same input
// gives the same bytes.
type Report struct {
	Schema   int            `json:"schema"`
	Tool     Tool           `json:"tool"`
	Inputs   []Input        `json:"inputs"`
	Devices  []DeviceInfo   `json:"devices"`
	Groups   []Group        `json:"groups"`
	Findings []Finding      `json:"findings"`
	Counts   map[Bucket]int `json:"counts"`
	// Messages is the number of messages read; Counts adds up to it.
	Messages int `json:"messages"`
}

// Tool names the program that made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Input is one archive as it was read.
type Input struct {
	Path     string   `json:"path"`
	Device   string   `json:"device"`
	Bytes    int64    `json:"bytes"`    // uncompressed bytes read
	Messages int      `json:"messages"` // messages found
	Dialect  string   `json:"dialect"`  // "maildir", "mboxrd", "eml", ...
	Errors   []string `json:"errors,omitempty"`
}

// DeviceInfo is what is known of one client.
type DeviceInfo struct {
	Device       string   `json:"device"`
	Addresses    []string `json:"addresses"`
	Fingerprints []string `json:"fingerprints"` // own keys, primary fingerprints, upper-case hex
	Rules        string   `json:"rules"`        // membership rules applied, for example "1.139"
	RulesBasis   string   `json:"rules_basis"`  // why these: "set by user", "key list header in own mail", ...
	Order        string   `json:"order"`        // the basis of its arrival order, for example "imap-uid"
}

// Group is one chat group as all devices of the case saw it.
type Group struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Consistent bool         `json:"consistent"`
	Target     Target       `json:"target"`
	Devices    []DeviceView `json:"devices"`
	Linked     []Linked     `json:"linked,omitempty"` // members that are one person, on proof
}

// Target is the view that all evidence of the case adds up to.
type Target struct {
	Members     []Member     `json:"members"`
	PastMembers []PastMember `json:"past_members"`
}

// DeviceView is the view one device holds, and how it came to be.
type DeviceView struct {
	Device      string       `json:"device"`
	Rules       string       `json:"rules"`
	Members     []Member     `json:"members"`
	PastMembers []PastMember `json:"past_members"`
	Uncertain   *Uncertain   `json:"uncertain"`
	History     []Step       `json:"history"`
}

// Member is one entry of a member list. Added is 0 when the client keeps no
// such time.
type Member struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
	Name        string `json:"name"`
	Added       int64  `json:"added"` // unix seconds
}

// PastMember is a tombstone a client would still show.
type PastMember struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
	Removed     int64  `json:"removed"` // unix seconds
}

// Uncertain says that the mail cannot decide between two views. Possible holds
// the member addresses of each.
type Uncertain struct {
	Why      string      `json:"why"`
	Possible [2][]string `json:"possible"`
}

// Step is one message or local act in the history of a view.
type Step struct {
	Time      time.Time `json:"time"`  // when the device met it, UTC
	Basis     string    `json:"basis"` // what Time and order rest on: "imap-uid", "maildir-name", "received", "sent (inferred)", ...
	Kind      string    `json:"kind"`  // "create", "add", "remove", "leave", "message", "correction"
	Actor     string    `json:"actor"`
	Subject   string    `json:"subject"` // the member it is about, "" if none
	MessageID string    `json:"message_id"`
	Where     string    `json:"where"` // "device/folder", or whose archive holds the copy
	Applied   bool      `json:"applied"`
	Why       string    `json:"why"`     // the rule that decided, in words
	Members   int       `json:"members"` // size of the view after the step
}

// Code is the stable name of a kind of finding.
type Code string

// Severity orders findings for a reader: what broke the group before what may
// explain it before what is merely noteworthy.
type Severity string

const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is something wrong or noteworthy, and the messages that prove it.
// Text is one plain sentence for a person who never read the specification,
// Fix what to do about it.
type Finding struct {
	Code     Code       `json:"code"`
	Severity Severity   `json:"severity"`
	Group    string     `json:"group"`
	Device   string     `json:"device"`
	Text     string     `json:"text"`
	Evidence []Evidence `json:"evidence"`
	Fix      string     `json:"fix"`
}

// Evidence is one message a finding rests on, and where it lies.
type Evidence struct {
	MessageID string `json:"message_id"`
	Archive   string `json:"archive"`
	Offset    *int64 `json:"offset,omitempty"` // first raw byte, for mbox
	File      string `json:"file,omitempty"`   // name inside the archive, for Maildir and .eml
	SHA256    string `json:"sha256"`           // of the raw bytes, lower-case hex
}

// Bucket is the one class a message counts in.
type Bucket string

// ListEntry is one line of the evidence list.
type ListEntry struct {
	Device    string     `json:"device"`
	Archive   string     `json:"archive"`
	Offset    *int64     `json:"offset,omitempty"`
	Length    int64      `json:"length"`
	File      string     `json:"file,omitempty"`
	Folder    string     `json:"folder"`
	Flags     string     `json:"flags"`
	Arrival   *time.Time `json:"arrival"` // null when no time is known
	UID       uint32     `json:"uid,omitempty"`
	Basis     string     `json:"basis"`
	SHA256    string     `json:"sha256"`
	MessageID string     `json:"message_id"`
	Bucket    Bucket     `json:"bucket"`
}
