package vcard

import (
	"strings"
	"unicode/utf8"
)

// lineWidth is the most octets a line should have without its break (RFC 6350,
// section 3.2).
const lineWidth = 75

// fold writes a line and its break in lines of at most lineWidth octets, never
// splitting a letter.
func fold(head, value, lineBreak string) []byte {
	out := make([]byte, 0, len(head)+len(value)+(len(head)+len(value))/lineWidth*(len(lineBreak)+1)+2*len(lineBreak))
	room := lineWidth
	for _, text := range []string{head, value} {
		for len(text) > room {
			cut := letterStart(text, room)
			out = append(out, text[:cut]...)
			out = append(append(out, lineBreak...), ' ')
			text = text[cut:]
			room = lineWidth - 1
		}
		out = append(out, text...)
		room -= len(text)
	}
	return append(out, lineBreak...)
}

// letterStart is the last place at or before at where a letter of UTF-8 begins,
// or at where that is not UTF-8.
func letterStart(text string, at int) int {
	for back := 0; back < utf8.UTFMax && at-back > 0; back++ {
		if utf8.RuneStart(text[at-back]) {
			return at - back
		}
	}
	return at
}

// base64Block writes base64 as vCard 2.1 does: in lines of its own that begin
// with a blank, and an empty line behind.
func base64Block(head, encoded, lineBreak string) []byte {
	var out strings.Builder
	out.WriteString(head)
	for len(encoded) > 0 {
		n := min(len(encoded), lineWidth-1)
		out.WriteString(lineBreak + " " + encoded[:n])
		encoded = encoded[n:]
	}
	out.WriteString(lineBreak + lineBreak)
	return []byte(out.String())
}

// softFold writes a quoted-printable value with soft line breaks (RFC 2045,
// section 6.7). Line breaks in it become CRLF, as vCard 2.1 asks.
func softFold(head, value, lineBreak string) []byte {
	const digits = "0123456789ABCDEF"
	out := []byte(head)
	column := len(head)
	for _, c := range []byte(strings.ReplaceAll(value, "\n", "\r\n")) {
		escaped := c < ' ' || c > '~' || c == '='
		if column+widthOf(escaped) >= lineWidth { // the soft break needs one octet
			out = append(append(out, '='), lineBreak...)
			column = 0
			// A blank would be taken for a fold, and text that says
			// END:VCARD for the end of the card. Separators must stay
			// what they are.
			escaped = escaped || strings.IndexByte(`;,\`, c) < 0
		}
		if escaped {
			out = append(out, '=', digits[c>>4], digits[c&15])
		} else {
			out = append(out, c)
		}
		column += widthOf(escaped)
	}
	return append(out, lineBreak...)
}

func widthOf(escaped bool) int {
	if escaped {
		return len("=41")
	}
	return 1
}

// withBreaks gives text the line breaks of another book.
func withBreaks(text []byte, lineBreak string) []byte {
	if !hasBreak(text) {
		return append(text[:len(text):len(text)], lineBreak...)
	}
	var out []byte
	lines := newPhysicalLines(text)
	for line, ok := lines.next(); ok; line, ok = lines.next() {
		out = append(out, text[line.start:line.text]...)
		out = append(out, lineBreak...)
	}
	return out
}
