package pgp

import (
	"bytes"
	"crypto"
	"slices"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/google/go-cmp/cmp"
)

func openForBob(t *testing.T, inner ...[]byte) *Opened {
	t.Helper()
	opened, err := Open(sealPackets(t, join(inner...), bobV4()), NewRing(secretKey(t, bobV4())), nil, Options{})
	check(t, err)
	return opened
}

func TestVerifyTellsGoodFromForgedFromUnknown(t *testing.T) {
	alice := aliceV4().PrivateKey
	signature := signaturePacketOver(t, alice, plainMail, nil)
	onePass := onePassPacket(t, alice, true)
	literal := literalPacket(plainMail)
	tampered := literalPacket(bytes.ToUpper(plainMail))
	certificate := signaturePacketOver(t, alice, plainMail, func(s *packet.Signature) { s.SigType = packet.SigTypeGenericCert })
	aliceOnly := NewRing(publicKey(t, aliceV4()))
	tests := map[string]struct {
		inner [][]byte
		certs *Ring
		want  State
	}{
		"one-pass signature":                     {[][]byte{onePass, literal, signature}, aliceOnly, Good},
		"signature before the content":           {[][]byte{signature, literal}, aliceOnly, Good},
		"one-pass signature, all compressed":     {[][]byte{compressedPacket(t, join(onePass, literal, signature))}, aliceOnly, Good},
		"one-pass signature, content compressed": {[][]byte{onePass, compressedPacket(t, literal), signature}, aliceOnly, Good},
		"no signature":                           {[][]byte{literal}, aliceOnly, Unsigned},
		"no certificates at all":                 {[][]byte{signature, literal}, nil, UnknownKey},
		"the certificate of somebody else":       {[][]byte{signature, literal}, NewRing(publicKey(t, bobV4())), UnknownKey},
		"content changed":                        {[][]byte{onePass, tampered, signature}, aliceOnly, Forged},
		"signature changed":                      {[][]byte{onePass, literal, flip(signature, len(signature)-5)}, aliceOnly, Forged},
		"claims to be by alice, is by bob": {[][]byte{signaturePacketOver(t, bobV4().PrivateKey, plainMail, nil), literal},
			NewRing(publicKey(t, aliceV4())), UnknownKey},
		"a signature over a key passed off as one over a mail": {[][]byte{certificate, literal}, aliceOnly, Uncheckable},
		"one-pass packet without its signature":                {[][]byte{onePass, literal}, aliceOnly, Uncheckable},
		"signature without its one-pass packet":                {[][]byte{literal, signature}, aliceOnly, Uncheckable},
		"one-pass packet that differs": {[][]byte{onePassOfOtherType(t, alice), literal, signature},
			aliceOnly, Uncheckable},
		"signature of unknown version": {[][]byte{packetOf(tagSignature, []byte{9, 0, 0, 0}), literal}, aliceOnly, Uncheckable},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			verdict := openForBob(t, test.inner...).Verify(test.certs)
			if verdict.State != test.want {
				t.Errorf("got %+v, want %s", verdict, test.want)
			}
			if verdict.Good() && (verdict.Signer != fingerprint(aliceV4()) || !verdict.Created.Equal(sigTime) || !verdict.Strict() || !verdict.Valid()) {
				t.Errorf("details: %+v", verdict)
			}
			if !verdict.Good() && (verdict.Why == "" || verdict.Valid() || verdict.Strict()) {
				t.Errorf("bad without a reason, or taken for valid: %+v", verdict)
			}
		})
	}
}

func onePassOfOtherType(t *testing.T, signer *packet.PrivateKey) []byte {
	t.Helper()
	ops := packet.OnePassSignature{Version: 3, SigType: packet.SigTypeText, Hash: crypto.SHA256, PubKeyAlgo: signer.PubKeyAlgo, KeyId: signer.KeyId, IsLast: true}
	var out bytes.Buffer
	check(t, ops.Serialize(&out))
	return out.Bytes()
}

func TestVerifyKnowsEveryKindOfKey(t *testing.T) {
	for name, signer := range map[string]func() *v2.Entity{
		"Curve25519": aliceV4, "version 6": carolV6, "RSA": doraRSA, "post-quantum": fionaPQC,
	} {
		t.Run(name, func(t *testing.T) {
			r := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{signer()}}
			opened, err := Open(r.seal(t, plainMail), NewRing(secretKey(t, bobV4())), nil, Options{})
			check(t, err)
			certs := NewRing(publicKey(t, signer()))
			for range 2 { // verifying must leave no trace
				verdict := opened.Verify(certs)
				if !verdict.Strict() || !verdict.Valid() || verdict.Signer != fingerprint(signer()) {
					t.Errorf("got %+v", verdict)
				}
				if !slices.Contains(verdict.Intended, fingerprint(bobV4())) {
					t.Errorf("intended recipients %v", verdict.Intended)
				}
			}
		})
	}
}

