package repair

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

var errUnsigned = errors.New("sent without a signature")

// original turns a GMM as it lay in an archive into the form it is attached
// in. A sealed one is unwrapped to multipart/signed: the author's own entity,
// byte for byte, and the author's own signature, which anybody can check with
// the author's public key alone.
//
// An error means that the GMM would prove nothing to others: it cannot be
// opened here, or carries no signature that could be checked.
func original(raw []byte, secrets *pgp.Ring) ([]byte, error) {
	sealed, ok := gmm.Sealed(raw)
	if !ok {
		return nil, errUnsigned
	}
	opened, err := pgp.Open(sealed, secrets, nil, pgp.Options{})
	if err != nil {
		return nil, err
	}
	signature, err := opened.DetachedSignature()
	if err != nil {
		return nil, err
	}
	if !opened.HasMailLineEnds() {
		return nil, fmt.Errorf("signed content is not mail with CRLF line ends")
	}
	return signedMail(gmm.Identity(raw), opened, signature), nil
}

// signedMail builds the multipart/signed message (RFC 3156 section 5).
func signedMail(identity gmm.Fields, opened *pgp.Opened, signature []byte) []byte {
	boundary := freeBoundary(opened.Plain)
	var b bytes.Buffer
	for _, field := range identity {
		fmt.Fprintf(&b, "%s: %s%s", field.Name, field.Value, newline)
	}
	b.WriteString("MIME-Version: 1.0" + newline)
	fmt.Fprintf(&b, "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=%s;%s\tboundary=%q%s%s",
		opened.Micalg(), newline, boundary, newline, newline)
	fmt.Fprintf(&b, "--%s%s", boundary, newline)
	b.Write(opened.Plain)
	fmt.Fprintf(&b, "%s--%s%sContent-Type: application/pgp-signature; name=\"signature.asc\"%s%s", newline, boundary, newline, newline, newline)
	b.Write(withMailLineEnds(signature))
	fmt.Fprintf(&b, "%s--%s--%s", newline, boundary, newline)
	return b.Bytes()
}

// freeBoundary does not occur in the content.
func freeBoundary(content []byte) string {
	for i := 0; ; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", i, content))
		boundary := "signed-" + hex.EncodeToString(sum[:12])
		if !bytes.Contains(content, []byte(boundary)) {
			return boundary
		}
	}
}

func withMailLineEnds(b []byte) []byte {
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
}
