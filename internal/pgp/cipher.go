package pgp

import (
	"crypto/cipher"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	//lint:ignore SA1019 old mail has to be read
	"golang.org/x/crypto/blowfish"
	//lint:ignore SA1019 old mail has to be read
	"golang.org/x/crypto/twofish"

	"github.com/gmmtool/gmmtool/internal/camellia"
	"github.com/gmmtool/gmmtool/internal/idea"
)

// Ciphers of RFC 9580 section 9.3 that go-crypto does not know. rPGP, the
// library of the clients, opens SEIPDv1 with each of them (src/crypto/sym.rs),
// and SEIPDv2 with AES alone.
const (
	cipherIDEA        packet.CipherFunction = 1
	cipherBlowfish    packet.CipherFunction = 4
	cipherTwofish     packet.CipherFunction = 10
	cipherCamellia128 packet.CipherFunction = 11
	cipherCamellia192 packet.CipherFunction = 12
	cipherCamellia256 packet.CipherFunction = 13
)

// olderKeySize is the size in bytes of the session keys of these ciphers, 0 for
// all others.
func olderKeySize(id packet.CipherFunction) int {
	switch id {
	case cipherIDEA, cipherBlowfish, cipherCamellia128:
		return 16
	case cipherCamellia192:
		return 24
	case cipherTwofish, cipherCamellia256:
		return 32
	}
	return 0
}

// newOlderCipher makes one of these ciphers. The error is of kind ErrUnsupported
// for others, and of kind ErrDamaged if the key is not of its size.
func newOlderCipher(id packet.CipherFunction, key []byte) (cipher.Block, error) {
	switch size := olderKeySize(id); {
	case size == 0:
		return nil, failed(ErrUnsupported, "cipher of number %d (RFC 9580 section 9.3)", id)
	case size != len(key):
		return nil, failed(ErrDamaged, "session key of %d bytes for the cipher of number %d", len(key), id)
	}
	switch id {
	case cipherIDEA:
		return idea.NewCipher(key)
	case cipherBlowfish:
		return blowfish.NewCipher(key)
	case cipherTwofish:
		return twofish.NewCipher(key)
	}
	return camellia.NewCipher(key)
}
