package pgp

import (
	"bytes"
	"crypto/cipher"
	"crypto/sha1"
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/ProtonMail/go-crypto/openpgp/x25519"
	"github.com/ProtonMail/go-crypto/openpgp/x448"
)

// olderCiphers are those that go-crypto does not know, by the name that gpg
// knows them by.
var olderCiphers = map[string]packet.CipherFunction{
	"IDEA": cipherIDEA, "BLOWFISH": cipherBlowfish, "TWOFISH": cipherTwofish,
	"CAMELLIA128": cipherCamellia128, "CAMELLIA192": cipherCamellia192, "CAMELLIA256": cipherCamellia256,
}

var gustavX448 = sync.OnceValue(func() *v2.Entity {
	return newEntity("gustav@example.org", func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true })
})

// sessionKeyOf is a key of the cipher's size, the same each time.
func sessionKeyOf(id packet.CipherFunction) []byte {
	size := olderKeySize(id)
	if size == 0 {
		size = id.KeySize()
	}
	return bytes.Repeat([]byte{0x5a}, size)
}

// olderPKESK makes a version 3 packet with a cipher that go-crypto does not write.
func olderPKESK(t testing.TB, id packet.CipherFunction, key []byte, to *v2.Entity) []byte {
	t.Helper()
	var out bytes.Buffer
	public := to.Subkeys[0].PublicKey
	head := append([]byte{3}, binaryKeyID(public.KeyId)...)
	out.Write(append(head, byte(public.PubKeyAlgo)))
	const v6 = false
	switch material := public.PublicKey.(type) {
	case *x25519.PublicKey:
		ephemeral, wrapped, err := x25519.Encrypt(zeros{}, material, key)
		check(t, err)
		check(t, x25519.EncodeFields(&out, ephemeral, wrapped, byte(id), v6))
	case *x448.PublicKey:
		ephemeral, wrapped, err := x448.Encrypt(zeros{}, material, key)
		check(t, err)
		check(t, x448.EncodeFields(&out, ephemeral, wrapped, byte(id), v6))
	default:
		out.Reset()
		const aead, hidden = false, false
		check(t, packet.SerializeEncryptedKeyAEADwithHiddenOption(&out, public, id, aead, key, hidden, &packet.Config{}))
		return out.Bytes()
	}
	return packetOf(tagPKESK, out.Bytes())
}

func binaryKeyID(id uint64) []byte {
	var out []byte
	for shift := 56; shift >= 0; shift -= 8 {
		out = append(out, byte(id>>shift))
	}
	return out
}

// zeros is a source of randomness for tests that want the same bytes each time.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); p[0] = 1; return len(p), nil }

// sealSEIPDv1 makes the body of a SEIPD packet of version 1, step by step as RFC
// 9580 section 5.13.1 says.
func sealSEIPDv1(block cipher.Block, inner []byte) []byte {
	random := bytes.Repeat([]byte{0xa5}, block.BlockSize())
	stream, prefix := packet.NewOCFBEncrypter(block, random, packet.OCFBNoResync)
	size := block.BlockSize()
	plain := join(inner, []byte{0xd3, sha1.Size})
	sum := sha1.Sum(join(random, random[size-2:], plain))
	plain = join(plain, sum[:])
	stream.XORKeyStream(plain, plain)
	return join([]byte{1}, prefix, plain)
}

func sealWithOlderCipher(t testing.TB, id packet.CipherFunction, to *v2.Entity) []byte {
	t.Helper()
	key := sessionKeyOf(id)
	block, err := newOlderCipher(id, key)
	check(t, err)
	return join(olderPKESK(t, id, key, to), packetOf(tagSEIPD, sealSEIPDv1(block, literalPacket(plainMail))))
}

