package mboxio

import (
	"bytes"
	"regexp"
	"strconv"
	"time"
)

// An emlxNote is what Apple Mail writes behind the message in an .emlx file: a
// property list. Of its keys, flags and date-received matter here.
type emlxNote struct {
	flags    uint64
	hasFlags bool
	received time.Time
}

// emlxStart reads the first line of an .emlx file: the length of the message
// in bytes, in decimal, padded with spaces. at is where the message begins, or
// 0 if the file is not an .emlx.
func emlxStart(text []byte) (length int64, at int) {
	i := bytes.IndexByte(text[:min(len(text), 24)], '\n')
	if i < 1 || !isDigit(text[0]) {
		return 0, 0
	}
	length = parseLength(text[:i])
	if length < 0 {
		return 0, 0
	}
	return length, i + 1
}

// skipEmlxFrame narrows the message to what its .emlx file says it is.
func (w *worker) skipEmlxFrame(file *mailFile, p *batch) {
	m := &w.msg
	length, at := emlxStart(m.Raw)
	if at == 0 {
		return
	}
	kept := m.Raw[at:]
	if m.sum != nil || int64(len(kept)) < length {
		// QUIRK: of an .emlx beyond Options.MaxMessage only what was kept is
		// known, so it counts as the message.
		w.defect(p, "read emlx", ErrShort)
		m.Raw, m.Offset, m.Length, m.sum = kept, int64(at), int64(len(kept)), nil
		return
	}
	file.note = readEmlxNote(kept[length:])
	m.Raw, m.Offset, m.Length = kept[:length], int64(at), length
}

var (
	plistFlags    = regexp.MustCompile(`<key>flags</key>\s*<integer>(\d{1,18})</integer>`)
	plistReceived = regexp.MustCompile(`<key>date-received</key>\s*<(?:integer|real)>(\d{1,12})(?:\.\d*)?</`)
)

func readEmlxNote(plist []byte) emlxNote {
	var note emlxNote
	if m := plistFlags.FindSubmatch(plist); m != nil {
		note.flags, _ = strconv.ParseUint(string(m[1]), 10, 64)
		note.hasFlags = true
	}
	if m := plistReceived.FindSubmatch(plist); m != nil {
		sec, _ := strconv.ParseInt(string(m[1]), 10, 64)
		note.received = time.Unix(sec, 0).UTC()
	}
	return note
}

// Bits of the emlx flags (observed; Apple documents none).
const (
	emlxRead      = 1 << 0
	emlxDeleted   = 1 << 1
	emlxAnswered  = 1 << 2
	emlxFlagged   = 1 << 4
	emlxDraft     = 1 << 6
	emlxForwarded = 1 << 8
)
