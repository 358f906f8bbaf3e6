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
)

// assembly collects the packets of one certificate.
type assembly struct {
	key        *Key       // nil until the primary key was readable
	last       *component // what the next signature belongs to, or nil
	components int
	signatures int
	work       workBudget // left for checking the signatures
	tooMuch    bool       // it did not suffice, which was reported
}

// add takes the next packet. An error means that this packet is left out.
func (a *assembly) add(p rawPacket) (err error) {
	defer recoverDamage("", &err)
	switch p.tag {
	case tagPublicKey, tagSecretKey:
		return a.addPrimary(p)
	case tagPublicSubkey, tagSecretSubkey, tagUserID, tagUserAttribute:
		a.last = nil
		if a.key == nil {
			return nil
		}
		if a.components++; a.components > maxComponents {
			return at(ErrTooLarge, p.offset, "key has more than %d parts", maxComponents)
		}
		return a.addPart(p)
	case tagSignature:
		return a.addSignature(p)
	}
	return nil // trust, marker, padding and private packets
}

func (a *assembly) addPrimary(p rawPacket) error {
	c, err := readKeyPacket(p)
	if c.public != nil {
		a.key = &Key{primary: c}
		a.work = maxKeyWork
		a.last = &a.key.primary
	}
	return err
}

func (a *assembly) addPart(p rawPacket) error {
	switch p.tag {
	case tagUserID:
		a.key.userIDs = append(a.key.userIDs, component{raw: p.raw, userID: string(p.body)})
		a.last = &a.key.userIDs[len(a.key.userIDs)-1]
	case tagUserAttribute:
		a.key.userIDs = append(a.key.userIDs, component{raw: p.raw})
		a.last = &a.key.userIDs[len(a.key.userIDs)-1]
	default:
		c, err := readKeyPacket(p)
		if c.public == nil {
			return err
		}
		a.key.subkeys = append(a.key.subkeys, c)
		a.last = &a.key.subkeys[len(a.key.subkeys)-1]
		return err
	}
	return nil
}

// addSignature keeps signatures that claim to be by the primary key, and those
// by others over a user id, where they can be read.
func (a *assembly) addSignature(p rawPacket) error {
	if a.last == nil {
		return nil // of a part that was left out
	}
	sig, err := readSignature(p)
	if errors.Is(err, ErrDamaged) {
		return err
	}
	if err != nil {
		return nil
	}
	if !sig.parsed.CheckKeyIdOrFingerprint(a.key.primary.public) {
		if a.last.userID != "" && isForeign(sig.parsed) {
			a.last.addForeign(sig)
		}
		return nil
	}
	if a.signatures++; a.signatures > maxSignatures {
		return at(ErrTooLarge, p.offset, "key has more than %d self-signatures", maxSignatures)
	}
	if !a.work.affords(verifyWork(a.key.primary.public) + int64(len(a.last.raw))) {
		if a.tooMuch {
			return nil
		}
		a.tooMuch = true
		return at(ErrTooLarge, p.offset, "checking all self-signatures of the key would cost too much, the rest is left out")
	}
	a.last.sigs = append(a.last.sigs, sig)
	return nil
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
		return s, at(ErrDamaged, p.offset, "packet of type %d is no signature", p.tag)
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
		return component{}, at(ErrDamaged, p.offset, "public part: %w", err)
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
		return c, at(ErrDamaged, p.offset, "packet of type %d is no secret key", p.tag)
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
		return nil, at(ErrUnsupported, p.offset, "public key algorithm is not supported")
	}
	return key, nil
}

// checkSecretS2K refuses locked keys whose key derivation asks for more memory
// than [maxArgon2Memory].
func checkSecretS2K(p rawPacket, public []byte) error {
	head, err := nextPacket(public, 0)
	if err != nil || len(p.body) < len(head.body) {
		return at(ErrDamaged, p.offset, "secret key is cut")
	}
	spec := p.body[len(head.body):]
	if len(spec) == 0 {
		return at(ErrDamaged, p.offset, "secret key is cut")
	}
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
		return at(ErrDamaged, p.offset, "secret key is cut")
	}
	if _, err := s2kWork(spec[skip:]); err != nil {
		return at(ErrTooLarge, p.offset, "secret key: %w", err)
	}
	return nil
}
