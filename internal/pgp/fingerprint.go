package pgp

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprint identifies a key: upper-case hex, 40 digits for version 4 keys,
// 64 for version 6. In this package's results it is that of the primary key
// unless a field says otherwise. The zero value means "none".
type Fingerprint string

// ParseFingerprint accepts hex in either case, with blanks and colons between
// digits. It fails unless 40 or 64 digits remain.
func ParseFingerprint(s string) (Fingerprint, error) {
	compact := strings.NewReplacer(" ", "", ":", "", "\t", "").Replace(s)
	if len(compact) != 40 && len(compact) != 64 {
		return "", fmt.Errorf("fingerprint %q has %d digits, want 40 or 64", s, len(compact))
	}
	if _, err := hex.DecodeString(compact); err != nil {
		return "", fmt.Errorf("fingerprint %q is not hexadecimal", s)
	}
	return Fingerprint(strings.ToUpper(compact)), nil
}

// KeyID is the last 64 bits of a version 4 fingerprint, the first 64 of a
// version 6 one (RFC 9580 section 5.5.4), and 0 for anything else.
func (f Fingerprint) KeyID() uint64 {
	raw, err := hex.DecodeString(string(f))
	switch {
	case err == nil && len(raw) == 20:
		return binary.BigEndian.Uint64(raw[12:])
	case err == nil && len(raw) == 32:
		return binary.BigEndian.Uint64(raw)
	}
	return 0
}

func fingerprintOf(raw []byte) Fingerprint {
	return Fingerprint(strings.ToUpper(hex.EncodeToString(raw)))
}

func formatKeyID(id uint64) string { return fmt.Sprintf("%016X", id) }

// A Recipient is whom a message is encrypted to, as its PKESK packet says.
// Both fields are zero for an anonymous recipient, which is what chatmail
// clients write since 2.46.
type Recipient struct {
	KeyID       uint64      // of the encryption (sub)key
	Fingerprint Fingerprint // of the encryption (sub)key; only version 6 PKESK carry it
}

// String is the fingerprint or key id in hex, or "anonymous".
func (r Recipient) String() string {
	switch {
	case r.Fingerprint != "":
		return string(r.Fingerprint)
	case r.KeyID != 0:
		return formatKeyID(r.KeyID)
	}
	return "anonymous"
}
