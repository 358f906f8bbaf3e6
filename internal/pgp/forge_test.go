package pgp

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"github.com/ProtonMail/go-crypto/openpgp/s2k"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// Keys and messages made with go-crypto, at a fixed time.

var (
	keyTime = time.Date(2024, 5, 20, 12, 0, 0, 0, time.UTC)
	sigTime = keyTime.Add(24 * time.Hour)
)

func configAt(when time.Time) *packet.Config {
	return &packet.Config{Time: func() time.Time { return when }, MinRSABits: 1024}
}

func newEntity(address string, adjust func(*packet.Config)) *v2.Entity {
	config := configAt(keyTime)
	adjust(config)
	entity, err := v2.NewEntity("", "", address, config)
	if err != nil {
		panic(err)
	}
	return entity
}

func useV4(c *packet.Config)      { c.Algorithm = packet.PubKeyAlgoEdDSA }
func useV6(c *packet.Config)      { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd25519, true }
func useRSA(c *packet.Config)     { c.Algorithm, c.RSABits = packet.PubKeyAlgoRSA, 2048 }
func useRSA1024(c *packet.Config) { c.Algorithm, c.RSABits = packet.PubKeyAlgoRSA, 1024 }
func usePQC(c *packet.Config)     { c.Algorithm, c.V6Keys = packet.PubKeyAlgoMldsa65Ed25519, true }

// One of each, made once: generating RSA keys takes long.
var (
	aliceV4   = sync.OnceValue(func() *v2.Entity { return newEntity("Alice@example.org", useV4) })
	bobV4     = sync.OnceValue(func() *v2.Entity { return newEntity("bob@example.org", useV4) })
	carolV6   = sync.OnceValue(func() *v2.Entity { return newEntity("carol@example.org", useV6) })
	doraRSA   = sync.OnceValue(func() *v2.Entity { return newEntity("dora@example.org", useRSA) })
	erin1024  = sync.OnceValue(func() *v2.Entity { return newEntity("erin@example.org", useRSA1024) })
	fionaPQC  = sync.OnceValue(func() *v2.Entity { return newEntity("fiona@example.org", usePQC) })
	somebody1 = sync.OnceValue(func() *v2.Entity { return newEntity("one@example.org", useV4) })
)

// secretKey and publicKey read an entity back through ReadKeys.
func secretKey(t testing.TB, entity *v2.Entity) *Key {
	t.Helper()
	return readOne(t, serializeSecret(t, entity))
}

func publicKey(t testing.TB, entity *v2.Entity) *Key {
	t.Helper()
	return readOne(t, serializePublic(t, entity))
}

func serializeSecret(t testing.TB, entity *v2.Entity) []byte {
	t.Helper()
	var out bytes.Buffer
	check(t, entity.SerializePrivateWithoutSigning(&out, nil))
	return out.Bytes()
}

func serializePublic(t testing.TB, entity *v2.Entity) []byte {
	t.Helper()
	var out bytes.Buffer
	check(t, entity.Serialize(&out))
	return out.Bytes()
}

func readOne(t testing.TB, data []byte) *Key {
	t.Helper()
	keys, errs := ReadKeys(data, nil)
	if len(keys) != 1 || len(errs) != 0 {
		t.Fatalf("got %d keys and errors %v", len(keys), errs)
	}
	return keys[0]
}

func fingerprint(entity *v2.Entity) Fingerprint { return fingerprintOf(entity.PrimaryKey.Fingerprint) }

// recipe says how to make a message.
type recipe struct {
	to, hidden []*v2.Entity
	signers    []*v2.Entity
	password   string
	text       bool
	config     func(*packet.Config)
}

func compressed(c *packet.Config) { c.DefaultCompressionAlgo = packet.CompressionZLIB }
func seipdV2(c *packet.Config)    { c.AEADConfig = &packet.AEADConfig{DefaultMode: packet.AEADModeOCB} }
func saltedS2K(c *packet.Config) {
	c.S2KConfig = &s2k.Config{S2KMode: s2k.SaltedS2K, PassphraseIsHighEntropy: true}
}

func (r recipe) seal(t testing.TB, plain []byte) []byte {
	t.Helper()
	config := configAt(sigTime)
	if r.config != nil {
		r.config(config)
	}
	var out bytes.Buffer
	var w io.WriteCloser
	var err error
	params := &v2.EncryptParams{Signers: r.signers, TextSig: r.text, Config: config}
	if r.password != "" {
		w, err = v2.SymmetricallyEncryptWithParams([]byte(r.password), &out, params)
	} else {
		w, err = v2.EncryptWithParams(&out, r.to, r.hidden, params)
	}
	check(t, err)
	_, err = w.Write(plain)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

// sealPackets encrypts packets of our own making to an entity, as SEIPDv1 with
// a correct MDC.
func sealPackets(t testing.TB, inner []byte, to *v2.Entity) []byte {
	t.Helper()
	key := make([]byte, 16)
	_, _ = rand.Read(key)
	var out bytes.Buffer
	for _, sub := range to.Subkeys {
		check(t, packet.SerializeEncryptedKeyAEADwithHiddenOption(&out, sub.PublicKey, packet.CipherAES128, false, key, false, &packet.Config{}))
	}
	w, err := packet.SerializeSymmetricallyEncrypted(&out, packet.CipherAES128, false, packet.CipherSuite{}, key, &packet.Config{})
	check(t, err)
	_, err = w.Write(inner)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

// literalPacket, compressedPacket, signaturePacketOver and onePassPacket make
// single packets.
func literalPacket(plain []byte) []byte {
	body := append([]byte{'b', 0, 0, 0, 0, 0}, plain...)
	return packetOf(tagLiteral, body)
}

func compressedPacket(t testing.TB, inner []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := packet.SerializeCompressed(nopCloser{&out}, packet.CompressionZLIB, nil)
	check(t, err)
	_, err = w.Write(inner)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

// signaturePacketOver signs with a key of the entity at low level, so that
// anything can be signed in any way.
func signaturePacketOver(t testing.TB, signer *packet.PrivateKey, plain []byte, adjust func(*packet.Signature)) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: signer.Version, SigType: packet.SigTypeBinary, PubKeyAlgo: signer.PubKeyAlgo,
		Hash: crypto.SHA256, CreationTime: sigTime, IssuerKeyId: &signer.KeyId,
	}
	if adjust != nil {
		adjust(sig)
	}
	h, err := sig.PrepareSign(&packet.Config{})
	check(t, err)
	h.Write(plain)
	check(t, sig.Sign(h, signer, &packet.Config{NonDeterministicSignaturesViaNotation: packet.BoolPointer(false)}))
	var out bytes.Buffer
	check(t, sig.Serialize(&out))
	return out.Bytes()
}

func onePassPacket(t testing.TB, signer *packet.PrivateKey, last bool) []byte {
	t.Helper()
	ops := packet.OnePassSignature{
		Version: 3, SigType: packet.SigTypeBinary, Hash: crypto.SHA256,
		PubKeyAlgo: signer.PubKeyAlgo, KeyId: signer.KeyId, IsLast: last,
	}
	var out bytes.Buffer
	check(t, ops.Serialize(&out))
	return out.Bytes()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	check(t, err)
	return data
}

func flip(data []byte, offset int) []byte {
	changed := bytes.Clone(data)
	changed[offset] ^= 1
	return changed
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
