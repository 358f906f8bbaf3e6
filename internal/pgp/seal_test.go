package pgp

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sealOptions are complete; the seed decides what is drawn.
func sealOptions(seed byte) SealOptions {
	return SealOptions{Time: sigTime, Random: rand.NewChaCha8([32]byte{seed})}
}

// everyKind holds one key of each kind that can sign and be encrypted to.
func everyKind(t testing.TB) map[string]*Key {
	t.Helper()
	return map[string]*Key{
		"Curve25519": secretKey(t, aliceV4()), "version 6": secretKey(t, carolV6()),
		"RSA": secretKey(t, doraRSA()), "post-quantum": secretKey(t, fionaPQC()),
	}
}

// What is sealed opens for everybody it was sealed to, byte for byte, with a
// verdict that clients accept.
func TestOpenUndoesSeal(t *testing.T) {
	kinds := everyKind(t)
	names := []string{"Curve25519", "RSA", "post-quantum", "version 6"}
	rapid.Check(t, func(t *rapid.T) {
		entity := rapid.SliceOf(rapid.Byte()).Draw(t, "entity")
		signer := kinds[rapid.SampledFrom(names).Draw(t, "signer")]
		var recipients []*Key
		for _, name := range rapid.SliceOf(rapid.SampledFrom(names)).Draw(t, "recipients") {
			recipients = append(recipients, kinds[name])
		}
		opts := sealOptions(rapid.Byte().Draw(t, "seed"))
		opts.Intended = rapid.Bool().Draw(t, "intended")
		sealed, err := Seal(entity, signer, recipients, opts)
		if err != nil {
			t.Fatal(err)
		}
		readers := NewRing(append(recipients, signer)...).Keys()
		for _, reader := range readers {
			opened, err := Open(sealed, NewRing(reader), nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkSealed(t, opened, entity, signer, readers, opts.Intended)
			checkForm(t, sealed, reader, len(readers))
		}
	})
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func checkSealed(t fataler, opened *Opened, entity []byte, signer *Key, readers []*Key, intended bool) {
	t.Helper()
	if !bytes.Equal(opened.Plain, entity) {
		t.Fatalf("got %q", opened.Plain)
	}
	verdict := opened.Verify(NewRing(signer))
	if !verdict.Valid() || !verdict.Strict() || verdict.Signer != signer.Fingerprint() || !verdict.Created.Equal(sigTime) {
		t.Fatalf("verdict %+v", verdict)
	}
	if !opened.Armored {
		t.Fatalf("it is not armored")
	}
	want := 0
	if intended {
		want = len(readers)
	}
	if len(verdict.Intended) != want {
		t.Fatalf("intended recipients %v", verdict.Intended)
	}
	for _, reader := range readers {
		if intended && !slices.Contains(verdict.Intended, reader.Fingerprint()) {
			t.Fatalf("%s is missing among the intended recipients", reader.Fingerprint())
		}
	}
}

// checkForm is what every client from 1.139 on reads.
func checkForm(t fataler, sealed []byte, reader *Key, recipients int) {
	t.Helper()
	want := form{
		seipd: 1, pkesks: slices.Repeat([]byte{3}, recipients),
		cipher: packet.CipherAES128, compression: packet.CompressionZLIB,
	}
	if got, err := formOf(sealed, NewRing(reader)); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func FuzzOpenUndoesSeal(f *testing.F) {
	f.Add(plainMail, byte(0))
	f.Add([]byte{}, byte(1))
	f.Add(bytes.Repeat([]byte("\r\n"), 1<<13), byte(2))
	alice, bob := secretKey(f, aliceV4()), secretKey(f, bobV4())
	f.Fuzz(func(t *testing.T, entity []byte, seed byte) {
		sealed, err := Seal(entity, alice, []*Key{bob}, sealOptions(seed))
		check(t, err)
		opened, err := Open(sealed, NewRing(bob), nil, Options{})
		check(t, err)
		checkSealed(t, opened, entity, alice, []*Key{alice, bob}, false)
		checkForm(t, sealed, bob, 2)
	})
}

func TestSealUsesNothingButWhatItIsGiven(t *testing.T) {
	kinds := everyKind(t)
	for name, recipient := range kinds {
		if name == "RSA" {
			continue // crypto/rsa draws from the system
		}
		var sealed [3][]byte
		for i, seed := range []byte{1, 1, 2} {
			var err error
			sealed[i], err = Seal(plainMail, kinds["version 6"], []*Key{recipient}, sealOptions(seed))
			check(t, err)
		}
		if !bytes.Equal(sealed[0], sealed[1]) {
			t.Errorf("%s: the same randomness gave two messages", name)
		}
		if bytes.Equal(sealed[0], sealed[2]) {
			t.Errorf("%s: randomness made no difference", name)
		}
	}
}

// A reader may hand out one byte at a time; the rest must not stay zero.
func TestSealReadsRandomnessToTheEnd(t *testing.T) {
	signer := secretKey(t, carolV6())
	for name, recipient := range everyKind(t) {
		if name == "RSA" {
			continue
		}
		slow := sealOptions(1)
		slow.Random = iotest.OneByteReader(slow.Random)
		a, err := Seal(plainMail, signer, []*Key{recipient}, slow)
		check(t, err)
		b, err := Seal(plainMail, signer, []*Key{recipient}, sealOptions(1))
		check(t, err)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: short reads were taken for full ones", name)
		}
	}
}

func TestSealedMessagesHoldNoSecretPacket(t *testing.T) {
	for name, key := range everyKind(t) {
		sealed, err := Seal(plainMail, key, []*Key{secretKey(t, bobV4())}, sealOptions(1))
		check(t, err)
		source, err := messageStream(sealed)
		check(t, err)
		if diff := cmp.Diff([]int{tagPKESK, tagPKESK, tagSEIPD}, tagsOf(t, source.data)); diff != "" {
			t.Errorf("%s, outside: %s", name, diff)
		}
		message, err := readEncrypted(source.data)
		check(t, err)
		inner, _, err := message.decrypt(NewRing(key), nil)
		check(t, err)
		if diff := cmp.Diff([]int{tagCompressed}, tagsOf(t, inner)); diff != "" {
			t.Errorf("%s, inside: %s", name, diff)
		}
		inflated, err := inflate(firstPacket(t, inner).body, 1<<20)
		check(t, err)
		if diff := cmp.Diff([]int{tagOnePass, tagLiteral, tagSignature}, tagsOf(t, inflated)); diff != "" {
			t.Errorf("%s, in the compressed layer: %s", name, diff)
		}
	}
}

func tagsOf(t *testing.T, stream []byte) (tags []int) {
	t.Helper()
	for offset := 0; offset < len(stream); {
		p, err := nextPacket(stream, offset)
		check(t, err)
		tags = append(tags, p.tag)
		offset += len(p.raw)
	}
	return tags
}

func TestSealNamesTheFirstEncryptionSubkeyOfEach(t *testing.T) {
	lia := newEntity("lia@example.org", useV4)
	check(t, lia.AddSigningSubkey(configAt(keyTime)))
	check(t, lia.AddEncryptionSubkey(configAt(keyTime)))
	recipients := []*Key{publicKey(t, lia), publicKey(t, carolV6()), publicKey(t, lia)}
	sealed, err := Seal(plainMail, secretKey(t, aliceV4()), recipients, sealOptions(1))
	check(t, err)
	var want []Recipient
	for _, entity := range []*v2.Entity{aliceV4(), lia, carolV6()} {
		want = append(want, Recipient{KeyID: entity.Subkeys[0].PublicKey.KeyId})
	}
	if diff := cmp.Diff(want, recipientsOf(t, sealed)); diff != "" {
		t.Error(diff)
	}
}

func recipientsOf(t *testing.T, sealed []byte) []Recipient {
	t.Helper()
	source, err := messageStream(sealed)
	check(t, err)
	message, err := readEncrypted(source.data)
	check(t, err)
	return message.recipients
}

func TestSealSignsWithTheHashNaturalToTheKey(t *testing.T) {
	useCurve := func(algorithm packet.PublicKeyAlgorithm, curve packet.Curve) func(*packet.Config) {
		return func(c *packet.Config) { c.Algorithm, c.Curve = algorithm, curve }
	}
	useEd448 := func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true }
	for want, entities := range map[string][]*v2.Entity{
		"SHA-256": {aliceV4(), carolV6(), doraRSA(), fionaPQC(), newEntity("a@b", useCurve(packet.PubKeyAlgoECDSA, packet.CurveNistP256))},
		"SHA-384": {newEntity("a@b", useCurve(packet.PubKeyAlgoECDSA, packet.CurveNistP384))},
		"SHA-512": {newEntity("a@b", useCurve(packet.PubKeyAlgoECDSA, packet.CurveNistP521)), newEntity("a@b", useEd448)},
	} {
		for _, entity := range entities {
			key := secretKey(t, entity)
			sealed, err := Seal(plainMail, key, nil, sealOptions(1))
			check(t, err)
			opened, err := Open(sealed, NewRing(key), nil, Options{})
			check(t, err)
			if got := opened.signatures[0].hash; got != want || !opened.Verify(NewRing(key)).Strict() {
				t.Errorf("algorithm %d: %s, want %s", entity.PrimaryKey.PubKeyAlgo, got, want)
			}
		}
	}
}

func TestSealRefusesWhatItCannotDo(t *testing.T) {
	alice, bob := secretKey(t, aliceV4()), publicKey(t, bobV4())
	swapped := secretKey(t, aliceV4())
	swapped.primary.secret = secretKey(t, bobV4()).primary.secret
	at := func(when time.Time) SealOptions {
		opts := sealOptions(1)
		opts.Time = when
		return opts
	}
	from := func(random io.Reader) SealOptions { return SealOptions{Time: sigTime, Random: random} }
	tests := map[string]struct {
		signer     *Key
		recipients []*Key
		opts       SealOptions
		kind       error
		key        *Key
	}{
		"no signer":                       {nil, []*Key{bob}, sealOptions(1), ErrSealOptions, nil},
		"a missing recipient":             {alice, []*Key{bob, nil}, sealOptions(1), ErrSealOptions, nil},
		"no time":                         {alice, []*Key{bob}, at(time.Time{}), ErrSealOptions, nil},
		"a time before 1970":              {alice, []*Key{bob}, at(time.Unix(-1, 0)), ErrSealOptions, nil},
		"a time after 2106":               {alice, []*Key{bob}, at(time.Unix(1<<32, 0)), ErrSealOptions, nil},
		"a time before the signer's key":  {alice, []*Key{bob}, at(keyTime.Add(-time.Second)), ErrSealOptions, alice},
		"no randomness":                   {alice, []*Key{bob}, from(nil), ErrSealOptions, nil},
		"randomness that fails":           {alice, []*Key{bob}, from(iotest.ErrReader(io.ErrClosedPipe)), ErrSealOptions, nil},
		"randomness that ends":            {alice, []*Key{bob}, from(bytes.NewReader(make([]byte, 20))), ErrSealOptions, nil},
		"a signer without secret key":     {bob, []*Key{alice}, sealOptions(1), ErrNoSecret, bob},
		"a secret key of somebody else":   {swapped, []*Key{bob}, sealOptions(1), ErrDamaged, swapped},
		"a recipient without any subkeys": {alice, []*Key{readOne(t, bob.primary.raw)}, sealOptions(1), ErrNoEncryptionKey, bob},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			sealed, err := Seal(plainMail, test.signer, test.recipients, test.opts)
			var place *Error
			if sealed != nil || !errors.Is(err, test.kind) || !errors.As(err, &place) || place.Op != "seal message" {
				t.Fatalf("got %q, %v; want %v", sealed, err, test.kind)
			}
			if test.key == nil && place.Key != "" || test.key != nil && place.Key != test.key.Fingerprint() {
				t.Errorf("key %q", place.Key)
			}
		})
	}
}

func TestSealGivesTheCauseOfMissingRandomness(t *testing.T) {
	opts := SealOptions{Time: sigTime, Random: iotest.ErrReader(io.ErrClosedPipe)}
	_, err := Seal(plainMail, secretKey(t, aliceV4()), nil, opts)
	if !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}
