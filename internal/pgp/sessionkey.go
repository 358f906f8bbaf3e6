package pgp

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"math/big"

	"github.com/ProtonMail/go-crypto/openpgp/ecdh"
	"github.com/ProtonMail/go-crypto/openpgp/elgamal"
	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/x25519"
	"github.com/ProtonMail/go-crypto/openpgp/x448"
)

// A pkesk is a public key encrypted session key packet (RFC 9580 section 5.1).
type pkesk struct {
	*packet.EncryptedKey
	body []byte
}

// unwrap decrypts the session key, if its cipher is one of go-crypto's. A panic
// must not keep other keys from being tried.
func (e pkesk) unwrap(c *component) (err error) {
	defer recoverDamage("", &err)
	return e.Decrypt(c.secret, &packet.Config{})
}

// olderCipher reports whether unwrap failed for the cipher alone. Only version 3
// names it: X25519 and X448 beside the encrypted key, all others inside it, so
// that the key fits if the cipher could be read.
func (e pkesk) olderCipher(unwrapping error) bool {
	if e.Version != 3 || e.CipherFunc.IsSupported() {
		return false
	}
	var unsupported pgperrors.UnsupportedError
	return e.isNative() || errors.As(unwrapping, &unsupported)
}

// isNative tells the algorithms that have a key wrapping of their own.
func (e pkesk) isNative() bool {
	return e.Algo == packet.PubKeyAlgoX25519 || e.Algo == packet.PubKeyAlgoX448
}

// unwrapOlder decrypts the session key of a version 3 packet whatever its cipher
// is. The asymmetric part is go-crypto's.
func (e pkesk) unwrapOlder(c *component) (err error) {
	defer recoverDamage("", &err)
	const fixed = 10 // version, key id, algorithm
	if len(e.body) < fixed {
		return failed(ErrDamaged, "session key is cut")
	}
	fields := e.body[fixed:]
	if e.isNative() {
		e.Key, err = unwrapNative(fields, c.secret)
		return err
	}
	var encoded []byte
	switch secret := c.secret.PrivateKey.(type) {
	case *elgamal.PrivateKey:
		encoded, err = unwrapElGamal(fields, secret)
	case *ecdh.PrivateKey:
		encoded, err = unwrapECDH(fields, secret, c)
	case crypto.Decrypter:
		encoded, err = unwrapRSA(fields, secret)
	default:
		err = failed(ErrUnsupported, "key of algorithm %d", e.Algo)
	}
	if err == nil {
		e.CipherFunc, e.Key, err = splitSessionKey(encoded)
	}
	return err
}

// splitSessionKey reads the cipher, the key and its checksum (RFC 9580 section
// 5.1.3).
func splitSessionKey(encoded []byte) (id packet.CipherFunction, key []byte, err error) {
	const sum = 2
	if len(encoded) < 1+sum {
		return 0, nil, failed(ErrDamaged, "session key is cut")
	}
	key = encoded[1 : len(encoded)-sum]
	checksum := uint16(0)
	for _, b := range key {
		checksum += uint16(b)
	}
	if subtle.ConstantTimeEq(int32(checksum), int32(binary.BigEndian.Uint16(encoded[len(encoded)-sum:]))) != 1 {
		return 0, nil, failed(ErrDamaged, "checksum of the session key does not match")
	}
	return packet.CipherFunction(encoded[0]), key, nil
}

func unwrapRSA(fields []byte, secret crypto.Decrypter) ([]byte, error) {
	public, ok := secret.Public().(*rsa.PublicKey)
	number, _, read := nextMPI(fields)
	if !ok || !read || len(number) > public.Size() {
		return nil, failed(ErrDamaged, "session key is not of the size of the RSA key")
	}
	padded := make([]byte, public.Size())
	copy(padded[len(padded)-len(number):], number)
	return secret.Decrypt(nil, padded, nil) // PKCS #1 v1.5
}

func unwrapElGamal(fields []byte, secret *elgamal.PrivateKey) ([]byte, error) {
	c1, rest, ok1 := nextMPI(fields)
	c2, _, ok2 := nextMPI(rest)
	if !ok1 || !ok2 {
		return nil, failed(ErrDamaged, "session key is cut")
	}
	return elgamal.Decrypt(secret, new(big.Int).SetBytes(c1), new(big.Int).SetBytes(c2))
}

// unwrapECDH also needs the curve's object identifier, which go-crypto keeps to
// itself: it follows version, time and algorithm in the public packet.
func unwrapECDH(fields []byte, secret *ecdh.PrivateKey, c *component) ([]byte, error) {
	point, rest, ok := nextMPI(fields)
	if !ok || len(rest) == 0 || int(rest[0]) > len(rest)-1 {
		return nil, failed(ErrDamaged, "session key is cut")
	}
	public, err := nextPacket(c.raw, 0)
	if err != nil {
		return nil, err
	}
	before := 6
	if c.public.Version == 6 {
		before += 4 // length of what follows
	}
	if len(public.body) <= before || len(public.body) < before+1+int(public.body[before]) {
		return nil, failed(ErrDamaged, "public key is cut")
	}
	oid := public.body[before : before+1+int(public.body[before])]
	return ecdh.Decrypt(secret, point, rest[1:1+int(rest[0])], oid, c.public.Fingerprint)
}

// unwrapNative is for X25519 and X448, whose key wrapping checks itself.
func unwrapNative(fields []byte, secret *packet.PrivateKey) ([]byte, error) {
	const v6 = false
	switch private := secret.PrivateKey.(type) {
	case *x25519.PrivateKey:
		ephemeral, wrapped, _, err := x25519.DecodeFields(bytes.NewReader(fields), v6)
		if err != nil {
			return nil, err
		}
		return x25519.Decrypt(private, ephemeral, wrapped)
	case *x448.PrivateKey:
		ephemeral, wrapped, _, err := x448.DecodeFields(bytes.NewReader(fields), v6)
		if err != nil {
			return nil, err
		}
		return x448.Decrypt(private, ephemeral, wrapped)
	}
	return nil, failed(ErrDamaged, "cannot decrypt with this key")
}

// nextMPI cuts a multiprecision integer (RFC 9580 section 3.2) off the fields.
func nextMPI(fields []byte) (number, rest []byte, ok bool) {
	if len(fields) < 2 {
		return nil, nil, false
	}
	size := (int(binary.BigEndian.Uint16(fields)) + 7) / 8
	if size > len(fields)-2 {
		return nil, nil, false
	}
	return fields[2 : 2+size], fields[2+size:], true
}
