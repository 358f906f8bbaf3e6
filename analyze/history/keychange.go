package history

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A KeyChange is the consent of an old key to a new one.
type KeyChange struct {
	Old, New pgp.Fingerprint
	Address  string // of the user id the old key certified on the new one
	Created  int64  // unix seconds, as the old key claims
}

// SignedSince is which keys signed as which addresses, and since when: fingerprint,
// address, the unix time at which the first such message arrived, or was
// written where nothing tells its arrival. What a message says of its own time
// its author can make up.
type SignedSince map[string]map[string]int64

// Add notes that a key signed as an address.
func (s SignedSince) Add(key, address string, at int64) {
	if s[key] == nil {
		s[key] = map[string]int64{}
	}
	if known, ok := s[key][address]; !ok || at < known {
		s[key][address] = at
	}
}

// precedes reports whether a key signed as an address before another signed at
// all.
func (s SignedSince) precedes(old, address, key string) bool {
	first, ok := s[old][address]
	for _, at := range s[key] {
		ok = ok && first <= at
	}
	return ok && len(s[key]) > 0
}

// CertifiedChanges finds the keys that an older key of the same owner certified.
// People certify each other's keys as a matter of course, so the old key must
// have signed as the very address it certifies. Anybody can certify a key that
// is in use, and write as its owner, so it must have done so before the new
// key was met at all. A key its owner revoked as compromised consents to
// nothing, whenever it claims to have done so.
func CertifiedChanges(certificates *pgp.Ring, since SignedSince) []KeyChange {
	var changes []KeyChange
	for _, key := range certificates.Keys() {
		for _, certification := range key.Certifications(certificates) {
			old := certificates.ByFingerprint(certification.Issuer)
			if MayFollow(key, old, certification.Address, since) {
				changes = append(changes, KeyChange{
					Old: old.Fingerprint(), New: key.Fingerprint(), Address: certification.Address, Created: certification.Created.Unix(),
				})
			}
		}
	}
	slices.SortFunc(changes, func(a, b KeyChange) int {
		return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New), cmp.Compare(a.Created, b.Created))
	})
	return changes
}

// MayFollow reports whether a key can have taken the place of an older one,
// which signed as an address before.
func MayFollow(key, old *pgp.Key, address string, since SignedSince) bool {
	if key == nil || old == nil || !key.Created().After(old.Created()) {
		return false
	}
	revocation, revoked := old.Revoked()
	return (!revoked || revocation.Reason != pgp.Compromised) &&
		since.precedes(string(old.Fingerprint()), address, string(key.Fingerprint()))
}

// Joins reports whether the change is from one of the keys to the other.
func (c KeyChange) Joins(a, b string) bool {
	return string(c.Old) == a && string(c.New) == b || string(c.Old) == b && string(c.New) == a
}
