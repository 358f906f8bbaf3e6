package pgp

import (
	"cmp"
	"crypto/rsa"
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// CheckRecipient reports why [Seal] would not encrypt to this certificate at a
// time, or nil: an [*Error] of kind ErrNoEncryptionKey, ErrExpired or ErrRevoked.
func (k *Key) CheckRecipient(when time.Time) error {
	if _, err := k.encryptionKey(SealOptions{Time: when}); err != nil {
		return during("check recipient", err)
	}
	return nil
}

// encryptionKey picks what to encrypt to: the first of those in force, else,
// if that is allowed, the first of those that lapsed.
func (k *Key) encryptionKey(opts SealOptions) (*packet.PublicKey, error) {
	candidates := k.encryptionKeys()
	if len(candidates) == 0 {
		return nil, k.fault(ErrNoEncryptionKey)
	}
	lapse := func(c *component) lapse { return k.lapseOf(c, opts.Time) }
	chosen := slices.MinFunc(candidates, func(a, b *component) int { return cmp.Compare(lapse(a), lapse(b)) })
	if err := k.lapseFault(lapse(chosen), opts); err != nil {
		return nil, err
	}
	return chosen.public, nil
}

// encryptionKeys lists the subkeys fit for encryption, or else the primary key
// if it is. Delta Chat's first keys had an RSA primary key for everything;
// clients encrypted to it up to 1.158.
func (k *Key) encryptionKeys() []*component {
	var found []*component
	for i := range k.subkeys {
		if sub := &k.subkeys[i]; encryptable(sub.public) && bindsEncryption(sub.status()) {
			found = append(found, sub)
		}
	}
	if len(found) == 0 && encryptable(k.primary.public) && bindsEncryption(k.primary.status()) {
		found = append(found, &k.primary)
	}
	return found
}

// bindsEncryption: the owner signed for the key and did not keep it for
// something else. Old keys have no flags.
func bindsEncryption(status selfStatus) bool {
	sig := status.newest
	return sig != nil && (!sig.FlagsValid || sig.FlagEncryptCommunications || sig.FlagEncryptStorage)
}

// encryptable reports whether session keys can be encrypted to this key.
// ElGamal is not to be written (RFC 9580 section 12.6), and no client reads it.
func encryptable(public *packet.PublicKey) bool {
	if public.Version != 4 && public.Version != 6 || public.PubKeyAlgo == packet.PubKeyAlgoElGamal {
		return false
	}
	if _, isRSA := public.PublicKey.(*rsa.PublicKey); isRSA && !checkable(public) {
		return false
	}
	return public.PubKeyAlgo.CanEncrypt()
}

// A lapse is how a key ceased to be in force, the milder ones first.
type lapse int

const (
	inForce lapse = iota
	expired
	revoked
)

// lapseOf judges a part of the certificate together with the primary key.
func (k *Key) lapseOf(c *component, when time.Time) lapse {
	primary, own := k.primary.status(), c.status()
	switch {
	case primary.revoked(when) || own.revoked(when):
		return revoked
	case primary.expired(k.primary.public, when) || own.expired(c.public, when):
		return expired
	}
	return inForce
}

// lapseFault is the error for a lapse, or nil if the caller allows it.
func (k *Key) lapseFault(l lapse, opts SealOptions) error {
	switch {
	case l == revoked && !opts.AllowRevoked:
		return k.fault(ErrRevoked)
	case l == expired && !opts.AllowExpired:
		return k.fault(ErrExpired)
	}
	return nil
}

// fault blames a certificate.
func (k *Key) fault(kind error) error {
	return &Error{Kind: kind, Offset: -1, Key: k.Fingerprint()}
}