func TestVerifySeesBothSignatures(t *testing.T) {
	r := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4(), carolV6()}}
	opened, err := Open(r.seal(t, plainMail), NewRing(secretKey(t, bobV4())), nil, Options{})
	check(t, err)
	both := opened.verdicts(NewRing(publicKey(t, aliceV4()), publicKey(t, carolV6())))
	if len(both) != 2 || !both[0].Good() || !both[1].Good() || both[0].Signer == both[1].Signer {
		t.Errorf("got %+v", both)
	}
	// One known signer is enough for the message, whichever comes first.
	for _, known := range []*v2.Entity{aliceV4(), carolV6()} {
		if verdict := opened.Verify(NewRing(publicKey(t, known))); verdict.Signer != fingerprint(known) || !verdict.Good() {
			t.Errorf("got %+v", verdict)
		}
	}
}

func TestVerifyTextSignaturesIgnoreLineEnds(t *testing.T) {
	r := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4()}, text: true}
	for name, text := range map[string]string{"LF": "one\ntwo\n\n", "CRLF": "one\r\ntwo\r\n\r\n", "no final end": "one\ntwo"} {
		t.Run(name, func(t *testing.T) {
			opened, err := Open(r.seal(t, []byte(text)), NewRing(secretKey(t, bobV4())), nil, Options{})
			check(t, err)
			if verdict := opened.Verify(NewRing(publicKey(t, aliceV4()))); !verdict.Strict() || !opened.signatures[0].text {
				t.Errorf("got %+v", verdict)
			}
		})
	}
}

func TestVerifyDetached(t *testing.T) {
	signed := []byte("Content-Type: text/plain\r\n\r\nhello\r\n")
	for name, signer := range map[string]*v2.Entity{"version 4": aliceV4(), "version 6": carolV6()} {
		var signature bytes.Buffer
		check(t, v2.DetachSign(&signature, []*v2.Entity{signer}, bytes.NewReader(signed), configAt(sigTime)))
		armored, err := writeArmor(signatureLabel, signature.Bytes())
		check(t, err)
		certs := NewRing(publicKey(t, signer))
		if v := VerifyDetached(signed, armored, certs); !v.Strict() {
			t.Errorf("%s: armored: %+v", name, v)
		}
		if v := VerifyDetached(signed, signature.Bytes(), certs); !v.Strict() {
			t.Errorf("%s: binary: %+v", name, v)
		}
		if v := VerifyDetached(flip(signed, 3), armored, certs); v.State != Forged {
			t.Errorf("%s: changed: %+v", name, v)
		}
	}
	for _, garbage := range []string{"", "hello", "-----BEGIN PGP SIGNATURE-----\n\n", "\xc2", "\xc2\x01\x04"} {
		if v := VerifyDetached(signed, []byte(garbage), nil); v.State != Uncheckable {
			t.Errorf("%q: %+v", garbage, v)
		}
	}
}

