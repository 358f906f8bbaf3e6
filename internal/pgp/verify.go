package pgp

import (
	"bytes"
	"slices"
	"sync"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Verify checks the signatures with the given certificates and returns the
// verdict that stands for the message: the first that is valid, else the first
// good one, else the worst news.
func (o *Opened) Verify(certs *Ring) Verdict { return best(o.verdicts(certs)) }

// VerifyDetached checks the signature of a multipart/signed message. Signed
// holds the exact bytes signed, with CRLF line ends (RFC 3156 section 5);
// signature is armored or binary and may hold several packets. A signature
// that cannot be read gives the state Uncheckable.
func VerifyDetached(signed, signature []byte, certs *Ring) Verdict {
	return best(detachedVerdicts(signed, signature, certs))
}

func (o *Opened) verdicts(certs *Ring) []Verdict { return verifyAll(o.signatures, o.Plain, certs) }

func detachedVerdicts(signed, signature []byte, certs *Ring) []Verdict {
	signatures, err := readDetached(signature)
	if err != nil {
		return []Verdict{{State: Uncheckable, Why: err.Error()}}
	}
	return verifyAll(signatures, signed, certs)
}

func verifyAll(signatures []messageSignature, content []byte, certs *Ring) []Verdict {
	verdicts := make([]Verdict, len(signatures))
	for i := range signatures {
		s := &signatures[i]
		// Without a certificate of the issuer nothing is hashed.
		digest := sync.OnceValues(func() ([]byte, error) { return s.digest(content) })
		verdicts[i] = s.verify(digest, certs)
	}
	return verdicts
}

// maxIssuerCandidates bounds the keys tried when key ids collide or no issuer
// is named.
const maxIssuerCandidates = 64

// verify tries the keys that may have made the signature. One that made it
// outweighs those that did not.
func (s *messageSignature) verify(digest func() ([]byte, error), certs *Ring) (v Verdict) {
	claim := Verdict{Issuer: s.issuer(), Created: s.created, Intended: s.intended}
	var err error
	defer func() {
		if err != nil {
			v = Verdict{State: Uncheckable, Issuer: claim.Issuer, Created: s.created, Why: err.Error()}
		}
	}()
	defer recoverDamage("verify", &err)
	if s.problem != "" {
		claim.State, claim.Why = Uncheckable, s.problem
		return claim
	}
	var verdicts []Verdict
	for _, k := range s.candidates(certs) {
		for c := range k.keyComponents {
			if s.mayBeFrom(c) && len(verdicts) < maxIssuerCandidates {
				verdicts = append(verdicts, s.verifyWith(claim, digest, k, c))
			}
		}
	}
	if len(verdicts) == 0 {
		claim.State, claim.Why = UnknownKey, "no certificate of the issuer"
		return claim
	}
	return best(verdicts)
}

// candidates lists the certificates that may have made the signature.
func (s *messageSignature) candidates(certs *Ring) []*Key {
	switch {
	case s.issuerFingerprint != "":
		return certs.byIssuer(s.issuerFingerprint)
	case s.issuerKeyID != 0:
		return certs.ByKeyID(s.issuerKeyID)
	}
	return certs.Keys()
}

// mayBeFrom reports whether a key of a candidate may have made the signature.
func (s *messageSignature) mayBeFrom(c *component) bool {
	switch {
	case s.issuerFingerprint != "":
		return c.fingerprint() == s.issuerFingerprint
	case s.issuerKeyID != 0:
		return c.public.KeyId == s.issuerKeyID
	}
	return c.public.PubKeyAlgo == s.packet.parsed.PubKeyAlgo
}

// verifyWith verifies with one key or subkey of one certificate.
func (s *messageSignature) verifyWith(v Verdict, digestOf func() ([]byte, error), k *Key, c *component) Verdict {
	if !checkable(c.public) {
		v.State, v.Why = Uncheckable, "key is of a size or kind that is not verified"
		return v
	}
	v.Signer = k.Fingerprint()
	digest, err := digestOf()
	if err == nil {
		err = s.verifyDigest(digest, c.public)
	}
	if err != nil {
		v.State, v.Why = Forged, err.Error()
		if v.Issuer == "" { // nobody claimed it is this key
			v.State, v.Signer, v.Why = UnknownKey, "", "no issuer named and no key fits"
		}
		return v
	}
	if !k.isPrimary(c) {
		// Verifying a binding that allows signing includes the subkey's consent.
		if binding := c.status().newest; binding == nil || !binding.FlagSign {
			v.State, v.Why = Unbound, "the primary key has not bound this subkey for signing"
			return v
		}
	}
	v.State = Good
	v.Weak = s.weaknesses(k, c)
	if prefix := s.packet.parsed.HashTag; !bytes.HasPrefix(digest, prefix[:]) {
		v.Weak = append(v.Weak, WrongDigestPrefix)
	}
	return v
}

// weaknesses lists what policy has against a genuine signature.
func (s *messageSignature) weaknesses(k *Key, c *component) []Weakness {
	primary, own, sig := k.primary.status(), c.status(), s.packet.parsed
	brokenHash := func(st selfStatus) bool { return st.newest != nil && hashIsBroken(st.newest.Hash) }
	isCritical := func(n *packet.Notation) bool { return n.IsCritical }
	var weak []Weakness
	for _, remark := range []struct {
		applies  bool
		weakness Weakness
	}{
		{hashIsBroken(sig.Hash), WeakHash},
		{keyIsWeak(c.public) || keyIsWeak(k.primary.public), WeakKey},
		{primary.newest == nil, NoSelfSignature},
		{brokenHash(primary) || brokenHash(own), WeakSelfSignature},
		{k.isPrimary(c) && primary.newest != nil && primary.newest.FlagsValid && !primary.newest.FlagSign, NotForSigning},
		{primary.expired(k.primary.public, s.created) || own.expired(c.public, s.created), KeyExpired},
		{primary.revoked(s.created) || own.revoked(s.created), KeyRevoked},
		{s.created.Before(c.public.CreationTime), OlderThanKey},
		{slices.ContainsFunc(sig.Notations, isCritical), UnknownCritical},
		{(s.version == 6) != (c.public.Version == 6), VersionsDiffer},
		{!k.isPrimary(c), SubkeySignature},
	} {
		if remark.applies {
			weak = append(weak, remark.weakness)
		}
	}
	return weak
}
