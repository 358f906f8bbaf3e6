package pgp

import (
	"bytes"
	"crypto"
	"errors"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

func expiring(c *packet.Config) { useV4(c); c.KeyLifetimeSecs = 3600 }

func TestExpiredAndRevokedCertificatesAreUsedOnlyIfAllowed(t *testing.T) {
	expired := newEntity("gert@example.org", expiring)
	revoked := newEntity("heidi@example.org", useV4)
	check(t, revoked.Revoke(packet.KeyCompromised, "", configAt(sigTime.Add(time.Hour))))
	retiredBefore := newEntity("judy@example.org", useV4)
	check(t, retiredBefore.Revoke(packet.KeyRetired, "", configAt(sigTime.Add(-time.Hour))))
	retiredLater := newEntity("ivan@example.org", useV4)
	check(t, retiredLater.Revoke(packet.KeyRetired, "", configAt(sigTime.Add(time.Hour))))
	subkeyRevoked := newEntity("kurt@example.org", useV4)
	check(t, subkeyRevoked.Subkeys[0].Revoke(packet.NoReason, "", configAt(keyTime)))
	both := newEntity("lars@example.org", expiring)
	check(t, both.Revoke(packet.NoReason, "", configAt(keyTime)))
	tests := map[string]struct {
		entity *v2.Entity
		want   error
		signs  error
	}{
		"sound":                         {aliceV4(), nil, nil},
		"expired":                       {expired, ErrExpired, ErrExpired},
		"compromised later":             {revoked, ErrRevoked, ErrRevoked},
		"retired before":                {retiredBefore, ErrRevoked, ErrRevoked},
		"retired later":                 {retiredLater, nil, nil},
		"its encryption subkey revoked": {subkeyRevoked, ErrRevoked, nil},
		"expired and revoked":           {both, ErrRevoked, ErrRevoked},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			key := secretKey(t, test.entity)
			expectError(t, key.CheckSigner(sigTime), test.signs, key)
			_, err := Seal(plainMail, secretKey(t, bobV4()), []*Key{key}, sealOptions(1))
			expectError(t, err, test.want, key)
			for _, signer := range []*Key{secretKey(t, bobV4()), key} {
				opts := sealOptions(1)
				opts.AllowExpired, opts.AllowRevoked = test.want == ErrExpired, test.want == ErrRevoked
				sealed, err := Seal(plainMail, signer, []*Key{key}, opts)
				check(t, err)
				opened, err := Open(sealed, NewRing(key), nil, Options{})
				check(t, err)
				if verdict := opened.Verify(NewRing(signer)); !bytes.Equal(opened.Plain, plainMail) || !verdict.Valid() {
					t.Errorf("got %q, %+v", opened.Plain, verdict)
				}
			}
		})
	}
}

func expectError(t *testing.T, err, want error, key *Key) {
	t.Helper()
	var place *Error
	switch {
	case want == nil && err == nil:
	case !errors.Is(err, want), !errors.As(err, &place), place.Key != key.Fingerprint(), place.Op == "":
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestSealPrefersAnEncryptionSubkeyInForce(t *testing.T) {
	rotated := newEntity("mona@example.org", useV4)
	check(t, rotated.AddEncryptionSubkey(configAt(keyTime.Add(time.Minute))))
	check(t, rotated.Subkeys[0].Revoke(packet.KeySuperseded, "", configAt(keyTime.Add(time.Hour))))
	for name, test := range map[string]struct {
		when   time.Time
		subkey int
	}{
		"before the first was superseded": {keyTime.Add(time.Minute), 0},
		"after that":                      {sigTime, 1},
	} {
		opts := sealOptions(1)
		opts.Time, opts.AllowRevoked = test.when, true
		sealed, err := Seal(plainMail, secretKey(t, aliceV4()), []*Key{publicKey(t, rotated)}, opts)
		check(t, err)
		if got := recipientsOf(t, sealed)[1].KeyID; got != rotated.Subkeys[test.subkey].PublicKey.KeyId {
			t.Errorf("%s: encrypted to %016X", name, got)
		}
	}
}

// What the signer's own copy does not know, the list of recipients may.
func TestSealHeedsARevocationOfTheSignerAmongTheRecipients(t *testing.T) {
	nils := newEntity("nils@example.org", useV4)
	outdated := secretKey(t, nils)
	check(t, nils.Revoke(packet.KeyCompromised, "", configAt(keyTime)))
	_, err := Seal(plainMail, outdated, []*Key{publicKey(t, nils)}, sealOptions(1))
	expectError(t, err, ErrRevoked, outdated)
}

func TestRSAPrimaryKeysServeForEverythingIfTheyMay(t *testing.T) {
	any := func(*packet.Signature) {}
	flags := func(encrypt bool) func(*packet.Signature) {
		return func(s *packet.Signature) {
			s.FlagsValid, s.FlagSign, s.FlagEncryptCommunications = true, true, encrypt
		}
	}
	for name, test := range map[string]struct {
		adjust func(*packet.Signature)
		want   error
	}{
		"without flags":             {any, nil},
		"flagged for encryption":    {flags(true), nil},
		"flagged for signing alone": {flags(false), ErrNoEncryptionKey},
	} {
		t.Run(name, func(t *testing.T) {
			key := primaryOnly(t, doraRSA(), test.adjust)
			sealed, err := Seal(plainMail, key, nil, sealOptions(1))
			expectError(t, err, test.want, key)
			if test.want != nil {
				return
			}
			opened, err := Open(sealed, NewRing(key), nil, Options{})
			check(t, err)
			checkSealed(t, opened, plainMail, key, []*Key{key}, false)
			checkForm(t, sealed, key, 1)
		})
	}
}

// primaryOnly is the entity's primary key under a new self-signature, without
// subkeys, as Delta Chat's first keys were.
func primaryOnly(t *testing.T, entity *v2.Entity, adjust func(*packet.Signature)) *Key {
	t.Helper()
	const userID = "<old@example.org>"
	sig := &packet.Signature{
		Version: 4, SigType: packet.SigTypePositiveCert, PubKeyAlgo: entity.PrimaryKey.PubKeyAlgo, Hash: crypto.SHA256,
		CreationTime: keyTime, IssuerKeyId: &entity.PrimaryKey.KeyId,
	}
	adjust(sig)
	check(t, sig.SignUserId(userID, entity.PrimaryKey, entity.PrivateKey, &packet.Config{}))
	var out bytes.Buffer
	check(t, entity.PrivateKey.Serialize(&out))
	out.Write(packetOf(tagUserID, []byte(userID)))
	check(t, sig.Serialize(&out))
	return readOne(t, out.Bytes())
}

func TestCheckSignerSaysWhatIsMissing(t *testing.T) {
	locked := newEntity("olga@example.org", useV4)
	check(t, locked.EncryptPrivateKeys([]byte("passphrase"), configAt(keyTime)))
	offline := secretKey(t, aliceV4())
	offline.primary.secret = nil
	for name, test := range map[string]struct {
		key  *Key
		when time.Time
		want error
	}{
		"nothing":                            {secretKey(t, aliceV4()), sigTime, nil},
		"the secret key":                     {publicKey(t, aliceV4()), sigTime, ErrNoSecret},
		"the secret part of the primary key": {offline, sigTime, ErrNoSecret},
		"the passphrase":                     {secretKey(t, locked), sigTime, ErrPassphrase},
		"time to have made the key":          {secretKey(t, aliceV4()), keyTime.Add(-time.Hour), ErrSealOptions},
	} {
		t.Run(name, func(t *testing.T) { expectError(t, test.key.CheckSigner(test.when), test.want, test.key) })
	}
}
