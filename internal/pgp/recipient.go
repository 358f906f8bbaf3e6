package pgp

import (
	"cmp"
	"crypto/rsa"
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// encryptionKey picks what to encrypt to: the first valid subkey, else, if that
// is allowed, the first that has expired or is revoked. The primary key serves
// if no subkey can encrypt: Delta Chat's first keys had an RSA primary key for
// everything, and clients encrypted to it up to 1.158.
func (k *Key) encryptionKey(opts SealOptions) (*packet.PublicKey, error) {
	var candidates []*component
	for i := range k.subkeys {
		if k.subkeys[i].canEncrypt() {
			candidates = append(candidates, &k.subkeys[i])
		}
	}
	if len(candidates) == 0 && k.primary.canEncrypt() {
		candidates = append(candidates, &k.primary)
	}
	if len(candidates) == 0 {
		return nil, k.failed(ErrNoEncryptionKey)
	}
	chosen := slices.MinFunc(candidates, func(a, b *component) int {
		return cmp.Compare(k.validity(a, opts.Time), k.validity(b, opts.Time))
	})
	if err := k.checkValidity(chosen, opts); err != nil {
		return nil, err
	}
	return chosen.public, nil
}

// canEncrypt reports whether session keys can be encrypted to this key, and its
// owner signed for it and did not keep it for something else. Old keys have no
// flags. ElGamal is not to be written (RFC 9580 section 12.6), and no client
// reads it.
func (c *component) canEncrypt() bool {
	public := c.public
	if public.Version != 4 && public.Version != 6 || public.PubKeyAlgo == packet.PubKeyAlgoElGamal {
		return false
	}
	if _, isRSA := public.PublicKey.(*rsa.PublicKey); isRSA && !checkable(public) || !public.PubKeyAlgo.CanEncrypt() {
		return false
	}
	sig := c.status().newest
	return sig != nil && (!sig.FlagsValid || sig.FlagEncryptCommunications || sig.FlagEncryptStorage)
}

// A validity says whether a key is still in force, the better first.
type validity int

const (
	valid validity = iota
	expired
	revoked
)

// validity is that of a part of the certificate together with the primary key.
func (k *Key) validity(c *component, when time.Time) validity {
	primary, own := k.primary.status(), c.status()
	switch {
	case primary.revoked(when) || own.revoked(when):
		return revoked
	case primary.expired(k.primary.public, when) || own.expired(c.public, when):
		return expired
	}
	return valid
}

// checkValidity fails for a key that is not valid, unless the caller allows it.
func (k *Key) checkValidity(c *component, opts SealOptions) error {
	switch v := k.validity(c, opts.Time); {
	case v == revoked && !opts.AllowRevoked:
		return k.failed(ErrRevoked)
	case v == expired && !opts.AllowExpired:
		return k.failed(ErrExpired)
	}
	return nil
}

// failed makes an Error that concerns this key.
func (k *Key) failed(kind error) *Error {
	return &Error{Kind: kind, Offset: -1, Key: k.Fingerprint()}
}
