package mboxio

import (
	"bytes"
	"slices"
	"strings"
)

// A Dialect is a way to keep bodies from being taken for separators, or the
// name of a form that needs none.
type Dialect string

// An mbox often does not show which dialect its writer meant. The name given is
// the smallest dialect that explains what was met.
const (
	DialectMbox    Dialect = "mbox"    // nothing was quoted, any dialect would look so
	DialectMboxO   Dialect = "mboxo"   // "From " became ">From "
	DialectMboxRD  Dialect = "mboxrd"  // ">From " became ">>From " as well: reversible
	DialectMboxCL  Dialect = "mboxcl"  // Content-Length, and quoted all the same
	DialectMboxCL2 Dialect = "mboxcl2" // Content-Length, never quoted
	DialectMMDF    Dialect = "mmdf"    // between lines of four Control-A, never quoted
	DialectMaildir Dialect = "maildir"
	DialectEML     Dialect = "eml"
	DialectEMLX    Dialect = "emlx"
)

// Dialect is the dialect this message shows.
func (m *Message) Dialect() Dialect {
	switch m.from.form {
	case FormMaildir:
		return DialectMaildir
	case FormEML:
		return DialectEML
	case FormEMLX:
		return DialectEMLX
	}
	return m.from.dialect(m.traits)
}

// dialect names the dialect of an mbox, or a message in one, that shows t.
func (o *origin) dialect(t traits) Dialect {
	if o.mmdf {
		return DialectMMDF
	}
	return t.dialect(o.keepsUIDs)
}

// dialect names the dialect. Servers that keep IMAP UIDs in an mbox (Dovecot,
// UW IMAP) write Content-Length and never quote, so a ">From " of theirs is
// what the sender wrote.
func (t traits) dialect(server bool) Dialect {
	switch {
	case t.exactLength && t.quoteDepth > 0 && !t.bareFrom && !server:
		return DialectMboxCL
	case t.exactLength:
		return DialectMboxCL2
	case t.quoteDepth > 1:
		return DialectMboxRD
	case t.quoteDepth == 1:
		return DialectMboxO
	}
	return DialectMbox
}

// merge adds what another message of the same archive shows.
func (t *traits) merge(other traits) {
	t.quoteDepth = max(t.quoteDepth, other.quoteDepth)
	t.bareFrom = t.bareFrom || other.bareFrom
	t.exactLength = t.exactLength || other.exactLength
}

// Decoded is Raw with the ">From " quoting of its dialect undone, one '>' taken
// from every quoted line of the body, and without what precedes the header and
// is not of it (byte order marks, NULs, a banner line); fields ">From:" lose their
// '>'. It is the end of Raw when there is nothing else to undo.
//
// QUIRK: mboxo says to leave ">>From " alone. A writer of mboxo that met one
// cannot be told from one of mboxrd, which today's writers are.
func (m *Message) Decoded() []byte {
	header, body := m.Header(), m.Body()
	header = header[rubbishLength(header):]
	unquoted := unquoteFields(header)
	switch m.Dialect() {
	case DialectMboxO, DialectMboxRD, DialectMboxCL:
		body = unquoteBody(body)
	}
	if len(unquoted) == len(header) && len(body) == len(m.Body()) {
		return m.Raw[m.headed-len(header):]
	}
	return append(bytes.Clone(unquoted), body...)
}

// unquoteBody takes one '>' from each line that is '>'s and "From ".
func unquoteBody(body []byte) []byte {
	var out []byte
	kept := 0
	for i := 0; i < len(body); {
		if body[i] == '>' && bytes.HasPrefix(bytes.TrimLeft(body[i:], ">"), fromSpace) {
			if out == nil {
				out = make([]byte, 0, len(body))
			}
			out = append(out, body[kept:i]...)
			kept = i + 1
		}
		j := bytes.IndexByte(body[i:], '\n')
		if j < 0 {
			break
		}
		i += j + 1
	}
	if out == nil {
		return body
	}
	return append(out, body[kept:]...)
}

// A dialectTally is what the archives of a tree are written in.
type dialectTally struct{ met []string }

func (t *dialectTally) note(d Dialect) {
	if i, found := slices.BinarySearch(t.met, string(d)); !found {
		t.met = slices.Insert(t.met, i, string(d))
	}
}

// String joins the dialects met with "+", in alphabetical order.
func (t *dialectTally) String() string { return strings.Join(t.met, "+") }
