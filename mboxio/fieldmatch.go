package mboxio

import (
	"bytes"
	"slices"
	"strings"
)

// A FieldMatch selects messages by a header field.
type FieldMatch struct {
	// Name is the field's name, in any case. With "*" at its end it stands for
	// all names that begin so.
	Name string
	// Value is ASCII text that the field's value contains, in any case; "" for
	// any value.
	Value string
}

// A headerReader goes through headers, each once: for what bears on where a
// message ends, and for the fields that select it. It does not change.
type headerReader struct {
	matches [32][]fieldMatch // by the first letter
	all     bool             // there is nothing to select by
	// What lines can be passed over is seen by two of their letters: classes of
	// the first and the third that have no bit in common.
	first, third [256]uint8
}

// A fieldMatch is all that Options.Match says of one name, in lower case.
type fieldMatch struct {
	name   string
	open   bool     // for names that begin so, too
	any    bool     // whatever the value
	values []string // one of which is contained
}

// Classes of lines: the line that ends a header, and those of fields.
const (
	endOfHeader uint8 = 1 << 7
	fieldClass  uint8 = endOfHeader - 1
)

func newHeaderReader(matches []FieldMatch) *headerReader {
	r := &headerReader{all: len(matches) == 0}
	r.first['\n'], r.first['\r'] = endOfHeader, endOfHeader
	for i := range r.third {
		r.third[i] = endOfHeader
	}
	r.notice("content-length")
	r.notice("content-type")
	for _, m := range matches {
		name, open := strings.CutSuffix(strings.ToLower(m.Name), "*")
		same := func(o fieldMatch) bool { return o.name == name && o.open == open }
		list := &r.matches[name[0]&31]
		i := slices.IndexFunc(*list, same)
		if i < 0 {
			i = len(*list)
			*list = append(*list, fieldMatch{name: name, open: open})
			r.notice(name)
		}
		if m.Value == "" {
			(*list)[i].any = true
		}
		(*list)[i].values = append((*list)[i].values, strings.ToLower(m.Value))
	}
	return r
}

// notice has lines looked at that begin with name.
func (r *headerReader) notice(name string) {
	class := classOf(name[0])
	for _, c := range bothCases(name[0]) {
		r.first[c] |= class
	}
	if len(name) < 3 {
		for i := range r.third {
			r.third[i] |= class
		}
		return
	}
	for _, c := range bothCases(name[2]) {
		r.third[c] |= class
	}
}

// classOf spreads the letters over the classes of fields.
func classOf(letter byte) uint8 { return 1 << (letter % 7) & fieldClass }

func bothCases(c byte) []byte { return []byte{c, bytes.ToUpper([]byte{c})[0]} }

// isNotable reports whether line is the end of the header or may be one of the
// fields that matter. Line goes on with the lines after it.
func (r *headerReader) isNotable(line []byte) bool {
	return len(line) < 3 || r.first[line[0]]&r.third[line[2]] != 0
}

// selects reports whether the field at the start of header is one that selects
// the message.
func (r *headerReader) selects(header []byte) bool {
	if len(header) == 0 {
		return false
	}
	for i := range r.matches[header[0]&31] {
		if r.matches[header[0]&31][i].matches(header) {
			return true
		}
	}
	return false
}

// selectsMessage reports whether a field in the header of raw selects it.
func (r *headerReader) selectsMessage(raw []byte) bool {
	if r.all {
		return true
	}
	var o headerOutline
	o.extend(raw, r)
	return o.selected || !o.complete && r.selects(raw[o.end:])
}

func (m *fieldMatch) matches(header []byte) bool {
	if len(header) <= len(m.name) || header[0]|0x20 != m.name[0]|0x20 || !equalFold(header[:len(m.name)], m.name) {
		return false
	}
	rest := header[len(m.name):]
	colon := bytes.IndexByte(rest, ':')
	if colon < 0 || (!m.open && !isBlank(rest[:colon])) {
		return m.open && m.any
	}
	if m.any {
		return true
	}
	value := foldedValue(rest[colon+1:])
	return slices.ContainsFunc(m.values, func(low string) bool { return containsFold(value, low) })
}

// equalFold compares ASCII; low is in lower case and as long as b.
func equalFold(b []byte, low string) bool {
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != low[i] {
			return false
		}
	}
	return true
}

// containsFold looks for low in b, at the places of its rarest-looking byte: one
// that is not a letter, if there is one.
func containsFold(b []byte, low string) bool {
	mark := max(strings.IndexFunc(low, func(r rune) bool { return r < 'a' || r > 'z' }), 0)
	for at := mark; at+len(low)-mark <= len(b); at++ {
		if isLetter := low[mark] >= 'a'; !isLetter {
			i := bytes.IndexByte(b[at:], low[mark])
			if i < 0 {
				return false
			}
			at += i
		}
		if start := at - mark; start+len(low) <= len(b) && equalFold(b[start:start+len(low)], low) {
			return true
		}
	}
	return false
}
