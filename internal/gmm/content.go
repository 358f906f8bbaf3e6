package gmm

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// readCarried reads the messages attached to a correction, one level deep: a
// correction inside a correction carries nothing. What is left to be verified
// is added to pending.
func (r *Reader) readCarried(m *Message, entity part, pending Pending) Pending {
	if m.Carried != nil || m.field("chat-group-member-correction") == "" {
		return pending
	}
	entity.walk(func(p part) {
		if p.media.value != "message/rfc822" {
			return
		}
		carried, later := r.read(p.decoded(), Keys{}, false)
		m.Carried = append(m.Carried, carried)
		pending = both(pending, later)
	})
	return pending
}

// both finishes two messages.
func both(a, b Pending) Pending {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(certificates *pgp.Ring) { a(certificates); b(certificates) }
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
func plainDigest(p part) string {
	h := sha256.New()
	for _, field := range p.fields {
		if isChatField(field.Name) || field.Name == "from" || field.Name == "to" || field.Name == "cc" {
			h.Write([]byte(field.Name + ":" + strings.Join(strings.Fields(field.Value), " ") + "\n"))
		}
	}
	for line := range bytes.Lines(bytes.TrimSpace(p.body)) {
		line = bytes.TrimRight(line, "\r\n")
		if unquoted := bytes.TrimLeft(line, ">"); bytes.HasPrefix(unquoted, []byte("From ")) {
			line = unquoted // mbox quoting comes and goes
		}
		h.Write(line)
		h.Write([]byte{'\n'})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sealedDigest covers the sealed data, however its lines are broken.
func sealedDigest(sealed []byte) string {
	sum := sha256.Sum256(encoded.DropSpace(sealed))
	return hex.EncodeToString(sum[:])
}
