package mboxio

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// Tape drives and programs that think in blocks fill files up with NULs. Behind
// compressed data they are passed over, as gzip(1) does.

// gzipMembers reads the members of a gzip file (RFC 1952 section 2.2), and the
// padding behind the last.
type gzipMembers struct {
	z  *gzip.Reader
	in *bufio.Reader
}

func (g *gzipMembers) begin() error {
	if err := g.z.Reset(g.in); err != nil {
		return err
	}
	g.z.Multistream(false)
	return nil
}

func (g *gzipMembers) Read(b []byte) (int, error) {
	for {
		n, err := g.z.Read(b)
		if n > 0 || err == nil {
			return n, ignoreEOF(err)
		}
		if !errors.Is(err, io.EOF) {
			return 0, err
		}
		if err := skipNULs(g.in); err != nil {
			return 0, err // io.EOF after the last member
		}
		if err := g.begin(); err != nil {
			return 0, noEOF(err)
		}
	}
}

// ignoreEOF leaves the end to the next call.
func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// skipNULs passes over NULs, and fails with what ended the data behind them.
func skipNULs(in io.ByteScanner) error {
	for {
		c, err := in.ReadByte()
		if err != nil {
			return err
		}
		if c != 0 {
			return in.UnreadByte()
		}
	}
}

// lastBytes remembers the last two bytes that were read one by one.
type lastBytes struct {
	*bufio.Reader
	last [2]byte
}

func (l *lastBytes) ReadByte() (byte, error) {
	c, err := l.Reader.ReadByte()
	if err == nil {
		l.last[0], l.last[1] = l.last[1], c
	}
	return c, err
}

// Padded reads bzip2 data. The decoder takes padding for the magic of a further
// stream and fails at it: that is the end, if NULs alone follow.
type padded struct {
	r  io.Reader
	in *lastBytes
}

func (p *padded) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) && p.in.last == [2]byte{} && skipNULs(p.in.Reader) == io.EOF {
		return n, io.EOF
	}
	return n, err
}
