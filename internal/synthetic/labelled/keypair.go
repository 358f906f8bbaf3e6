package labelled

import (
	"io"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
)

// A keypair is a key with what its files hold.
type keypair struct {
	secret      *pgp.Key
	file        []byte // secret part, armored
	certificate []byte // with what other keys certified, armored
}

func (k *keypair) fingerprint() string { return string(k.secret.Fingerprint()) }

// newKeypair makes a key from a draft. Drafts are the generator's own, so one
// that fails is a mistake in a scene.
func newKeypair(draft pgptest.Draft, random io.Reader) *keypair {
	draft.Random = random
	secret, certificate, err := pgptest.Generate(draft)
	if err != nil {
		panic(err)
	}
	keys, errs := pgp.ReadKeys(secret, nil)
	if len(errs) > 0 {
		panic(errs[0])
	}
	return &keypair{secret: keys[0], file: secret, certificate: certificate}
}

// seal signs and encrypts an entity.
func (k *keypair) seal(entity []byte, to *keypair, at time.Time, random io.Reader) []byte {
	sealed, err := pgp.Seal(entity, k.secret, []*pgp.Key{to.secret}, pgp.SealOptions{Time: at, Random: random, Intended: true, AllowRevoked: true})
	if err != nil {
		panic(err)
	}
	return sealed
}
