package compose

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Draft is a mail before it is signed or sealed.
type Draft struct {
	Outer     Header // what delivery needs; all that others see of a sealed mail
	Protected Header // what the signature covers, and clients act on
	Text      string // UTF-8; its lines may end in LF
	Attached  []Part
	// Boundaries between the parts, and around what is sealed or signed. They are
	// changed where they occur in the content.
	Boundary, OuterBoundary string
}

// A Part is an attachment, which clients show as a harmless file. A
// message/rfc822 is attached as it is, all else in base64 (RFC 2046 section
// 5.2.1 allows a message no encoding).
type Part struct {
	Type     string // media type
	Filename string // ASCII, without quotes
	Data     []byte
}

// Protection is the hp parameter of protected headers: whether their copies
// outside the signature were hidden (RFC 9788 section 2.1).
type Protection string

const (
	Cipher Protection = "cipher" // the entity is encrypted
	Clear  Protection = "clear"  // it is signed alone
)

// Entity is the MIME entity that is signed: the protected header, the text and
// the attachments, as multipart/mixed.
func (d *Draft) Entity(protection Protection) []byte {
	text := withMailLineEnds([]byte(d.Text))
	contents := [][]byte{text}
	for _, part := range d.Attached {
		contents = append(contents, part.Data)
	}
	boundary := absent(d.Boundary, contents...)
	var b bytes.Buffer
	write := func(format string, args ...any) { fmt.Fprintf(&b, format+newline, args...) }
	b.WriteString(d.Protected.String())
	write("MIME-Version: 1.0")
	write("Content-Type: multipart/mixed; boundary=%q;%s protected-headers=\"v1\"; hp=%q", boundary, fold, protection)
	write("")
	write("--%s%sContent-Type: text/plain; charset=utf-8%sContent-Transfer-Encoding: 8bit%s", boundary, newline, newline, newline)
	write("%s", text)
	for _, part := range d.Attached {
		write("--%s%sContent-Type: %s", boundary, newline, part.Type)
		write("Content-Disposition: attachment; filename=%q", part.Filename)
		if part.Type == "message/rfc822" {
			write("%s%s", newline, part.Data)
			continue
		}
		write("Content-Transfer-Encoding: base64%s", newline)
		write("%s", base64Lines(part.Data, newline))
	}
	write("--%s--", boundary)
	return b.Bytes()
}

// Seal signs the draft and encrypts it to the recipients and the signer. Errors
// are those of [pgp.Seal].
func (d *Draft) Seal(signer *pgp.Key, recipients []*pgp.Key, opts pgp.SealOptions) ([]byte, error) {
	sealed, err := pgp.Seal(d.Entity(Cipher), signer, recipients, opts)
	if err != nil {
		return nil, err
	}
	return Sealed(&d.Outer, d.OuterBoundary, sealed), nil
}

// Sign makes the draft a signed mail that everybody can read. Errors are those
// of [pgp.Seal].
func (d *Draft) Sign(signer *pgp.Key, now time.Time, random io.Reader) ([]byte, error) {
	entity := d.Entity(Clear)
	signature, micalg, err := Signature(entity, signer, now, random)
	if err != nil {
		return nil, err
	}
	return Signed(&d.Outer, d.OuterBoundary, entity, bytes.TrimSpace(signature), micalg), nil
}

// Signature makes a signature that stands beside its content: as a PGP SIGNATURE
// block with LF line ends, and the micalg parameter that names its hash. Errors
// are those of [pgp.Seal].
func Signature(content []byte, signer *pgp.Key, now time.Time, random io.Reader) (signature []byte, micalg string, err error) {
	// Package pgp signs only what it seals: so the content is sealed to the
	// signer, and the signature taken out.
	sealed, err := pgp.Seal(content, signer, nil, pgp.SealOptions{Time: now, Random: random})
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
