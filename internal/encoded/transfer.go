package encoded

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
)

// DecodeBody undoes a transfer encoding (RFC 2045 section 6). What can be
// decoded of a damaged body is returned: half an armor says more than none.
func DecodeBody(body []byte, encoding string) []byte {
	switch encoding {
	case "base64":
		return Base64(body)
	case "quoted-printable":
		decoded, _ := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body))) // what came before the damage
		return decoded
	}
	return body
}

// Base64 passes over everything that is not of the alphabet (RFC 4648
// section 4) and does not insist on padding.
func Base64(body []byte) []byte {
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	if n, err := base64.StdEncoding.Decode(decoded, body); err == nil {
		return decoded[:n] // as nearly always; it passes over line ends itself
	}
	clean := make([]byte, 0, len(body))
	for _, c := range body {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			clean = append(clean, c)
		}
	}
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	decoded = make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(decoded, clean) // nothing left to fail on
	return decoded[:n]
}

// DropSpace removes ASCII white space.
func DropSpace(b []byte) []byte {
	kept := make([]byte, 0, len(b))
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			kept = append(kept, c)
		}
	}
	return kept
}
