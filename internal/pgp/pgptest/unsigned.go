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

// SealUnsigned seals an entity to the armored certificates without signing it, as
// anybody can who has them. No client writes such mail, so package pgp cannot.
func SealUnsigned(entity []byte, at time.Time, random io.Reader, certificates ...[]byte) (armored []byte, err error) {
	var to v2.EntityList
	for _, certificate := range certificates {
		ring, err := v2.ReadArmoredKeyRing(bytes.NewReader(certificate))
		if err != nil {
			return nil, err
		}
		to = append(to, ring...)
	}
	var out bytes.Buffer
	armoring, err := armor.Encode(&out, "PGP MESSAGE", nil)
	if err != nil {
		return nil, err
	}
	sealing, err := v2.Encrypt(armoring, to, nil, nil, nil, &packet.Config{Rand: random, Time: func() time.Time { return at }})
	if err != nil {
		return nil, err
	}
	_, err = sealing.Write(entity)
	err = errors.Join(err, sealing.Close(), armoring.Close())
	return out.Bytes(), err
}
