package gmm

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/internal/encoded"
)

// readCarried reads the messages attached to a correction, one level deep: a
// correction inside a correction carries nothing.
func (r *Reader) readCarried(m *Message, entity part) {
	if m.field("chat-group-member-correction") == "" {
		return
	}
	entity.walk(func(p part) {
		if p.media.value == "message/rfc822" {
			m.Carried = append(m.Carried, r.read(p.decoded(), Keys{}, false))
		}
	})
}

// readReports looks for reports and sync items the way clients go through a
// body: of a signed part only what is signed, and into forwarded messages that
// are not marked as attachments.
func (m *Message) readReports(p part, depth int) {
	switch {
	case depth > maxDepth:
	case p.media.value == "message/rfc822" && !p.isAttachment():
		m.readReports(parsePart(p.decoded()), depth+1)
	case p.isSigned():
		m.readReports(p.children[0], depth+1)
	case p.media.value == "multipart/report":
		m.readReport(p, depth)
	case len(p.children) > 0:
		for _, child := range p.children {
			m.readReports(child, depth+1)
		}
	case p.fileName() == "multi-device-sync.json":
		if items, ok := parseSync(p.decoded()); ok {
			m.Sync = append(m.Sync, items...)
			m.noteReport(ReportSync)
		}
	}
}

// readReport reads a multipart/report, whose second part is for programs.
func (m *Message) readReport(p part, depth int) {
	if len(p.children) < 2 {
		return
	}
	second := p.children[1]
	kind, ok := p.media.params["report-type"]
	switch Report(kind) {
	case ReportRead:
		if ParseHeader(second.decoded()).Has("disposition") {
			m.noteReport(ReportRead)
		}
		return
	case ReportSync:
		m.readReports(second, depth+1)
		return
	case ReportStatusUpdate:
		if depth == 0 && second.fileName() == "status-update.json" {
			m.noteReport(ReportStatusUpdate)
		}
		return
	}
	isStatus := second.media.value == "message/delivery-status" || second.media.value == "message/global-delivery-status"
	if isStatus && (!ok || Report(kind) == ReportDelivery) { // some providers forget the report-type
		m.noteReport(ReportDelivery)
		m.Undelivered = append(m.Undelivered, undeliveredTo(second.decoded())...)
	}
	for _, child := range p.children {
		m.readReports(child, depth+1)
	}
}

// noteReport keeps the kind that clients ask for first.
func (m *Message) noteReport(kind Report) {
	for _, first := range [...]Report{ReportRead, ReportDelivery, ReportSync, ReportStatusUpdate} {
		if m.Report == first {
			return
		}
		if kind == first {
			m.Report = kind
			return
		}
	}
}

// plainDigest covers the body of a plain message and those fields of its
// header that speak of the group, so that a relay's additions do not count.
func plainDigest(p part) (sum Digest) {
	h := sha256.New()
	var line []byte
	lineEnd := []byte{'\n'}
	for _, field := range p.fields {
		if isChatField(field.Name) || field.Name == "from" || field.Name == "to" || field.Name == "cc" {
			line = append(append(line[:0], field.Name...), ':')
			h.Write(append(appendWords(line, field.Value), '\n'))
		}
	}
	for line := range bytes.Lines(bytes.TrimSpace(p.body)) {
		line = bytes.TrimRight(line, "\r\n")
		if unquoted := bytes.TrimLeft(line, ">"); bytes.HasPrefix(unquoted, []byte("From ")) {
			line = unquoted // mbox quoting comes and goes
		}
		h.Write(line)
		h.Write(lineEnd)
	}
	h.Sum(sum[:0])
	return sum
}

// appendWords appends the words of a value with one blank between two of them.
func appendWords(line []byte, value string) []byte {
	if isEvenlySpaced(value) { // as nearly always, and lists are long
		return append(line, value...)
	}
	for i, word := range strings.Fields(value) {
		if i > 0 {
			line = append(line, ' ')
		}
		line = append(line, word...)
	}
	return line
}

// isEvenlySpaced reports whether a value, which has no white space at its ends, is
// of ASCII and has no other white space than single blanks.
func isEvenlySpaced(value string) bool {
	blank := true
	for i := range len(value) {
		c := value[i]
		if c < ' ' || c >= utf8.RuneSelf || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank
}

// sealedDigest covers the sealed data, however its lines are broken.
func sealedDigest(sealed []byte) Digest { return sha256.Sum256(encoded.DropSpace(sealed)) }
