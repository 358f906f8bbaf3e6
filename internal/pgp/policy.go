package pgp

import (
	"crypto"
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

// keyIsWeak reports what [WeakKey] stands for.
func keyIsWeak(public *packet.PublicKey) bool {
	switch material := public.PublicKey.(type) {
	case *rsa.PublicKey:
		return material.N.BitLen() < recommendedRSABits
	case *dsa.PublicKey:
		return true
	}
	curve, err := public.Curve()
	return err == nil && curve == packet.CurveSecP256k1
}

func hashIsBroken(h crypto.Hash) bool {
	return h == crypto.MD5 || h == crypto.SHA1 || h == crypto.RIPEMD160
}
