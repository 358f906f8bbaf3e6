package pgp

import (
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Origin is what the newest self-signature of a key tells of the program that made
// it (RFC 9580 sections 5.2.3.14 and 5.2.3.32).
type Origin struct {
	Made    time.Time // when it was signed
	SEIPDv1 bool      // announces that it opens encrypted mail of version 1
	SEIPDv2 bool      // and of version 2
	OnlyAES bool      // prefers AES-256, 192 and 128, in this order, and no other cipher
}

// Origin is false if the key has no valid self-signature.
func (k *Key) Origin() (Origin, bool) {
	sig := k.primary.status().newest
	if sig == nil {
		return Origin{}, false
	}
	aes := []byte{byte(packet.CipherAES256), byte(packet.CipherAES192), byte(packet.CipherAES128)}
	return Origin{Made: sig.CreationTime.UTC(), SEIPDv1: sig.SEIPDv1, SEIPDv2: sig.SEIPDv2, OnlyAES: slices.Equal(sig.PreferredSymmetric, aes)}, true
}
