package pgp

import (
	"bytes"
	"crypto"
	"sync"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"pgregory.net/rapid"
)

func TestRingFindsKeysByAnyName(t *testing.T) {
	ring := NewRing(publicKey(t, aliceV4()), secretKey(t, carolV6()))
	sub := carolV6().Subkeys[0].PublicKey
	if got := ring.ByKeyID(sub.KeyId); len(got) != 1 || got[0].Fingerprint() != fingerprint(carolV6()) {
		t.Errorf("by subkey id: %v", got)
	}
	if got := ring.byIssuer(fingerprintOf(sub.Fingerprint)); len(got) != 1 || got[0].Fingerprint() != fingerprint(carolV6()) {
		t.Errorf("by subkey fingerprint: %v", got)
	}
	if ring.ByFingerprint(fingerprintOf(sub.Fingerprint)) != nil || ring.ByFingerprint(fingerprint(aliceV4())) == nil {
		t.Error("ByFingerprint is for primary keys")
	}
	if secret := ring.Secret(); secret.Len() != 1 || ring.Len() != 2 {
		t.Errorf("%d secret keys", secret.Len())
	}
}

func TestNilRingIsEmpty(t *testing.T) {
	var ring *Ring
	if ring.Len() != 0 || ring.Keys() != nil || ring.ByFingerprint("x") != nil || ring.ByKeyID(1) != nil || ring.byIssuer("x") != nil || ring.Secret().Len() != 0 {
		t.Error("a nil ring holds keys")
	}
}

func TestMergingKeepsSecretsAndAllParts(t *testing.T) {
	plain := serializePublic(t, aliceV4())
	primary := firstPacket(t, plain).raw
	withRelays := readOne(t, join(primary, signDirect(t, aliceV4(), "alice@relay.example")))
	ring := NewRing(withRelays, secretKey(t, aliceV4()), publicKey(t, aliceV4()))
	k := ring.ByFingerprint(fingerprint(aliceV4()))
	if ring.Len() != 1 || !k.HasSecret() || len(k.subkeys) != 1 || len(k.Addresses()) != 2 {
		t.Errorf("%d keys, secret %v, %d subkeys, addresses %v", ring.Len(), k.HasSecret(), len(k.subkeys), k.Addresses())
	}
	if withRelays.HasSecret() || len(withRelays.subkeys) != 0 {
		t.Error("merging changed a key it was given")
	}
	opened, err := Open(recipe{to: []*v2.Entity{aliceV4()}}.seal(t, plainMail), ring, nil, Options{})
	check(t, err)
	if !bytes.Equal(opened.Plain, plainMail) {
		t.Errorf("got %q", opened.Plain)
	}
}

// Whatever copies of whatever keys are added in whatever order, a ring answers
// the same.
func TestRingDoesNotDependOnOrder(t *testing.T) {
	var copies []*Key
	for _, entity := range []*v2.Entity{aliceV4(), bobV4(), carolV6()} {
		data := serializePublic(t, entity)
		copies = append(copies, secretKey(t, entity), publicKey(t, entity), readOne(t, firstPacket(t, data).raw))
	}
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(copies), 1, 8).Draw(t, "keys")
		order := rapid.Permutation(some).Draw(t, "order")
		a, b := NewRing(some...), NewRing(order...)
		if a.Len() != b.Len() || a.Secret().Len() != b.Secret().Len() {
			t.Fatalf("%d and %d keys", a.Len(), b.Len())
		}
		for _, k := range a.Keys() {
			other := b.ByFingerprint(k.Fingerprint())
			if other == nil || other.HasSecret() != k.HasSecret() || len(other.Serialize()) != len(k.Serialize()) {
				t.Fatalf("%s differs", k.Fingerprint())
			}
		}
	})
}

// Anybody can add parts to a copy of somebody's certificate.
func TestCopiesByOthersCannotBuryTheGenuineParts(t *testing.T) {
	victim := newEntity("nora@example.org", useV4)
	genuine := serializePublic(t, victim)
	primary := firstPacket(t, genuine).raw
	mallory := newEntity("mallory@example.org", useV4)
	ring := NewRing()
	for i := range 20 {
		copied := [][]byte{primary}
		for j := range 100 {
			copied = append(copied, falseSelfSignature(t, victim, mallory, time.Duration(100*i+j)))
		}
		uid := packetOf(tagUserID, []byte{'<', 'a' + byte(i), '@', 'b', '>'})
		ring.Add(readOne(t, join(append(copied, uid)...)))
	}
	ring.Add(readOne(t, genuine))
	k := ring.ByFingerprint(fingerprint(victim))
	if got := k.Addresses(); len(got) != 1 || got[0] != "nora@example.org" {
		t.Errorf("addresses %v", got)
	}
	if parts := len(k.primary.selfSigs) + len(k.userIDs) + len(k.subkeys); parts > 3*usualParts {
		t.Errorf("the certificate grew to %d parts", parts)
	}
	signature := signaturePacketOver(t, victim.PrivateKey, plainMail, nil)
	if v := VerifyDetached(plainMail, signature, ring); !v.Strict() {
		t.Errorf("got %+v", v)
	}
}

func falseSelfSignature(t *testing.T, victim, mallory *v2.Entity, age time.Duration) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypeDirectSignature, PubKeyAlgo: mallory.PrimaryKey.PubKeyAlgo,
		Hash: crypto.SHA256, CreationTime: sigTime.Add(age * time.Second),
	}
	check(t, sig.SignDirectKeyBinding(victim.PrimaryKey, mallory.PrivateKey, &packet.Config{}))
	var out bytes.Buffer
	check(t, sig.Serialize(&out))
	// Claim that the victim made it.
	return bytes.ReplaceAll(out.Bytes(), mallory.PrimaryKey.Fingerprint, victim.PrimaryKey.Fingerprint)
}

func TestRingServesManyAtOnce(t *testing.T) {
	ring := NewRing(secretKey(t, bobV4()), publicKey(t, aliceV4()), publicKey(t, carolV6()))
	sealed := recipe{hidden: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4(), carolV6()}}.seal(t, plainMail)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			opened, err := Open(sealed, ring, nil, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			for _, verdict := range opened.verdicts(ring) {
				if !verdict.Strict() {
					t.Errorf("got %+v", verdict)
				}
			}
			ring.Keys()[1].Addresses()
		})
	}
	group.Wait()
}
