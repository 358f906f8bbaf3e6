package mboxio

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Some mail text is kept in a way that hides its lines: in UTF-16, as Windows
// PowerShell writes what is redirected to a file, or with the line ends of old
// Macintosh programs, carriage returns. Both are undone like a compression.
const (
	UTF16 Compression = "utf-16"
	CR    Compression = "cr"
)

// What is said of archives that were read so.
const (
	noteUTF16 = "the text is in UTF-16: offsets, lengths and digests are of it in UTF-8"
	noteCR    = "lines end with a carriage return alone: digests are of the text with line feeds"
)

// looksUTF16 reports whether start, of which six bytes are looked at, is text in
// UTF-16: by the byte order mark, or by ASCII letters with NULs between.
func looksUTF16(start []byte) bool {
	if len(start) < 6 {
		return false
	}
	if start[0] == 0xff && start[1] == 0xfe || start[0] == 0xfe && start[1] == 0xff {
		start = start[2:]
	}
	for big := range 2 {
		matches := true
		for i, c := range start[:4] {
			matches = matches && (c == 0) == (i%2 != big) && (c == 0 || c < 0x7f)
		}
		if matches {
			return true
		}
	}
	return false
}

// looksCR reports whether text has carriage returns and no line feed.
func looksCR(text []byte) bool {
	return bytes.Count(text, []byte("\r")) > 1 && bytes.IndexByte(text, '\n') < 0
}

// PlainText gives small text that may be in UTF-16, or have carriage returns for
// line ends, in UTF-8 with line feeds. All other text is returned as it is.
func PlainText(text []byte) []byte {
	if looksUTF16(text) {
		if r, err := newUTF16Reader(bytes.NewReader(text)); err == nil {
			text, _ = io.ReadAll(r) // half a letter at the end is no loss to text
		}
	}
	if looksCR(text) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}

// A utf16Reader gives text in UTF-8. What is not valid UTF-16 becomes U+FFFD.
type utf16Reader struct {
	in  *bufio.Reader
	big bool
	out []byte // not yet given out
}

func newUTF16Reader(r io.Reader) (*utf16Reader, error) {
	u := &utf16Reader{in: bufio.NewReaderSize(r, 32<<10)}
	start, err := u.in.Peek(2)
	if err != nil {
		return nil, err
	}
	switch {
	case start[0] == 0xff && start[1] == 0xfe:
		_, err = u.in.Discard(2)
	case start[0] == 0xfe && start[1] == 0xff:
		u.big = true
		_, err = u.in.Discard(2)
	default:
		u.big = start[0] == 0
	}
	return u, err
}

func (u *utf16Reader) Read(b []byte) (int, error) {
	for len(u.out) < len(b) && len(u.out) < 16<<10 {
		r, err := u.rune()
		if err != nil {
			if len(u.out) == 0 {
				return 0, err
			}
			break // it comes again
		}
		u.out = utf8.AppendRune(u.out, r)
	}
	n := copy(b, u.out)
	u.out = u.out[:copy(u.out, u.out[n:])]
	return n, nil
}

func (u *utf16Reader) rune() (rune, error) {
	r, err := u.unit()
	if err != nil || !utf16.IsSurrogate(r) {
		return r, err
	}
	next, err := u.in.Peek(2)
	if err != nil {
		return utf8.RuneError, nil
	}
	pair := utf16.DecodeRune(r, u.decode(next))
	if pair != utf8.RuneError {
		_, err = u.in.Discard(2)
	}
	return pair, err
}

func (u *utf16Reader) unit() (rune, error) {
	two, err := u.in.Peek(2)
	if len(two) == 2 {
		r := u.decode(two)
		_, err = u.in.Discard(2)
		return r, err
	}
	if len(two) == 1 && errors.Is(err, io.EOF) {
		return 0, io.ErrUnexpectedEOF
	}
	return 0, err
}

func (u *utf16Reader) decode(two []byte) rune {
	if u.big {
		return rune(two[0])<<8 | rune(two[1])
	}
	return rune(two[1])<<8 | rune(two[0])
}

// A crReader gives line feeds for carriage returns that have none behind them.
type crReader struct{ in *bufio.Reader }

func (c crReader) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	withLF(b[:n], func() bool {
		next, _ := c.in.Peek(1)
		return len(next) == 1 && next[0] == '\n'
	})
	return n, err
}

// withLF makes carriage returns line feeds. Follows tells whether a line feed
// comes behind b.
func withLF(b []byte, follows func() bool) {
	for i := 0; ; i++ {
		j := bytes.IndexByte(b[i:], '\r')
		if j < 0 {
			return
		}
		if i += j; i+1 < len(b) && b[i+1] != '\n' || i+1 == len(b) && !follows() {
			b[i] = '\n'
		}
	}
}
