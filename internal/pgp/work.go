package pgp

import (
	//lint:ignore SA1019 old keys have to be read
	"crypto/dsa"
	"crypto/rsa"
	"fmt"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// maxWork bounds what opening one message may cost, counted in bytes hashed at
// about a nanosecond each: two seconds. It allows some 20,000 anonymous recipients
// on Curve25519, 500 on RSA, or 33 passwords at GnuPG's largest iteration count.
const maxWork = 2 << 30

// maxArgon2Memory bounds one Argon2 derivation, in bytes. Chatmail clients
// accept no Argon2 at all; RFC 9580 recommends 64 MiB where memory is scarce.
const maxArgon2Memory = 256 << 20

// maxKeyWork bounds what checking the self-signatures of one certificate may
// cost, in the same unit: a quarter of a second. It allows the 256 signatures a
// certificate may have of every usual key, 180 of DSA with 2048 bits, or 33 with
// 4096. Third-party certifications have as much again.
const maxKeyWork = 256 << 20

// A workBudget is what is left for one message or certificate.
type workBudget int64

// affords spends work, and reports whether there was enough left.
func (b *workBudget) affords(work int64) bool {
	if *b >= 0 {
		*b -= workBudget(work)
	}
	return *b >= 0
}

func (b *workBudget) spend(work int64) error {
	if !b.affords(work) {
		return failed(ErrTooLarge, "trying all keys would cost too much")
	}
	return nil
}

// unwrapWork estimates one attempt to decrypt a session key.
func unwrapWork(algorithm packet.PublicKeyAlgorithm) int64 {
	switch algorithm {
	case packet.PubKeyAlgoRSA, packet.PubKeyAlgoRSAEncryptOnly, packet.PubKeyAlgoElGamal:
		return 4 << 20
	case packet.PubKeyAlgoX448, packet.PubKeyAlgoMlkem768X25519, packet.PubKeyAlgoMlkem1024X448:
		return 1 << 20
	}
	return 100 << 10
}

// containerWork estimates opening a container of this size: AES takes about a
// nanosecond for a byte, ciphers without support in the processor many.
func containerWork(cipher packet.CipherFunction, size int) int64 {
	const aes, other = 1, 32
	if cipher != 0 && cipher < packet.CipherAES128 || cipher > packet.CipherAES256 {
		return other * int64(size)
	}
	return aes * int64(size)
}

// verifyWork estimates one attempt to verify a signature.
func verifyWork(public *packet.PublicKey) int64 {
	switch material := public.PublicKey.(type) {
	case *rsa.PublicKey:
		bits := int64(material.N.BitLen())
		return bits*bits>>7 + 16<<10
	case *dsa.PublicKey:
		bits := int64(material.P.BitLen())
		return bits*bits*int64(material.Q.BitLen())>>10 + 16<<10
	}
	switch public.PubKeyAlgo {
	case packet.PubKeyAlgoEdDSA, packet.PubKeyAlgoEd25519:
		return 100 << 10
	}
	return 1 << 20
}

// s2kWork reads a string-to-key specifier (RFC 9580 section 3.7) and returns
// what deriving one key from it costs. It fails if Argon2 asks for more than
// maxArgon2Memory. Specifiers that are cut are left to the parser.
func s2kWork(spec []byte) (int64, error) {
	const iterated, argon2 = 3, 4
	switch {
	case len(spec) >= 11 && spec[0] == iterated:
		count := spec[10]
		return int64(16+count&15) << (count>>4 + 6), nil
	case len(spec) >= 20 && spec[0] == argon2:
		passes, exponent := int64(spec[17]), spec[19]
		if exponent > 31 || int64(1024)<<exponent > maxArgon2Memory {
			return 0, fmt.Errorf("argon2 asks for 2^%d KiB of memory", exponent)
		}
		return passes * (1024 << exponent), nil
	}
	return 1024, nil
}
