package pgp

import (
	"hash"
	"sync"
)

// Unverified are the signatures of a message, kept until the certificates to
// judge them by are known. Of what they cover only digests are kept, so that
// it can be stored without storing the content.
type Unverified struct {
	Signatures []SignedDigest `json:"signatures,omitempty"`
	// Problem says why no signature could be read at all, or is "".
	Problem string `json:"problem,omitempty"`
}

// A SignedDigest is one signature packet as found, and the digest it was made
// over if it is genuine: of the content and the packet's own trailer (RFC 9580
// section 5.2.4).
type SignedDigest struct {
	Packet []byte `json:"packet,omitempty"`
	Digest []byte `json:"digest,omitempty"`
	// Problem says why the signature cannot be checked, or is "".
	Problem string `json:"problem,omitempty"`
}

// Unverified reduces the message to what [Unverified.Verdict] needs.
func (o *Opened) Unverified() Unverified { return digestAll(o.Signatures, o.Plain) }

// UnverifiedDetached is the same for a detached signature: see [VerifyDetached].
func UnverifiedDetached(signed, signature []byte) Unverified {
	signatures, err := readDetached(signature)
	if err != nil {
		return Unverified{Problem: err.Error()}
	}
	return digestAll(signatures, signed)
}

func digestAll(signatures []Signature, content []byte) Unverified {
	var u Unverified
	for i := range signatures {
		s := &signatures[i]
		one := SignedDigest{Packet: s.packet.raw, Problem: s.problem}
		if s.problem == "" {
			digest, err := s.digest(content)
			if err != nil {
				one.Problem = err.Error()
			}
			one.Digest = digest
		}
		u.Signatures = append(u.Signatures, one)
	}
	return u
}

// Verdict is what [Opened.Verify] or [VerifyDetached] would say of the message
// with these certificates.
func (u Unverified) Verdict(certs *Ring) Verdict { return best(u.VerdictEach(certs)) }

// VerdictEach judges every signature by itself, in the order found.
func (u Unverified) VerdictEach(certs *Ring) []Verdict {
	if u.Problem != "" {
		return []Verdict{{State: Uncheckable, Why: u.Problem}}
	}
	verdicts := make([]Verdict, len(u.Signatures))
	for i := range u.Signatures {
		kept := &u.Signatures[i]
		s := kept.signature()
		verdicts[i] = s.judgeGuarded(func() ([]byte, error) { return kept.Digest, nil }, certs)
	}
	return verdicts
}

// signature reads the packet again.
func (d *SignedDigest) signature() Signature {
	if len(d.Packet) == 0 {
		return Signature{problem: d.Problem}
	}
	var s Signature
	p, err := nextPacket(d.Packet, 0)
	if err == nil {
		var read signaturePacket
		read, err = readSignatureGuarded(p)
		s = newSignature(read)
	}
	if err != nil {
		s.problem = err.Error()
	}
	if d.Problem != "" {
		s.problem = d.Problem
	}
	return s
}

// digest hashes content as the signature covers it, trailer included.
func (s *Signature) digest(content []byte) (digest []byte, err error) {
	defer recoverDamage("", &err)
	sig := s.packet.parsed
	h, err := sig.PrepareVerify()
	if err != nil {
		return nil, err
	}
	if s.Text {
		writeCanonical(h.Write, content)
	} else {
		h.Write(content)
	}
	h.Write(sig.HashSuffix)
	return h.Sum(nil), nil
}

// digestOf is digest, computed once and only if it is asked for: without a
// certificate of the issuer nothing is hashed.
func (s *Signature) digestOf(content []byte) func() ([]byte, error) {
	return sync.OnceValues(func() ([]byte, error) { return s.digest(content) })
}

// A knownDigest stands in for a hash that has seen everything, where the library
// wants to write the trailer itself.
type knownDigest []byte

var _ hash.Hash = knownDigest(nil)

func (d knownDigest) Write(p []byte) (int, error) { return len(p), nil }
func (d knownDigest) Sum(b []byte) []byte         { return append(b, d...) }
func (d knownDigest) Reset()                      {}
func (d knownDigest) Size() int                   { return len(d) }
func (d knownDigest) BlockSize() int              { return 1 }
