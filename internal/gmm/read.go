package gmm

import (
	"bytes"
	"strings"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Keys are what a message may be opened with. Own are the secret keys of the
// device whose archive the message lies in, Others those of the other devices
// of the case, Secrets the shared secrets of channels.
type Keys struct {
	Own     *pgp.Ring
	Others  *pgp.Ring
	Secrets [][]byte
}

// Pending finishes a message whose signer's certificate was not in the message
// itself, once all certificates of the case are known. It holds the signed
// content until it is dropped.
type Pending func(certificates *pgp.Ring)

// verifier judges the signature of a message with the certificates given.
type verifier func(certificates *pgp.Ring) pgp.Verdict

// Read reads one message. pending is nil when the verdict on its signature is
// final: for most messages, and always for mail that is no chat mail. The
// message keeps nothing of raw.
func (r *Reader) Read(raw []byte, keys Keys) (m *Message, pending Pending) {
	return r.read(raw, keys, true)
}

// read is Read; carrying says whether attached messages are read, too.
func (r *Reader) read(raw []byte, keys Keys, carrying bool) (m *Message, pending Pending) {
	top := parsePart(raw)
	m = &Message{Outer: r.keep(top.fields), Seal: Seal{Opening: Plain, Signature: pgp.Unsigned}}
	found := r.readAutocrypt(m, top.fields, false)
	m.Hidden = hiddenFields(top)
	if sealed, ok := findSealed(top); ok {
		m.Content = sealedDigest(sealed)
		top, pending = r.readSealed(m, sealed, keys, found)
	} else {
		m.Content = plainDigest(top)
		top, pending = r.readPlain(m, top, keys, found)
	}
	if carrying {
		pending = r.readCarried(m, top, pending)
	}
	if r.Correspondence {
		pending = both(pending, r.readHints(m, top))
	}
	return m, pending
}

// readSealed opens the message, reads what is inside, and returns the entity
// with the author's header. found are the certificates of the outer section.
func (r *Reader) readSealed(m *Message, sealed []byte, keys Keys, found []*pgp.Key) (part, Pending) {
	opened, err := open(sealed, keys)
	if err != nil {
		m.Seal.setFailure(err)
		return part{}, nil
	}
	if !opened.Shape.Armored {
		m.Seal.Opening, m.Seal.Why = Unsupported, "the encrypted data is not armored, which no client reads"
		return part{}, nil
	}
	m.Seal.Opening, m.Seal.OpenedBy, m.Seal.Secret = Opened, opened.Key, opened.Symmetric
	inner := parsePart(opened.Plain)
	found = append(found, r.readAutocrypt(m, inner.fields, true)...)
	entity, verify := inner, verifier(opened.Verify)
	if inner.isSigned() && len(inner.children) == 2 { // RFC 3156 section 6.1
		entity, verify = inner.children[0], detached(inner)
		found = append(found, r.readAutocrypt(m, entity.fields, true)...)
	}
	m.setProtected(entity)
	r.readGossip(m, entity.fields)
	m.readReports(entity, 0)
	return entity, r.judge(m, verify, found)
}

// readPlain reads mail that is signed in the clear (RFC 3156 section 5), has
// an OpenPGP message where no client looks for it, or is neither.
func (r *Reader) readPlain(m *Message, top part, keys Keys, found []*pgp.Key) (part, Pending) {
	m.readReports(top, 0)
	if top.isSigned() {
		entity := top.children[0]
		m.setProtected(entity)
		if m.Hidden == nil {
			m.Hidden = hiddenFields(entity)
		}
		found = append(found, r.readAutocrypt(m, entity.fields, true)...)
		if len(top.children) == 2 && top.children[1].media.value == "application/pgp-signature" {
			return entity, r.judge(m, detached(top), found)
		}
		return entity, nil
	}
	if unread, ok := findUnread(top); ok {
		m.Seal.Inline = string(NoKey)
		if opened, err := open(unread, keys); err == nil {
			m.Seal.Inline, m.Seal.OpenedBy = string(Opened), opened.Key
		}
	}
	return top, nil
}

// judge verifies with the certificates the message itself carried. Only chat
// mail waits for more of them: a verdict on other mail moves nothing, and
// waiting keeps its content in memory. A reader for correspondence leaves that
// choice to its caller.
func (r *Reader) judge(m *Message, verify verifier, found []*pgp.Key) Pending {
	m.Seal.setVerdict(verify(pgp.NewRing(found...)))
	if m.Seal.Signature != pgp.UnknownKey || !m.isChat() && !r.Correspondence {
		return nil
	}
	return func(known *pgp.Ring) { m.Seal.setVerdict(verify(known)) }
}

// detached verifies a multipart/signed of two parts.
func detached(p part) verifier {
	signed, signature := canonicalLines(p.children[0].raw), bytes.Clone(p.children[1].decoded()) // outlive raw
	return func(certificates *pgp.Ring) pgp.Verdict {
		return pgp.VerifyDetached(signed, signature, certificates)
	}
}

// canonicalLines gives the bytes a signature over a MIME part covers: every
// line ending in CRLF (RFC 3156 section 5). Archives often store LF.
func canonicalLines(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
}

// setProtected keeps the header of a protected entity.
func (m *Message) setProtected(entity part) {
	m.Protected = entity.fields.keep()
	if m.Protected == nil {
		m.Protected = Fields{}
	}
	if entity.media.has("hp") {
		m.HP = strings.ToLower(entity.media.params["hp"])
		if m.HP == "" {
			m.HP = "?"
		}
	}
}

// hiddenFields are the fields clients honour on the first part of a
// multipart/mixed (1.136 to 2.62; src/mimeparser.rs).
func hiddenFields(p part) Fields {
	if p.media.value != "multipart/mixed" || len(p.children) == 0 {
		return nil
	}
	var hidden Fields
	for _, field := range p.children[0].fields {
		switch field.Name {
		case "message-id", "chat-delete", "chat-edit":
			hidden = append(hidden, field)
		}
	}
	return hidden
}
