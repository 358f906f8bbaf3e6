package pgp

import (
	"bytes"
	"slices"
)

// usualParts is how many subkeys, user ids, or signatures on one of them, a
// merged certificate may have before it is pruned.
const usualParts = 16

// mergeKeys unites two copies of one certificate. If the second adds nothing,
// as when mail after mail repeats the sender's key, the first is returned with
// all that was already worked out about it.
func mergeKeys(a, b *Key) *Key {
	if includes(a.primary, b.primary) && includesAll(a.userIDs, b.userIDs) && includesAll(a.subkeys, b.subkeys) {
		return a
	}
	merged := &Key{
		primary: mergeComponents(a.primary, b.primary),
		userIDs: mergeLists(slices.Clone(a.userIDs), b.userIDs),
		subkeys: mergeLists(slices.Clone(a.subkeys), b.subkeys),
	}
	merged.prune()
	return merged.finish()
}

func includesAll(known, others []component) bool {
	for _, c := range others {
		i := slices.IndexFunc(known, c.isSame)
		if i < 0 || !includes(known[i], c) {
			return false
		}
	}
	return true
}

// includes reports whether a copy of a component has nothing that known lacks.
func includes(known, other component) bool {
	if other.secret != nil && known.secret == nil || other.usableSecret() != nil && known.usableSecret() == nil {
		return false
	}
	if len(known.thirdParty) < maxThirdParty && !hasSignatures(known.thirdParty, other.thirdParty) {
		return false
	}
	return hasSignatures(known.selfSigs, other.selfSigs)
}

func hasSignatures(known, others []signaturePacket) bool {
	return !slices.ContainsFunc(others, func(sig signaturePacket) bool { return !hasSignature(known, sig) })
}

func hasSignature(known []signaturePacket, sig signaturePacket) bool {
	return slices.ContainsFunc(known, func(s signaturePacket) bool { return bytes.Equal(s.raw, sig.raw) })
}

// isSame reports whether two components are copies of one.
func (c component) isSame(other component) bool {
	if c.public == nil || other.public == nil {
		return c.public == other.public && bytes.Equal(c.raw, other.raw)
	}
	return bytes.Equal(c.public.Fingerprint, other.public.Fingerprint)
}

func mergeLists(into, from []component) []component {
	for _, c := range from {
		if i := slices.IndexFunc(into, c.isSame); i >= 0 {
			into[i] = mergeComponents(into[i], c)
		} else {
			into = append(into, c)
		}
	}
	return into
}

func mergeComponents(a, b component) component {
	merged := component{raw: a.raw, public: a.public, secret: a.secret, userID: a.userID, selfSigs: slices.Clone(a.selfSigs)}
	if b.usableSecret() != nil && a.usableSecret() == nil || merged.secret == nil {
		merged.secret = b.secret
	}
	for _, sig := range b.selfSigs {
		if !hasSignature(merged.selfSigs, sig) {
			merged.selfSigs = append(merged.selfSigs, sig)
		}
	}
	merged.addThirdParty(a.thirdParty...)
	merged.addThirdParty(b.thirdParty...)
	return merged
}

// prune drops what the owner never signed once there is too much of it: copies
// made up by others must not bury the genuine parts.
func (k *Key) prune() {
	k.pruneSignatures(&k.primary)
	for i := range k.userIDs {
		k.pruneSignatures(&k.userIDs[i])
	}
	for i := range k.subkeys {
		k.pruneSignatures(&k.subkeys[i])
	}
	unsigned := func(c component) bool { return c.secret == nil && k.selfStatusOf(&c).newest == nil }
	if len(k.userIDs) > usualParts {
		k.userIDs = slices.DeleteFunc(k.userIDs, unsigned)
	}
	if len(k.subkeys) > usualParts {
		k.subkeys = slices.DeleteFunc(k.subkeys, unsigned)
	}
}

func (k *Key) pruneSignatures(c *component) {
	if len(c.selfSigs) > usualParts {
		c.selfSigs = slices.DeleteFunc(c.selfSigs, func(sig signaturePacket) bool { return k.verifySelf(c, sig.parsed) != nil })
	}
}
