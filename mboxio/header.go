package mboxio

import (
	"bytes"
	"math"
)

// headerEnd gives the length of the header of raw, the blank line included,
// and false if raw ends before a blank line.
func headerEnd(raw []byte) (int, bool) {
	for i := 0; ; {
		j := bytes.IndexByte(raw[i:], '\n')
		if j < 0 {
			return len(raw), false
		}
		if j == 0 || (j == 1 && raw[i] == '\r') {
			return i + j + 1, true
		}
		i += j + 1
	}
}

// A headerOutline is the little of a header that bears on where its message
// ends, and on whether it matters.
type headerOutline struct {
	end           int    // what was read: whole lines only; all of the header once complete
	complete      bool   // the blank line was met, and is part of end
	selected      bool   // a field that selects the message was met
	contentLength int64  // -1 if absent or no number
	boundary      []byte // of a multipart, else empty
}

// reset prepares for the next message.
func (o *headerOutline) reset() {
	*o = headerOutline{contentLength: -1, boundary: o.boundary[:0]}
}

// extend reads on in a header, of which raw holds more than last time.
func (o *headerOutline) extend(raw []byte, r *headerReader) {
	if o.end == 0 && bytes.HasPrefix(raw, []byte(byteOrderMark)) {
		o.end = len(byteOrderMark)
	}
	for !o.complete {
		line := raw[o.end:]
		n := 0
		if r.isNotable(line) {
			if n = bytes.IndexByte(line, '\n') + 1; n == 0 {
				return
			}
			o.complete = n == 1 || (n == 2 && line[0] == '\r')
			o.readField(line, r)
		} else if n = r.nextLine(line); n == 0 {
			return
		}
		o.end += n
	}
}

// readField reads the field at the start of header.
func (o *headerOutline) readField(header []byte, r *headerReader) {
	if header[0]|0x20 == 'c' && len(header) > len("Content-") && (header[8]|0x20 == 'l' || header[8]|0x20 == 't') {
		if v, ok := fieldValue(header, "Content-Length"); ok {
			o.contentLength = parseLength(v)
		} else if v, ok := fieldValue(header, "Content-Type"); ok {
			o.boundary = append(o.boundary[:0], multipartBoundary(v)...)
		}
	}
	o.selected = o.selected || r.selects(header)
}

