package pgp

import (
	"bytes"
	"errors"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Bounds on one certificate; a real one has a handful of each.
const (
	maxComponents = 256
	maxSignatures = 256
	maxThirdParty = 32 // of one user id
)

// A keyBuilder makes one key of its packets (RFC 9580 section 10.1).
type keyBuilder struct {
	key        *Key       // nil until the primary key was readable
	last       *component // what the next signature belongs to, or nil
	components int
	signatures int
	work       workBudget // left for checking the signatures
	tooMuch    bool       // it did not suffice, which was reported
}

// add takes the next packet. An error means that this packet is left out.
func (b *keyBuilder) add(p rawPacket) (err error) {
	defer recoverDamage("", &err)
	switch p.tag {
	case tagPublicKey, tagSecretKey:
		c, err := readKeyPacket(p)
		if c.public != nil {
			b.key = &Key{primary: c}
			b.work = maxKeyWork
			b.last = &b.key.primary
		}
		return err
	case tagPublicSubkey, tagSecretSubkey, tagUserID, tagUserAttribute:
		b.last = nil
		if b.key == nil {
			return nil
		}
		if b.components++; b.components > maxComponents {
			return failedAt(ErrTooLarge, p.offset, "key has more than %d parts", maxComponents)
		}
		return b.addComponent(p)
	case tagSignature:
		return b.addSignature(p)
	}
	return nil // trust, marker, padding and private packets
}

func (b *keyBuilder) addComponent(p rawPacket) error {
	var c component
	var err error
	list := &b.key.userIDs
	switch p.tag {
	case tagUserID:
		c = component{raw: p.raw, userID: string(p.body)}
	case tagUserAttribute:
		c = component{raw: p.raw}
	default:
		if c, err = readKeyPacket(p); c.public == nil {
			return err
		}
		list = &b.key.subkeys
	}
	*list = append(*list, c)
	b.last = &(*list)[len(*list)-1]
	return err
}

// addSignature keeps signatures that claim to be by the primary key, and those
// by others over a user id, where they can be read.
func (b *keyBuilder) addSignature(p rawPacket) error {
	if b.last == nil {
		return nil // of a part that was left out
	}
	sig, err := readSignature(p)
	if errors.Is(err, ErrDamaged) {
		return err
	}
	if err != nil {
		return nil
	}
	primary := b.key.primary.public
	if !sig.parsed.CheckKeyIdOrFingerprint(primary) {
		t := sig.parsed.SigType
		if b.last.userID != "" && (isCertification(t) || t == packet.SigTypeCertificationRevocation) {
			b.last.addThirdParty(sig)
		}
		return nil
	}
	if b.signatures++; b.signatures > maxSignatures {
		return failedAt(ErrTooLarge, p.offset, "key has more than %d self-signatures", maxSignatures)
	}
	if !b.work.affords(verifyWork(primary) + int64(len(b.last.raw))) {
		if b.tooMuch {
			return nil
		}
		b.tooMuch = true
		return failedAt(ErrTooLarge, p.offset, "checking all self-signatures of the key would cost too much, the rest is left out")
	}
	b.last.selfSigs = append(b.last.selfSigs, sig)
	return nil
}

// addThirdParty keeps signatures by other keys up to a bound: anybody can
// flood a certificate with them.
func (c *component) addThirdParty(sigs ...signaturePacket) {
	for _, sig := range sigs {
		if len(c.thirdParty) < maxThirdParty && !hasSignature(c.thirdParty, sig) {
			c.thirdParty = append(c.thirdParty, sig)
		}
	}
}

// readSignature parses a signature packet. Raw is set even if err is.
func readSignature(p rawPacket) (signaturePacket, error) {
	s := signaturePacket{raw: p.raw}
	parsed, err := p.parse()
	if err != nil {
		return s, err
	}
	sig, ok := parsed.(*packet.Signature)
	if !ok {
		return s, failedAt(ErrDamaged, p.offset, "packet of type %d is not a signature", p.tag)
	}
	s.parsed = sig
	return s, nil
}

// readKeyPacket parses a key or subkey. If only the secret part is bad the
// component comes back public, with the error.
func readKeyPacket(p rawPacket) (component, error) {
	public, err := readPublicPart(p)
	if err != nil {
		return component{}, err
	}
	c := component{raw: p.raw, public: public}
	if p.tag != tagSecretKey && p.tag != tagSecretSubkey {
		return c, nil
	}
	var out bytes.Buffer
	if err := public.Serialize(&out); err != nil {
		return component{}, failedAt(ErrDamaged, p.offset, "public part: %w", err)
	}
	c.raw = out.Bytes()
	if err := checkSecretS2K(p, c.raw); err != nil {
		return c, err
	}
	parsed, err := p.parse()
	if err != nil {
		return c, err
	}
	secret, ok := parsed.(*packet.PrivateKey)
	if !ok {
		return c, failedAt(ErrDamaged, p.offset, "packet of type %d is not a secret key", p.tag)
	}
	c.secret = secret
	return c, nil
}

// readPublicPart parses the public fields of any key packet: a secret key
// packet begins with those of the public one (RFC 9580 section 5.5.3).
func readPublicPart(p rawPacket) (*packet.PublicKey, error) {
	tag := byte(tagPublicKey)
	if p.tag == tagSecretSubkey || p.tag == tagPublicSubkey {
		tag = tagPublicSubkey
	}
	public := rawPacket{tag: int(tag), offset: p.offset, raw: packetOf(tag, p.body), body: p.body}
	parsed, err := public.parse()
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*packet.PublicKey)
	if !ok || key.PublicKey == nil {
		return nil, failedAt(ErrUnsupported, p.offset, "public key algorithm is not supported")
	}
	return key, nil
}

// checkSecretS2K refuses locked keys whose key derivation asks for more memory
// than [maxArgon2Memory]. The layout is that of RFC 9580 section 5.5.3.
func checkSecretS2K(p rawPacket, public []byte) error {
	head, err := nextPacket(public, 0)
	if err != nil || len(p.body) <= len(head.body) {
		return failedAt(ErrDamaged, p.offset, "secret key is cut")
	}
	spec := p.body[len(head.body):]
	usage := spec[0]
	if usage < 253 {
		return nil
	}
	skip := 2 // usage, cipher
	if usage == 253 {
		skip++ // AEAD mode
	}
	if head.body[0] == 6 {
		skip += 2 // lengths of the parameters and of the specifier
	}
	if len(spec) < skip {
		return failedAt(ErrDamaged, p.offset, "secret key is cut")
	}
	if _, err := s2kWork(spec[skip:]); err != nil {
		return failedAt(ErrTooLarge, p.offset, "secret key: %w", err)
	}
	return nil
}
