package compose

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
)

// Sealed wraps an armored message as mail: multipart/encrypted (RFC 3156
// section 4).
func Sealed(header *Header, boundary string, armored []byte) []byte {
	armored = withMailLineEnds(bytes.TrimSpace(armored))
	boundary = absent(boundary, armored)
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(header.String())
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";%sboundary=%q%s", fold, boundary, newline)
	write("--%s%sContent-Type: application/pgp-encrypted%s%sVersion: 1%s", boundary, newline, newline, newline, newline)
	write("--%s%sContent-Type: application/octet-stream; name=\"encrypted.asc\"%s", boundary, newline, newline)
	write("%s%s--%s--", armored, newline, boundary)
	return b.Bytes()
}

// Signed puts an armored signature beside the entity it covers, header and body:
// multipart/signed (RFC 3156 section 5). No byte of the entity is changed; its
// lines must end in CRLF.
func Signed(header *Header, boundary string, entity, signature []byte, micalg string) []byte {
	boundary = absent(boundary, entity)
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(header.String())
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=%s;%sboundary=%q%s", micalg, fold, boundary, newline)
	write("--%s%s%s%s--%s", boundary, newline, entity, newline, boundary)
	write("Content-Type: application/pgp-signature; name=\"signature.asc\"%s", newline)
	write("%s%s--%s--", withMailLineEnds(signature), newline, boundary)
	return b.Bytes()
}

// Boundary makes a boundary that follows from a seed: the prefix and 24
// hexadecimal digits.
func Boundary(prefix string, seed []byte) string {
	sum := sha256.Sum256(seed)
	return prefix + hex.EncodeToString(sum[:12])
}

// MessageID makes a Message-ID, without angle brackets, that follows from a
// content: a receiver that has the mail drops a second copy. In form it is the
// clients' own, and tells a server nothing.
func MessageID(content []byte) string {
	sum := sha256.Sum256(content)
	x := hex.EncodeToString(sum[:])
	return fmt.Sprintf("%s-%s-4%s-a%s-%s@localhost", x[:8], x[8:12], x[13:16], x[17:20], x[20:32])
}

// absent numbers a boundary until it occurs in none of the contents.
func absent(boundary string, contents ...[]byte) string {
	for candidate, n := boundary, 1; ; n++ {
		found := false
		for _, content := range contents {
			found = found || bytes.Contains(content, []byte(candidate))
		}
		if !found {
			return candidate
		}
		candidate = boundary + "-" + strconv.Itoa(n)
	}
}

func withMailLineEnds(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte(newline), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\n"), []byte(newline))
}
