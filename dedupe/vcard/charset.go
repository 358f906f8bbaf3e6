package vcard

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// toUTF8 decodes bytes in the named charset; "" is none named. It always gives
// valid UTF-8, and false where that is a guess.
//
// QUIRK: bytes that are not UTF-8, and whose charset is not declared or not
// known, are read as Windows-1252: old Outlook writes its code page without
// naming it, and this is the commonest. It has a letter for each byte, so that
// nothing is lost by it.
func toUTF8(data []byte, charset string) (string, bool) {
	known := charset == "" || isUTF8Name(charset)
	if !known {
		if found := charsetNamed(charset); found != nil {
			return decodeWith(found, data), true
		}
	}
	if utf8.Valid(data) {
		return string(data), known
	}
	return windows1252(data), false
}

// windows1252 reads the five bytes that are not assigned as browsers do.
func windows1252(data []byte) string {
	var text strings.Builder
	text.Grow(len(data))
	for _, b := range data {
		letter := charmap.Windows1252.DecodeByte(b)
		if letter == utf8.RuneError {
			letter = rune(b)
		}
		text.WriteRune(letter)
	}
	return text.String()
}

// charsetFor is the charset of data, the bytes of this line's value: the one the
// line names, else that of the card (see [defaults]) where the bytes are not UTF-8;
// "" for none.
func (l Line) charsetFor(data []byte) string {
	declared := l.charset
	if declared != "" || l.defaults == nil || l.defaults.charset == "" {
		return declared
	}
	if utf8.Valid(data) && bytes.IndexByte(data, escapeByte) < 0 {
		return ""
	}
	return l.defaults.charset
}

// escapeByte begins the Japanese of ISO-2022-JP, which is all ASCII.
const escapeByte = 0x1B

func isUTF8Name(charset string) bool {
	return strings.EqualFold(charset, "UTF-8") || strings.EqualFold(charset, "UTF8") || strings.EqualFold(charset, "US-ASCII")
}

func decodeWith(charset encoding.Encoding, data []byte) string {
	decoded, err := charset.NewDecoder().Bytes(data)
	if err != nil {
		decoded = data
	}
	return strings.ToValidUTF8(string(decoded), "\uFFFD")
}

// charsetNamed knows what browsers know, and the code pages IANA lists beside.
func charsetNamed(name string) encoding.Encoding {
	found, err := htmlindex.Get(name)
	if err == nil && found != encoding.Replacement {
		return found
	}
	if found, err = ianaindex.IANA.Encoding(name); err == nil {
		return found
	}
	return nil
}

// hidesASCII tells whether the second byte of a letter may look like an ASCII
// separator in that charset, so that values must be decoded before they are
// split.
func hidesASCII(charset string) bool {
	found, err := htmlindex.Get(charset)
	if err != nil {
		return false
	}
	name, err := htmlindex.Name(found)
	return err == nil && slices.Contains([]string{"shift_jis", "gbk", "gb18030", "big5", "iso-2022-jp", "utf-16le", "utf-16be"}, name)
}
