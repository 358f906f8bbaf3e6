// Package encoded undoes the ways in which mail writes other text in ASCII:
// encoded words in headers (RFC 2047) and transfer encodings of bodies (RFC 2045).
//
// It never fails: what cannot be decoded stays, or is decoded as far as it goes.
// It must not be used for anything whose exact bytes a signature covers.
package encoded

import (
	"encoding/hex"
	"io"
	"strings"

	"github.com/emersion/go-message/charset"
)

// A Word is a run of a header value: text as it stands, or the decoded content
// of an encoded word (RFC 2047), whose punctuation means nothing.
type Word struct {
	Text    string
	Encoded bool
}

// DecodeWords decodes the encoded words of a header value; what cannot be
// decoded stays.
func DecodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var b strings.Builder
	for _, w := range Words(s) {
		b.WriteString(w.Text)
	}
	return b.String()
}

// Words cuts an unfolded value into words. White space between two
// encoded words belongs to neither and is dropped (RFC 2047 section 6.2).
func Words(s string) []Word {
	var words []Word
	from := 0
	for at := 0; ; {
		start := strings.Index(s[at:], "=?")
		if start < 0 {
			break
		}
		start += at
		if !endsWord(s, start-1) {
			at = start + 2
			continue
		}
		end := wordEnd(s, start+2)
		if end < 0 {
			break
		}
		at = end
		decoded, ok := decodeWord(s[start+2 : end-2])
		if !ok {
			continue
		}
		words = appendText(words, s[from:start], true)
		words = append(words, Word{decoded, true})
		from = end
	}
	return appendText(words, s[from:], false)
}

// appendText adds the text before, between or behind encoded words.
func appendText(words []Word, text string, wordFollows bool) []Word {
	between := wordFollows && len(words) > 0
	if text == "" || between && strings.Trim(text, " \t") == "" {
		return words
	}
	return append(words, Word{text, false})
}

// wordEnd finds the "?=" that ends an encoded word whose content begins at
// from, and returns the index behind it, or -1.
func wordEnd(s string, from int) int {
	for {
		end := strings.Index(s[from:], "?=")
		if end < 0 {
			return -1
		}
		from += end + 2
		if endsWord(s, from) {
			return from
		}
	}
}

// endsWord reports whether the byte at i sets an encoded word off from what is
// beside it.
func endsWord(s string, i int) bool {
	return i < 0 || i >= len(s) || strings.IndexByte(" \t\"()<>,", s[i]) >= 0
}

// decodeWord decodes "charset?encoding?content".
func decodeWord(s string) (string, bool) {
	label, rest, ok1 := strings.Cut(s, "?")
	encoding, content, ok2 := strings.Cut(rest, "?")
	if !ok1 || !ok2 {
		return "", false
	}
	var decoded []byte
	switch encoding {
	case "B", "b":
		decoded = Base64([]byte(content))
	case "Q", "q":
		decoded = decodeQ(content)
	default:
		return "", false
	}
	if strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "us-ascii") {
		return strings.ToValidUTF8(string(decoded), "\uFFFD"), true
	}
	r, err := charset.Reader(label, strings.NewReader(string(decoded)))
	if err != nil {
		return "", false
	}
	converted, err := io.ReadAll(r)
	if err != nil {
		return "", false
	}
	return strings.ToValidUTF8(string(converted), "\uFFFD"), true
}

// decodeQ undoes the Q encoding (RFC 2047 section 4.2). An "=" that no two
// hexadecimal digits follow stands for itself.
func decodeQ(s string) []byte {
	decoded := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			decoded = append(decoded, ' ')
		case s[i] == '=' && i+2 < len(s):
			if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				decoded = append(decoded, b[0])
				i += 2
				continue
			}
			decoded = append(decoded, '=')
		default:
			decoded = append(decoded, s[i])
		}
	}
	return decoded
}
