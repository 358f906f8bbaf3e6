package mboxio

import (
	"bytes"
	"time"
)

// Basis says what a statement about arrival rests on.
type Basis string

const (
	BasisNone        Basis = ""
	BasisIMAPUID     Basis = "imap-uid"     // UID of the server or a synchroniser; rises in the order of filing
	BasisMaildirName Basis = "maildir-name" // time in the file name
	BasisTakeoutID   Basis = "takeout-id"   // clock in Gmail Takeout's separator
	BasisAppleNote   Basis = "apple-note"   // date-received of an .emlx
	BasisEnvelope    Basis = "envelope"     // date of the separator line
	BasisReceived    Basis = "received"     // topmost Received field
	BasisModTime     Basis = "mtime"        // of the file; copying spoils it
	BasisPosition    Basis = "position"     // place in the archive
)

// An Arrival says in which order, and when, a message came into its folder.
// Order and time are different evidence and have a basis each.
type Arrival struct {
	// Basis is what the order within the folder rests on.
	Basis Basis
	// UIDs are comparable only within a folder and one UIDValidity. 0 is unknown.
	UIDValidity, UID uint32
	// Time is in UTC, zero if unknown. Of times, the one the receiving side
	// wrote is taken; Date fields are never used, their sender sets them.
	Time      time.Time
	TimeBasis Basis
	// Position is the 1-based place in archive order (Place.Index).
	Position int64
}

// Arrival tells when the message came. It may read the header: call it for
// messages that matter.
func (m *Message) Arrival() Arrival {
	a := Arrival{Position: m.Index, Basis: BasisPosition}
	if m.file != nil {
		m.fileArrival(&a)
	} else {
		m.mboxArrival(&a)
	}
	if a.Time.IsZero() || a.TimeBasis == BasisEnvelope {
		// QUIRK: RFC 4155 has the separator tell the time of delivery, but programs
		// that export or synchronise write when they did so.
		if t, ok := m.ReceivedTime(); ok {
			a.Time, a.TimeBasis = t, BasisReceived
		}
	}
	if a.Time.IsZero() && m.file != nil && !m.file.modTime.IsZero() {
		a.Time, a.TimeBasis = m.file.modTime.UTC(), BasisModTime
	}
	if a.Basis == BasisPosition && m.file != nil && a.TimeBasis != BasisNone {
		a.Basis = a.TimeBasis // the order of file names says nothing
	}
	return a
}

func (m *Message) fileArrival(a *Arrival) {
	if m.uid != 0 {
		a.Basis, a.UIDValidity, a.UID = BasisIMAPUID, m.from.uidValidity, m.uid
	}
	switch m.from.form {
	case FormMaildir:
		if t, ok := m.file.name.time(); ok {
			a.Time, a.TimeBasis = t, BasisMaildirName
		}
	case FormEMLX:
		if t := m.file.note.received; !t.IsZero() {
			a.Time, a.TimeBasis = t, BasisAppleNote
		}
	}
}

func (m *Message) mboxArrival(a *Arrival) {
	if v, ok := m.Field("X-UID"); ok {
		if uid, _ := leadingUint32(bytes.TrimLeft(v, " \t")); uid != 0 && m.from.keepsUIDs {
			a.Basis, a.UIDValidity, a.UID = BasisIMAPUID, m.from.uidValidity, uid
		}
	}
	if len(m.line) < len(fromSpace) {
		return
	}
	sep := parseSeparator(m.line)
	if t, ok := sep.takeoutTime(); ok {
		a.Time, a.TimeBasis = t, BasisTakeoutID
		if a.UID == 0 {
			a.Basis = BasisTakeoutID // Takeout is not in order of arrival
		}
	} else if t, ok := sep.time(); ok {
		a.Time, a.TimeBasis = t, BasisEnvelope
	}
}

// ReceivedTime reads the date of the topmost Received field (RFC 5321 section
// 4.4), the one that the last server wrote.
func (m *Message) ReceivedTime() (time.Time, bool) {
	v, ok := m.Field("Received")
	if !ok {
		return time.Time{}, false
	}
	v = withoutComments(v)
	if i := bytes.LastIndexByte(v, ';'); i >= 0 {
		if t, ok := parseLooseDate(v[i+1:]).time(); ok {
			return t, true
		}
	}
	// QUIRK: some servers leave out the semicolon, or add words behind the date.
	for rest := v; len(rest) > 0; {
		word, after := nextWord(rest)
		if len(word) > 0 && (weekdayOf(word) >= 0 || len(word) >= 10 && isDigit(word[0])) {
			if t, ok := parseLooseDate(rest).time(); ok {
				return t, true
			}
		}
		rest = after
	}
	return time.Time{}, false
}

// withoutComments puts a space where a comment was (RFC 5322 section 3.2.2:
// nested, with quoted pairs). One that does not end is left.
func withoutComments(v []byte) []byte {
	if bytes.IndexByte(v, '(') < 0 {
		return v
	}
	out := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		if v[i] == '(' {
			if n := commentLength(v[i:]); n > 0 {
				out = append(out, ' ')
				i += n - 1
				continue
			}
		}
		out = append(out, v[i])
	}
	return out
}

// commentLength is the length of the comment that text begins with, 0 if it does
// not end.
func commentLength(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
