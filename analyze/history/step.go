package history

import (
	"cmp"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
)

// A Step is one message as one device met it, and what it did to the view.
type Step struct {
	Event   *evidence.Event
	Reading *gmm.Reading // as the device's release reads it

	Own       bool      // sent by the device itself
	Proven    bool      // own: its key signed it, and it is sealed to that key; anyone could have written others
	Inferred  bool      // only other people's archives hold a copy
	Row       int64     // of its client's database, where no mail tells of it; 0 for mail
	CarriedBy string    // Message-ID of the correction it came in, "" for mail of its own
	At        time.Time // received: when its mailbox got it; own: when it was written
	Sent      time.Time // own: the earliest delivery of a copy, zero if none is known

	After   membership.View
	Outcome membership.Outcome

	credit  credit // own: how far it is believed
	outside bool   // the device was not in the group, and still is not
	surplus bool   // inferred beyond the number of messages the mailbox has lost
	replyTo membership.ReplyTo
	group   string // the group the client put it into, "" for none
}

// Clock is the device's clock when it met the message, in unix seconds.
func (st *Step) Clock() int64 {
	if st.At.IsZero() {
		return st.Reading.Date
	}
	return st.At.Unix()
}

// Dated gives the time of the message for people: its Date, which is what they
// see beside it in their chat, or else when the device met it.
func (st *Step) Dated() time.Time { return dated(st.Reading, st.At) }

// IsGMM reports whether the message adds or removes a member by name.
func (st *Step) IsGMM() bool { return st.Reading.Added != "" || st.Reading.Removed != "" }

// Subject is the member a GMM is about, "" for other messages.
func (st *Step) Subject() string { return cmp.Or(st.Reading.Removed, st.Reading.Added) }

// Kind classes a step for a reader: "create", "add", "remove", "leave",
// "correction" or "message".
func (st *Step) Kind() string {
	switch reading := st.Reading; {
	case reading.Correction:
		return "correction"
	case reading.Removed != "" && reading.Removed == reading.From.Address:
		return "leave"
	case reading.Removed != "":
		return "remove"
	case reading.Added != "":
		return "add"
	case st.Outcome.Created:
		return "create"
	}
	return "message"
}

// Basis says what the time and place of a step rest on.
func (st *Step) Basis() string {
	switch {
	case st.Row != 0:
		return string(Database)
	case st.Own && st.Inferred:
		return "sent (inferred)"
	case st.Own:
		return "sent"
	case st.Inferred:
		return "received (inferred)"
	}
	return string(cmp.Or(st.Event.Arrival.Basis, st.Event.Arrival.TimeBasis))
}

// Where says in whose mailbox the message lies.
func (st *Step) Where() string {
	place := st.Event.Device + "/" + st.Event.Folder
	if st.CarriedBy != "" {
		return place + ", in the correction " + st.CarriedBy
	}
	return place
}
