package pgp

import (
	"errors"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// An envelope is the outer part of an encrypted message: session keys wrapped
// for recipients or passwords, and the container they open.
type envelope struct {
	publicKeyESKs []*packet.EncryptedKey
	symmetricESKs []symmetricESK
	container     rawPacket
	recipients    []Recipient
	shape         Shape
}

type symmetricESK struct {
	parsed *packet.SymmetricKeyEncrypted
	work   int64 // of trying one password
	// authenticated: unwrapping with the wrong password fails for certain, as
	// in version 6. Version 4 yields some session key for most passwords.
	authenticated bool
}

// readEnvelope reads up to the encrypted container and leaves what follows it.
func readEnvelope(stream []byte) (*envelope, error) {
	e := &envelope{}
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		if err != nil {
			return nil, e.blame(err)
		}
		switch p.tag {
		case tagPublicKeyESK:
			e.addPublicKeyESK(p)
		case tagSymmetricESK:
			if err := e.addSymmetricESK(p); err != nil {
				return nil, err
			}
		case tagProtected, tagAEADEncrypted:
			e.container = p
			return e, e.blame(e.describeContainer())
		case tagUnprotected:
			return nil, e.blame(at(ErrUnsupported, offset, "encrypted data without integrity protection"))
		case tagMarker, tagPadding:
		default:
			if p.tag < firstNonCritical {
				return nil, e.blame(at(ErrNotEncrypted, offset, "packet of type %d where encrypted data belongs", p.tag))
			}
		}
		offset += len(p.raw)
	}
	if len(e.recipients) == 0 && len(e.symmetricESKs) == 0 {
		return nil, at(ErrNotEncrypted, 0, "no packets")
	}
	return nil, e.blame(at(ErrDamaged, len(stream), "session keys without encrypted data"))
}

// blame adds the recipients known so far to an error.
func (e *envelope) blame(err error) error {
	var place *Error
	if errors.As(err, &place) {
		place.Recipients = e.recipients
	}
	return err
}

// addPublicKeyESK keeps packets of unknown version or algorithm as recipients
// only: others may still open the message.
func (e *envelope) addPublicKeyESK(p rawPacket) {
	if len(p.body) > 0 {
		e.shape.PKESK = append(e.shape.PKESK, int(p.body[0]))
	}
	parsed, err := p.parseGuarded()
	esk, ok := parsed.(*packet.EncryptedKey)
	if err != nil || !ok {
		e.recipients = append(e.recipients, Recipient{})
		return
	}
	recipient := Recipient{KeyID: esk.KeyId, Fingerprint: fingerprintOf(esk.KeyFingerprint)}
	e.recipients = append(e.recipients, recipient)
	e.shape.Anonymous = e.shape.Anonymous || recipient.Anonymous()
	e.publicKeyESKs = append(e.publicKeyESKs, esk)
}

func (e *envelope) addSymmetricESK(p rawPacket) error {
	spec := p.body
	if len(spec) == 0 {
		return nil
	}
	version := int(spec[0])
	e.shape.SKESK = append(e.shape.SKESK, version)
	skip := 2 // version, cipher
	if version == 6 {
		skip = 5 // version, length, cipher, AEAD mode, length
	}
	if len(spec) < skip {
		return nil
	}
	work, err := s2kWork(spec[skip:])
	if err != nil {
		return at(ErrTooLarge, p.offset, "password-encrypted session key: %w", err)
	}
	parsed, err := p.parseGuarded()
	if esk, ok := parsed.(*packet.SymmetricKeyEncrypted); ok && err == nil {
		e.symmetricESKs = append(e.symmetricESKs, symmetricESK{parsed: esk, work: work, authenticated: version == 6})
	}
	return nil
}

// parseGuarded is parse for packets whose failure must not end the reading.
func (p rawPacket) parseGuarded() (parsed packet.Packet, err error) {
	defer recoverDamage("", &err)
	return p.parse()
}

func (e *envelope) describeContainer() error {
	body := e.container.body
	if len(body) < 3 {
		return at(ErrDamaged, e.container.offset, "encrypted data is cut")
	}
	switch {
	case e.container.tag == tagAEADEncrypted:
		e.shape.Container = "AEAD"
		e.shape.Cipher, e.shape.AEAD = cipherName(packet.CipherFunction(body[1])), aeadName(body[2])
	case body[0] == 1:
		e.shape.Container = "SEIPDv1"
	case body[0] == 2:
		e.shape.Container = "SEIPDv2"
		e.shape.Cipher, e.shape.AEAD = cipherName(packet.CipherFunction(body[1])), aeadName(body[2])
	default:
		return at(ErrUnsupported, e.container.offset, "encrypted data of version %d", body[0])
	}
	_, err := e.container.parse()
	return err
}

// decrypt returns the packets inside the container. On SEIPDv1 only Close
// notices tampering, so nothing is handed out before it.
func (e *envelope) decrypt(with sessionKey) (plain []byte, err error) {
	defer recoverDamage("", &err)
	parsed, err := e.container.parse()
	if err != nil {
		return nil, err
	}
	container, ok := parsed.(packet.EncryptedDataPacket)
	if !ok {
		return nil, at(ErrDamaged, e.container.offset, "packet of type %d is no encrypted data", e.container.tag)
	}
	contents, err := container.Decrypt(with.cipher, with.key)
	if err != nil {
		return nil, &Error{Kind: ErrDamaged, Offset: int64(e.container.offset), Err: err}
	}
	plain, err = readUpTo(contents, len(e.container.body), len(e.container.body))
	if err == nil {
		err = contents.Close()
	}
	if err != nil {
		return nil, &Error{Kind: ErrDamaged, Offset: int64(e.container.offset), Err: err}
	}
	return plain, nil
}

// readUpTo reads to the end, expecting about hint bytes; more than limit is
// an error of kind ErrTooLarge.
func readUpTo(r io.Reader, hint, limit int) ([]byte, error) {
	const spare = 512 // room to see the end without growing
	buf := make([]byte, 0, min(hint, limit)+spare)
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case len(buf) > limit:
			return nil, failed(ErrTooLarge, "more than %d bytes", limit)
		case errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return nil, err
		}
	}
}

func cipherName(c packet.CipherFunction) string {
	switch c {
	case packet.Cipher3DES:
		return "3DES"
	case packet.CipherCAST5:
		return "CAST5"
	case packet.CipherAES128:
		return "AES-128"
	case packet.CipherAES192:
		return "AES-192"
	case packet.CipherAES256:
		return "AES-256"
	}
	return "unknown"
}

func aeadName(mode byte) string {
	switch packet.AEADMode(mode) {
	case packet.AEADModeEAX:
		return "EAX"
	case packet.AEADModeOCB:
		return "OCB"
	case packet.AEADModeGCM:
		return "GCM"
	}
	return "unknown"
}
