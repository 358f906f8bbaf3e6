package pgp

import (
	"crypto/cipher"
	"crypto/sha1" // the one hash of SEIPDv1
	"crypto/subtle"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// openSEIPDv1 decrypts the body of a SEIPD packet of version 1 (RFC 9580 section
// 5.13.1) and returns what is inside once its modification detection code has
// been checked.
func openSEIPDv1(body []byte, block cipher.Block) ([]byte, error) {
	const header = 2 // of the MDC packet
	prefixSize := block.BlockSize() + 2
	if len(body) < 1+prefixSize+header+sha1.Size {
		return nil, failed(ErrDamaged, "encrypted data is cut")
	}
	prefix := append([]byte(nil), body[1:1+prefixSize]...)
	stream := packet.NewOCFBDecrypter(block, prefix, packet.OCFBNoResync)
	plain := make([]byte, len(body)-1-prefixSize)
	stream.XORKeyStream(plain, body[1+prefixSize:])

	hash := sha1.New()
	hash.Write(prefix)
	hashed, sum := plain[:len(plain)-sha1.Size], plain[len(plain)-sha1.Size:]
	hash.Write(hashed)
	contents, mdc := hashed[:len(hashed)-header], hashed[len(hashed)-header:]
	const mdcTag = 0xc0 | 19
	matches := subtle.ConstantTimeCompare(hash.Sum(nil), sum) & subtle.ConstantTimeCompare(mdc, []byte{mdcTag, sha1.Size})
	if matches != 1 {
		return nil, failed(ErrDamaged, "modification detection code does not match")
	}
	return contents, nil
}
