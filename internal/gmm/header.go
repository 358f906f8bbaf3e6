package gmm

import (
	"bytes"
	"unicode/utf8"
)

// A Field is one header field. Name is lower-case; Value is unfolded, trimmed
// and valid UTF-8 (what is not is taken for Latin-1, as clients do). Encoded
// words (RFC 2047) are left as they were sent.
type Field struct {
	Name  string `json:"n"`
	Value string `json:"v"`
}

// Fields is one header section in the order it was sent.
type Fields []Field

// maxFields bounds one section: a bomb of short lines would otherwise cost many
// times its size. Of a longer section both ends are kept, because clients
// believe either the first or the last field of a name.
const maxFields = 10000

// SplitHeader cuts raw into its header section, blank line included, and its
// body. A message without a blank line is all header. Line ends may be LF or
// CRLF, mixed at will.
func SplitHeader(raw []byte) (header, body []byte) {
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			break
		}
		line := raw[at : at+end]
		at += end + 1
		if isBlank(line) {
			return raw[:at], raw[at:]
		}
	}
	return raw, nil
}

func isBlank(line []byte) bool { return len(line) == 0 || len(line) == 1 && line[0] == '\r' }

// ParseHeader reads a header section. It never fails: a line that is not a field
// (no colon, a stray ">From ") is passed over, because one bad line must not
// lose a message.
//
// QUIRK: white space between name and colon, which RFC 5322 section 4.5 allows
// readers to meet, makes a name that no client knows; such a line is passed
// over too.
func ParseHeader(section []byte) Fields {
	skipFrom, skipTo := middle(section)
	var fields Fields
	for n := 0; len(section) > 0; n++ {
		var span []byte
		span, section = nextSpan(section)
		if n >= skipFrom && n < skipTo {
			continue
		}
		if field, ok := parseField(span); ok {
			fields = append(fields, field)
		}
	}
	return fields
}

// middle gives the range of spans to leave out of a section with more than
// maxFields.
func middle(section []byte) (from, to int) {
	if len(section) <= maxFields {
		return 0, 0
	}
	n := 0
	for rest := section; len(rest) > 0; n++ {
		_, rest = nextSpan(rest)
	}
	return maxFields / 2, n - maxFields/2
}

// nextSpan cuts the first logical line off a section: the line and those that
// continue it, line ends included. The spans of a section joined give the
// section again.
func nextSpan(section []byte) (span, rest []byte) {
	at := 0
	for {
		end := bytes.IndexByte(section[at:], '\n')
		if end < 0 {
			return section, nil
		}
		at += end + 1
		if at >= len(section) || section[at] != ' ' && section[at] != '\t' {
			return section[:at], section[at:]
		}
	}
}

func parseField(span []byte) (Field, bool) {
	name, value, ok := bytes.Cut(span, []byte{':'})
	if !ok || !isFieldName(name) {
		return Field{}, false
	}
	return Field{Name: fieldName(name), Value: unfold(value)}, true
}

// isFieldName reports whether name is printable ASCII without white space
// (RFC 5322 section 3.6.8).
func isFieldName(name []byte) bool {
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(name) > 0
}

const whiteSpace = " \t\r\n"

// unfold joins folded lines with one blank, whatever white space they were
// folded at, and removes the white space around the value. Clients do so; RFC
// 5322 section 2.2.3 would keep a tab.
func unfold(value []byte) string {
	value = bytes.Trim(value, whiteSpace)
	if bytes.IndexByte(value, '\n') < 0 {
		return text(value)
	}
	joined := make([]byte, 0, len(value))
	for line := range bytes.Lines(value) {
		if len(joined) > 0 {
			joined = append(joined, ' ')
			line = bytes.TrimLeft(line, " \t")
		}
		joined = append(joined, bytes.TrimRight(line, "\r\n")...)
	}
	return text(joined)
}

// text makes a string of bytes that claim no charset.
func text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	latin1 := make([]rune, len(b))
	for i, c := range b {
		latin1[i] = rune(c)
	}
	return string(latin1)
}

// Get returns the first value of a field, or "".
func (f Fields) Get(name string) string {
	for i := range f {
		if f[i].Name == name {
			return f[i].Value
		}
	}
	return ""
}

// Last returns the last value of a field, or "".
func (f Fields) Last(name string) string {
	for i := len(f) - 1; i >= 0; i-- {
		if f[i].Name == name {
			return f[i].Value
		}
	}
	return ""
}

// Has reports whether the section has the field, empty or not.
func (f Fields) Has(name string) bool {
	for i := range f {
		if f[i].Name == name {
			return true
		}
	}
	return false
}

// All returns every value of a field.
func (f Fields) All(name string) []string {
	var values []string
	for i := range f {
		if f[i].Name == name {
			values = append(values, f[i].Value)
		}
	}
	return values
}
