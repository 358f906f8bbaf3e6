package pgp

import (
	"bytes"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// maxMessageSignatures bounds the signatures on one message.
const maxMessageSignatures = 16

// A messageSignature is a signature found on a message, and what it claims.
// Nothing of it is true until it is verified.
type messageSignature struct {
	version int
	// The issuer is the signing key or subkey; either name may be missing.
	issuerFingerprint Fingerprint
	issuerKeyID       uint64
	created           time.Time // UTC
	// intended lists the primary keys the signer encrypted to (RFC 9580
	// section 5.2.3.36; chatmail 2.40 and later). It is reported, not enforced.
	intended []Fingerprint
	hash     string // "SHA-256"
	text     bool   // made over the text with CRLF line ends (type 0x01)

	packet  signaturePacket
	problem string // why it cannot be checked, or ""
}

// readMessageSignature reads a signature packet. One that cannot be read is a
// signature with a problem.
func readMessageSignature(p rawPacket) messageSignature {
	read, err := readSignature(p)
	s := newSignature(read)
	if err != nil {
		s.problem = err.Error()
	}
	return s
}

func newSignature(read signaturePacket) messageSignature {
	s := messageSignature{packet: read}
	sig := read.parsed
	if sig == nil {
		s.problem = "signature cannot be read"
		return s
	}
	s.version = sig.Version
	s.issuerFingerprint = fingerprintOf(sig.IssuerFingerprint)
	if sig.IssuerKeyId != nil {
		s.issuerKeyID = *sig.IssuerKeyId
	}
	s.created = sig.CreationTime.UTC()
	for _, recipient := range sig.IntendedRecipients {
		s.intended = append(s.intended, fingerprintOf(recipient.Fingerprint))
	}
	s.hash = sig.Hash.String()
	s.text = sig.SigType == packet.SigTypeText
	if sig.SigType != packet.SigTypeBinary && sig.SigType != packet.SigTypeText {
		// A signature over a key must not pass for one over a document.
		s.problem = "not a signature over a document"
	}
	if sig.Version == 5 {
		// QUIRK: LibrePGP's version 5 also covers the name and date in the
		// literal packet, which are not kept here.
		s.problem = "signature of version 5"
	}
	if !sig.Hash.Available() {
		s.problem = "hash algorithm is not available"
	}
	return s
}

// readDetached reads the packets of a PGP SIGNATURE block.
func readDetached(input []byte) (signatures []messageSignature, err error) {
	const op = "read signature"
	source, err := signatureStream(input)
	if err != nil {
		return nil, withOp(op, err)
	}
	for offset := 0; offset < len(source.data); {
		p, err := nextPacket(source.data, offset)
		if err != nil {
			return nil, withOp(op, source.locate(err))
		}
		offset += len(p.raw)
		if p.tag != tagSignature {
			continue
		}
		if len(signatures) == maxMessageSignatures {
			return nil, withOp(op, failed(ErrTooLarge, "more than %d signatures", maxMessageSignatures))
		}
		signatures = append(signatures, readMessageSignature(p))
	}
	if len(signatures) == 0 {
		return nil, withOp(op, failed(ErrDamaged, "no signature packet"))
	}
	return signatures, nil
}

// issuer is the issuer fingerprint or, without one, the key id, in hex.
func (s *messageSignature) issuer() string {
	switch {
	case s.issuerFingerprint != "":
		return string(s.issuerFingerprint)
	case s.issuerKeyID != 0:
		return formatKeyID(s.issuerKeyID)
	}
	return ""
}

// checkOnePass compares with the one-pass packet before the content (RFC 9580
// section 5.4). Nil means that packet could not be used.
func (s *messageSignature) checkOnePass(ops *packet.OnePassSignature) {
	sig := s.packet.parsed
	switch {
	case sig == nil:
	case ops == nil:
		s.problem = "one-pass packet is unreadable, or covers a signed message"
	case ops.SigType != sig.SigType, ops.Hash != sig.Hash, ops.PubKeyAlgo != sig.PubKeyAlgo,
		(ops.Version == 6) != (sig.Version == 6),
		ops.Version == 6 && !bytes.Equal(ops.Salt, sig.Salt()):
		s.problem = "signature differs from its one-pass packet"
	}
}

// digest hashes content and the signature's own trailer (RFC 9580 section
// 5.2.4). Text is hashed with every line end as CRLF.
func (s *messageSignature) digest(content []byte) (digest []byte, err error) {
	defer recoverDamage("", &err)
	sig := s.packet.parsed
	h, err := sig.PrepareVerify()
	if err != nil {
		return nil, err
	}
	for s.text && len(content) > 0 {
		line, rest, found := bytes.Cut(content, []byte("\n"))
		if !found {
			break
		}
		h.Write(bytes.TrimSuffix(line, []byte("\r")))
		h.Write([]byte("\r\n"))
		content = rest
	}
	h.Write(content)
	h.Write(sig.HashSuffix)
	return h.Sum(nil), nil
}

// verifyDigest verifies a digest against one public key. The signature packet
// is copied because the library writes to it.
func (s *messageSignature) verifyDigest(digest []byte, public *packet.PublicKey) (err error) {
	defer recoverDamage("", &err)
	sig := *s.packet.parsed
	return public.VerifySignature(knownDigest(digest), &sig)
}

// A knownDigest stands in for a hash that has seen everything, where the library
// wants to write the trailer itself.
type knownDigest []byte

func (d knownDigest) Write(p []byte) (int, error) { return len(p), nil }
func (d knownDigest) Sum(b []byte) []byte         { return append(b, d...) }
func (d knownDigest) Reset()                      {}
func (d knownDigest) Size() int                   { return len(d) }
func (d knownDigest) BlockSize() int              { return 1 }
