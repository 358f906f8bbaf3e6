package pgp

// Unverified are the signatures of a message, kept until the certificates to
// verify them with are known. Of the content only digests are kept, so that it
// need not be stored.
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
func (o *Opened) Unverified() Unverified { return digestAll(o.signatures, o.Plain) }

// UnverifiedDetached is the same for a detached signature: see [VerifyDetached].
func UnverifiedDetached(signed, signature []byte) Unverified {
	signatures, err := readDetached(signature)
	if err != nil {
		return Unverified{Problem: err.Error()}
	}
	return digestAll(signatures, signed)
}

func digestAll(signatures []messageSignature, content []byte) Unverified {
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

// VerdictEach verifies every signature by itself, in the order found.
func (u Unverified) VerdictEach(certs *Ring) []Verdict {
	if u.Problem != "" {
		return []Verdict{{State: Uncheckable, Why: u.Problem}}
	}
	verdicts := make([]Verdict, len(u.Signatures))
	for i := range u.Signatures {
		kept := &u.Signatures[i]
		s := kept.signature()
		verdicts[i] = s.verify(func() ([]byte, error) { return kept.Digest, nil }, certs)
	}
	return verdicts
}

// signature reads the packet again.
func (d *SignedDigest) signature() messageSignature {
	if len(d.Packet) == 0 {
		return messageSignature{problem: d.Problem}
	}
	var s messageSignature
	if p, err := nextPacket(d.Packet, 0); err != nil {
		s.problem = err.Error()
	} else {
		s = readMessageSignature(p)
	}
	if d.Problem != "" {
		s.problem = d.Problem
	}
	return s
}
