package pgp

import (
	"bytes"
	"crypto"
	"slices"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// certify makes a signature packet by one key over a user id of another.
func certify(t testing.TB, subject, by *v2.Entity, userID string, adjust func(*packet.Signature)) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: by.PrimaryKey.Version, SigType: packet.SigTypeGenericCert, PubKeyAlgo: by.PrimaryKey.PubKeyAlgo,
		Hash: crypto.SHA256, CreationTime: sigTime, IssuerKeyId: &by.PrimaryKey.KeyId,
	}
	if adjust != nil {
		adjust(sig)
	}
	config, unsalted := configAt(sigTime), false
	config.NonDeterministicSignaturesViaNotation = &unsalted // the library has no salt for SHA-1
	check(t, sig.SignUserId(userID, subject.PrimaryKey, by.PrivateKey, config))
	var raw bytes.Buffer
	check(t, sig.Serialize(&raw))
	return raw.Bytes()
}

// withSignatures puts signatures behind the first user id of a certificate.
func withSignatures(t testing.TB, certificate []byte, signatures ...[]byte) []byte {
	t.Helper()
	for offset := 0; offset < len(certificate); {
		p, err := nextPacket(certificate, offset)
		check(t, err)
		offset += len(p.raw)
		if p.tag == tagUserID {
			return slices.Concat(certificate[:offset], bytes.Join(signatures, nil), certificate[offset:])
		}
	}
	t.Fatal("no user id")
	return nil
}

