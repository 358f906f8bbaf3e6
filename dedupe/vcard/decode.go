package vcard

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Text is the value as text: unfolded, decoded, in UTF-8, with backslash
// escapes undone. It always gives what can be read; [Card.Problems] tells of
// values that are damaged. Line breaks in it are LF.
func (l Line) Text() string {
	return unescape(l.plain(), l.version)
}

// Components are the parts between the semicolons of N, ADR, ORG and the like.
// In N and ADR each may be a list; a component that is empty is an empty list.
func (l Line) Components() [][]string {
	pieces := l.pieces(';')
	components := make([][]string, len(pieces))
	listed := l.version != V21 && !l.is("ORG")
	for i, piece := range pieces {
		if !listed || strings.IndexByte(piece, ',') < 0 { // most components are one text
			if pieces[i] = unescape(piece, l.version); pieces[i] != "" {
				components[i] = pieces[i : i+1 : i+1]
			}
			continue
		}
		for _, part := range splitUnescaped(piece, ',') {
			if part = unescape(part, l.version); part != "" {
				components[i] = append(components[i], part)
			}
		}
	}
	return components
}

// List is the items between the commas of CATEGORIES and NICKNAME, without
// empty ones.
func (l Line) List() []string {
	var items []string
	for _, piece := range l.pieces(',') {
		if item := trim(unescape(piece, l.version)); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// plain is the value in UTF-8 with its backslash escapes still in place.
func (l Line) plain() string {
	text, _ := l.plainChecked()
	return text
}

// plainChecked is plain, and false where it had to guess.
func (l Line) plainChecked() (string, bool) {
	if l.isPlainUTF8() {
		return string(l.value), true
	}
	data, ok := l.transferDecoded()
	text, known := toUTF8(data, l.charsetFor(data))
	return normalBreaks(text), ok && known
}

// isPlainUTF8 reports the value of most lines, of which nothing needs decoding.
func (l Line) isPlainUTF8() bool { return l.plainUTF8 && l.defaults == nil }

func (l Line) transferDecoded() ([]byte, bool) {
	switch l.encoding {
	case quotedPrintable:
		return decodeQuotedPrintable(l.unfoldedSoft())
	case base64Encoding:
		return decodeBase64(l.value)
	}
	return unfold(l.value, l.version), true
}

// pieces splits the value at a separator that no backslash precedes.
//
// Quoted-printable is split before it is decoded, because =3B is how vCard 2.1
// writers put a semicolon into a component; except in charsets whose letters
// may hold a byte that looks like one.
func (l Line) pieces(separator byte) []string {
	if l.encoding != quotedPrintable {
		return splitUnescaped(l.plain(), separator)
	}
	whole, _ := l.transferDecoded()
	charset := l.charsetFor(whole)
	if hidesASCII(charset) {
		return splitUnescaped(l.plain(), separator)
	}
	var pieces []string
	for _, raw := range splitUnescaped(string(l.unfoldedSoft()), separator) {
		data, _ := decodeQuotedPrintable([]byte(raw))
		text, _ := toUTF8(data, charset)
		pieces = append(pieces, normalBreaks(text))
	}
	return pieces
}

// readTransfer reads the encoding and the charset that the head names.
func (l *Line) readTransfer() {
	if !mayNameTransfer(l.params()) {
		return
	}
	l.encoding = encodingOf(l.head)
	if values := l.Param("CHARSET"); len(values) > 0 {
		l.charset = values[0]
	}
}

// mayNameTransfer looks how each parameter begins before all are parsed: most heads
// name neither encoding nor charset. A semicolon in quotes may be taken for the
// beginning of one.
func mayNameTransfer(params []byte) bool {
	for i, c := range params {
		if c == ';' && beginsTransfer(params[i+1:]) {
			return true
		}
	}
	return false
}

func beginsTransfer(param []byte) bool {
	for len(param) > 0 && (isSpace(param[0]) || param[0] == '"') {
		param = param[1:]
	}
	if len(param) == 0 {
		return false
	}
	switch upper(param[0]) {
	case 'E':
		return foldedPrefix(param, "ENCODING")
	case 'C':
		return foldedPrefix(param, "CHARSET")
	case 'Q':
		return foldedPrefix(param, "QUOTED-PRINTABLE")
	case 'B':
		return foldedPrefix(param, "BASE64")
	}
	return false
}

// decodeQuotedPrintable leaves what is not an escape as it is, and tells of it.
func decodeQuotedPrintable(data []byte) ([]byte, bool) {
	if bytes.IndexByte(data, '=') < 0 {
		return data, true
	}
	ok := true
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] != '=' {
			out = append(out, data[i])
			continue
		}
		high, low := -1, -1
		if i+2 < len(data) {
			high, low = hexDigit(data[i+1]), hexDigit(data[i+2])
		}
		if high < 0 || low < 0 {
			out, ok = append(out, '='), false
			continue
		}
		out = append(out, byte(high<<4|low))
		i += 2
	}
	return out, ok
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= upper(c) && upper(c) <= 'F':
		return int(upper(c)-'A') + 10
	}
	return -1
}

// decodeBase64 skips breaks and blanks and does without padding. Other bytes
// end it, and give false.
func decodeBase64(folded []byte) ([]byte, bool) {
	compact := make([]byte, 0, len(folded))
	for _, c := range folded {
		if c != '\r' && c != '\n' && !isBlank(c) {
			compact = append(compact, c)
		}
	}
	compact = bytes.TrimRight(compact, "=")
	n, err := base64.RawStdEncoding.Decode(compact, compact)
	return compact[:n], err == nil
}
