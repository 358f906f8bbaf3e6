package pgp

import (
	"errors"
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// selfStatus is what the primary key itself says about a component.
type selfStatus struct {
	newest      *packet.Signature   // newest valid self-signature, or nil
	revocations []*packet.Signature // valid ones
}

var errNotSelfSignature = errors.New("not a self-signature")

// selfStatusOf looks through the signatures of a component, newest first.
func (k *Key) selfStatusOf(c *component) selfStatus {
	candidates := slices.Clone(c.selfSigs)
	slices.SortStableFunc(candidates, func(a, b signaturePacket) int {
		return b.parsed.CreationTime.Compare(a.parsed.CreationTime)
	})
	var status selfStatus
	for _, candidate := range candidates {
		sig := candidate.parsed
		switch {
		case isRevocation(sig.SigType) && k.verifySelf(c, sig) == nil:
			status.revocations = append(status.revocations, sig)
		case !isRevocation(sig.SigType) && status.newest == nil && k.verifySelf(c, sig) == nil:
			status.newest = sig
		}
	}
	return status
}

// primaryStatus is that of the primary key: direct-key signatures and, in
// version 4, those over user ids, where such keys keep their properties.
func (k *Key) primaryStatus() selfStatus {
	status := k.selfStatusOf(&k.primary)
	if k.Version() >= 6 {
		return status
	}
	for i := range k.userIDs {
		sig := k.userIDs[i].status().newest
		if sig != nil && (status.newest == nil || sig.CreationTime.After(status.newest.CreationTime)) {
			status.newest = sig
		}
	}
	return status
}

// verifySelf checks a signature by the primary key over one of its components
// (RFC 9580 section 5.2.1).
func (k *Key) verifySelf(c *component, sig *packet.Signature) (err error) {
	defer recoverDamage("", &err)
	primary := k.primary.public
	if !checkable(primary) {
		return errNotSelfSignature
	}
	switch t := sig.SigType; {
	case k.isPrimary(c) && t == packet.SigTypeDirectSignature:
		return primary.VerifyDirectKeySignature(sig)
	case k.isPrimary(c) && t == packet.SigTypeKeyRevocation:
		return primary.VerifyRevocationSignature(sig)
	case k.isPrimary(c):
		return errNotSelfSignature
	case c.public != nil && t == packet.SigTypeSubkeyRevocation:
		return primary.VerifySubkeyRevocationSignature(sig, c.public)
	case c.public != nil && t == packet.SigTypeSubkeyBinding:
		// A binding that allows signing must carry the subkey's signature over
		// the primary key, or anybody could adopt somebody else's signing key.
		// VerifyKeySignature checks that.
		if sig.FlagSign && !checkable(c.public) {
			return errNotSelfSignature
		}
		return primary.VerifyKeySignature(c.public, sig)
	case c.userID != "" && (isCertification(t) || t == packet.SigTypeCertificationRevocation):
		return primary.VerifyUserIdSignature(c.userID, primary, sig)
	}
	return errNotSelfSignature
}

func isRevocation(t packet.SignatureType) bool {
	return t == packet.SigTypeKeyRevocation || t == packet.SigTypeSubkeyRevocation || t == packet.SigTypeCertificationRevocation
}

func isCertification(t packet.SignatureType) bool {
	return t >= packet.SigTypeGenericCert && t <= packet.SigTypePositiveCert
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
	return slices.ContainsFunc(st.revocations, func(sig *packet.Signature) bool {
		return reasonOf(sig) == Compromised || !sig.CreationTime.After(when)
	})
}

// Reason says why an owner gave up a key (RFC 9580 section 5.2.3.31).
type Reason string

const (
	Compromised Reason = "compromised" // also any reason that is not one of the others, and none
	Superseded  Reason = "superseded"
	Retired     Reason = "retired"
)

func reasonOf(revocation *packet.Signature) Reason {
	switch reason := revocation.RevocationReason; {
	case reason == nil:
	case *reason == packet.KeySuperseded:
		return Superseded
	case *reason == packet.KeyRetired:
		return Retired
	}
	return Compromised
}

// A Revocation is the owner's statement, verified, that a key is no longer used.
type Revocation struct {
	Reason  Reason
	Created time.Time // UTC, as claimed
}

// Revoked returns the revocation of the primary key that weighs most: one that
// says compromised before all others, then the earliest. The second result is
// false if there is none.
func (k *Key) Revoked() (Revocation, bool) {
	var worst Revocation
	found := false
	for _, sig := range k.primary.status().revocations {
		r := Revocation{Reason: reasonOf(sig), Created: sig.CreationTime.UTC()}
		heavier := r.Reason == Compromised && worst.Reason != Compromised
		lighter := r.Reason != Compromised && worst.Reason == Compromised
		if !found || heavier || !lighter && r.Created.Before(worst.Created) {
			worst, found = r, true
		}
	}
	return worst, found
}
