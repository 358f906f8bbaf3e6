package pgp

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A Certification is one key's word that a user id belongs to another key
// (RFC 9580 section 5.2.1, types 0x10 to 0x13), verified. It is what people
// give each other at key signings, and what a new key gets from the old one:
// which of the two it is follows from the address.
type Certification struct {
	Issuer  Fingerprint // primary key that made it
	Address string      // of the user id, lower-case
	Created time.Time   // as the issuer claims, UTC
}

// maxForeign bounds the signatures by other keys kept of one user id: anybody
// can flood a certificate with them.
const maxForeign = 32

// Certifications lists what the other keys in certs certified of k, oldest
// first. Left out are user ids that k's owner did not sign or has revoked,
// certifications that their issuer has revoked, those with broken hashes, of which
// two can be made to fit one signature, and what is left once checking them has
// cost [maxKeyWork].
func (k *Key) Certifications(certs *Ring) []Certification {
	var found []Certification
	work := workBudget(maxKeyWork)
	for i := range k.userIDs {
		id := &k.userIDs[i]
		address := userIDAddress(id.userID)
		if address == "" || len(id.foreign) == 0 || id.status().newest == nil || len(id.status().revocations) > 0 {
			continue
		}
		for _, sig := range id.foreign {
			issuer := k.certifier(id, sig, certs, &work)
			if issuer == nil || isRevocation(sig.parsed.SigType) || k.certificationRevoked(id, issuer, &work) {
				continue
			}
			found = append(found, Certification{Issuer: issuer.Fingerprint(), Address: address, Created: sig.parsed.CreationTime.UTC()})
		}
	}
	slices.SortStableFunc(found, func(a, b Certification) int { return a.Created.Compare(b.Created) })
	return found
}

// certificationRevoked reports whether the issuer took back what it said of a
// user id, or may have: what cannot be afforded to check counts as revoked.
func (k *Key) certificationRevoked(id *component, issuer *Key, work *workBudget) bool {
	return slices.ContainsFunc(id.foreign, func(sig signaturePacket) bool {
		return isRevocation(sig.parsed.SigType) && (k.certifier(id, sig, NewRing(issuer), work) != nil || *work < 0)
	})
}

// certifier finds the key that made a signature over a user id of k, or nil.
// Only primary keys certify.
func (k *Key) certifier(id *component, sig signaturePacket, certs *Ring, work *workBudget) *Key {
	if hashIsBroken(sig.parsed.Hash) || !sig.parsed.Hash.Available() {
		return nil
	}
	read := newSignature(sig)
	for _, candidate := range read.candidates(certs) {
		by := candidate.primary.public
		if candidate.Fingerprint() == k.Fingerprint() || !read.mayBeFrom(&candidate.primary) || !checkable(by) || keyIsWeak(by) {
			continue
		}
		if !work.affords(verifyWork(by) + int64(len(id.raw))) {
			return nil
		}
		if verifiesUserID(by, k.primary.public, id.userID, *sig.parsed) == nil {
			return candidate
		}
	}
	return nil
}

// verifiesUserID checks a signature by one key over the user id of another. It
// gets a copy of the signature because the library writes to it.
func verifiesUserID(by, of *packet.PublicKey, userID string, sig packet.Signature) (err error) {
	defer recoverDamage("", &err)
	return by.VerifyUserIdSignature(userID, of, &sig)
}

// isForeign reports whether a signature by another key may certify a user id,
// or take that back.
func isForeign(sig *packet.Signature) bool {
	return isCertification(sig.SigType) || sig.SigType == packet.SigTypeCertificationRevocation
}

// addForeign keeps signatures by other keys, up to a bound.
func (c *component) addForeign(sigs ...signaturePacket) {
	for _, sig := range sigs {
		if len(c.foreign) < maxForeign && !c.hasForeign(sig) {
			c.foreign = append(c.foreign, sig)
		}
	}
}

func (c *component) hasForeign(sig signaturePacket) bool {
	return slices.ContainsFunc(c.foreign, func(s signaturePacket) bool { return bytes.Equal(s.raw, sig.raw) })
}

// lacksForeign reports whether other has signatures that c could take.
func (c *component) lacksForeign(other component) bool {
	return len(c.foreign) < maxForeign && slices.ContainsFunc(other.foreign, func(sig signaturePacket) bool { return !c.hasForeign(sig) })
}

// Reason says why an owner gave up a key (RFC 9580 section 5.2.3.31).
type Reason string

const (
	Compromised Reason = "compromised" // also any reason that is not one of the others, and none
	Superseded  Reason = "superseded"
	Retired     Reason = "retired"
)

// A Revocation is the owner's word that a key is no longer used, verified.
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

func reasonOf(sig *packet.Signature) Reason {
	switch reason := sig.RevocationReason; {
	case reason == nil:
	case *reason == packet.KeySuperseded:
		return Superseded
	case *reason == packet.KeyRetired:
		return Retired
	}
	return Compromised
}

// Names lists the names in the user ids the key's owner signed, without
// addresses and duplicates.
func (k *Key) Names() []string {
	var names []string
	for i := range k.userIDs {
		id := &k.userIDs[i]
		name, _, _ := strings.Cut(id.userID, "<")
		name = strings.TrimSpace(strings.ToValidUTF8(name, "\uFFFD"))
		if name == "" || strings.Contains(name, "@") || slices.Contains(names, name) {
			continue
		}
		if status := id.status(); status.newest != nil && len(status.revocations) == 0 {
			names = append(names, name)
		}
	}
	return names
}
