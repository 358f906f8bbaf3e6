package pgp

import (
	"bytes"
	"crypto/aes"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// Where go-crypto knows the cipher, reading the session key ourselves comes to
// the same.
func FuzzUnwrapSessionKey(f *testing.F) {
	recipients := []*v2.Entity{bobV4(), erin1024(), carolV6(), gustavX448()}
	var secrets []*Key
	for _, to := range recipients {
		secrets = append(secrets, secretKey(f, to))
		for _, id := range []packet.CipherFunction{packet.CipherAES128, packet.CipherAES256, cipherIDEA, cipherCamellia256} {
			f.Add(firstPacket(f, olderPKESK(f, id, sessionKeyOf(id), to)).body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m := &encryptedMessage{}
		m.addPKESK(firstPacket(t, packetOf(tagPKESK, body)))
		for _, esk := range m.pkesks {
			for _, k := range secrets {
				for c := range k.keyComponents {
					checkSessionKey(t, esk, c)
				}
			}
		}
	})
}

func checkSessionKey(t *testing.T, esk pkesk, c *component) {
	t.Helper()
	if esk.Version != 3 || c.public.PubKeyAlgo != esk.Algo || !esk.Algo.CanEncrypt() || esk.KeyId != 0 && esk.KeyId != c.public.KeyId {
		return
	}
	theirs, ours := *esk.EncryptedKey, *esk.EncryptedKey
	theirErr := pkesk{&theirs, esk.body}.unwrap(c)
	ourErr := pkesk{&ours, esk.body}.unwrapOlder(c)
	switch {
	case theirErr == nil && ourErr != nil:
		t.Fatalf("only go-crypto unwraps it: %v", ourErr)
	case theirErr == nil && (!bytes.Equal(ours.Key, theirs.Key) || ours.CipherFunc != theirs.CipherFunc):
		t.Fatalf("session key %x of cipher %d, go-crypto says %x of %d", ours.Key, ours.CipherFunc, theirs.Key, theirs.CipherFunc)
	case theirErr != nil && ourErr == nil && ours.CipherFunc.IsSupported():
		t.Fatalf("go-crypto does not unwrap it: %v", theirErr)
	}
}

// With AES, opening the container ourselves comes to the same as go-crypto's way.
func FuzzOpenSEIPDv1(f *testing.F) {
	key := sessionKeyOf(packet.CipherAES128)
	block, err := aes.NewCipher(key)
	check(f, err)
	f.Add(sealSEIPDv1(block, literalPacket(plainMail)))
	f.Add(sealSEIPDv1(block, nil))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) == 0 || body[0] != 1 {
			return
		}
		m := &encryptedMessage{container: firstPacket(t, packetOf(tagSEIPD, body))}
		theirs, theirErr := m.openContainer(sessionKey{cipher: packet.CipherAES128, key: key})
		ours, ourErr := openSEIPDv1(body, block)
		if (theirErr == nil) != (ourErr == nil) || !bytes.Equal(theirs, ours) {
			t.Fatalf("%q and %v, go-crypto says %q and %v", ours, ourErr, theirs, theirErr)
		}
	})
}
