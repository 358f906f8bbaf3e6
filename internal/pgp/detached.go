package pgp

import (
	"bytes"
	"strings"
)

// DetachedSignature returns the author's signatures on an opened message as a
// PGP SIGNATURE block with LF line ends. With the author's public key alone,
// any OpenPGP program can verify it over Plain, and [VerifyDetached] gives the
// verdict that [Opened.Verify] gives. The packets are the author's own; only
// their length headers are written anew. [Uncheckable] signatures are left out,
// because they might pass for good outside the message. If none is left, the
// error is of kind ErrNoSignature.
//
// For multipart/signed (RFC 3156 section 5) Plain is the first part, header
// and body, byte for byte:
//
//   - Write the boundary line, Plain, CRLF, the next boundary line. The CRLF
//     before a boundary belongs to the boundary, so it is written even if Plain
//     ends with CRLF, and none is taken off Plain.
//   - Keep a MIME writer from it: no new header fields, folding, transfer
//     encoding or trimming of blanks.
//   - Choose a boundary that does not occur in Plain.
//   - See [Opened.HasMailLineEnds] first. Readers bring line ends to CRLF
//     before they verify.
//   - Plain may hold 8-bit text and long lines, which encryption protected.
//     What carries the whole must keep them.
//   - The micalg parameter is [Opened.Micalg].
func (o *Opened) DetachedSignature() ([]byte, error) {
	const op = "detach signature"
	var packets []byte
	for _, sig := range o.detachable() {
		p, err := nextPacket(sig.packet.raw, 0)
		if err != nil {
			return nil, withOp(op, withoutOffset(err))
		}
		packets = append(packets, packetOf(tagSignature, p.body)...)
	}
	if len(packets) == 0 {
		return nil, withOp(op, &Error{Kind: ErrNoSignature, Offset: -1})
	}
	armored, err := writeArmor(signatureLabel, packets)
	return armored, withOp(op, err)
}

// Micalg is the parameter of multipart/signed that names the hash of the first
// signature in [Opened.DetachedSignature] (RFC 3156 section 5): "pgp-sha256".
// It is "" if there is none.
func (o *Opened) Micalg() string {
	signatures := o.detachable()
	if len(signatures) == 0 {
		return ""
	}
	name, isSHA2 := strings.CutPrefix(signatures[0].hash, "SHA-")
	if isSHA2 {
		name = "SHA" + name
	}
	return "pgp-" + strings.ToLower(name)
}

// HasMailLineEnds reports whether every line end in Plain is CRLF, with no
// carriage return or line feed standing alone. If not, signatures that are not
// of type [Signature.Text] fail once the content has been through a program
// that writes mail. Chatmail clients write CRLF.
func (o *Opened) HasMailLineEnds() bool {
	pairs := bytes.Count(o.Plain, []byte("\r\n"))
	return bytes.Count(o.Plain, []byte("\n")) == pairs && bytes.Count(o.Plain, []byte("\r")) == pairs
}

// detachable lists the signatures that mean the same outside the message.
func (o *Opened) detachable() []messageSignature {
	var found []messageSignature
	for _, sig := range o.signatures {
		if sig.problem == "" {
			found = append(found, sig)
		}
	}
	return found
}
