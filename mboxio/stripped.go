package mboxio

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Stripped is an mbox of bare "From " separators whose blank an editor or a
// version control system took away, as they do at the ends of lines.
const Stripped Compression = "stripped"

const noteStripped = `the separators are "From" without the blank behind it: offsets, lengths and digests are of the text with it`

// looksStripped reports whether text begins with such a separator, a header field
// behind it.
func looksStripped(text []byte) bool {
	line, rest, found := bytes.Cut(text, []byte("\n"))
	return found && isStripped(line) && beginsField(rest)
}

// isStripped reports a line, without its line feed, that is "From" alone.
func isStripped(line []byte) bool { return string(bytes.TrimSuffix(line, []byte("\r"))) == "From" }

// beginsField reports whether text begins with the name of a header field and a
// colon (RFC 5322 section 2.2).
func beginsField(text []byte) bool {
	colon := bytes.IndexByte(text, ':')
	if colon <= 0 {
		return false
	}
	for _, c := range text[:colon] {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// A strippedReader gives the blank back to lines that are "From" alone. Whether
// they are separators, what follows them tells, as of all bare ones.
type strippedReader struct {
	in    *bufio.Reader
	ready []byte // to be given
	err   error
	inner bool // the line goes on
}

func (s *strippedReader) Read(b []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		line, err := s.in.ReadSlice('\n')
		if text, whole := bytes.CutSuffix(line, []byte("\n")); whole && !s.inner && isStripped(text) {
			line = append([]byte("From "), line[len("From"):]...)
		}
		s.inner = errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !s.inner {
			s.err = err
		}
		s.ready = line // stays valid until the next ReadSlice
	}
	n := copy(b, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

var _ io.Reader = (*strippedReader)(nil)