func TestEveryCipherOpensWithEveryKindOfKey(t *testing.T) {
	for kind, to := range map[string]*v2.Entity{"RSA": doraRSA(), "ECDH": bobV4(), "X25519": carolV6(), "X448": gustavX448()} {
		for name, id := range olderCiphers {
			t.Run(kind+" and "+name, func(t *testing.T) {
				message := sealWithOlderCipher(t, id, to)
				ring := NewRing(secretKey(t, somebody1()), secretKey(t, to))
				opened, err := Open(message, ring, nil, Options{})
				if err != nil || !bytes.Equal(opened.Plain, plainMail) || opened.Key != fingerprint(to) {
					t.Fatalf("not opened: %v", err)
				}
				_, err = Open(message, NewRing(secretKey(t, somebody1())), nil, Options{})
				if !errors.Is(err, ErrNoKey) {
					t.Errorf("with another's key: %v", err)
				}
				_, err = Open(message, ring, nil, Options{MaxPlain: 1})
				if !errors.Is(err, ErrTooLarge) {
					t.Errorf("with a limit: %v", err)
				}
				step := 7
				if os.Getenv("GMMTOOL_LONG") != "" {
					step = 1
				}
				for offset := len(message) - 60; offset < len(message); offset += step {
					if _, err = Open(flip(message, offset), ring, nil, Options{}); !errors.Is(err, ErrDamaged) {
						t.Fatalf("byte %d changed: %v", offset, err)
					}
				}
			})
		}
	}
}

func TestACipherThatNoClientOpensIsSaidToBeUnsupported(t *testing.T) {
	block, err := newOlderCipher(cipherCamellia128, sessionKeyOf(cipherCamellia128))
	check(t, err)
	seipdV1 := packetOf(tagSEIPD, sealSEIPDv1(block, literalPacket(plainMail)))
	ocb := packetOf(tagAEAD, join([]byte{1, byte(cipherCamellia128), 2, 16}, make([]byte, 80)))
	for name, message := range map[string][]byte{
		"number 5, which is reserved":    join(olderPKESK(t, 5, make([]byte, 16), bobV4()), seipdV1),
		"number 110, for experiments":    join(olderPKESK(t, 110, make([]byte, 16), carolV6()), seipdV1),
		"Camellia in GnuPG's own packet": join(olderPKESK(t, cipherCamellia128, sessionKeyOf(cipherCamellia128), bobV4()), ocb),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(message, NewRing(secretKey(t, bobV4()), secretKey(t, carolV6())), nil, Options{})
			var place *Error
			if !errors.Is(err, ErrUnsupported) || !errors.As(err, &place) || place.Offset <= 0 {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestASessionKeyOfAnotherSizeIsDamage(t *testing.T) {
	message := sealWithOlderCipher(t, cipherTwofish, bobV4())
	container := firstPacket(t, message[len(firstPacket(t, message).raw):])
	short := olderPKESK(t, cipherTwofish, make([]byte, 16), bobV4())
	_, err := Open(join(short, container.raw), NewRing(secretKey(t, bobV4())), nil, Options{})
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

// Ciphers without help from the processor count for what they cost: a thousand
// session keys that fit, and do not open, must not take minutes.
func TestManySessionKeysForASlowCipherStopAtTheBudget(t *testing.T) {
	esk := olderPKESK(t, cipherBlowfish, make([]byte, 16), bobV4())
	container := packetOf(tagSEIPD, join([]byte{1}, make([]byte, 4<<20)))
	message := join(bytes.Repeat(esk, 1000), container)
	_, err := Open(message, NewRing(secretKey(t, bobV4())), nil, Options{})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkOpenSEIPDv1(b *testing.B) {
	for name, id := range olderCiphers {
		b.Run(name, func(b *testing.B) {
			block, err := newOlderCipher(id, sessionKeyOf(id))
			check(b, err)
			body := sealSEIPDv1(block, make([]byte, 1<<20))
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				_, err := openSEIPDv1(body, block)
				check(b, err)
			}
		})
	}
}
