package gmm

import (
	"bytes"
	"strings"

	"github.com/gmmtool/gmmtool/internal/encoded"
)

// A part is one MIME entity; its slices point into the message. raw is the
// entity from its first header byte on, as a signature over it covers it.
type part struct {
	fields   Fields
	media    mediaType
	raw      []byte
	body     []byte
	children []part // of a multipart
}

// maxParts bounds the parts of one message and maxDepth their nesting: a
// message of nothing but boundaries must cost no more than its size. What lies
// beyond is left in the body of its parent.
const (
	maxParts = 10000
	maxDepth = 20
)

// parsePart reads an entity and all that it contains, except attached messages.
func parsePart(raw []byte) part {
	left := maxParts
	return parseNested(raw, "text/plain", 0, &left)
}

// parseNested reads an entity at a depth; left is how many parts the message
// may still have. The default type is that of an entity without Content-Type.
func parseNested(raw []byte, defaultType string, depth int, left *int) part {
	*left--
	header, body := SplitHeader(raw)
	p := part{fields: ParseHeader(header), raw: raw, body: body}
	p.media = mediaType{value: defaultType}
	if p.fields.Has("content-type") {
		p.media = parseMediaType(p.fields.Get("content-type"))
	}
	boundary := p.media.params["boundary"]
	if depth >= maxDepth || boundary == "" || !p.media.isMultipart() {
		return p
	}
	childType := "text/plain"
	if p.media.value == "multipart/digest" {
		childType = "message/rfc822"
	}
	rest := splitter{body: body, delimiter: []byte("--" + boundary)}
	for rest.skipPreamble(); *left > 0; {
		child, ok := rest.next()
		if !ok {
			break
		}
		p.children = append(p.children, parseNested(child, childType, depth+1, left))
	}
	return p
}

// A splitter cuts a multipart body into its parts (RFC 2046 section 5.1). A
// missing closing boundary and mixed line ends are met in the field and lose
// nothing. Whatever follows a delimiter on its line does not matter, as section
// 5.1.1 says and clients do.
type splitter struct {
	body      []byte // from behind the last delimiter line; nil at the end
	delimiter []byte
}

// skipPreamble moves behind the first delimiter line.
func (s *splitter) skipPreamble() {
	if at := s.find(); at >= 0 {
		s.moveTo(at)
	} else {
		s.body = nil
	}
}

// next returns the part up to the next delimiter, or to the end of the body.
func (s *splitter) next() ([]byte, bool) {
	if s.body == nil {
		return nil, false
	}
	at := s.find()
	if at < 0 {
		last := s.body
		s.body = nil
		return last, true
	}
	found := trimLineEnd(s.body[:at])
	s.moveTo(at)
	return found, true
}

// find returns the offset of the next delimiter that starts a line, or -1.
func (s *splitter) find() int {
	for at := 0; ; at += len(s.delimiter) {
		next := bytes.Index(s.body[at:], s.delimiter)
		if next < 0 {
			return -1
		}
		at += next
		if at == 0 || s.body[at-1] == '\n' {
			return at
		}
	}
}

// moveTo goes on behind the line of the delimiter at an offset. Nothing follows
// the closing delimiter, or one that is not even a line.
func (s *splitter) moveTo(at int) {
	s.body = s.body[at+len(s.delimiter):]
	end := bytes.IndexByte(s.body, '\n')
	if end < 0 || bytes.HasPrefix(s.body, []byte("--")) {
		s.body = nil
		return
	}
	s.body = s.body[end+1:]
}

// trimLineEnd removes the one line end that belongs to the boundary behind it.
func trimLineEnd(b []byte) []byte {
	b = bytes.TrimSuffix(b, []byte("\n"))
	return bytes.TrimSuffix(b, []byte("\r"))
}

// isAttachment reports whether the part is to be kept apart as a file.
func (p part) isAttachment() bool {
	disposition := parseMediaType(p.fields.Get("content-disposition"))
	return disposition.value == "attachment" && (disposition.has("filename") || disposition.has("filename*"))
}

// fileName is "" where the part has no name.
func (p part) fileName() string {
	disposition := parseMediaType(p.fields.Get("content-disposition"))
	if name := disposition.params["filename"]; name != "" {
		return name
	}
	return p.media.params["name"]
}

// isSigned reports whether p is a multipart/signed with something in it.
func (p part) isSigned() bool { return p.media.value == "multipart/signed" && len(p.children) > 0 }

// decoded undoes the transfer encoding.
func (p part) decoded() []byte {
	encoding, _, _ := strings.Cut(p.fields.Get("content-transfer-encoding"), "(")
	return encoded.DecodeBody(p.body, strings.ToLower(strings.TrimSpace(encoding)))
}

// walk visits p and every part below it, depth first. Attached messages
// (message/rfc822) are not entered: their headers are not the message's own.
func (p part) walk(visit func(part)) {
	visit(p)
	for _, child := range p.children {
		child.walk(visit)
	}
}
