package pgp

import (
	"bytes"
	//lint:ignore SA1019 old keys have to be judged
	"crypto/dsa"
	"crypto/rsa"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Verify judges the signatures with the given certificates and returns the
// verdict that stands for the message: the first that is valid, else the first
// good one, else the worst news. Use [Opened.VerifyAll] to see each.
func (o *Opened) Verify(certs *Ring) Verdict { return best(o.VerifyAll(certs)) }

// VerifyAll judges every signature, in the order of [Opened.Signatures].
func (o *Opened) VerifyAll(certs *Ring) []Verdict {
	return judgeAll(o.Signatures, o.Plain, certs)
}

// VerifyDetached judges the signature of a multipart/signed message. Signed
// holds the exact bytes signed, with CRLF line ends (RFC 3156 section 5);
// signature is armored or binary and may hold several packets. A signature
// that cannot be read gives the state Uncheckable.
func VerifyDetached(signed, signature []byte, certs *Ring) Verdict {
	return best(VerifyEach(signed, signature, certs))
}

// VerifyEach is [VerifyDetached] for every signature by itself.
func VerifyEach(signed, signature []byte, certs *Ring) []Verdict {
	signatures, err := readDetached(signature)
	if err != nil {
		return []Verdict{{State: Uncheckable, Why: err.Error()}}
	}
	return judgeAll(signatures, signed, certs)
}

// readDetached reads the packets of a PGP SIGNATURE block.
func readDetached(input []byte) (signatures []Signature, err error) {
	const op = "read signature"
	source, err := signatureStream(input)
	if err != nil {
		return nil, during(op, err)
	}
	stream := source.data
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		if err != nil {
			return nil, during(op, source.locate(err))
		}
		offset += len(p.raw)
		if p.tag != tagSignature {
			continue
		}
		if len(signatures) == maxMessageSignatures {
			return nil, during(op, failed(ErrTooLarge, "more than %d signatures", maxMessageSignatures))
		}
		read, err := readSignatureGuarded(p)
		sig := newSignature(read)
		if err != nil {
			sig.problem = err.Error()
		}
		signatures = append(signatures, sig)
	}
	if len(signatures) == 0 {
		return nil, during(op, failed(ErrDamaged, "no signature packet"))
	}
	return signatures, nil
}

func judgeAll(signatures []Signature, content []byte, certs *Ring) []Verdict {
	verdicts := make([]Verdict, len(signatures))
	for i := range signatures {
		verdicts[i] = signatures[i].judgeGuarded(signatures[i].digestOf(content), certs)
	}
	return verdicts
}

func (s *Signature) judgeGuarded(digest func() ([]byte, error), certs *Ring) (v Verdict) {
	var err error
	defer func() {
		if err != nil {
			v = Verdict{State: Uncheckable, Issuer: s.Issuer(), Created: s.Created, Why: err.Error()}
		}
	}()
	defer recoverDamage("verify", &err)
	return s.judge(digest, certs)
}

// maxIssuerCandidates bounds the keys tried when key ids collide or no issuer
// is named.
const maxIssuerCandidates = 64

// judge tries the keys that may have made the signature. One that made it
// outweighs those that did not.
func (s *Signature) judge(digest func() ([]byte, error), certs *Ring) Verdict {
	claim := Verdict{Issuer: s.Issuer(), Created: s.Created, Expires: s.Expires, Intended: s.Intended}
	if s.problem != "" {
		claim.State, claim.Why = Uncheckable, s.problem
		return claim
	}
	var verdicts []Verdict
	for _, k := range s.candidates(certs) {
		for c := range k.keyComponents {
			if s.mayBeFrom(c) && len(verdicts) < maxIssuerCandidates {
				verdicts = append(verdicts, s.judgeWith(claim, digest, k, c))
			}
		}
	}
	if len(verdicts) == 0 {
		claim.State, claim.Why = UnknownKey, "no certificate of the issuer"
		return claim
	}
	return best(verdicts)
}

func (s *Signature) candidates(certs *Ring) []*Key {
	switch {
	case s.IssuerFingerprint != "":
		return certs.ByIssuer(s.IssuerFingerprint)
	case s.IssuerKeyID != 0:
		return certs.ByKeyID(s.IssuerKeyID)
	}
	return certs.Keys()
}

func (s *Signature) mayBeFrom(c *component) bool {
	switch {
	case s.IssuerFingerprint != "":
		return c.fingerprint() == s.IssuerFingerprint
	case s.IssuerKeyID != 0:
		return c.public.KeyId == s.IssuerKeyID
	}
	return c.public.PubKeyAlgo == s.packet.parsed.PubKeyAlgo
}

