package vcard

import "bytes"

// A transferEncoding is how the bytes of a value are written.
type transferEncoding uint8

const (
	plainEncoding transferEncoding = iota
	quotedPrintable
	base64Encoding
	unknownEncoding // not looked up yet
)

// encodingOf reads the encoding from a head. Only vCard 2.1 allows
// quoted-printable, but it is met in 3.0 as well.
func encodingOf(head []byte) transferEncoding {
	semicolon := bytes.IndexByte(head, ';')
	if semicolon < 0 {
		return plainEncoding
	}
	for _, p := range parseParams(head[semicolon:], V21) {
		if p.name != "ENCODING" {
			continue
		}
		switch value := []byte(p.values[0]); {
		case bytes.EqualFold(value, []byte("QUOTED-PRINTABLE")), bytes.EqualFold(value, []byte("Q")):
			return quotedPrintable
		case bytes.EqualFold(value, []byte("BASE64")), bytes.EqualFold(value, []byte("B")):
			return base64Encoding
		}
	}
	return plainEncoding
}

// unfold joins the physical lines of a value. From RFC 2425 on the blank that
// marks a fold was put in by it; vCard 2.1 breaks lines only before a blank,
// which stays.
func unfold(folded []byte, version Version) []byte {
	if !hasBreak(folded) {
		return folded
	}
	out := make([]byte, 0, len(folded))
	lines := newPhysicalLines(folded)
	for first := true; ; first = false {
		line, ok := lines.next()
		if !ok {
			return out
		}
		text := folded[line.start:line.text]
		if !first && version != V21 && len(text) > 0 && isBlank(text[0]) {
			text = text[1:]
		}
		out = append(out, text...)
	}
}

// unfoldedSoft is the value of a quoted-printable line, unfolded.
func (l Line) unfoldedSoft() []byte {
	return unfoldSoft(l.value, l.version, l.defaults != nil && l.defaults.softBlank)
}

// unfoldSoft joins the physical lines of a quoted-printable value and drops its
// soft line breaks; escapes like =3D stay. A blank behind a soft break belongs to
// the value, unless softBlank says that the writer folds there as well.
func unfoldSoft(folded []byte, version Version, softBlank bool) []byte {
	if !hasBreak(folded) && !endsSoft(folded) {
		return folded
	}
	out := make([]byte, 0, len(folded))
	lines := newPhysicalLines(folded)
	for first, soft := true, false; ; first = false {
		line, ok := lines.next()
		if !ok {
			return out
		}
		text := folded[line.start:line.text]
		folds := !soft && version != V21 || soft && softBlank
		if !first && folds && len(text) > 0 && isBlank(text[0]) {
			text = text[1:]
		}
		if soft = endsSoft(text); soft {
			text = bytes.TrimRight(text, " \t")
			text = text[:len(text)-1]
		}
		out = append(out, text...)
	}
}
