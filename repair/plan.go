package repair

import "time"

// Schema is the version of the plan format.
const Schema = 1

// Kind tells a plan of corrections from other plans.
const Kind = "corrections"

// Plan is what would be done, as plan.json has it.
type Plan struct {
	Schema      int          `json:"schema"`
	Kind        string       `json:"kind"`
	As          string       `json:"as,omitempty"`        // the one device that speaks, if the user asked for that
	ToSender    bool         `json:"to_sender,omitempty"` // it speaks only to the authors of lists that are not its own
	OnAny       bool         `json:"on_any,omitempty"`    // it compares every list, not only those of additions and removals
	Addresses   []string     `json:"addresses"`           // of the devices of the case, sorted, whether or not mail is for them
	Share       *Share       `json:"share,omitempty"`     // which part of a divided plan this is, nil if it is whole
	Groups      []Group      `json:"groups"`
	Corrections []Correction `json:"corrections"`
}

// Group is one group with the views before and, as predicted, after.
type Group struct {
	ID      string   `json:"id" redact:"group"`
	Name    string   `json:"name" redact:"name"`
	Target  []string `json:"target"` // member addresses, sorted
	Devices []Device `json:"devices"`
	// Disputed is the target of the whole case where one device alone speaks and
	// shows another list: what it writes leads away from it.
	Disputed []string `json:"disputed,omitempty"`
	// Disputes are changes that rest on one device's word against that of others.
	Disputes []Dispute `json:"disputes,omitempty"`
	// Decided is what a person said: then the target is as they say.
	Decided *Decision `json:"decided,omitempty"`
	// Unhealed says what the corrections cannot do, and who has to do what in
	// their client instead. Empty if all is healed.
	Unhealed []string `json:"unhealed,omitempty"`
	Keys     []Key    `json:"keys,omitempty"`
	// Unreachable are members no key is known of; nothing is sealed to them.
	Unreachable []string `json:"unreachable,omitempty"`
	// Unknown are devices whose mail is sealed and whose key is not in the case:
	// what they show, before or after, is not known.
	Unknown []string `json:"unknown,omitempty" redact:"device"`
	// Unseen are devices that show the group and never wrote to it. Clients let
	// their user add and remove people while a chat is still a contact request,
	// and tell nobody, so that their views may differ from what mail can show.
	Unseen []string `json:"unseen,omitempty" redact:"device"`

	unsignable bool // the case holds no usable secret key of any member
}

// Unsignable reports that something is to be corrected and nobody could sign it. It
// is not written into plan.json.
func (g Group) Unsignable() bool { return g.unsignable }

// Dispute is a change that its author's device alone stands by.
type Dispute struct {
	Kind      string   `json:"kind"` // "add", "remove" or "leave"
	Actor     string   `json:"actor"`
	Subject   string   `json:"subject"`
	MessageID string   `json:"message_id"`
	Device    string   `json:"device" redact:"device"`  // of the actor
	Refused   []string `json:"refused" redact:"device"` // devices that got it and did not follow it
	Counts    bool     `json:"counts"`                  // the mail adds up to what it says; else it is left out
}

// Device is one device's view of a group: its member addresses, sorted; empty
// if it does not have the group.
type Device struct {
	Device string   `json:"device" redact:"device"`
	Before []string `json:"before"`
	After  []string `json:"after"`
	// Uncertain says that the mail cannot decide what the device shows: both lists
	// follow from the likelier view.
	Uncertain bool `json:"uncertain,omitempty"`
}

// Key says where the key of a member came from.
type Key struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
	Origin      string `json:"origin"`
}

// Correction is one message of the plan. They are delivered in this order.
type Correction struct {
	File       string   `json:"file"`
	SHA256     string   `json:"sha256"` // of the file, so that an edited one is not sent
	MessageID  string   `json:"message_id"`
	Group      string   `json:"group" redact:"group"`
	From       string   `json:"from"`
	Recipients []string `json:"recipients"` // envelope addresses, the signer's own included
	GMMs       []string `json:"gmms"`       // Message-IDs of the messages it carries
	// MissingGMMs are messages it should carry and does not. It heals without
	// them: only readers of the correction protocol learn less.
	MissingGMMs []MissingGMM `json:"missing_gmms,omitempty"`
	Why         string       `json:"why"`
	// NotBefore is when it may be delivered; nil means at once. Earlier, some
	// device would not follow it.
	NotBefore *time.Time `json:"not_before,omitempty"`
}

// MissingGMM is an original that could not be read again, or would prove nothing
// to others.
type MissingGMM struct {
	MessageID string `json:"message_id"`
	Why       string `json:"why"`
}

// File is one message to be written, named as in the plan.
type File struct {
	Name string
	Data []byte
}
