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

// Read reads one message; it never fails. The message keeps nothing of raw. Its
// signature is judged by the certificates it carries itself; where those do not
// settle it, see [Message.Verify].
func (r *Reader) Read(raw []byte, keys Keys) *Message {
	return r.Pool.Adopt(r.read(raw, keys, true))
}

// read is Read; carrying says whether attached messages are read, too.
func (r *Reader) read(raw []byte, keys Keys, carrying bool) *Message {
	top := parsePart(raw)
	m := &Message{Outer: top.fields.keep(r.Correspondence), Seal: unsealed()}
	found := r.readAutocrypt(m, top.fields, false)
	m.Hidden = hiddenFields(top)
	if sealed, ok := findSealed(top); ok {
		m.Content = sealedDigest(sealed)
		top = r.readSealed(m, sealed, keys, found)
	} else {
		m.Content = plainDigest(top)
		top = r.readPlain(m, top, found)
	}
	if carrying {
		r.readCarried(m, top)
	}
	if r.Correspondence {
		r.readHints(m, top)
	}
	return m
}

// readSealed opens the message, reads what is inside, and returns the entity
// with the author's header. found are the certificates of the outer section.
func (r *Reader) readSealed(m *Message, sealed []byte, keys Keys, found []*pgp.Key) part {
	opened, err := open(sealed, keys)
	if err != nil {
		m.Seal.setFailure(err)
		return part{}
	}
	if !opened.Armored {
		m.Seal.Opening, m.Seal.Why = Unsupported, "the encrypted data is not armored, which no client reads"
		return part{}
	}
	m.Seal.Opening, m.Seal.OpenedBy, m.Seal.Secret = Opened, opened.Key, opened.Symmetric
	m.Seal.setRecipients(opened, keys)
	if !r.Storing {
		m.Seal.Named = nil
	}
	inner := parsePart(opened.Plain)
	found = append(found, r.readAutocrypt(m, inner.fields, true)...)
	entity, signed := inner, signedBy(opened)
	if inner.isSigned() && len(inner.children) == 2 { // RFC 3156 section 6.1
		entity, signed = inner.children[0], detached(inner)
		found = append(found, r.readAutocrypt(m, entity.fields, true)...)
	}
	r.setProtected(m, entity)
	r.readGossip(m, entity.fields)
	m.readReports(entity, 0)
	r.judge(m, signed, found)
	return entity
}

// readPlain reads mail that is signed in the clear (RFC 3156 section 5) or not at
// all.
func (r *Reader) readPlain(m *Message, top part, found []*pgp.Key) part {
	m.readReports(top, 0)
	if top.isSigned() {
		entity := top.children[0]
		r.setProtected(m, entity)
		if m.Hidden == nil {
			m.Hidden = hiddenFields(entity)
		}
		found = append(found, r.readAutocrypt(m, entity.fields, true)...)
		if len(top.children) == 2 && top.children[1].media.value == "application/pgp-signature" {
			r.judge(m, detached(top), found)
		}
		return entity
	}
	return top
}

// A signedText is signed content with its signatures. Both functions are of
// package pgp; only one of them hashes the content without need.
type signedText struct {
	verify     func(certificates *pgp.Ring) pgp.Verdict
	unverified func() pgp.Unverified
}

func signedBy(opened *pgp.Opened) signedText { return signedText{opened.Verify, opened.Unverified} }

// detached is a multipart/signed of two parts.
func detached(p part) signedText {
	signed, signature := canonicalLines(p.children[0].raw), p.children[1].decoded()
	return signedText{
		verify:     func(certificates *pgp.Ring) pgp.Verdict { return pgp.VerifyDetached(signed, signature, certificates) },
		unverified: func() pgp.Unverified { return pgp.UnverifiedDetached(signed, signature) },
	}
}

// judge verifies with the certificates the message itself carried. Only chat
// mail waits for more of them: a verdict on other mail moves nothing. A reader
// for correspondence leaves that choice to its caller.
func (r *Reader) judge(m *Message, signed signedText, found []*pgp.Key) {
	m.Seal.setVerdict(signed.verify(pgp.NewRing(found...)))
	if m.Seal.Signature == pgp.UnknownKey && (r.Correspondence || m.isChat()) {
		m.Unverified = kept(signed.unverified())
	}
}

// kept copies what waits out of the bytes it was read from.
func kept(u pgp.Unverified) *pgp.Unverified {
	for i := range u.Signatures {
		u.Signatures[i].Packet = bytes.Clone(u.Signatures[i].Packet)
	}
	return &u
}

// canonicalLines gives the bytes a signature over a MIME part covers: every
// line ending in CRLF (RFC 3156 section 5). Archives often store LF.
func canonicalLines(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
}

// setProtected keeps the header of a protected entity.
func (r *Reader) setProtected(m *Message, entity part) {
	m.Protected = entity.fields.keep(r.Correspondence)
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
