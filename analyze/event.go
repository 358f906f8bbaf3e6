package analyze

import (
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/mboxio"
)

// An Event is what one message says, with its place, arrival and verdict. It
// is self-contained and can be serialised: histories are built from events
// alone, on any machine, in any order.
type Event struct {
	Device   string         `json:"device"` // whose archive it lies in
	Place    mboxio.Place   `json:"place"`
	InFile   bool           `json:"in_file"` // many messages lie in one file, told apart by offset
	Length   int64          `json:"length"`
	SHA256   string         `json:"sha256"` // of the raw bytes, lower-case hex
	Folder   string         `json:"folder"`
	Flags    string         `json:"flags,omitempty"`
	Arrival  mboxio.Arrival `json:"arrival"`
	Received time.Time      `json:"received"` // topmost Received field, zero if none
	Message  *gmm.Message   `json:"message"`
}

// evidence points at the message for a finding.
func (e *Event) evidence() Evidence {
	return Evidence{
		MessageID: strings.Trim(e.Message.Outer.Last("message-id"), "<> \t"),
		Archive:   e.Place.Archive,
		Offset:    e.offset(),
		File:      e.Place.Member,
		SHA256:    e.SHA256,
	}
}

// offset gives the offset where it tells anything: in archives that hold many
// messages in one file.
func (e *Event) offset() *int64 {
	if !e.InFile {
		return nil
	}
	offset := e.Place.Offset
	return &offset
}

// inJunk reports whether the message lies where the client did not look:
// filed as spam by the network, or still a draft.
func (e *Event) inJunk() bool { return isJunkFolder(e.Folder) }

func isJunkFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		switch element {
		case "junk", "spam", "[gmail]/spam", "junk e-mail", "junk email", "bulk mail":
			return true
		}
	}
	return false
}

func isDraftFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		if element == "drafts" || element == "draft" || element == "templates" || element == "outbox" {
			return true
		}
	}
	return false
}

func isSentFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		switch element {
		case "sent", "sent items", "sent messages", "sent mail", "gesendet":
			return true
		}
	}
	return false
}

// when is the best estimate of the time at which the device's mailbox got the
// message; zero if nothing says. The date of an mbox separator and the time of
// a file are often those of the export, so a server's Received comes first.
func (e *Event) when() time.Time {
	switch e.Arrival.TimeBasis {
	case mboxio.BasisMaildirName, mboxio.BasisTakeoutID, mboxio.BasisAppleNote:
		return e.Arrival.Time
	}
	if !e.Received.IsZero() {
		return e.Received
	}
	return e.Arrival.Time
}

// delivered is the earliest time the message is known to have lain in a
// mailbox: a client that moves mail renews the time in its file name, but
// Received has seconds only.
func (e *Event) delivered() time.Time {
	arrived, received := e.when(), e.Received
	if received.IsZero() || !arrived.IsZero() && arrived.Before(received.Add(2*time.Second)) {
		return arrived
	}
	return received
}
