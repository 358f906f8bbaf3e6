package pgp

import (
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// olderCiphers are those that go-crypto does not know, by the name that gpg
// knows them by.
var olderCiphers = map[string]packet.CipherFunction{
	"IDEA": cipherIDEA, "BLOWFISH": cipherBlowfish, "TWOFISH": cipherTwofish,
	"CAMELLIA128": cipherCamellia128, "CAMELLIA192": cipherCamellia192, "CAMELLIA256": cipherCamellia256,
}

func BenchmarkOpenSEIPDv1WithOlderCiphers(b *testing.B) {
	for name, id := range olderCiphers {
		b.Run(name, func(b *testing.B) {
			block, err := newOlderCipher(id, make([]byte, olderKeySize(id)))
			check(b, err)
			body := make([]byte, 1<<20)
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, err := openSEIPDv1(body, block); err == nil {
					b.Fatal("zeros opened")
				}
			}
		})
	}
}
