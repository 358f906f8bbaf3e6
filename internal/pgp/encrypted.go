package pgp

import (
	"errors"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// An encryptedMessage is a sequence of encrypted session keys (ESK) and the
// container they open (RFC 9580 section 10.3).
type encryptedMessage struct {
	pkesks     []pkesk
	skesks     []skesk
	container  rawPacket // SEIPD, or GnuPG's AEAD
	recipients []Recipient
	anonymous  bool // some recipient is hidden
}

type skesk struct {
	parsed *packet.SymmetricKeyEncrypted
	work   int64 // of trying one password
	// authenticated: unwrapping with the wrong password fails for certain, as
	// in version 6. Version 4 yields some session key for most passwords.
	authenticated bool
}

// readEncrypted reads up to the container and leaves what follows it.
func readEncrypted(stream []byte) (*encryptedMessage, error) {
	m := &encryptedMessage{}
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		if err != nil {
			return nil, m.withRecipients(err)
		}
		switch p.tag {
		case tagPKESK:
			m.addPKESK(p)
		case tagSKESK:
			if err := m.addSKESK(p); err != nil {
				return nil, err
			}
		case tagSEIPD, tagAEAD:
			m.container = p
			return m, m.withRecipients(checkContainer(p))
		case tagSED:
			return nil, m.withRecipients(failedAt(ErrUnsupported, offset, "encrypted data without integrity protection"))
		case tagMarker, tagPadding:
		default:
			if p.tag < firstNonCritical {
				return nil, m.withRecipients(failedAt(ErrNotEncrypted, offset, "packet of type %d where encrypted data belongs", p.tag))
			}
		}
		offset += len(p.raw)
	}
	if len(m.recipients) == 0 && len(m.skesks) == 0 {
		return nil, failedAt(ErrNotEncrypted, 0, "no packets")
	}
	return nil, m.withRecipients(failedAt(ErrDamaged, len(stream), "session keys without encrypted data"))
}

// withRecipients adds the recipients known so far to an error.
func (m *encryptedMessage) withRecipients(err error) error {
	var place *Error
	if errors.As(err, &place) {
		place.Recipients = m.recipients
	}
	return err
}

// addPKESK keeps packets of unknown version or algorithm as recipients only:
// others may still open the message.
func (m *encryptedMessage) addPKESK(p rawPacket) {
	var recipient Recipient
	parsed, err := p.parse()
	if esk, ok := parsed.(*packet.EncryptedKey); ok && err == nil {
		recipient = Recipient{KeyID: esk.KeyId, Fingerprint: fingerprintOf(esk.KeyFingerprint)}
		m.anonymous = m.anonymous || recipient == Recipient{}
		m.pkesks = append(m.pkesks, pkesk{esk, p.body})
	}
	m.recipients = append(m.recipients, recipient)
}

// addSKESK leaves out packets of unknown version or algorithm.
func (m *encryptedMessage) addSKESK(p rawPacket) error {
	if len(p.body) == 0 {
		return nil
	}
	skip := 2 // version, cipher
	if p.body[0] == 6 {
		skip = 5 // version, length, cipher, AEAD mode, length
	}
	if len(p.body) < skip {
		return nil
	}
	work, err := s2kWork(p.body[skip:])
	if err != nil {
		return failedAt(ErrTooLarge, p.offset, "password-encrypted session key: %w", err)
	}
	parsed, err := p.parse()
	if esk, ok := parsed.(*packet.SymmetricKeyEncrypted); ok && err == nil {
		m.skesks = append(m.skesks, skesk{parsed: esk, work: work, authenticated: p.body[0] == 6})
	}
	return nil
}

func checkContainer(p rawPacket) error {
	if len(p.body) < 3 {
		return failedAt(ErrDamaged, p.offset, "encrypted data is cut")
	}
	if version := p.body[0]; p.tag == tagSEIPD && version != 1 && version != 2 {
		return failedAt(ErrUnsupported, p.offset, "encrypted data of version %d", version)
	}
	_, err := p.parse()
	return err
}

// openContainer returns the packets inside the container. On SEIPDv1 only
// Close notices tampering, so nothing is handed out before it.
func (m *encryptedMessage) openContainer(key sessionKey) (plain []byte, err error) {
	defer recoverDamage("", &err)
	if named := key.cipher != 0; named && !key.cipher.IsSupported() {
		return m.openWithOlderCipher(key)
	}
	parsed, err := m.container.parse()
	if err != nil {
		return nil, err
	}
	container, ok := parsed.(packet.EncryptedDataPacket)
	if !ok {
		return nil, failedAt(ErrDamaged, m.container.offset, "packet of type %d is not encrypted data", m.container.tag)
	}
	contents, err := container.Decrypt(key.cipher, key.key)
	if err == nil {
		plain, err = readUpTo(contents, len(m.container.body), len(m.container.body))
	}
	if err == nil {
		err = contents.Close()
	}
	if err != nil {
		return nil, &Error{Kind: ErrDamaged, Offset: int64(m.container.offset), Err: err}
	}
	return plain, nil
}

// openWithOlderCipher opens SEIPDv1 with a cipher that go-crypto does not know.
// Other containers are not opened with one by any client.
func (m *encryptedMessage) openWithOlderCipher(key sessionKey) ([]byte, error) {
	if version := m.container.body[0]; m.container.tag != tagSEIPD || version != 1 {
		return nil, failedAt(ErrUnsupported, m.container.offset, "cipher of number %d in a packet of type %d, version %d", key.cipher, m.container.tag, version)
	}
	block, err := newOlderCipher(key.cipher, key.key)
	if err == nil {
		var plain []byte
		if plain, err = openSEIPDv1(m.container.body, block); err == nil {
			return plain, nil
		}
	}
	return nil, atOffset(m.container.offset, err)
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
