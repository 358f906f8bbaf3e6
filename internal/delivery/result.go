package delivery

import (
	"slices"
	"time"
)

// resultSchema is the version of [Result] as JSON.
const resultSchema = 1

// A State says how far one mail is with one recipient.
type State string

// The states. Only Delivered is final.
const (
	Delivered   State = "delivered"    // handed over, now or in an earlier run
	Ready       State = "ready"        // would be handed over now
	Waiting     State = "waiting"      // an earlier mail of the group comes first
	Early       State = "early"        // it may not be delivered yet: see NotBefore
	Uncertain   State = "uncertain"    // a run ended in the middle; it may have been delivered
	Refused     State = "refused"      // certainly not delivered; Answer says why
	Unreached   State = "unreached"    // the server could not be asked; Answer says why
	NoWay       State = "no-way"       // neither a Maildir nor a server for this address
	OtherSender State = "other-sender" // the server is logged in to as somebody else than the signer
)

// A Result is what was done with a plan, or would be.
type Result struct {
	Schema   int          `json:"schema"`
	DryRun   bool         `json:"dry_run"`
	Complete bool         `json:"complete"` // every mail is delivered to every recipient
	Mails    []MailStatus `json:"mails"`
	// ServerError is why the server could not be used, if so.
	ServerError error `json:"-"`
}

// A MailStatus is one mail and how far it is with each recipient.
type MailStatus struct {
	File       string            `json:"file"`
	MessageID  string            `json:"message_id"`
	Group      string            `json:"group"`
	GroupName  string            `json:"group_name"`
	From       string            `json:"from"`
	Recipients []RecipientStatus `json:"recipients"`
}

// A RecipientStatus is how far one mail is with one recipient.
type RecipientStatus struct {
	Address string `json:"address"`
	State   State  `json:"state"`
	// Way is "maildir DIR" or "smtp HOST:PORT": how it went, or would go.
	Way string `json:"way,omitempty"`
	// Time is when the state was reached, if the log has it.
	Time *time.Time `json:"time,omitempty"`
	// Answer is what the server or the system said. It is not trusted.
	Answer string `json:"answer,omitempty"`
	// After is the file that has to be delivered first, if State is Waiting.
	After string `json:"after,omitempty"`
	// NotBefore is when it may be delivered, if State is Early.
	NotBefore *time.Time `json:"not_before,omitempty"`
}

// Count is how many deliveries, of one mail to one recipient, are in one of the
// states.
func (r *Result) Count(states ...State) int {
	n := 0
	for _, mail := range r.Mails {
		for _, status := range mail.Recipients {
			if slices.Contains(states, status.State) {
				n++
			}
		}
	}
	return n
}

// finish sets Complete.
func (r *Result) finish() {
	r.Complete = true
	for _, mail := range r.Mails {
		for _, status := range mail.Recipients {
			r.Complete = r.Complete && status.State == Delivered
		}
	}
}
