package pgp

import (
	//lint:ignore SA1019 old keys have to be read
	"crypto/dsa"
	"crypto/rsa"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Sizes outside these bounds are not verified: crypto/rsa refuses smaller
// moduli, and larger numbers let one packet cost minutes.
const (
	minRSABits, maxRSABits  = 1024, 16384
	maxDSABits, maxDSAQBits = 4096, 512
	recommendedRSABits      = 2047 // what go-crypto and others demand by default
)

// checkable reports whether signatures of this key can be verified at all.
func checkable(public *packet.PublicKey) bool {
	switch material := public.PublicKey.(type) {
	case *rsa.PublicKey:
		bits := material.N.BitLen()
		return bits >= minRSABits && bits <= maxRSABits
	case *dsa.PublicKey:
		return material.P.BitLen() <= maxDSABits && material.Q.BitLen() <= maxDSAQBits
	case nil:
		return false
	}
	return public.CanSign()
}
