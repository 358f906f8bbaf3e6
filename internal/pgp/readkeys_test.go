package pgp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/google/go-cmp/cmp"
)

// fingerprintsOf lists keys for comparison.
func fingerprintsOf(keys []*Key) []Fingerprint {
	var all []Fingerprint
	for _, k := range keys {
		all = append(all, k.Fingerprint())
	}
	return all
}

func TestReadKeysFindsEveryKey(t *testing.T) {
	alice, bob := serializePublic(t, aliceV4()), serializeSecret(t, bobV4())
	carol := serializePublic(t, carolV6())
	armor := func(label string, data []byte) []byte {
		armored, err := writeArmor(label, data)
		check(t, err)
		return armored
	}
	all := []Fingerprint{fingerprint(aliceV4()), fingerprint(bobV4()), fingerprint(carolV6())}
	for name, input := range map[string][]byte{
		"binary, one after another": join(alice, bob, carol),
		"one armored block":         armor(publicKeyLabel, join(alice, bob, carol)),
		"several armored blocks": join(armor(publicKeyLabel, alice), []byte("\nsome text\n"),
			armor(privateKeyLabel, bob), armor(publicKeyLabel, carol)),
		"a message block between": join(armor(publicKeyLabel, alice), armor(messageLabel, []byte{1, 2, 3}),
			armor(privateKeyLabel, bob), armor(publicKeyLabel, carol)),
		"armored blocks joined without a line end": join(trimLine(armor(publicKeyLabel, alice)),
			trimLine(armor(privateKeyLabel, bob)), armor(publicKeyLabel, carol)),
		"unknown packets between":                       join(alice, packetOf(60, []byte("x")), packetOf(12, []byte("trust")), bob, carol),
		"checksum junk at the end, as in old databases": join(alice, bob, carol, []byte("=ab1c")),
	} {
		t.Run(name, func(t *testing.T) {
			keys, errs := ReadKeys(input, nil)
			if diff := cmp.Diff(all, fingerprintsOf(keys)); diff != "" || len(errs) != 0 {
				t.Errorf("%s%v", diff, errs)
			}
			if len(keys) == 3 && (keys[0].HasSecret() || !keys[1].HasSecret() || keys[2].Version() != 6) {
				t.Error("wrong parts")
			}
		})
	}
}

func trimLine(text []byte) []byte { return bytes.TrimRight(text, "\r\n") }

func TestReadKeysKeepsWhatIsSound(t *testing.T) {
	alice, bob := serializePublic(t, aliceV4()), serializeSecret(t, bobV4())
	armored, err := writeArmor(publicKeyLabel, join(alice, bob))
	check(t, err)
	a, b := fingerprint(aliceV4()), fingerprint(bobV4())
	unreadable := packetOf(tagPublicKey, []byte{99, 1, 2, 3})
	brokenSecret := flip(firstPacket(t, bob).raw, len(firstPacket(t, bob).raw)-1)
	for name, test := range map[string]struct {
		input []byte
		want  []Fingerprint
	}{
		"the first key is of unknown version":  {join(unreadable, alice, bob), []Fingerprint{a, b}},
		"a key between is of unknown version":  {join(alice, unreadable, bob), []Fingerprint{a, b}},
		"the first key is cut":                 {join(alice[:len(alice)-20], bob), []Fingerprint{a, b}},
		"the first key is cut in its key":      {join(alice[:20], bob), []Fingerprint{b}},
		"the last key is cut":                  {join(alice, bob[:len(bob)-30]), []Fingerprint{a, b}},
		"garbage between":                      {join(alice, []byte("garbage, more than nine bytes"), bob), []Fingerprint{a, b}},
		"armor cut in the middle":              {armored[:len(armored)*2/3], []Fingerprint{a, b}},
		"a secret part with a wrong checksum":  {join(brokenSecret, alice), []Fingerprint{b, a}},
		"a text that only mentions keys":       {[]byte("no keys here"), nil},
		"nothing at all":                       {nil, nil},
		"a signature instead of a key":         {signaturePacketOver(t, aliceV4().PrivateKey, plainMail, nil), nil},
		"an armored block that is not base64":  {[]byte("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!!\n-----END PGP PUBLIC KEY BLOCK-----\n"), nil},
		"an armored block without any content": {[]byte("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			keys, errs := ReadKeys(test.input, nil)
			if diff := cmp.Diff(test.want, fingerprintsOf(keys)); diff != "" {
				t.Errorf("%s%v", diff, errs)
			}
			if len(errs) == 0 {
				t.Error("the damage was not reported")
			}
			for _, err := range errs {
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnsupported) {
					t.Errorf("error of unknown kind: %v", err)
				}
			}
		})
	}
}

