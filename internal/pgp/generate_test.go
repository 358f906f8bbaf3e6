package pgp

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

// chance is the same randomness every time.
func chance() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

func generateKey(t *testing.T, draft Draft) (secret, certificate []byte, key *Key) {
	t.Helper()
	secret, certificate, err := Generate(draft)
	check(t, err)
	keys, errs := ReadKeys(secret, nil)
	if len(keys) != 1 || len(errs) != 0 {
		t.Fatalf("got %d keys and errors %v", len(keys), errs)
	}
	return secret, certificate, keys[0]
}

func TestGenerate(t *testing.T) {
	draft := Draft{Name: "Anna Weber", Addresses: []string{"anna@example.org", "a@example.net", "w@example.com"}, Created: keyTime}
	t.Run("the same bytes give the same key", func(t *testing.T) {
		draft.Random = chance()
		first, _, _ := generateKey(t, draft)
		draft.Random = chance()
		second, _, _ := generateKey(t, draft)
		if !bytes.Equal(first, second) {
			t.Error("two keys of one draft differ")
		}
	})
	t.Run("the key signs, opens and names its addresses", func(t *testing.T) {
		draft.Random = chance()
		_, _, key := generateKey(t, draft)
		if got := key.Addresses(); len(got) != 3 || got[0] != "anna@example.org" || !key.Created().Equal(keyTime) {
			t.Errorf("addresses %q, made %s", got, key.Created())
		}
		sealed, err := Seal([]byte("text"), key, nil, SealOptions{Time: sigTime, Random: chance()})
		check(t, err)
		opened, err := Open(sealed, NewRing(key), nil, Options{})
		check(t, err)
		if verdict := opened.Verify(NewRing(key)); !verdict.Good() {
			t.Errorf("signature is %s", verdict.State)
		}
	})
	t.Run("another key certifies every user id", func(t *testing.T) {
		draft := draft
		draft.Random = chance()
		_, _, old := generateKey(t, draft)
		draft.CertifiedBy = old
		draft.Created = keyTime.Add(time.Hour)
		_, certificate, _ := generateKey(t, draft)
		if found := readOne(t, certificate).Certifications(NewRing(old)); len(found) != 3 || found[0].Issuer != old.Fingerprint() {
			t.Errorf("certifications %v", found)
		}
	})
	t.Run("the owner gives it up", func(t *testing.T) {
		draft := draft
		draft.Random, draft.Revoked, draft.RevokedAt = chance(), Superseded, sigTime
		_, certificate, _ := generateKey(t, draft)
		if r, ok := readOne(t, certificate).Revoked(); !ok || r.Reason != Superseded || !r.Created.Equal(sigTime) {
			t.Errorf("revocation %v", r)
		}
	})
	t.Run("a draft without address, time or randomness is refused", func(t *testing.T) {
		for _, draft := range []Draft{{Created: keyTime, Random: chance()}, {Addresses: []string{"a@b"}, Random: chance()}, {Addresses: []string{"a@b"}, Created: keyTime}} {
			if _, _, err := Generate(draft); !errors.Is(err, ErrSealOptions) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("a certifier without its secret part is refused", func(t *testing.T) {
		draft := draft
		draft.Random, draft.CertifiedBy = chance(), publicKey(t, bobV4())
		if _, _, err := Generate(draft); err == nil {
			t.Error("no error")
		}
	})
}
