package pgp

import (
	"bytes"
	"crypto"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// A Draft says what [Generate] makes. Name, at least one address, time and
// randomness must be there; the rest may be left out.
type Draft struct {
	Name      string    // of every user id; without "()<>"
	Addresses []string  // one user id each
	Created   time.Time // of the key and all its signatures
	Random    io.Reader // the same bytes read give the same key
	// CertifiedBy is a key that vouches for every user id, as an old key does for
	// the one that takes its place. Its secret part must be at hand.
	CertifiedBy *Key
	// Revoked is why the owner gave the key up, at RevokedAt; "" if they did not.
	Revoked   Reason
	RevokedAt time.Time
}

// Generate makes a key for synthetic cases, in the form of Delta Chat's:
// version 4, Ed25519 to sign and Curve25519 to encrypt. It returns the key with
// its secret part, unlocked, and its certificate with the signature of
// CertifiedBy, both armored. Keys that protect something are made by the
// clients, not here. Errors are of kind [ErrSealOptions].
func Generate(d Draft) (secret, certificate []byte, err error) {
	const op = "generate key"
	defer recoverDamage(op, &err)
	if d.Random == nil || d.Created.IsZero() || len(d.Addresses) == 0 {
		return nil, nil, during(op, failed(ErrSealOptions, "no address, time or randomness"))
	}
	config := &packet.Config{
		Rand: d.Random, Time: func() time.Time { return d.Created }, Algorithm: packet.PubKeyAlgoEdDSA,
		NonDeterministicSignaturesViaNotation: packet.BoolPointer(false),
	}
	entity, err := v2.NewEntity(d.Name, "", d.Addresses[0], config)
	if err != nil {
		return nil, nil, during(op, failed(ErrSealOptions, "%w", err))
	}
	rest, err := d.userIDs(entity, config)
	if err != nil {
		return nil, nil, during(op, failed(ErrSealOptions, "%w", err))
	}
	return armorBoth(entity, rest)
}

// userIDs revokes the key if it is to be, and writes what follows the primary
// key up to the subkeys. The library keeps user ids in no order.
func (d Draft) userIDs(entity *v2.Entity, config *packet.Config) ([]byte, error) {
	var out bytes.Buffer
	if d.Revoked != "" {
		if err := entity.Revoke(reasonCode(d.Revoked), "", &packet.Config{Rand: d.Random, Time: func() time.Time { return d.RevokedAt }}); err != nil {
			return nil, err
		}
		if err := entity.Revocations[0].Packet.Serialize(&out); err != nil {
			return nil, err
		}
	}
	for _, address := range d.Addresses {
		if address != d.Addresses[0] {
			if err := entity.AddUserId(d.Name, "", address, config); err != nil {
				return nil, err
			}
		}
		id := packet.NewUserId(d.Name, "", address)
		if err := entity.Identities[id.Id].Serialize(&out); err != nil {
			return nil, err
		}
		if d.CertifiedBy == nil {
			continue
		}
		if err := d.CertifiedBy.certify(id.Id, entity.PrimaryKey, config).Serialize(&out); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// certify signs a user id of another key. A signature that could not be made
// fails when it is written.
func (k *Key) certify(userID string, of *packet.PublicKey, config *packet.Config) *packet.Signature {
	by := k.primary.public
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypeGenericCert, PubKeyAlgo: by.PubKeyAlgo, Hash: crypto.SHA256,
		CreationTime: config.Now(), IssuerKeyId: &by.KeyId,
	}
	_ = sig.SignUserId(userID, of, k.primary.usableSecret(), config)
	return sig
}

func reasonCode(reason Reason) packet.ReasonForRevocation {
	switch reason {
	case Superseded:
		return packet.KeySuperseded
	case Retired:
		return packet.KeyRetired
	}
	return packet.KeyCompromised
}

// armorBoth writes the secret key and the certificate; between is what follows
// the primary key up to the subkeys.
func armorBoth(entity *v2.Entity, between []byte) (secret, certificate []byte, err error) {
	var private, public bytes.Buffer
	if err := entity.PrivateKey.Serialize(&private); err != nil {
		return nil, nil, err
	}
	if err := entity.PrimaryKey.Serialize(&public); err != nil {
		return nil, nil, err
	}
	private.Write(between)
	public.Write(between)
	for i := range entity.Subkeys {
		if err := entity.Subkeys[i].Serialize(&private, true); err != nil {
			return nil, nil, err
		}
		if err := entity.Subkeys[i].Serialize(&public, false); err != nil {
			return nil, nil, err
		}
	}
	if secret, err = writeArmor(privateKeyLabel, private.Bytes()); err != nil {
		return nil, nil, err
	}
	certificate, err = writeArmor(publicKeyLabel, public.Bytes())
	return secret, certificate, err
}
