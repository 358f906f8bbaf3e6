package mboxio

import (
	"slices"
	"strconv"
	"strings"
)

// Flags gives the flags of the message as sorted Maildir letters: D draft,
// F flagged, P passed on, R replied, S seen, T trashed, and a to z for keywords.
// Status, X-Status and X-Mozilla-Status of an mbox and the flags of an .emlx are
// put into the same letters. T is what its client was about to expunge: deleted,
// but still here.
func (m *Message) Flags() string {
	switch m.from.form {
	case FormMaildir:
		if m.file.name.flags == "" { // Thunderbird keeps them in the header
			return m.mozillaFlags()
		}
		return sortedFlags(m.file.name.flags)
	case FormEMLX:
		return m.file.note.letters()
	}
	return m.headerFlags()
}

// sortedFlags keeps the letters of a Maildir flag list, each once. James and
// others append further fields after a comma.
func sortedFlags(list string) string {
	list, _, _ = strings.Cut(list, ",")
	letters := []byte{}
	for _, c := range []byte(list) {
		if (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') {
			letters = append(letters, c)
		}
	}
	slices.Sort(letters)
	return string(slices.Compact(letters))
}

func (m *Message) headerFlags() string {
	var b strings.Builder
	add := func(set bool, letter byte) {
		if set {
			b.WriteByte(letter)
		}
	}
	if v, ok := m.Field("Status"); ok {
		add(strings.ContainsRune(string(v), 'R'), 'S')
	}
	if v, ok := m.Field("X-Status"); ok {
		add(strings.ContainsRune(string(v), 'A'), 'R')
		add(strings.ContainsRune(string(v), 'F'), 'F')
		add(strings.ContainsRune(string(v), 'T'), 'D')
		add(strings.ContainsRune(string(v), 'D'), 'T')
	}
	return sortedFlags(b.String() + m.mozillaFlags())
}

// mozillaFlags reads what Thunderbird writes into messages (comm-central,
// nsMsgMessageFlags.idl).
func (m *Message) mozillaFlags() string {
	var b strings.Builder
	add := func(set bool, letter byte) {
		if set {
			b.WriteByte(letter)
		}
	}
	if v, ok := m.Field("X-Mozilla-Status"); ok {
		bits, _ := strconv.ParseUint(strings.TrimSpace(string(v)), 16, 32)
		add(bits&0x0001 != 0, 'S')
		add(bits&0x0002 != 0, 'R')
		add(bits&0x0004 != 0, 'F')
		add(bits&0x0008 != 0, 'T')
		add(bits&0x1000 != 0, 'P')
	}
	if v, ok := m.Field("X-Mozilla-Status2"); ok {
		bits, _ := strconv.ParseUint(strings.TrimSpace(string(v)), 16, 64)
		add(bits&0x00200000 != 0, 'T') // deleted on the IMAP server
	}
	return sortedFlags(b.String())
}

func (n emlxNote) letters() string {
	var b strings.Builder
	for _, f := range []struct {
		bit    uint64
		letter byte
	}{{emlxDraft, 'D'}, {emlxFlagged, 'F'}, {emlxForwarded, 'P'}, {emlxAnswered, 'R'}, {emlxRead, 'S'}, {emlxDeleted, 'T'}} {
		if n.flags&f.bit != 0 {
			b.WriteByte(f.letter)
		}
	}
	return b.String()
}
