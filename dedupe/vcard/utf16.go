package vcard

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// A wide is a book in UTF-16: Windows and phones of Nokia export such. Its text is
// read, and edited, in UTF-8.
type wide struct {
	order binary.ByteOrder
	raw   []byte // as given to Parse
	sound bool   // the text leads back to raw
}

// wideOf recognises UTF-16 by its byte order mark or by a first letter of two
// bytes: the B of BEGIN:VCARD, or a line break or blank before it. It is nil for
// all else.
func wideOf(data []byte) *wide {
	if len(data) < 2 || isUTF32(data) {
		return nil
	}
	// Two letters tell, where there are two: one NUL may be padding.
	second := data[min(2, len(data)-2):]
	switch {
	case data[0] == 0xFF && data[1] == 0xFE, data[1] == 0 && second[1] == 0 && mayBegin(data[0]):
		return &wide{order: binary.LittleEndian, raw: data}
	case data[0] == 0xFE && data[1] == 0xFF, data[0] == 0 && second[0] == 0 && mayBegin(data[1]):
		return &wide{order: binary.BigEndian, raw: data}
	}
	return nil
}

func mayBegin(first byte) bool {
	return upper(first) == 'B' || first == '\r' || first == '\n' || isBlank(first)
}

// isUTF32 goes by the byte order mark.
func isUTF32(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xFF\xFE\x00\x00")) || bytes.HasPrefix(data, []byte("\x00\x00\xFE\xFF"))
}

// text is the book in UTF-8. A byte order mark stays one, half a surrogate pair
// becomes U+FFFD.
func (w *wide) text() []byte {
	text := make([]byte, 0, len(w.raw)/2+len(w.raw)/8)
	for at := 0; at+1 < len(w.raw); at += 2 {
		letter := rune(w.order.Uint16(w.raw[at:]))
		if utf16.IsSurrogate(letter) && at+3 < len(w.raw) {
			if pair := utf16.DecodeRune(letter, rune(w.order.Uint16(w.raw[at+2:]))); pair != utf8.RuneError {
				letter = pair
				at += 2
			}
		}
		text = utf8.AppendRune(text, letter) // half a pair becomes U+FFFD
	}
	w.sound = bytes.Equal(w.encoded(text), w.raw)
	return text
}

func (w *wide) encoded(text []byte) []byte {
	out := make([]byte, 0, 2*len(text))
	for len(text) > 0 {
		letter, size := utf8.DecodeRune(text)
		text = text[size:]
		if letter < 0x10000 {
			out = w.order.(binary.AppendByteOrder).AppendUint16(out, uint16(letter))
			continue
		}
		high, low := utf16.EncodeRune(letter)
		out = w.order.(binary.AppendByteOrder).AppendUint16(out, uint16(high))
		out = w.order.(binary.AppendByteOrder).AppendUint16(out, uint16(low))
	}
	return out
}

// An Encoding is how a text is written.
type Encoding struct {
	Name    string // "UTF-8", "UTF-16LE", "UTF-16BE" or "Windows-1252"
	Guessed bool   // nothing in the file says so
}

// DecodeText gives other text, such as a table, in UTF-8, without its byte order
// mark. UTF-16 is told by that; what is not UTF-8 is taken for Windows-1252. Sound
// is false if letters were lost.
func DecodeText(data []byte) (text []byte, encoding Encoding, sound bool) {
	sound = true
	encoding.Name = "UTF-8"
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		book := Book{wide: wideOf(data)}
		if book.wide == nil {
			return nil, Encoding{Name: "UTF-32"}, false
		}
		book.data = book.wide.text()
		data, encoding, sound = book.data, book.Encoding(), book.wide.sound
	}
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	if !utf8.Valid(data) {
		return []byte(windows1252(data)), Encoding{Name: "Windows-1252", Guessed: true}, true
	}
	return data, encoding, sound
}

// Encoding is how the book is written. One in an 8-bit charset counts as UTF-8.
func (b *Book) Encoding() Encoding {
	if b.wide == nil {
		return Encoding{Name: "UTF-8"}
	}
	mark := bytes.HasPrefix(b.data, []byte(byteOrderMark))
	if b.wide.order == binary.LittleEndian {
		return Encoding{Name: "UTF-16LE", Guessed: !mark}
	}
	return Encoding{Name: "UTF-16BE", Guessed: !mark}
}
