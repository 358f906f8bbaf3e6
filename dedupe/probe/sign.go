package probe

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// newline of mail (RFC 5322 section 2.3).
const newline = "\r\n"

// A pen is what signing takes.
type pen struct {
	now    time.Time
	random io.Reader
}

// seal signs an entity and encrypts it to one recipient. Both are named in the
// signature, so that it cannot be sealed anew for somebody else.
func (p pen) seal(entity []byte, signer, recipient *pgp.Key) ([]byte, error) {
	return pgp.Seal(entity, signer, []*pgp.Key{recipient}, pgp.SealOptions{Time: p.now, Random: p.random, Intended: true})
}

// signAlone makes a signature that stands beside its content, armored, and its
// micalg parameter. Package pgp signs only what it seals: so the content is
// sealed to the signer and the signature taken out.
func (p pen) signAlone(content []byte, signer *pgp.Key) (signature []byte, micalg string, err error) {
	sealed, err := pgp.Seal(content, signer, nil, pgp.SealOptions{Time: p.now, Random: p.random})
	if err != nil {
		return nil, "", err
	}
	opened, err := pgp.Open(sealed, pgp.NewRing(signer), nil, pgp.Options{})
	if err != nil {
		return nil, "", err
	}
	signature, err = opened.DetachedSignature()
	return signature, opened.Micalg(), err
}

// autocrypt renders a key field (Autocrypt Level 1 section 2.1).
func autocrypt(address string, key *pgp.Key) string {
	return "addr=" + address + "; prefer-encrypt=mutual; keydata=" + newline + "\t" + base64Lines(key.Serialize(), newline+"\t")
}

// base64Lines encodes in lines of 76 characters (RFC 2045 section 6.8).
func base64Lines(data []byte, lineEnd string) string {
	const width = 76
	text := base64.StdEncoding.EncodeToString(data)
	var lines []string
	for len(text) > width {
		lines, text = append(lines, text[:width]), text[width:]
	}
	return strings.Join(append(lines, text), lineEnd)
}

func withMailLineEnds(b []byte) []byte {
	return bytes.ReplaceAll(bytes.TrimSpace(b), []byte("\n"), []byte(newline))
}
