package gmm

import (
	"errors"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// findSealed returns the OpenPGP data of an encrypted message. It looks where
// clients look, and nowhere else (src/decrypt.rs): what is sealed but wrapped
// into anything more was never opened by one.
func findSealed(p part) ([]byte, bool) {
	data, ok := sealedPart(p)
	switch c := p.children; {
	case ok:
	case p.media.value != "multipart/mixed":
		return nil, false
	case isSequence(c, "text/plain", "application/pgp-encrypted", "application/octet-stream"):
		data = c[2] // Exchange and the ProtonMail bridge, "mixed up"
	case isSequence(c, "text/plain", "multipart/encrypted"):
		if data, ok = sealedPart(c[1]); !ok { // Google Workspace, with a footer
			return nil, false
		}
	default:
		return nil, false
	}
	return data.decoded(), true
}

// sealedPart returns the data part of a multipart/encrypted (RFC 3156 section 4).
func sealedPart(p part) (part, bool) {
	if p.media.value != "multipart/encrypted" || !isSequence(p.children, "application/pgp-encrypted", "application/octet-stream") {
		return part{}, false
	}
	return p.children[1], true
}

// isSequence reports whether parts are of these types, and no more.
func isSequence(parts []part, types ...string) bool {
	if len(parts) != len(types) {
		return false
	}
	for i := range parts {
		if parts[i].media.value != types[i] {
			return false
		}
	}
	return true
}

// open decrypts sealed with the reading device's own keys, and only where
// those do not fit with the other keys of the case: what a client could not
// open explains the case but was never read by it.
func open(sealed []byte, keys Keys) (*pgp.Opened, error) {
	opened, err := pgp.Open(sealed, keys.Own, keys.Secrets, pgp.Options{})
	if errors.Is(err, pgp.ErrNoKey) && keys.Others != nil {
		if other, otherErr := pgp.Open(sealed, keys.Others, nil, pgp.Options{}); otherErr == nil {
			return other, nil
		}
	}
	return opened, err
}
