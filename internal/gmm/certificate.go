package gmm

import (
	"bytes"
	"errors"
	"slices"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Certificate is one in the form in which mail carried it, as a store keeps it.
// Digest names it among the certificates of a reader.
type Certificate struct {
	Digest      Digest
	Form        string
	Data        []byte
	Fingerprint pgp.Fingerprint
}

// The forms of certificates.
const (
	FormAutocrypt = "autocrypt" // the keydata of an Autocrypt or Autocrypt-Gossip field, decoded
	FormFile      = "file"      // attached to a message
)

// TakeMet lists the certificates that a reader with Storing met since it was last
// asked, by digest.
func (r *Reader) TakeMet() []Certificate {
	var list []Certificate
	r.met.Range(func(digest, c any) bool {
		list = append(list, c.(Certificate))
		r.met.Delete(digest)
		return true
	})
	slices.SortFunc(list, func(a, b Certificate) int { return bytes.Compare(a.Digest[:], b.Digest[:]) })
	return list
}

// Know has a reader know a certificate as if it had read the mail that carried it.
func (r *Reader) Know(c Certificate) error {
	if _, known := r.certificates.Load(keydataDigest(c.Digest)); known {
		return nil
	}
	var key *pgp.Key
	switch c.Form {
	case FormAutocrypt:
		key, _ = pgp.ReadAutocryptKey(c.Data)
	case FormFile:
		if keys, _ := pgp.ReadKeys(c.Data, nil); len(keys) == 1 {
			key = keys[0]
		}
	}
	if key == nil {
		return errors.New("a certificate cannot be read any more")
	}
	r.certificates.LoadOrStore(keydataDigest(c.Digest), key)
	return nil
}
