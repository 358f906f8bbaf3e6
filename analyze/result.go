package analyze

import (
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// Schema is the version of the result format. Fields may be added without a
// new version; a field never changes its meaning or type within one.
const Schema = 1

// Report is everything analyze has to say about a case. Every output format is
// a rendering of this one value; its slices are sorted, so that the same input
// gives the same bytes.
type Report struct {
	Schema   int                     `json:"schema"`
	Tool     Tool                    `json:"tool"`
	Filter   *Filter                 `json:"filter,omitempty"` // what the user asked for, nil if for all
	Share    *Share                  `json:"share,omitempty"`  // which part of a divided report this is, nil if it is whole
	Inputs   []evidence.Input        `json:"inputs"`
	Devices  []DeviceInfo            `json:"devices"`
	Groups   []Group                 `json:"groups"`
	Findings []finding.Finding       `json:"findings"`
	Counts   map[evidence.Bucket]int `json:"counts"`
	// Messages is the number of messages read; Counts adds up to it.
	Messages int `json:"messages"`
	// At is the moment asked for: all is as it was then, and later mail is counted
	// and left out. First is then when the first group message of the case was
	// written.
	At    *time.Time `json:"at,omitempty"`
	First *time.Time `json:"first,omitempty"`
}

// IsBeforeAll reports whether nothing had happened yet at the moment asked for.
func (r *Report) IsBeforeAll() bool {
	return r.At != nil && (r.First == nil || r.First.After(*r.At))
}

// Tool names the program that made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// DeviceInfo is what is known of one client.
type DeviceInfo struct {
	Device       string                  `json:"device" redact:"device"`
	Addresses    []string                `json:"addresses"`
	Fingerprints []string                `json:"fingerprints"`                           // own keys, primary fingerprints, upper-case hex
	Rules        string                  `json:"rules"`                                  // membership rules applied, for example "1.139"
	RulesBasis   string                  `json:"rules_basis"`                            // why these: "set by user", "key list header in own mail", ...
	Messages     int                     `json:"messages"`                               // read in its archives; 0 is nothing at all
	Counts       map[evidence.Bucket]int `json:"counts"`                                 // adds up to Messages; ordinary mail in Junk counts as ordinary here
	Unknown      string                  `json:"unknown,omitempty"`                      // why nothing is known of what it shows, in words
	Database     string                  `json:"database,omitempty"`                     // its client's database, which its views are read from
	SameAccount  []string                `json:"same_account,omitempty" redact:"device"` // other devices with one of its addresses, sorted
	Order        string                  `json:"order"`                                  // the basis of its arrival order, for example "imap-uid"
}

// Group is one chat group as all devices of the case saw it.
type Group struct {
	ID         string           `json:"id" redact:"group"`
	Name       string           `json:"name" redact:"name"`
	Consistent bool             `json:"consistent"`
	Target     Target           `json:"target"`
	Devices    []DeviceView     `json:"devices"`
	Linked     []finding.Person `json:"linked,omitempty"`  // members that are one person, on proof
	Differs    []Differs        `json:"differs,omitempty"` // where views are not the target, by device
}

// Differs is one person about whom one device's view is not the target's.
type Differs struct {
	Device  string `json:"device" redact:"device"`
	Address string `json:"address"`
	How     string `json:"how"` // one of the constants below
}

// How a view differs from the target.
const (
	DiffersMissing   = "missing"   // the target holds them, the view does not
	DiffersExtra     = "extra"     // the view holds them, the target does not
	DiffersKey       = "key"       // the view holds them under another key
	DiffersUndecided = "undecided" // the mail cannot decide whether the view holds them
	DiffersNoGroup   = "no-group"  // the device belongs to the group and does not have it
	DiffersOut       = "out"       // the device belongs to the group and is out of it by its own view
)

// Target is the view that all evidence of the case adds up to.
type Target struct {
	Members     []Member     `json:"members"`
	PastMembers []PastMember `json:"past_members"`
}

// DeviceView is the view one device holds, and how it came to be.
type DeviceView struct {
	Basis       string       `json:"basis"` // "database", "mail", "inferred" if a part is, or "unknown": then the lists are empty
	Device      string       `json:"device" redact:"device"`
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
	Name        string `json:"name" redact:"name"`
	Added       int64  `json:"added"`           // unix seconds
	Basis       string `json:"basis,omitempty"` // what it rests on: "database", "mail", "inferred"; of the target it is not told
}

// PastMember is a tombstone a client would still show.
type PastMember struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
	Removed     int64  `json:"removed"` // unix seconds
	Basis       string `json:"basis,omitempty"`
}

// Uncertain says that the mail cannot decide between two views. Possible holds
// the member addresses of each.
type Uncertain struct {
	Why      string      `json:"why"`
	Reason   string      `json:"reason"` // "order" or "missing", see [history.Doubt]
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
	Refused   bool      `json:"refused,omitempty"` // it was to change the members, and the rules did not let it
	Joined    []string  `json:"joined,omitempty"`  // addresses the view had not listed before, sorted
	Left      []string  `json:"left,omitempty"`    // addresses it lists no longer, sorted
	Why       string    `json:"why"`               // the rule that decided, in words
	Members   int       `json:"members"`           // size of the view after the step

	// Where it lies, as in [finding.Evidence].
	Archive string          `json:"archive"`
	Offset  *int64          `json:"offset,omitempty"`
	File    string          `json:"file,omitempty"`
	SHA256  evidence.Digest `json:"sha256,omitzero"` // of the raw bytes; none for a row
	Table   string          `json:"table,omitempty"`
	Row     int64           `json:"row,omitempty"`
}

// Evidence is what tells of the step: the message, or a row of a database.
func (s *Step) Evidence() finding.Evidence {
	e := finding.Evidence{MessageID: s.MessageID, Archive: s.Archive, Offset: s.Offset, File: s.File, Table: s.Table, Row: s.Row}
	if s.SHA256 != (evidence.Digest{}) {
		e.SHA256 = s.SHA256.String()
	}
	return e
}

// quote makes a Message-ID, which comes from mail, a word of a sentence.
func quote(s string) string { return strconv.Quote(s) }
