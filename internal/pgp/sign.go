package pgp

import (
	"bytes"
	"crypto"
	"fmt"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// CheckSigner reports why [Seal] would not sign with this key at a time, or
// nil: an [*Error] of kind ErrNoSecret, ErrPassphrase, ErrUnsupported,
// ErrExpired, ErrRevoked, or ErrSealOptions if the key was made later.
func (k *Key) CheckSigner(when time.Time) error {
	return withOp("check signer", k.checkSigner(SealOptions{Time: when}))
}

// CheckSignerElsewhere is CheckSigner for a certificate whose secret part is known to
// be somewhere else.
func (k *Key) CheckSignerElsewhere(when time.Time) error {
	return withOp("check signer", k.checkSignerKey(SealOptions{Time: when}))
}

// checkSigner looks at the primary key alone: it is the only one that clients
// verify against.
func (k *Key) checkSigner(opts SealOptions) error {
	switch secret := k.primary.secret; {
	case secret == nil || secret.Dummy():
		return k.failed(ErrNoSecret)
	case secret.Encrypted:
		return k.failed(ErrPassphrase)
	}
	return k.checkSignerKey(opts)
}

// checkSignerKey is checkSigner, the secret part aside.
func (k *Key) checkSignerKey(opts SealOptions) error {
	switch public := k.primary.public; {
	case k.Version() != 4 && k.Version() != 6, signingHash(public) == 0, !checkable(public):
		return k.failed(ErrUnsupported)
	case opts.Time.Unix() < k.Created().Unix():
		early := k.failed(ErrSealOptions)
		early.Err = fmt.Errorf("time lies before the signer's key was made, at %s", k.Created().Format(time.RFC3339))
		return early
	}
	return k.checkValidity(&k.primary, opts)
}

// signingHash is the hash natural to a key: SHA-256, which all clients before
// 2.38 use, unless its algorithm or curve asks for a longer one (RFC 9580
// section 5.2.3.3 and following). It is 0 for algorithms that are not to be
// written.
func signingHash(public *packet.PublicKey) crypto.Hash {
	switch public.PubKeyAlgo {
	case packet.PubKeyAlgoEd448, packet.PubKeyAlgoMldsa87Ed448, packet.PubKeyAlgoSlhdsaShake256s:
		return crypto.SHA512
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSASignOnly, packet.PubKeyAlgoEd25519,
		packet.PubKeyAlgoMldsa65Ed25519, packet.PubKeyAlgoSlhdsaShake128s, packet.PubKeyAlgoSlhdsaShake128f:
		return crypto.SHA256
	case packet.PubKeyAlgoECDSA, packet.PubKeyAlgoEdDSA:
	default:
		return 0
	}
	curve, err := public.Curve()
	if err != nil {
		return 0
	}
	switch curve {
	case packet.Curve448, packet.CurveNistP521, packet.CurveBrainpoolP512:
		return crypto.SHA512
	case packet.CurveNistP384, packet.CurveBrainpoolP384:
		return crypto.SHA384
	}
	return crypto.SHA256
}

// signMessage makes a signed message: one-pass packet, literal packet without
// name or date, signature packet (RFC 9580 section 10.3).
func (k *Key) signMessage(content []byte, when time.Time, intended []*Key, config *packet.Config) ([]byte, error) {
	sig, err := k.sign(content, when, intended, config)
	if err != nil {
		return nil, err
	}
	onePass := packet.OnePassSignature{
		Version: 3, SigType: sig.SigType, Hash: sig.Hash, PubKeyAlgo: sig.PubKeyAlgo,
		KeyId: k.primary.public.KeyId, IsLast: true,
	}
	if sig.Version == 6 {
		onePass.Version, onePass.Salt, onePass.KeyFingerprint = 6, sig.Salt(), sig.IssuerFingerprint
	}
	var signed bytes.Buffer
	if err := onePass.Serialize(&signed); err != nil {
		return nil, err
	}
	literal := append([]byte{'b', 0, 0, 0, 0, 0}, content...)
	signed.Write(packetOf(tagLiteral, literal))
	if err := sig.Serialize(&signed); err != nil {
		return nil, err
	}
	return signed.Bytes(), nil
}

// sign makes a signature that names the primary keys of the intended recipients.
func (k *Key) sign(content []byte, when time.Time, intended []*Key, config *packet.Config) (*packet.Signature, error) {
	public, secret := k.primary.public, k.primary.usableSecret()
	sig := &packet.Signature{
		Version: public.Version, SigType: packet.SigTypeBinary, PubKeyAlgo: public.PubKeyAlgo,
		Hash: signingHash(public), CreationTime: when, IssuerKeyId: &public.KeyId,
	}
	for _, recipient := range intended {
		primary := recipient.primary.public
		sig.IntendedRecipients = append(sig.IntendedRecipients,
			&packet.Recipient{KeyVersion: primary.Version, Fingerprint: primary.Fingerprint})
	}
	h, err := sig.PrepareSign(config)
	if err != nil {
		return nil, err
	}
	h.Write(content)
	if err := sig.Sign(h, secret, config); err != nil {
		return nil, err
	}
	return sig, k.confirm(sig, content)
}

// confirm verifies a signature just made. A secret key that does not fit its
// certificate would otherwise give a message that everybody takes for forged,
// and the signature may reveal the key.
func (k *Key) confirm(made *packet.Signature, content []byte) error {
	var raw bytes.Buffer
	if err := made.Serialize(&raw); err != nil {
		return err
	}
	read, err := readSignature(rawPacket{raw: raw.Bytes()})
	if err != nil {
		return err
	}
	sig := newSignature(read)
	digest, err := sig.digest(content)
	if err == nil {
		err = sig.verifyDigest(digest, k.primary.public)
	}
	if err != nil {
		misfit := k.failed(ErrDamaged)
		misfit.Err = fmt.Errorf("secret key does not fit the certificate: %w", err)
		return misfit
	}
	return nil
}
