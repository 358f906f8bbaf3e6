package pgp

import (
	"bytes"
	"sync"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// A Key is one certificate (a transferable public key, RFC 9580 section 10.1):
// a primary key with its user ids, subkeys and signatures, and perhaps the
// secret parts. It does not change once read and may be used from several
// goroutines.
type Key struct {
	primary   component
	userIDs   []component
	subkeys   []component
	addresses func() []string
}

// A component is a key, subkey or user id with the self-signatures that follow
// it. Of third-party signatures, those that certify a user id are kept, up to
// a bound: see [Key.Certifications].
type component struct {
	raw        []byte             // the public packet
	public     *packet.PublicKey  // nil for user ids and attributes
	secret     *packet.PrivateKey // nil if only the public part is at hand
	userID     string
	selfSigs   []signaturePacket
	thirdParty []signaturePacket
	status     func() selfStatus // what the primary key says about it; computed once
}

// A signaturePacket keeps the bytes as found beside the parsed form.
type signaturePacket struct {
	raw    []byte
	parsed *packet.Signature // in a component never nil
}

// finish sets up what is derived from the packets. It is computed on demand:
// most keys of an archive never need all their self-signatures checked.
func (k *Key) finish() *Key {
	k.primary.status = sync.OnceValue(k.primaryStatus)
	for i := range k.userIDs {
		id := &k.userIDs[i]
		id.status = sync.OnceValue(func() selfStatus { return k.selfStatusOf(id) })
	}
	for i := range k.subkeys {
		sub := &k.subkeys[i]
		sub.status = sync.OnceValue(func() selfStatus { return k.selfStatusOf(sub) })
	}
	k.addresses = sync.OnceValue(k.signedAddresses)
	return k
}

// Fingerprint is that of the primary key.
func (k *Key) Fingerprint() Fingerprint { return k.primary.fingerprint() }

// Version is 4 or 6.
func (k *Key) Version() int { return k.primary.public.Version }

// Created is when the primary key says it was made, in UTC.
func (k *Key) Created() time.Time { return k.primary.public.CreationTime.UTC() }

// HasSecret reports whether any secret part is there, locked or not.
func (k *Key) HasSecret() bool {
	return k.anySecret(func(*packet.PrivateKey) bool { return true })
}

// SecretLocked reports whether some secret part still needs a passphrase.
func (k *Key) SecretLocked() bool {
	return k.anySecret(func(s *packet.PrivateKey) bool { return s.Encrypted })
}

func (k *Key) anySecret(want func(*packet.PrivateKey) bool) bool {
	for c := range k.keyComponents {
		if c.secret != nil && !c.secret.Dummy() && want(c.secret) {
			return true
		}
	}
	return false
}

// keyComponents yields the primary key, then the subkeys.
func (k *Key) keyComponents(yield func(*component) bool) {
	if !yield(&k.primary) {
		return
	}
	for i := range k.subkeys {
		if !yield(&k.subkeys[i]) {
			return
		}
	}
}

func (k *Key) isPrimary(c *component) bool { return c == &k.primary }

// Serialize returns the public certificate in binary form. Packets stand as
// they were found; secret parts and third-party signatures are left out.
func (k *Key) Serialize() []byte { return k.serialize(false) }

// SerializeCertified is [Key.Serialize] with what other keys certified: read
// again, the key has the same [Key.Certifications].
func (k *Key) SerializeCertified() []byte { return k.serialize(true) }

func (k *Key) serialize(certified bool) []byte {
	var out bytes.Buffer
	write := func(c *component) {
		out.Write(c.raw)
		for _, sig := range c.selfSigs {
			out.Write(sig.raw)
		}
		if certified {
			for _, sig := range c.thirdParty {
				out.Write(sig.raw)
			}
		}
	}
	write(&k.primary)
	for i := range k.userIDs {
		write(&k.userIDs[i])
	}
	for i := range k.subkeys {
		write(&k.subkeys[i])
	}
	return out.Bytes()
}

// Armored is [Key.Serialize] as a PGP PUBLIC KEY BLOCK.
func (k *Key) Armored() ([]byte, error) {
	armored, err := writeArmor(publicKeyLabel, k.Serialize())
	return armored, withOp("write key", err)
}

func (c *component) fingerprint() Fingerprint { return fingerprintOf(c.public.Fingerprint) }

// usableSecret returns the unlocked secret part, or nil.
func (c *component) usableSecret() *packet.PrivateKey {
	if c.secret == nil || c.secret.Dummy() || c.secret.Encrypted {
		return nil
	}
	return c.secret
}
