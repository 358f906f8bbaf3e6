package pgptest

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// Seal seals an entity to armored certificates, signed with an armored secret key
// or, if that is nil, not at all. It does not seal to the signer: all clients do, and
// package pgp with them, so that only here such mail can be made.
func Seal(entity, secret []byte, at time.Time, random io.Reader, certificates ...[]byte) (armored []byte, err error) {
	var to, by v2.EntityList
	for _, certificate := range certificates {
		ring, err := v2.ReadArmoredKeyRing(bytes.NewReader(certificate))
		if err != nil {
			return nil, err
		}
		to = append(to, ring...)
	}
	if secret != nil {
		if by, err = v2.ReadArmoredKeyRing(bytes.NewReader(secret)); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	armoring, err := armor.Encode(&out, "PGP MESSAGE", nil)
	if err != nil {
		return nil, err
	}
	sealing, err := v2.Encrypt(armoring, to, nil, by, nil, &packet.Config{Rand: random, Time: func() time.Time { return at }})
	if err != nil {
		return nil, err
	}
	_, err = sealing.Write(entity)
	err = errors.Join(err, sealing.Close(), armoring.Close())
	return out.Bytes(), err
}
