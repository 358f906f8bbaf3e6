package vcard

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A Line is one logical line of a card. Its slices lie in the bytes of the book
// and must not be changed.
type Line struct {
	raw    []byte // the physical lines with their breaks
	head   []byte // "group.NAME;PARAM=x", unfolded; nil if the line has none
	value  []byte // after the colon, without the last break, still folded
	name   string // in upper case, without its group; "" if the line has none
	nameAt int    // where the name lies in head
	nameTo int
	number int

	charset   string // the one the line names, "" for none
	encoding  transferEncoding
	version   Version
	plainUTF8 bool      // the value is one physical line of UTF-8 that names no encoding and no charset
	guessed   bool      // a soft line break before the next property was taken for a stray "="
	defaults  *defaults // of its card; nil for none
}

// read reads, from raw, what is asked for again and again. Folded is false for a single
// physical line, which has no break but at its end.
func (l *Line) read(folded bool) {
	content := withoutBreak(l.raw)
	l.value = content
	if colon := colonAfterHead(content); colon >= 0 {
		head := content[:colon:colon]
		if folded {
			head = unfoldedHead(head)
		}
		if l.name, l.nameAt, l.nameTo = namedIn(head); l.name != "" {
			l.head, l.value = head, content[colon+1:]
			l.readTransfer()
		}
	}
	l.plainUTF8 = l.encoding == plainEncoding && l.charset == "" && !(folded && hasBreak(l.value)) && utf8.Valid(l.value)
}

// namedIn gives the name of a head in upper case and where it lies, "" where it or the
// group before it is not a name. Blanks behind it are vCard 2.1's.
func namedIn(head []byte) (name string, at, to int) {
	to = len(head)
	if semicolon := bytes.IndexByte(head, ';'); semicolon >= 0 {
		to = semicolon
	}
	if usual := usualName(head[:to]); usual != "" { // without a group, as most
		return usual, 0, to
	}
	at = bytes.LastIndexByte(head[:to], '.') + 1
	for to > at && isBlank(head[to-1]) {
		to--
	}
	if !isName(head[at:to]) || at > 0 && !isName(head[:at-1]) {
		return "", 0, 0
	}
	if usual := usualName(head[at:to]); usual != "" {
		return usual, at, to
	}
	return strings.ToUpper(string(head[at:to])), at, to
}

// usualName knows the names of most lines without allocating, "" for others.
func usualName(name []byte) string {
	for _, usual := range usualNames {
		if string(name) == usual {
			return usual
		}
	}
	return ""
}

// withoutBreak drops the last line break of raw, and the empty line that ends a
// base64 block with it.
func withoutBreak(raw []byte) []byte {
	last := len(raw)
	for last > 0 && (raw[last-1] == '\n' || raw[last-1] == '\r') {
		last--
	}
	return raw[:last]
}

// headOf is what lies before the colon, unfolded.
func headOf(content []byte) []byte {
	colon := colonAfterHead(content)
	if colon < 0 {
		return nil
	}
	return unfoldedHead(content[:colon:colon])
}

func unfoldedHead(head []byte) []byte {
	if hasBreak(head) {
		return unfold(head, V30)
	}
	return head
}

// colonAfterHead finds the colon that ends the head: the first outside quotes,
// or the first of all where quotes do not close.
func colonAfterHead(content []byte) int {
	first := bytes.IndexByte(content, ':')
	if first < 0 || bytes.IndexByte(content[:first], '"') < 0 {
		return first
	}
	quoted := false
	for i, c := range content {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			return i
		case c == '\n' || c == '\r':
			if i+1 < len(content) && !isBlank(content[i+1]) && content[i+1] != '\n' {
				return first // not folded: the head has ended
			}
		}
	}
	return first
}

// isName allows what the RFCs do, and the underscore and dot met in the wild.
func isName(name []byte) bool {
	for _, c := range name {
		if (upper(c) < 'A' || upper(c) > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return len(name) > 0
}

// Raw is the physical lines as they stand, breaks included.
func (l Line) Raw() []byte { return l.raw }

// Group is what stands before the dot, as in item1.EMAIL, or "".
func (l Line) Group() string {
	if l.nameAt == 0 {
		return ""
	}
	return string(l.head[:l.nameAt-1])
}

// Name is the property name in upper case without its group, and "" for a line
// that is blank or broken.
func (l Line) Name() string { return l.name }

var usualNames = [...]string{"TEL", "EMAIL", "FN", "N", "BEGIN", "VERSION", "END", "UID", "REV", "ADR", "ORG", "BDAY", "NOTE", "TITLE", "URL", "CATEGORIES", "PHOTO", "KEY", "PRODID"}

// is tells whether the line has that name, without allocating.
func (l Line) is(name string) bool {
	return len(l.name) == len(name) && (l.name == name || strings.EqualFold(l.name, name))
}

// isBlank tells whether the line says nothing at all.
func (l Line) isBlank() bool { return l.head == nil && len(trimBytes(l.value)) == 0 }

// isFrame tells whether the line belongs to the card rather than to its
// content.
func (l Line) isFrame() bool {
	return l.isBlank() || l.is("BEGIN") || l.is("END") || l.is("VERSION")
}

// params are the parameters as they stand, with their first semicolon.
func (l Line) params() []byte { return l.head[l.nameTo:] }