// parseLength reads a decimal number of bytes, or gives -1.
func parseLength(v []byte) int64 {
	v = bytes.TrimSpace(v)
	if len(v) == 0 || len(v) > 15 {
		return -1
	}
	var n int64
	for _, c := range v {
		if !isDigit(c) {
			return -1
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

// multipartBoundary takes the boundary parameter from a Content-Type value of
// a multipart message; nil if it is none (RFC 2046 section 5.1.1).
func multipartBoundary(value []byte) []byte {
	value = bytes.TrimSpace(value)
	if len(value) < len("multipart/") || !bytes.EqualFold(value[:len("multipart/")], []byte("multipart/")) {
		return nil
	}
	i := indexFold(value, "boundary=")
	if i < 0 {
		return nil
	}
	b := value[i+len("boundary="):]
	if len(b) > 0 && b[0] == '"' {
		if j := bytes.IndexByte(b[1:], '"'); j >= 0 {
			return b[1 : 1+j]
		}
		return nil
	}
	if j := bytes.IndexAny(b, "; \t\r\n"); j >= 0 {
		b = b[:j]
	}
	return b
}

// field finds the first header field of that name and gives its value, folded
// lines included, without the final line end.
func field(header []byte, name string) ([]byte, bool) {
	for i := 0; i < len(header); {
		if v, ok := fieldValue(header[i:], name); ok {
			return v, true
		}
		j := bytes.IndexByte(header[i:], '\n')
		if j <= 0 {
			break
		}
		i += j + 1
	}
	return nil, false
}

// fieldValue gives the value of the field at the start of header if it has
// that name.
func fieldValue(header []byte, name string) ([]byte, bool) {
	last := len(name) - 1
	if len(header) <= len(name) || header[0]|0x20 != name[0]|0x20 || header[last]|0x20 != name[last]|0x20 ||
		!bytes.EqualFold(header[:len(name)], []byte(name)) {
		return nil, false
	}
	rest := header[len(name):]
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		rest = rest[1:]
	}
	if len(rest) == 0 || rest[0] != ':' {
		return nil, false
	}
	return foldedValue(rest[1:]), true
}

// foldedValue gives what comes before the line that begins the next field.
func foldedValue(v []byte) []byte {
	for i := 0; ; {
		j := bytes.IndexByte(v[i:], '\n')
		if j < 0 {
			return v
		}
		i += j + 1
		if i == len(v) || (v[i] != ' ' && v[i] != '\t') {
			return v[:i-lineEndLength(v[:i])]
		}
	}
}

// isBlank reports whether b is spaces and tabs alone.
func isBlank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

func indexFold(b []byte, ascii string) int {
	for i := 0; i+len(ascii) <= len(b); i++ {
		if b[i]|0x20 == ascii[0]|0x20 && bytes.EqualFold(b[i:i+len(ascii)], []byte(ascii)) {
			return i
		}
	}
	return -1
}

// fieldName gives the name if line begins like a header field (RFC 5322
// section 2.2: printable ASCII up to a colon; section 4.5 allows space before
// it), nil otherwise.
func fieldName(line []byte) []byte {
	for i, c := range line {
		switch {
		case c == ':' && i > 0:
			return line[:i]
		case (c == ' ' || c == '\t') && i > 0:
			if rest := bytes.TrimLeft(line[i:], " \t"); len(rest) > 0 && rest[0] == ':' {
				return line[:i]
			}
			return nil
		case c <= ' ' || c >= 0x7f || c == ':' || i == math.MaxInt8:
			return nil
		}
	}
	return nil
}

// A fieldKind says how much a field name speaks for being in a mail header.
type fieldKind uint8

const (
	fieldUnknown fieldKind = iota // any word may stand before a colon
	fieldKnown                    // a name that mail uses
	fieldOrigin                   // one that nearly every message has
)

// kindOfField knows the field names that begin real messages.
func kindOfField(name []byte) fieldKind {
	var buf [40]byte
	if len(name) > len(buf) {
		return fieldUnknown
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	low := buf[:len(name)]
	low = bytes.TrimLeft(low, ">") // QUIRK: some backup tools wrote ">From: "
	switch string(low) {
	case "received", "return-path", "delivered-to", "date", "from", "message-id", "mime-version", "x-envelope-from":
		return fieldOrigin
	case "to", "cc", "bcc", "subject", "sender", "reply-to", "in-reply-to", "references", "status", "lines",
		"content-type", "content-length", "content-transfer-encoding", "content-disposition", "envelope-to",
		"delivery-date", "dkim-signature", "domainkey-signature", "authentication-results", "received-spf",
		"autocrypt", "user-agent", "precedence", "errors-to", "organization", "importance", "priority",
		"feedback-id", "newsgroups", "disposition-notification-to", "autosubmitted", "auto-submitted":
		return fieldKnown
	default:
		for _, prefix := range []string{"x-", "arc-", "chat-", "list-", "resent-", "thread-", "secure-join"} {
			if bytes.HasPrefix(low, []byte(prefix)) {
				return fieldKnown
			}
		}
	}
	return fieldUnknown
}

// leadingUint32 reads a decimal number of at most ten digits that fits, else 0.
func leadingUint32(b []byte) (n uint32, rest []byte) {
	var v uint64
	i := 0
	for i < len(b) && i < 10 && isDigit(b[i]) {
		v = v*10 + uint64(b[i]-'0')
		i++
	}
	if v > math.MaxUint32 {
		return 0, b[i:]
	}
	return uint32(v), b[i:]
}
