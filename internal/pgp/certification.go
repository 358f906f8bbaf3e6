package pgp

import (
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A Certification is one key's statement, verified, that a user id belongs to
// another key (RFC 9580 section 5.2.1, types 0x10 to 0x13). People certify each
// other's keys, and their own new key with the old one.
type Certification struct {
	Issuer  Fingerprint // primary key that made it
	Address string      // of the user id, lower-case
	Created time.Time   // as the issuer claims, UTC
}

// Certifications lists what the other keys in certs certified of k, oldest
// first. Left out are:
//
//   - user ids that k's owner did not sign or has revoked;
//   - certifications that their issuer has revoked;
//   - those with broken hashes, because one signature can be made to fit two
//     user ids;
//   - what is left once checking them has cost [maxKeyWork].
func (k *Key) Certifications(certs *Ring) []Certification {
	var found []Certification
	work := workBudget(maxKeyWork)
	for i := range k.userIDs {
		id := &k.userIDs[i]
		address := userIDAddress(id.userID)
		if address == "" || len(id.thirdParty) == 0 || id.status().newest == nil || len(id.status().revocations) > 0 {
			continue
		}
		for _, sig := range id.thirdParty {
			issuer := k.certifier(id, sig, certs, &work)
			if issuer == nil || isRevocation(sig.parsed.SigType) {
				continue
			}
			// What the budget does not allow to check counts as revoked.
			revoked := slices.ContainsFunc(id.thirdParty, func(other signaturePacket) bool {
				return isRevocation(other.parsed.SigType) && (k.certifier(id, other, NewRing(issuer), &work) != nil || work < 0)
			})
			if !revoked {
				found = append(found, Certification{Issuer: issuer.Fingerprint(), Address: address, Created: sig.parsed.CreationTime.UTC()})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Certification) int { return a.Created.Compare(b.Created) })
	return found
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
		if verifyUserID(by, k.primary.public, id.userID, *sig.parsed) == nil {
			return candidate
		}
	}
	return nil
}

// verifyUserID checks a signature by one key over the user id of another. It
// takes a copy of the signature because the library writes to it.
func verifyUserID(by, of *packet.PublicKey, userID string, sig packet.Signature) (err error) {
	defer recoverDamage("", &err)
	return by.VerifyUserIdSignature(userID, of, &sig)
}