func TestWeakIsNotForged(t *testing.T) {
	detached := func(signer *v2.Entity, adjust func(*packet.Signature)) []byte {
		return signaturePacketOver(t, signer.PrivateKey, plainMail, adjust)
	}
	sha1 := func(s *packet.Signature) { s.Hash = crypto.SHA1 }
	early := func(s *packet.Signature) { s.CreationTime = keyTime.Add(-time.Hour) }
	notation := func(s *packet.Signature) {
		s.Notations = []*packet.Notation{{Name: "x@example.org", Value: []byte("1"), IsCritical: true}}
	}
	expiring := newEntity("gert@example.org", func(c *packet.Config) { useV4(c); c.KeyLifetimeSecs = 3600 })
	revoked := newEntity("heidi@example.org", useV4)
	check(t, revoked.Revoke(packet.KeyCompromised, "", configAt(sigTime.Add(time.Hour))))
	retiredLater := newEntity("ivan@example.org", useV4)
	check(t, retiredLater.Revoke(packet.KeyRetired, "", configAt(sigTime.Add(time.Hour))))
	retiredBefore := newEntity("judy@example.org", useV4)
	check(t, retiredBefore.Revoke(packet.KeyRetired, "", configAt(sigTime.Add(-time.Hour))))
	tests := map[string]struct {
		signature []byte
		signer    *Key
		want      []Weakness
	}{
		"SHA-1":                              {detached(aliceV4(), sha1), publicKey(t, aliceV4()), []Weakness{WeakHash}},
		"RSA of 1024 bits":                   {detached(erin1024(), nil), publicKey(t, erin1024()), []Weakness{WeakKey}},
		"key expired before":                 {detached(expiring, nil), publicKey(t, expiring), []Weakness{KeyExpired}},
		"key compromised later":              {detached(revoked, nil), publicKey(t, revoked), []Weakness{KeyRevoked}},
		"key retired later":                  {detached(retiredLater, nil), publicKey(t, retiredLater), nil},
		"key retired before":                 {detached(retiredBefore, nil), publicKey(t, retiredBefore), []Weakness{KeyRevoked}},
		"older than its key":                 {detached(aliceV4(), early), publicKey(t, aliceV4()), []Weakness{OlderThanKey}},
		"a critical notation":                {detached(aliceV4(), notation), publicKey(t, aliceV4()), []Weakness{UnknownCritical}},
		"key without any self-signature":     {detached(aliceV4(), nil), readOne(t, firstPacket(t, serializePublic(t, aliceV4())).raw), []Weakness{NoSelfSignature}},
		"nothing weak, as a cross-reference": {detached(aliceV4(), nil), publicKey(t, aliceV4()), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			verdict := VerifyDetached(plainMail, test.signature, NewRing(test.signer))
			if !verdict.Good() || !verdict.Valid() || verdict.Strict() != (test.want == nil) {
				t.Errorf("got %+v", verdict)
			}
			if diff := cmp.Diff(test.want, verdict.Weak); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDigestPrefixIsCheckedAsClientsDo(t *testing.T) {
	signature := signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil)
	parsed, err := readSignature(rawPacket{raw: signature})
	check(t, err)
	changed := bytes.Replace(signature, parsed.parsed.HashTag[:], []byte{^parsed.parsed.HashTag[0], parsed.parsed.HashTag[1]}, 1)
	verdict := VerifyDetached(plainMail, changed, NewRing(publicKey(t, aliceV4())))
	if !verdict.Good() || verdict.Valid() || !slices.Equal(verdict.Weak, []Weakness{WrongDigestPrefix}) {
		t.Errorf("got %+v", verdict)
	}
}

func TestSigningSubkeysMustBeBoundBothWays(t *testing.T) {
	honest := newEntity("kim@example.org", useV4)
	check(t, honest.AddSigningSubkey(configAt(keyTime)))
	subkey := honest.Subkeys[len(honest.Subkeys)-1]
	signature := signaturePacketOver(t, subkey.PrivateKey, plainMail, nil)

	verdict := VerifyDetached(plainMail, signature, NewRing(publicKey(t, honest)))
	if !verdict.Strict() || verdict.Valid() || verdict.Signer != fingerprint(honest) {
		t.Errorf("honest subkey: %+v", verdict)
	}

	// Mallory puts the same subkey under her own primary key.
	mallory := newEntity("mallory@example.org", useV4)
	stolen := join(serializePublic(t, mallory), subkeyPacket(t, subkey.PublicKey), bindWithoutConsent(t, mallory, subkey.PublicKey))
	verdict = VerifyDetached(plainMail, signature, NewRing(readOne(t, stolen)))
	if verdict.State != Unbound || verdict.Valid() {
		t.Errorf("stolen subkey: %+v", verdict)
	}
	verdict = VerifyDetached(plainMail, signature, NewRing(readOne(t, stolen), publicKey(t, honest)))
	if !verdict.Good() || verdict.Signer != fingerprint(honest) {
		t.Errorf("both certificates: %+v", verdict)
	}
}

func subkeyPacket(t *testing.T, public *packet.PublicKey) []byte {
	t.Helper()
	var out bytes.Buffer
	check(t, public.Serialize(&out))
	return out.Bytes()
}

func bindWithoutConsent(t *testing.T, primary *v2.Entity, sub *packet.PublicKey) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypeSubkeyBinding, PubKeyAlgo: primary.PrimaryKey.PubKeyAlgo, Hash: crypto.SHA256,
		CreationTime: keyTime, IssuerKeyId: &primary.PrimaryKey.KeyId, FlagsValid: true, FlagSign: true,
	}
	check(t, sig.SignKey(sub, primary.PrivateKey, &packet.Config{}))
	var out bytes.Buffer
	check(t, sig.Serialize(&out))
	return out.Bytes()
}
