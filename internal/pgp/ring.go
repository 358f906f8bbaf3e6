package pgp

import "slices"

// A Ring is a set of keys. Building it is not safe for concurrent use; reading
// is. A nil Ring is empty.
type Ring struct {
	keys      map[Fingerprint]*Key
	order     []Fingerprint
	primaries map[uint64][]Fingerprint // by key id of any (sub)key
}

// NewRing makes a ring of the given keys, merging those with equal fingerprint.
func NewRing(keys ...*Key) *Ring {
	r := &Ring{keys: map[Fingerprint]*Key{}, primaries: map[uint64][]Fingerprint{}}
	for _, k := range keys {
		r.Add(k)
	}
	return r
}

// Add puts a key into the ring. If the ring has it already, the two are
// merged, and neither changes: the ring then has all user ids, subkeys and
// signatures of both, and their secret parts, unlocked ones preferred. A
// certificate that grows beyond what is usual loses the parts its owner never
// signed.
func (r *Ring) Add(k *Key) {
	if k == nil {
		return
	}
	fp := k.Fingerprint()
	if old, known := r.keys[fp]; known {
		k = mergeKeys(old, k)
	} else {
		r.order = append(r.order, fp)
	}
	r.keys[fp] = k
	for c := range k.keyComponents {
		id := c.public.KeyId
		if !slices.Contains(r.primaries[id], fp) {
			r.primaries[id] = append(r.primaries[id], fp)
		}
	}
}

// Len is the number of keys.
func (r *Ring) Len() int {
	if r == nil {
		return 0
	}
	return len(r.order)
}

// Keys lists the keys in the order they were first added.
func (r *Ring) Keys() []*Key {
	if r == nil {
		return nil
	}
	keys := make([]*Key, len(r.order))
	for i, fp := range r.order {
		keys[i] = r.keys[fp]
	}
	return keys
}

// ByFingerprint finds the key whose primary key has this fingerprint, or nil.
func (r *Ring) ByFingerprint(fp Fingerprint) *Key {
	if r == nil {
		return nil
	}
	return r.keys[fp]
}

// ByKeyID finds the keys that have a primary key or subkey of this id. Ids
// collide, by accident or by design, hence the list.
func (r *Ring) ByKeyID(id uint64) []*Key {
	if r == nil {
		return nil
	}
	var keys []*Key
	for _, fp := range r.primaries[id] {
		keys = append(keys, r.keys[fp])
	}
	return keys
}

// byIssuer finds the keys that have a primary key or subkey of this
// fingerprint, as named by an Issuer Fingerprint subpacket.
func (r *Ring) byIssuer(fp Fingerprint) []*Key {
	var keys []*Key
	for _, k := range r.ByKeyID(fp.KeyID()) {
		for c := range k.keyComponents {
			if c.fingerprint() == fp {
				keys = append(keys, k)
				break
			}
		}
	}
	return keys
}

// Secret returns the ring of those keys that have a secret part.
func (r *Ring) Secret() *Ring {
	secret := NewRing()
	for _, k := range r.Keys() {
		if k.HasSecret() {
			secret.Add(k)
		}
	}
	return secret
}
