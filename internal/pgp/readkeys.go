package pgp

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

const (
	// maxTrailingJunk is how many bytes after the last packet of a key are
	// ignored. QUIRK: old Delta Chat databases hold keys followed by 3 to 9
	// bytes of decoded armor checksum, and core tolerates them.
	maxTrailingJunk = 9
	// maxDefects bounds the errors of one block, and the searches they cause.
	maxDefects = 64
)

// ReadKeys reads every key in data: armored (one block or many, public or
// secret, with other text around them) or binary. Keys that are sound are
// returned even if others are not; each defect is one error of kind
// ErrDamaged, ErrUnsupported, ErrTooLarge or ErrPassphrase, and a key that lost
// a part is returned without it.
//
// The passphrase function is asked once per locked key and may return false
// for "not known"; the key then stays locked, which is an ErrPassphrase error.
// If it is nil, locked keys stay locked without an error.
func ReadKeys(data []byte, passphrase func(fp Fingerprint) ([]byte, bool)) ([]*Key, []error) {
	blocks, errs := keyStreams(data)
	var keys []*Key
	for _, block := range blocks {
		found, bad := readKeyBlock(block)
		keys = append(keys, found...)
		errs = append(errs, bad...)
	}
	if passphrase != nil {
		for _, k := range keys {
			if err := unlock(k, passphrase); err != nil {
				errs = append(errs, err)
			}
		}
	}
	if len(keys) == 0 && len(errs) == 0 {
		errs = append(errs, failedAt(ErrDamaged, 0, "no OpenPGP key found"))
	}
	for i := range errs {
		errs[i] = withOp("read keys", errs[i])
	}
	return keys, errs
}

// ReadAutocryptKey reads the keydata attribute of an Autocrypt header: one
// public key, binary or base64 with white space anywhere. If more keys follow,
// the first counts, as in chatmail core.
func ReadAutocryptKey(keydata []byte) (k *Key, err error) {
	const op = "read Autocrypt key"
	defer recoverDamage(op, &err)
	data := keydata
	if len(data) > 0 && data[0]&0x80 == 0 {
		if data, err = decodeKeydata(keydata); err != nil {
			return nil, withOp(op, err)
		}
	}
	keys, errs := readKeyBlock(stream{data: data})
	switch {
	case len(keys) > 0 && keys[0].HasSecret():
		return nil, withOp(op, failed(ErrDamaged, "secret key where a public key belongs"))
	case len(keys) > 0:
		return keys[0], nil
	case len(errs) > 0:
		return nil, withOp(op, errs[0])
	}
	return nil, withOp(op, failed(ErrDamaged, "no key in keydata"))
}

// decodeKeydata ignores white space, padding and what follows it.
func decodeKeydata(keydata []byte) ([]byte, error) {
	compact := bytes.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return -1
		}
		return r
	}, keydata)
	compact, _, _ = bytes.Cut(compact, []byte("="))
	data := make([]byte, base64.RawStdEncoding.DecodedLen(len(compact)))
	n, err := base64.RawStdEncoding.Decode(data, compact)
	if err != nil {
		return nil, failed(ErrDamaged, "keydata is not base64: %w", err)
	}
	return data[:n], nil
}

// readKeyBlock reads all keys of a block. After damage it looks for the next
// primary key, so that one broken key does not hide those behind it.
func readKeyBlock(block stream) (keys []*Key, errs []error) {
	var current *keyBuilder // nil before the first key and after damage
	finish := func() {
		if current != nil && current.key != nil {
			keys = append(keys, current.key.finish())
		}
		current = nil
	}
	previous := 0 // start of the last packet, which may have swallowed a key
	for offset := 0; offset < len(block.data) && len(errs) < maxDefects; {
		p, err := nextPacket(block.data, offset)
		if err != nil {
			if len(block.data)-offset <= maxTrailingJunk && current != nil {
				break
			}
			errs = append(errs, block.locate(err))
			offset = nextPrimaryKey(block.data, previous+1, len(block.data))
			previous = offset
			continue
		}
		previous, offset = offset, offset+len(p.raw)
		if p.tag == tagPublicKey || p.tag == tagSecretKey {
			finish()
			current = &keyBuilder{}
		}
		if current == nil {
			err = failedAt(ErrDamaged, p.offset, "packet of type %d where a key belongs", p.tag)
		} else {
			err = current.add(p)
		}
		if err != nil {
			errs = append(errs, block.locate(err))
			offset = nextPrimaryKey(block.data, p.offset+1, offset)
		}
	}
	finish()
	if len(errs) == maxDefects {
		errs = append(errs, failed(ErrTooLarge, "more than %d defects, the rest was not read", maxDefects))
	}
	return keys, errs
}

// nextPrimaryKey returns where, in data[from:to], the next thing begins that
// looks and parses like a primary key, or to.
func nextPrimaryKey(data []byte, from, to int) int {
	const maxPacket, maxAttempts = 16 << 10, 256
	attempts := 0
	for offset := from; offset < to && attempts < maxAttempts; offset++ {
		switch data[offset] {
		case 0x94, 0x95, 0x96, 0x98, 0x99, 0x9a, 0xc5, 0xc6: // types 5 and 6, with a definite length
		default:
			continue
		}
		p, err := nextPacket(data, offset)
		if err != nil || len(p.body) == 0 || len(p.body) > maxPacket || p.body[0] != 4 && p.body[0] != 6 {
			continue
		}
		attempts++
		if _, err := readPublicPart(p); err == nil {
			return offset
		}
	}
	return to
}

// unlock decrypts the secret parts of a locked key in place. It is called
// before the key is handed out.
func unlock(k *Key, passphrase func(Fingerprint) ([]byte, bool)) (err error) {
	if !k.SecretLocked() {
		return nil
	}
	wrong := k.failed(ErrPassphrase)
	secret, known := passphrase(k.Fingerprint())
	if !known {
		return wrong
	}
	defer func() {
		if recover() != nil {
			err = wrong
		}
	}()
	var locked []*packet.PrivateKey
	for c := range k.keyComponents {
		if c.secret != nil && c.secret.Encrypted {
			locked = append(locked, c.secret)
		}
	}
	if packet.DecryptPrivateKeys(locked, secret) != nil {
		return wrong
	}
	return nil
}
