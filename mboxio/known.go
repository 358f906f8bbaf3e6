package mboxio

import (
	"cmp"
	"path"
)

// A KnownFile is what a reader remembers of a file that holds one message and never
// changes, as those of a Maildir do not.
type KnownFile struct {
	Bytes    int64 // uncompressed
	Selected bool  // [Options.Match] selected it
}

// Remember gives what to remember of the file a message came from, for
// [Options.Known] of a later walk. The key names it in its archive, and stays the
// same when a client moves it from new to cur or changes its flags, the first ones
// excepted: without any, they are those in the header. The last result is false if
// the file must be read again: it is not of a Maildir, or was damaged, or its
// content tells what its mailbox is for.
func (m *Message) Remember() (key string, file KnownFile, ok bool) {
	if m.file == nil || m.from.form != FormMaildir || m.damaged {
		return "", KnownFile{}, false
	}
	if _, labelled := m.Field("X-Gmail-Labels"); labelled {
		return "", KnownFile{}, false
	}
	return m.key(), KnownFile{Bytes: m.fileBytes}, true
}

func (m *Message) key() string {
	key := path.Join(path.Dir(path.Dir(m.file.member)), m.file.name.base)
	if m.file.name.flags != "" {
		key += ":2" // as if they had none left
	}
	return key
}

// Known gives the key of a file that was not read, because [Options.Known] knows it:
// the message has its place, folder and UID, and nothing else.
func (m *Message) Known() (key string, ok bool) {
	if !m.known {
		return "", false
	}
	return m.key(), true
}

// ArrivalAgain is the Arrival of a known message: what its name and its server's
// list say now, and what its content and file said before.
func (m *Message) ArrivalAgain(before Arrival) Arrival {
	a := Arrival{Position: m.Index, Basis: BasisPosition, Time: before.Time, TimeBasis: before.TimeBasis}
	if m.uid != 0 {
		a.Basis, a.UIDValidity, a.UID = BasisIMAPUID, m.from.uidValidity, m.uid
	} else if a.TimeBasis != BasisNone {
		a.Basis = a.TimeBasis
	}
	return a
}

// FlagsAgain is the Flags of a known message, whose header said before what they are
// if its name does not.
func (m *Message) FlagsAgain(before string) string {
	return cmp.Or(sortedFlags(m.file.name.flags), before)
}

// knownFile deals with a file that need not be read. The first result is the
// message, nil if nothing selects it; the second is false if the file is not known.
func (w *worker) knownFile(it *item, p *batch) (*Message, bool) {
	if w.opts.Known == nil || it.from.form != FormMaildir {
		return nil, false
	}
	file, ok := w.opts.Known(w.msg.key())
	if !ok {
		return nil, false
	}
	p.bytes += file.Bytes
	w.msg.known = true
	if !file.Selected {
		p.pass(it.from, w.msg.Use())
		return nil, true
	}
	return &w.msg, true
}
