package probe

import (
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Field marks the three kinds of message, in the protected header: its value is
// the kind. Clients ignore it.
const Field = "Chat-Contact-Probe"

// A File is one message, ready to be sent as it is.
type File struct {
	Name      string `json:"file"`
	Kind      Kind   `json:"kind"`
	From      string `json:"from"`
	To        string `json:"to"`
	Key       string `json:"key"` // fingerprint it is encrypted to, "" if it is not
	MessageID string `json:"message_id"`
	Data      []byte `json:"-"`
}

// A letter is a statement on its way into a mail.
type letter struct {
	statement statement
	signer    *pgp.Key
	recipient *pgp.Key // nil if the recipient has none: signed, but readable by everybody
}

// write makes the mail.
func (l letter) write(name string, opts Options) (File, error) {
	draft, err := l.draft(opts.Now)
	if err != nil {
		return File{}, err
	}
	to := l.statement.to()
	file := File{Name: name, Kind: l.statement.Kind, From: l.statement.from().Address, To: to.Address, Key: to.Fingerprint, MessageID: messageID(l.statement)}
	if to.keyless() {
		file.Data, err = draft.Sign(l.signer, opts.Now, opts.Random)
		return file, err
	}
	// Both ends are named in the signature, so that it cannot be sealed anew for
	// somebody else.
	file.Data, err = draft.Seal(l.signer, []*pgp.Key{l.recipient}, pgp.SealOptions{Time: opts.Now, Random: opts.Random, Intended: true})
	return file, err
}

// messageID follows from what the message is.
func messageID(s statement) string {
	return compose.MessageID(transcript("message id", string(s.Kind), s.ID, s.Prober.Fingerprint,
		s.Record.Address, s.Record.Fingerprint, s.Candidate.Address, s.Candidate.Fingerprint))
}

// draft is the mail before it is signed: the fields that clients show, once more
// inside with the key of the sender, the text and the statement.
func (l letter) draft(now time.Time) (*compose.Draft, error) {
	part, err := l.statement.encode()
	if err != nil {
		return nil, err
	}
	s := l.statement
	use, subject := "sealed", "[...]"
	if s.to().keyless() {
		use, subject = "signed", subjects()[s.Kind]
	}
	d := &compose.Draft{
		Text:          strings.TrimSpace(s.text()),
		Attached:      []compose.Part{{Type: MediaType, Filename: "probe.json", Data: part}},
		Boundary:      compose.Boundary("probe-", append([]byte("parts"), part...)),
		OuterBoundary: compose.Boundary("probe-", append([]byte(use), part...)),
	}
	l.addDelivery(&d.Outer, now, subject)
	l.addDelivery(&d.Protected, now, subjects()[s.Kind])
	d.Protected.Add(Field, string(s.Kind))
	d.Protected.AddAutocrypt(s.from().Address, l.signer)
	return d, nil
}

// addDelivery writes the fields that delivery needs and clients show.
//
// Chat-Version makes it a chat message: without, clients show the subject as
// part of the text, and up to 2.33 drop it by a setting (show_emails). There is
// no Chat-Group-ID and one recipient, so that no client makes a group of it.
func (l letter) addDelivery(h *compose.Header, now time.Time, subject string) {
	h.AddMailboxes("From", compose.Mailbox{Address: l.statement.from().Address})
	h.AddMailboxes("To", compose.Mailbox{Address: l.statement.to().Address})
	h.AddDate(now)
	h.Add("Message-ID", "<"+messageID(l.statement)+">")
	h.Add("Subject", subject)
	h.Add("Chat-Version", "1.0")
}