func TestReadKeysUnlocks(t *testing.T) {
	locked := newEntity("lena@example.org", useV4)
	check(t, locked.EncryptPrivateKeys([]byte("open sesame"), configAt(keyTime)))
	input := join(serializeSecret(t, locked), serializeSecret(t, bobV4()))
	answer := func(text string, known bool) func(Fingerprint) ([]byte, bool) {
		return func(fp Fingerprint) ([]byte, bool) {
			if fp != fingerprint(locked) {
				t.Errorf("asked for %s, which is not locked", fp)
			}
			return []byte(text), known
		}
	}
	sealed := recipe{to: []*v2.Entity{locked}}.seal(t, plainMail)
	tests := map[string]struct {
		passphrase func(Fingerprint) ([]byte, bool)
		complains  bool
		opens      error
	}{
		"right passphrase":   {answer("open sesame", true), false, nil},
		"wrong passphrase":   {answer("open barley", true), true, ErrPassphrase},
		"unknown passphrase": {answer("", false), true, ErrPassphrase},
		"nobody to ask":      {nil, false, ErrPassphrase},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			keys, errs := ReadKeys(input, test.passphrase)
			if len(keys) != 2 || !keys[0].HasSecret() || keys[0].SecretLocked() != (test.opens != nil) {
				t.Fatalf("got %d keys, errors %v", len(keys), errs)
			}
			if test.complains {
				var place *Error
				if len(errs) != 1 || !errors.Is(errs[0], ErrPassphrase) || !errors.As(errs[0], &place) || place.Key != fingerprint(locked) {
					t.Errorf("errors %v", errs)
				}
			} else if len(errs) != 0 {
				t.Errorf("errors %v", errs)
			}
			if _, err := Open(sealed, NewRing(keys...), nil, Options{}); !errors.Is(err, test.opens) {
				t.Errorf("open: %v", err)
			}
		})
	}
}

func TestReadAutocryptKey(t *testing.T) {
	alice := serializePublic(t, aliceV4())
	text := base64.StdEncoding.EncodeToString(alice)
	folded := strings.Join(slices.Collect(chunks(text, 78)), "\r\n ")
	for name, keydata := range map[string]string{
		"binary":          string(alice),
		"base64":          text,
		"folded base64":   folded,
		"lost padding":    strings.TrimRight(text, "="),
		"a second key":    base64.StdEncoding.EncodeToString(join(alice, serializePublic(t, bobV4()))),
		"checksum behind": text + "=ab1c",
	} {
		if k, err := ReadAutocryptKey([]byte(keydata)); err != nil || k.Fingerprint() != fingerprint(aliceV4()) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, keydata := range map[string]string{
		"empty":        "",
		"no base64":    "!!!!",
		"no key":       "aGVsbG8=",
		"a secret key": base64.StdEncoding.EncodeToString(serializeSecret(t, aliceV4())),
		"cut":          text[:16],
	} {
		if k, err := ReadAutocryptKey([]byte(keydata)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, %v", name, k, err)
		}
	}
}

func chunks(s string, size int) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(s) > size && yield(s[:size]) {
			s = s[size:]
		}
		yield(s)
	}
}

func TestKeyDescribesItself(t *testing.T) {
	k := secretKey(t, aliceV4())
	if !k.Created().Equal(keyTime) || k.Version() != 4 || len(k.subkeys) != 1 || !k.HasSecret() || k.SecretLocked() {
		t.Errorf("created %v, version %d, %d subkeys", k.Created(), k.Version(), len(k.subkeys))
	}
	if diff := cmp.Diff([]string{"alice@example.org"}, k.Addresses()); diff != "" {
		t.Error(diff)
	}
	armored, err := k.Armored()
	check(t, err)
	again := readOne(t, armored)
	if again.HasSecret() || again.Fingerprint() != k.Fingerprint() || !bytes.Equal(again.Serialize(), serializePublic(t, aliceV4())) {
		t.Error("the public form is not that of go-crypto")
	}
}

func TestAddressesAreOnlyThoseTheOwnerSigned(t *testing.T) {
	relays := newEntity("mia@example.org", func(c *packet.Config) { useV4(c) })
	direct := signDirect(t, relays, "One@relay.example,two@relay.example,mia@example.org,not an address")
	plain := serializePublic(t, relays)
	primary := firstPacket(t, plain).raw
	withRelays := join(primary, direct, plain[len(primary):])
	stolenUserID := join(plain, packetOf(tagUserID, []byte("Eve <eve@example.org>")))
	strangersRelays := join(primary, signDirect(t, aliceV4(), "eve@relay.example"), plain[len(primary):])
	for name, test := range map[string]struct {
		input []byte
		want  []string
	}{
		"a user id":                         {plain, []string{"mia@example.org"}},
		"a relay list":                      {withRelays, []string{"mia@example.org", "one@relay.example", "two@relay.example"}},
		"a user id without a signature":     {stolenUserID, []string{"mia@example.org"}},
		"a relay list signed by a stranger": {strangersRelays, []string{"mia@example.org"}},
	} {
		if diff := cmp.Diff(test.want, readOne(t, test.input).Addresses()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func signDirect(t *testing.T, entity *v2.Entity, relays string) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypeDirectSignature, PubKeyAlgo: entity.PrimaryKey.PubKeyAlgo,
		Hash: 5, CreationTime: sigTime, IssuerKeyId: &entity.PrimaryKey.KeyId,
		Notations: []*packet.Notation{{Name: relaysNotation, Value: []byte(relays), IsHumanReadable: true}},
	}
	check(t, sig.SignDirectKeyBinding(entity.PrimaryKey, entity.PrivateKey, &packet.Config{}))
	var out bytes.Buffer
	check(t, sig.Serialize(&out))
	return out.Bytes()
}

func TestUserIDAddress(t *testing.T) {
	for userID, want := range map[string]string{
		"<a@b.example>": "a@b.example", "A B <A@B.example>": "a@b.example", "a@b.example": "a@b.example",
		"A (x <y@z>) <a@b>": "a@b", "nobody": "", "<>": "", "<a@>": "", "<@b>": "", "a b@c": "", "<a@b.>": "", "<a@b": "a@b",
	} {
		if got := userIDAddress(userID); got != want {
			t.Errorf("%q: got %q, want %q", userID, got, want)
		}
	}
}
