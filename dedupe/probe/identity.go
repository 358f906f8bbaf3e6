package probe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// An Identity is one record as messages name it. Address is an addr-spec in
// the form clients compare, Fingerprint that of the primary key in upper-case
// hex, or "" where no key is known.
type Identity struct {
	Address     string `json:"address"`
	Fingerprint string `json:"fingerprint"`
}

// ParseIdentity reads ADDRESS or ADDRESS=FINGERPRINT. The address may hold "="
// before its "@".
func ParseIdentity(text string) (Identity, error) {
	written, fingerprint := text, ""
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		if domain, after, found := strings.Cut(text[at:], "="); found {
			written, fingerprint = text[:at]+domain, after
		}
	}
	id := Identity{Address: address.Normalize(written)}
	if fingerprint != "" {
		parsed, err := pgp.ParseFingerprint(fingerprint)
		if err != nil {
			return id, fmt.Errorf("%q: %w", text, err)
		}
		id.Fingerprint = string(parsed)
	}
	if !id.valid() {
		return id, fmt.Errorf("%q is not a mail address", text)
	}
	return id, nil
}

// valid reports whether the identity is written as messages write it, and is
// safe to stand in a header field.
func (i Identity) valid() bool {
	if !address.Valid(i.Address) || address.Normalize(i.Address) != i.Address || len(i.Address) > maxAddress || !utf8.ValidString(i.Address) {
		return false
	}
	if strings.ContainsFunc(i.Address, unsafeInHeader) {
		return false
	}
	if i.Fingerprint == "" {
		return true
	}
	parsed, err := pgp.ParseFingerprint(i.Fingerprint)
	return err == nil && string(parsed) == i.Fingerprint
}

// maxAddress is the longest address SMTP carries, in bytes (RFC 5321 section
// 4.5.3.1.3, without the angle brackets).
const maxAddress = 254

// unsafeInHeader are the characters that would end an address in a header
// field, or that no terminal should see.
func unsafeInHeader(r rune) bool {
	return !unicode.IsPrint(r) || strings.ContainsRune(`,;:"()[]\`, r)
}

// keyless reports that only the mailbox is known.
func (i Identity) keyless() bool { return i.Fingerprint == "" }
