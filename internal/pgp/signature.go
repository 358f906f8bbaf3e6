package pgp

import (
	"bytes"
	"crypto"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A Signature is one found on a message and what it claims. Nothing of it is
// true until [Opened.Verify] says so.
type Signature struct {
	Version int
	// IssuerFingerprint and IssuerKeyID name the signing key or subkey; either
	// may be missing.
	IssuerFingerprint Fingerprint
	IssuerKeyID       uint64
	Created           time.Time // UTC
	Expires           time.Time // UTC; zero if never
	// Intended lists the primary keys the signer encrypted to (RFC 9580
	// section 5.2.3.36; chatmail 2.40 and later). It is reported, not enforced.
	Intended []Fingerprint
	Hash     string // "SHA-256"
	Text     bool   // made over the text with CRLF line ends (type 0x01)

	packet  signaturePacket
	problem string // why it cannot be checked, or ""
}

// Issuer is the issuer fingerprint or, without one, the key id, in hex.
func (s *Signature) Issuer() string {
	switch {
	case s.IssuerFingerprint != "":
		return string(s.IssuerFingerprint)
	case s.IssuerKeyID != 0:
		return formatKeyID(s.IssuerKeyID)
	}
	return ""
}

func newSignature(read signaturePacket) Signature {
	s := Signature{packet: read}
	sig := read.parsed
	if sig == nil {
		s.problem = "signature cannot be read"
		return s
	}
	s.Version = sig.Version
	s.IssuerFingerprint = fingerprintOf(sig.IssuerFingerprint)
	if sig.IssuerKeyId != nil {
		s.IssuerKeyID = *sig.IssuerKeyId
	}
	s.Created = sig.CreationTime.UTC()
	if sig.SigLifetimeSecs != nil && *sig.SigLifetimeSecs != 0 {
		s.Expires = s.Created.Add(time.Duration(*sig.SigLifetimeSecs) * time.Second)
	}
	for _, recipient := range sig.IntendedRecipients {
		s.Intended = append(s.Intended, fingerprintOf(recipient.Fingerprint))
	}
	s.Hash = sig.Hash.String()
	s.Text = sig.SigType == packet.SigTypeText
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

// checkAnnounced compares with the one-pass packet before the content
// (RFC 9580 section 5.4). Nil means that packet could not be used.
func (s *Signature) checkAnnounced(ops *packet.OnePassSignature) {
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

// matches verifies a digest against one public key. The signature packet is
// copied because the library writes to it.
func (s *Signature) matches(digest []byte, public *packet.PublicKey) (err error) {
	defer recoverDamage("", &err)
	sig := *s.packet.parsed
	return public.VerifySignature(knownDigest(digest), &sig)
}

// writeCanonical writes text with every line end as CRLF (RFC 9580 section
// 5.2.4).
func writeCanonical(write func([]byte) (int, error), text []byte) {
	for len(text) > 0 {
		newline := bytes.IndexByte(text, '\n')
		if newline < 0 {
			_, _ = write(text)
			return
		}
		_, _ = write(bytes.TrimSuffix(text[:newline], []byte("\r")))
		_, _ = write([]byte("\r\n"))
		text = text[newline+1:]
	}
}

func hashIsBroken(h crypto.Hash) bool {
	return h == crypto.MD5 || h == crypto.SHA1 || h == crypto.RIPEMD160
}