func TestCertificationsAreThoseOtherKeysReallyMade(t *testing.T) {
	const own = "<Alice@example.org>"
	alice, bob, carol := aliceV4(), bobV4(), doraRSA()
	revoke := func(s *packet.Signature) { s.SigType = packet.SigTypeCertificationRevocation }
	later := func(s *packet.Signature) { s.CreationTime = sigTime.Add(time.Hour) }
	for name, c := range map[string]struct {
		signatures [][]byte
		want       []Fingerprint
	}{
		"none":                                    {nil, nil},
		"by one other key":                        {[][]byte{certify(t, alice, bob, own, nil)}, []Fingerprint{fingerprint(bob)}},
		"by two, the older first":                 {[][]byte{certify(t, alice, bob, own, later), certify(t, alice, carol, own, nil)}, []Fingerprint{fingerprint(carol), fingerprint(bob)}},
		"its own is none":                         {[][]byte{certify(t, alice, alice, own, nil)}, nil},
		"of another user id":                      {[][]byte{certify(t, alice, bob, "<mallory@example.org>", nil)}, nil},
		"of another key":                          {[][]byte{certify(t, carol, bob, own, nil)}, nil},
		"by a key nobody has":                     {[][]byte{certify(t, alice, somebody1(), own, nil)}, nil},
		"with a hash that can be made to fit":     {[][]byte{certify(t, alice, bob, own, func(s *packet.Signature) { s.Hash = crypto.SHA1 })}, nil},
		"taken back":                              {[][]byte{certify(t, alice, bob, own, nil), certify(t, alice, bob, own, revoke)}, nil},
		"taken back by somebody else":             {[][]byte{certify(t, alice, bob, own, nil), certify(t, alice, carol, own, revoke)}, []Fingerprint{fingerprint(bob)}},
		"a binary signature is not a certificate": {[][]byte{certify(t, alice, bob, own, func(s *packet.Signature) { s.SigType = packet.SigTypeBinary })}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			k := readOne(t, withSignatures(t, serializePublic(t, alice), c.signatures...))
			var got []Fingerprint
			for _, found := range k.Certifications(NewRing(k, publicKey(t, bob), publicKey(t, carol))) {
				got = append(got, found.Issuer)
				if found.Address != "alice@example.org" {
					t.Errorf("address %q", found.Address)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestCertificationOfAUserIDItsOwnerNeverSignedIsNone(t *testing.T) {
	alice, bob := aliceV4(), bobV4()
	added := slices.Concat(packetOf(tagUserID, []byte("<ceo@example.org>")), certify(t, alice, bob, "<ceo@example.org>", nil))
	k := readOne(t, join(firstPacket(t, serializePublic(t, alice)).raw, added))
	if got := k.Certifications(NewRing(publicKey(t, bob))); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestCertificationsSurviveMergingAndAreNeverWritten(t *testing.T) {
	alice, bob, carol := aliceV4(), bobV4(), doraRSA()
	plain := serializePublic(t, alice)
	one := readOne(t, withSignatures(t, plain, certify(t, alice, bob, "<Alice@example.org>", nil)))
	two := readOne(t, withSignatures(t, plain, certify(t, alice, carol, "<Alice@example.org>", nil)))
	ring := NewRing(readOne(t, plain), one, two, publicKey(t, bob), publicKey(t, carol))
	k := ring.ByFingerprint(fingerprint(alice))
	if got := k.Certifications(ring); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	if !bytes.Equal(k.Serialize(), readOne(t, plain).Serialize()) {
		t.Error("signatures by other keys were written")
	}
}

func TestAFloodOfCertificationsIsCut(t *testing.T) {
	alice := aliceV4()
	var flood [][]byte
	for i := range 3 * maxThirdParty {
		flood = append(flood, certify(t, alice, bobV4(), "<Alice@example.org>", func(s *packet.Signature) {
			s.CreationTime = sigTime.Add(time.Duration(i) * time.Second)
		}))
	}
	k := readOne(t, withSignatures(t, serializePublic(t, alice), flood...))
	if got := len(k.userIDs[0].thirdParty); got != maxThirdParty {
		t.Errorf("%d are kept", got)
	}
	if len(k.Addresses()) != 1 {
		t.Error("the flood hid the owner's own signature")
	}
}

func TestRevokedTellsTheReasonThatWeighsMost(t *testing.T) {
	for name, c := range map[string]struct {
		reasons []packet.ReasonForRevocation
		want    Reason
	}{
		"superseded":                       {[]packet.ReasonForRevocation{packet.KeySuperseded}, Superseded},
		"retired":                          {[]packet.ReasonForRevocation{packet.KeyRetired}, Retired},
		"compromised":                      {[]packet.ReasonForRevocation{packet.KeyCompromised}, Compromised},
		"no reason is the worst":           {[]packet.ReasonForRevocation{packet.NoReason}, Compromised},
		"superseded, then compromised":     {[]packet.ReasonForRevocation{packet.KeySuperseded, packet.KeyCompromised}, Compromised},
		"compromised, then made to retire": {[]packet.ReasonForRevocation{packet.KeyCompromised, packet.KeyRetired}, Compromised},
	} {
		t.Run(name, func(t *testing.T) {
			entity := newEntity("gone@example.org", useV4)
			for i, reason := range c.reasons {
				check(t, entity.Revoke(reason, "", configAt(sigTime.Add(time.Duration(i)*time.Hour))))
			}
			got, ok := publicKey(t, entity).Revoked()
			if !ok || got.Reason != c.want {
				t.Errorf("got %v, %v", got, ok)
			}
		})
	}
	if got, ok := publicKey(t, aliceV4()).Revoked(); ok {
		t.Errorf("a sound key: %v", got)
	}
}

func TestNamesAreThoseOfUserIDsTheOwnerSigned(t *testing.T) {
	entity, err := v2.NewEntity("Anna Berg", "", "anna@example.org", configAt(keyTime))
	check(t, err)
	added := packetOf(tagUserID, []byte("The Pope <pope@example.org>"))
	k := readOne(t, slices.Concat(serializePublic(t, entity), added))
	if got := k.Names(); !slices.Equal(got, []string{"Anna Berg"}) {
		t.Errorf("got %q", got)
	}
}

func TestReadCleartextGivesWhatTheSignatureCovers(t *testing.T) {
	gpg := newGnuPG(t)
	gpg.importKey(serializeSecret(t, aliceV4()))
	note := "My new key is 1234.\n- a line with a dash \nFrom here on\n"
	made, ok := gpg.run("--faked-system-time", "20240601T120000!", "--local-user", string(fingerprint(aliceV4())), "--output", "-", "--clear-sign", gpg.file("note", []byte(note)))
	if !ok {
		t.Fatal("gpg does not sign")
	}
	signed := []byte(made)
	text, signature, ok := ReadCleartext(slices.Concat([]byte("Dear all,\n\n"), signed, []byte("\nbye\n")))
	if !ok || !bytes.Contains(text, []byte("- a line with a dash")) {
		t.Fatalf("%v %q", ok, text)
	}
	if v := VerifyDetached(text, signature, NewRing(publicKey(t, aliceV4()))); !v.Good() {
		t.Errorf("verdict %+v", v)
	}
	forged := bytes.Replace(signed, []byte("1234"), []byte("6666"), 1)
	if text, signature, ok := ReadCleartext(forged); !ok || VerifyDetached(text, signature, NewRing(publicKey(t, aliceV4()))).Good() {
		t.Error("an altered text passes")
	}
	if _, _, ok := ReadCleartext([]byte("no signature here")); ok {
		t.Error("found one where there is none")
	}
}
