package pgptest_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

var made = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// chance is the same randomness every time.
func chance() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

func draft() pgptest.Draft {
	return pgptest.Draft{Name: "Anna Weber", Addresses: []string{"anna@example.org", "a@example.net", "w@example.com"}, Created: made, Random: chance()}
}

func generate(t *testing.T, d pgptest.Draft) (secret, certificate []byte) {
	t.Helper()
	secret, certificate, err := pgptest.Generate(d)
	if err != nil {
		t.Fatal(err)
	}
	return secret, certificate
}

func readOne(t *testing.T, data []byte) *pgp.Key {
	t.Helper()
	keys, errs := pgp.ReadKeys(data, nil)
	if len(keys) != 1 || len(errs) != 0 {
		t.Fatalf("got %d keys and errors %v", len(keys), errs)
	}
	return keys[0]
}

func TestTheSameBytesGiveTheSameKey(t *testing.T) {
	first, _ := generate(t, draft())
	second, _ := generate(t, draft())
	if !bytes.Equal(first, second) {
		t.Error("two keys of one draft differ")
	}
}

func TestAMadeKeySignsOpensAndNamesItsAddresses(t *testing.T) {
	secret, _ := generate(t, draft())
	key := readOne(t, secret)
	if got := key.Addresses(); len(got) != 3 || got[0] != "anna@example.org" || !key.Created().Equal(made) {
		t.Errorf("addresses %q, made %s", got, key.Created())
	}
	sealed, err := pgp.Seal([]byte("text"), key, nil, pgp.SealOptions{Time: made.Add(time.Hour), Random: chance()})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := pgp.Open(sealed, pgp.NewRing(key), nil, pgp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if verdict := opened.Verify(pgp.NewRing(key)); !verdict.Good() {
		t.Errorf("signature is %s", verdict.State)
	}
}

// What other keys certified survives the long form of a certificate alone.
func TestAnotherKeyCertifiesEveryUserID(t *testing.T) {
	old, _ := generate(t, draft())
	d := draft()
	d.CertifiedBy, d.Created = old, made.Add(time.Hour)
	_, certificate := generate(t, d)
	issuer, key := readOne(t, old), readOne(t, certificate)
	for name, c := range map[string]struct {
		key  *pgp.Key
		want int
	}{"as made": {key, 3}, "certified": {readOne(t, key.SerializeCertified()), 3}, "plain": {readOne(t, key.Serialize()), 0}} {
		if found := c.key.Certifications(pgp.NewRing(issuer)); len(found) != c.want || c.want > 0 && found[0].Issuer != issuer.Fingerprint() {
			t.Errorf("%s: certifications %v", name, found)
		}
	}
}

func TestTheOwnerGivesAMadeKeyUp(t *testing.T) {
	d := draft()
	d.Revoked, d.RevokedAt = pgp.Superseded, made.Add(time.Hour)
	_, certificate := generate(t, d)
	if r, ok := readOne(t, certificate).Revoked(); !ok || r.Reason != pgp.Superseded || !r.Created.Equal(d.RevokedAt) {
		t.Errorf("revocation %v", r)
	}
}

func TestADraftThatLacksSomethingIsRefused(t *testing.T) {
	for _, d := range []pgptest.Draft{{Created: made, Random: chance()}, {Addresses: []string{"a@b"}, Random: chance()}, {Addresses: []string{"a@b"}, Created: made}} {
		if _, _, err := pgptest.Generate(d); !errors.Is(err, pgptest.ErrDraft) {
			t.Errorf("got %v", err)
		}
	}
	_, public := generate(t, draft())
	d := draft()
	d.CertifiedBy = public
	if _, _, err := pgptest.Generate(d); err == nil {
		t.Error("a certifier without its secret part is taken")
	}
}
