// Package pgptest makes keys for tests and made-up cases. The program does not
// import it: keys that protect something are made by the clients.
package pgptest

import (
	"bytes"
	"crypto"
	"errors"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// ErrDraft: a draft lacks an address, time or randomness.
var ErrDraft = errors.New("no address, time or randomness")

// A Draft says what [Generate] makes. Name, at least one address, time and
// randomness must be there; the rest may be left out.
type Draft struct {
	Name      string    // of every user id; without "()<>"
	Addresses []string  // one user id each
	Created   time.Time // of the key and all its signatures
	Random    io.Reader // the same bytes read give the same key
	// CertifiedBy is the armored secret key that vouches for every user id, as an
	// old key does for the one that takes its place.
	CertifiedBy []byte
	// Revoked is why the owner gave the key up, at RevokedAt; "" if they did not.
	Revoked   pgp.Reason
	RevokedAt time.Time
	// Subkey gives the key a subkey to sign with, and a primary key that only
	// certifies, as people have who keep the primary key off their machines.
	Subkey bool
}

// Generate makes a key in the form of Delta Chat's: version 4, Ed25519 to sign
// and Curve25519 to encrypt. It returns the key with its secret part, unlocked,
// and its certificate with the signature of CertifiedBy, both armored.
func Generate(d Draft) (secret, certificate []byte, err error) {
	if d.Random == nil || d.Created.IsZero() || len(d.Addresses) == 0 {
		return nil, nil, ErrDraft
	}
	config := &packet.Config{
		Rand: d.Random, Time: func() time.Time { return d.Created }, Algorithm: packet.PubKeyAlgoEdDSA,
		NonDeterministicSignaturesViaNotation: packet.BoolPointer(false),
	}
	entity, err := v2.NewEntity(d.Name, "", d.Addresses[0], config)
	if err != nil {
		return nil, nil, err
	}
	if d.Subkey {
		if err := entity.AddSigningSubkey(config); err != nil {
			return nil, nil, err
		}
	}
	userIDs, err := d.userIDs(entity, config)
	if err != nil {
		return nil, nil, err
	}
	return armorBoth(entity, userIDs)
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
		if d.Subkey {
			if err := certifyOnly(entity, id.Id, config); err != nil {
				return nil, err
			}
		}
		if err := entity.Identities[id.Id].Serialize(&out); err != nil {
			return nil, err
		}
		if d.CertifiedBy == nil {
			continue
		}
		if err := d.certify(id.Id, entity.PrimaryKey, config, &out); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// certifyOnly takes the right to sign mail from the primary key.
func certifyOnly(entity *v2.Entity, userID string, config *packet.Config) error {
	for _, self := range entity.Identities[userID].SelfCertifications {
		self.Packet.FlagSign = false
		if err := self.Packet.SignUserId(userID, entity.PrimaryKey, entity.PrivateKey, config); err != nil {
			return err
		}
	}
	return nil
}

// certify writes the signature of CertifiedBy over a user id.
func (d Draft) certify(userID string, of *packet.PublicKey, config *packet.Config, out io.Writer) error {
	ring, err := v2.ReadArmoredKeyRing(bytes.NewReader(d.CertifiedBy))
	if err != nil {
		return err
	}
	if ring[0].PrivateKey == nil {
		return errors.New("no secret part to certify with")
	}
	by := ring[0].PrimaryKey
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypeGenericCert, PubKeyAlgo: by.PubKeyAlgo, Hash: crypto.SHA256,
		CreationTime: config.Now(), IssuerKeyId: &by.KeyId,
	}
	if err := sig.SignUserId(userID, of, ring[0].PrivateKey, config); err != nil {
		return err
	}
	return sig.Serialize(out)
}

func reasonCode(reason pgp.Reason) packet.ReasonForRevocation {
	switch reason {
	case pgp.Superseded:
		return packet.KeySuperseded
	case pgp.Retired:
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
	if secret, err = armored(v2.PrivateKeyType, private.Bytes()); err != nil {
		return nil, nil, err
	}
	certificate, err = armored(v2.PublicKeyType, public.Bytes())
	return secret, certificate, err
}

func armored(label string, data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := armor.Encode(&out, label, nil)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
