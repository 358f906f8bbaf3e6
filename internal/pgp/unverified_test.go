package pgp

import (
	"encoding/json"
	"testing"

	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/google/go-cmp/cmp"
)

// stored sends what waits through its serialised form.
func stored(t *testing.T, u Unverified) Unverified {
	t.Helper()
	text, err := json.Marshal(u)
	check(t, err)
	var again Unverified
	check(t, json.Unmarshal(text, &again))
	return again
}

func TestAVerdictGivenLaterIsTheSame(t *testing.T) {
	everybody := NewRing(publicKey(t, aliceV4()), publicKey(t, bobV4()), publicKey(t, carolV6()), publicKey(t, doraRSA()))
	signature := signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil)
	onePass := onePassPacket(t, aliceV4().PrivateKey, true)
	literal := literalPacket(plainMail)
	messages := map[string]*Opened{
		"unsigned":                     openForBob(t, literal),
		"good":                         openForBob(t, onePass, literal, signature),
		"content changed":              openForBob(t, onePass, literalPacket([]byte("other")), signature),
		"signature changed":            openForBob(t, onePass, literal, flip(signature, len(signature)-5)),
		"signature missing":            openForBob(t, onePass, literal),
		"one-pass packet missing":      openForBob(t, literal, signature),
		"one-pass packet that differs": openForBob(t, onePassOfOtherType(t, aliceV4().PrivateKey), literal, signature),
		"signature of unknown version": openForBob(t, packetOf(tagSignature, []byte{9, 0, 0, 0}), literal),
		"nothing to sign":              openForBob(t, onePass, literalPacket(nil), signature),
	}
	for name, signers := range map[string][]*v2.Entity{
		"two signers": {aliceV4(), carolV6()}, "RSA": {doraRSA()}, "version 6": {carolV6()}, "post-quantum": {fionaPQC()},
	} {
		r := recipe{to: []*v2.Entity{bobV4()}, signers: signers}
		opened, err := Open(r.seal(t, plainMail), NewRing(secretKey(t, bobV4())), nil, Options{})
		check(t, err)
		messages[name] = opened
	}
	text := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4()}, text: true}
	opened, err := Open(text.seal(t, []byte("one\ntwo\n")), NewRing(secretKey(t, bobV4())), nil, Options{})
	check(t, err)
	messages["text with LF"] = opened

	for name, opened := range messages {
		for ring, certs := range map[string]*Ring{"nobody": nil, "everybody": everybody, "a stranger": NewRing(publicKey(t, bobV4()))} {
			u := stored(t, opened.Unverified())
			if diff := cmp.Diff(opened.verdicts(certs), u.VerdictEach(certs)); diff != "" && len(opened.signatures) > 0 {
				t.Errorf("%s, known to %s: %s", name, ring, diff)
			}
			if diff := cmp.Diff(opened.Verify(certs), u.Verdict(certs)); diff != "" {
				t.Errorf("%s, known to %s: %s", name, ring, diff)
			}
		}
	}
}

func TestAVerdictOnADetachedSignatureGivenLaterIsTheSame(t *testing.T) {
	certs := NewRing(publicKey(t, aliceV4()))
	good := signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil)
	for name, signature := range map[string][]byte{
		"good": good, "changed": flip(good, len(good)-5), "cut": good[:len(good)-3], "no signature": []byte("hello"), "empty": nil,
		"twice": join(good, good), "over another text": signaturePacketOver(t, aliceV4().PrivateKey, []byte("other"), nil),
	} {
		want := detachedVerdicts(plainMail, signature, certs)
		if diff := cmp.Diff(want, stored(t, UnverifiedDetached(plainMail, signature)).VerdictEach(certs)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatWaitsKeepsNothingOfTheContent(t *testing.T) {
	u := UnverifiedDetached(plainMail, signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil))
	if len(u.Signatures) != 1 || len(u.Signatures[0].Digest) != 32 || len(u.Signatures[0].Packet) > 300 {
		t.Errorf("%+v", u)
	}
}
