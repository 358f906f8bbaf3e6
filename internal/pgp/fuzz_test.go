package pgp

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// fuzzSeeds are binary: the messages real clients wrote, and made ones.
func fuzzSeeds(f *testing.F) [][]byte {
	f.Helper()
	var seeds [][]byte
	for _, release := range []string{"v1.139.3", "v2.33.0", "v2.62.0"} {
		for _, kind := range []string{".message.asc", ".secret.asc"} {
			block, ok := nextArmor(testdata(f, release+kind), 0)
			if !ok || block.err != nil {
				f.Fatal(block.err)
			}
			seeds = append(seeds, block.data)
		}
	}
	return append(seeds,
		recipe{hidden: []*v2.Entity{bobV4(), carolV6()}, signers: []*v2.Entity{aliceV4()}}.seal(f, plainMail),
		recipe{password: "password", config: saltedS2K}.seal(f, plainMail),
		serializePublic(f, carolV6()), serializeSecret(f, aliceV4()),
		signaturePacketOver(f, aliceV4().PrivateKey, plainMail, nil),
		literalPacket(plainMail), []byte("hello"), []byte{0xe1, 0xe1})
}

func isKnownKind(err error) bool {
	kinds := []error{ErrNotEncrypted, ErrNoKey, ErrDamaged, ErrPassphrase, ErrTooLarge, ErrUnsupported}
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

func FuzzOpen(f *testing.F) {
	for _, seed := range fuzzSeeds(f) {
		f.Add(seed)
	}
	var secrets []*Key
	for _, release := range []string{"v1.139.3", "v2.33.0", "v2.62.0"} {
		secrets = append(secrets, readOne(f, testdata(f, release+".secret.asc")))
	}
	ring := NewRing(append(secrets, secretKey(f, bobV4()), secretKey(f, carolV6()))...)
	f.Fuzz(func(t *testing.T, input []byte) {
		opened, err := Open(input, ring, [][]byte{[]byte("password")}, Options{MaxPlain: 1 << 20})
		if err != nil {
			if opened != nil && !isKnownKind(err) || !isKnownKind(err) {
				t.Fatalf("error of no kind: %v", err)
			}
			return
		}
		opened.Verify(ring)
	})
}

// What lies inside the encryption is hostile too: the sender wrote it.
func FuzzOpenContent(f *testing.F) {
	signature := signaturePacketOver(f, aliceV4().PrivateKey, plainMail, nil)
	f.Add(join(onePassPacket(f, aliceV4().PrivateKey, true), literalPacket(plainMail), signature))
	f.Add(compressedPacket(f, join(signature, literalPacket(plainMail))))
	f.Add(packetOf(tagCompressed, []byte{3, 'B', 'Z', 'h', '9'}))
	certs := NewRing(publicKey(f, aliceV4()))
	f.Fuzz(func(t *testing.T, stream []byte) {
		content, err := readContent(stream, 1<<20)
		if err != nil {
			if !isKnownKind(err) {
				t.Fatalf("error of no kind: %v", err)
			}
			return
		}
		opened := Opened{Plain: content.literal, signatures: content.signatures}
		if verdict := opened.Verify(certs); verdict.Good() && !bytes.Equal(opened.Plain, plainMail) {
			t.Fatalf("forged a signature over %q", opened.Plain)
		}
	})
}

func FuzzReadKeys(f *testing.F) {
	for _, seed := range fuzzSeeds(f) {
		f.Add(seed)
	}
	signature := signaturePacketOver(f, aliceV4().PrivateKey, plainMail, nil)
	f.Fuzz(func(t *testing.T, input []byte) {
		keys, errs := ReadKeys(input, func(Fingerprint) ([]byte, bool) { return []byte("x"), true })
		for _, err := range errs {
			if !isKnownKind(err) {
				t.Fatalf("error of no kind: %v", err)
			}
		}
		ring := NewRing(keys...)
		ring.Secret()
		VerifyDetached(plainMail, signature, ring)
		for _, k := range keys {
			k.Addresses()
			again, errs := ReadKeys(k.Serialize(), nil)
			if len(again) != 1 || again[0].Fingerprint() != k.Fingerprint() || again[0].HasSecret() {
				t.Fatalf("written and read back: %d keys, %v", len(again), errs)
			}
		}
	})
}

func FuzzReadArmor(f *testing.F) {
	f.Add(testdata(f, "v2.62.0.message.asc"))
	f.Add([]byte("-----BEGIN PGP MESSAGE-----\n\nAA\n=AAAA\n-----END"))
	f.Fuzz(func(t *testing.T, input []byte) {
		for from := 0; ; {
			block, ok := nextArmor(input, from)
			if !ok {
				return
			}
			if block.offset < from || block.end > len(input) || block.end <= block.offset {
				t.Fatalf("block at %d to %d, searched from %d", block.offset, block.end, from)
			}
			from = block.end
		}
	})
}

func FuzzVerifyDetached(f *testing.F) {
	signature := signaturePacketOver(f, aliceV4().PrivateKey, plainMail, nil)
	f.Add(plainMail, signature)
	f.Add(testdata(f, "v2.62.0.message.asc"), []byte("-----BEGIN PGP SIGNATURE-----\n\nAA\n"))
	certs := NewRing(publicKey(f, aliceV4()))
	f.Fuzz(func(t *testing.T, signed, signature []byte) {
		if v := VerifyDetached(signed, signature, certs); v.Good() && !bytes.Equal(signed, plainMail) {
			t.Fatalf("forged a signature over %q", signed)
		}
	})
}