// judgeWith verifies with one key or subkey of one certificate.
func (s *Signature) judgeWith(v Verdict, digestOf func() ([]byte, error), k *Key, c *component) Verdict {
	if !checkable(c.public) {
		v.State, v.Why = Uncheckable, "key is of a size or kind that is not verified"
		return v
	}
	v.Signer = k.Fingerprint()
	digest, err := digestOf()
	if err == nil {
		err = s.matches(digest, c.public)
	}
	if err != nil {
		v.State, v.Why = Forged, err.Error()
		if v.Issuer == "" { // nobody claimed it is this key
			v.State, v.Signer, v.Why = UnknownKey, "", "no issuer named and no key fits"
		}
		return v
	}
	v.SigningKey = c.fingerprint()
	if !k.isPrimary(c) && !bindsSigning(c.status()) {
		v.State, v.Why = Unbound, "the primary key has not bound this subkey for signing"
		return v
	}
	v.State = Good
	v.Weak = s.weaknesses(k, c)
	if prefix := s.packet.parsed.HashTag; !bytes.HasPrefix(digest, prefix[:]) {
		v.Weak = append(v.Weak, WrongDigestPrefix)
	}
	return v
}

// bindsSigning: the binding allows signing, and then its verification has
// included the subkey's own consent.
func bindsSigning(status selfStatus) bool {
	return status.newest != nil && status.newest.FlagSign
}

// weaknesses lists what policy has against a genuine signature.
func (s *Signature) weaknesses(k *Key, c *component) []Weakness {
	var weak []Weakness
	remark := func(applies bool, w Weakness) {
		if applies {
			weak = append(weak, w)
		}
	}
	primary := k.primary.status()
	parts := []selfStatus{primary}
	if !k.isPrimary(c) {
		parts = append(parts, c.status())
	}
	remark(hashIsBroken(s.packet.parsed.Hash), WeakHash)
	remark(keyIsWeak(c.public) || keyIsWeak(k.primary.public), WeakKey)
	remark(primary.newest == nil, NoSelfSignature)
	remark(anyStatus(parts, func(st selfStatus) bool { return st.newest != nil && hashIsBroken(st.newest.Hash) }), WeakSelfSignature)
	remark(k.isPrimary(c) && primary.newest != nil && primary.newest.FlagsValid && !primary.newest.FlagSign, NotForSigning)
	remark(primary.expired(k.primary.public, s.Created) || !k.isPrimary(c) && c.status().expired(c.public, s.Created), KeyExpired)
	remark(anyStatus(parts, func(st selfStatus) bool { return st.revoked(s.Created) }), KeyRevoked)
	remark(s.Created.Before(c.public.CreationTime), OlderThanKey)
	remark(hasCriticalNotation(s.packet.parsed), UnknownCritical)
	remark((s.Version == 6) != (c.public.Version == 6), VersionsDiffer)
	remark(!k.isPrimary(c), SubkeySignature)
	return weak
}

func anyStatus(parts []selfStatus, is func(selfStatus) bool) bool {
	for _, st := range parts {
		if is(st) {
			return true
		}
	}
	return false
}

// expired reports whether the key's lifetime was over at a time. The newest
// self-signature counts even if it is younger than that: clients re-sign
// their keys when they minimise them.
func (st selfStatus) expired(public *packet.PublicKey, when time.Time) bool {
	if st.newest == nil || st.newest.KeyLifetimeSecs == nil || *st.newest.KeyLifetimeSecs == 0 {
		return false
	}
	lifetime := time.Duration(*st.newest.KeyLifetimeSecs) * time.Second
	return when.After(public.CreationTime.Add(lifetime))
}

// revoked reports whether a revocation concerns a signature of that time.
// Superseded and retired keys keep their older signatures (RFC 9580 section
// 5.2.3.31); for any other reason nothing the key ever signed is trusted.
func (st selfStatus) revoked(when time.Time) bool {
	for _, revocation := range st.revocations {
		reason := revocation.RevocationReason
		soft := reason != nil && (*reason == packet.KeySuperseded || *reason == packet.KeyRetired)
		if !soft || !revocation.CreationTime.After(when) {
			return true
		}
	}
	return false
}

func keyIsWeak(public *packet.PublicKey) bool {
	switch material := public.PublicKey.(type) {
	case *rsa.PublicKey:
		return material.N.BitLen() < recommendedRSABits
	case *dsa.PublicKey:
		return true
	}
	curve, err := public.Curve()
	return err == nil && curve == packet.CurveSecP256k1
}

func hasCriticalNotation(sig *packet.Signature) bool {
	for _, notation := range sig.Notations {
		if notation.IsCritical {
			return true
		}
	}
	return false
}
