package record

import "cmp"

// Source is the kind of place a record was found in.
type Source string

const (
	Card          Source = "card"          // one vCard of a book
	Member        Source = "member"        // a member, or past member, of one device's group
	Correspondent Source = "correspondent" // an address that wrote to a device, or was written to by it
	Contact       Source = "contact"       // a contact in the database of a device's client
	KeyHolder     Source = "key"           // a key file of the case, or a certificate mail carried
)

// Learnt is how a record came by a key. A later step never raises it: a key
// known from gossip alone is not one its owner showed us.
type Learnt string

const (
	LearntSigned   Learnt = "signed"   // a valid signature over mail that names the address
	LearntHeader   Learnt = "header"   // an Autocrypt field nobody signed
	LearntGossip   Learnt = "gossip"   // somebody else's word
	LearntCard     Learnt = "card"     // the KEY property of a card
	LearntList     Learnt = "list"     // a group's member list, or a client's contact, names the fingerprint
	LearntExported Learnt = "exported" // a key file of the case
)

// A Key is a key a record names. Fingerprint is the whole primary fingerprint
// in upper-case hex (40 digits for version 4, 64 for version 6).
type Key struct {
	Fingerprint string `json:"fingerprint"`
	Learnt      Learnt `json:"learnt"`
}

// A Place says where a record was found: Book and Line, or Device and Group.
type Place struct {
	Book   string `json:"book,omitempty" redact:"book"`     // path as the user gave it
	Line   int    `json:"line,omitempty"`                   // 1-based line of BEGIN:VCARD
	Index  int    `json:"index,omitempty"`                  // 0-based position of the card in its book
	Device string `json:"device,omitempty" redact:"device"` // whose archive
	Group  string `json:"group,omitempty" redact:"group"`   // Chat-Group-ID
}

// A Record is one contact or member entry as found. Values stand as they were
// written, the most used first.
type Record struct {
	Source        Source   `json:"source"`
	Place         Place    `json:"place"`
	UID           string   `json:"uid,omitempty" redact:"uid"` // of a card
	Names         []string `json:"names,omitempty" redact:"name"`
	Addresses     []string `json:"addresses,omitempty"` // addr-spec (RFC 5322 section 3.4.1)
	Keys          []Key    `json:"keys,omitempty"`
	Phones        []string `json:"phones,omitempty" redact:"phone"`
	Country       string   `json:"country,omitempty"`                    // calling code of those phones that state none, as far as anything says it
	Birthday      string   `json:"birthday,omitempty" redact:"birthday"` // as the card has it, unfolded
	Organisations []string `json:"organisations,omitempty" redact:"organisation"`
	Postal        []string `json:"postal,omitempty" redact:"address"` // postal addresses, each as one text
	// Linked are the UIDs of cards of other books that the card says are of the same
	// person.
	Linked []string `json:"linked,omitempty" redact:"uid"`
	// Claimed are addresses the record's owner only named in passing: in a
	// signature block, a card they attached, a profile. A reason to ask, never
	// a reason to join.
	Claimed []string `json:"claimed,omitempty"`
	// Content and Picture are SHA-256 digests, lower-case hex, of what a card
	// says (see vcard.Card.ContentDigest) and of the picture; "" if none. Content
	// may be missing where no other card could have the same.
	Content string `json:"content,omitempty" redact:"digest"`
	Picture string `json:"picture,omitempty" redact:"digest"`
	// Organisation reports a card of KIND org or group, which is not a person.
	Organisation bool `json:"organisation,omitempty"`
	Deleted      bool `json:"deleted,omitempty"` // a tombstone: removed from a group
}

// An Input is one file that records were taken from. Books carry a digest, so that
// a plan is not applied to another version of the book.
type Input struct {
	Path string `json:"path"`
	Kind string `json:"kind"` // "book" or "archive"
	// Account is the folder or pack that a book is a part of; "" for a book by itself.
	// Cards of one account become one, those of different accounts are linked.
	Account string `json:"account,omitempty"`
	// Form is what was read where it is not plain vCards in UTF-8, such as
	// "gzip, CSV of Outlook"; "(guessed)" stands behind what the file does not
	// say itself.
	Form   string `json:"form,omitempty"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256,omitempty"`
}

// InAccount is the account of a book: the folder or pack, or the book itself.
func (i Input) InAccount() string { return cmp.Or(i.Account, i.Path) }
