package mboxio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// xzHeaderMax covers a block header with one filter: two sizes of nine bytes, and
// what is around them (The .xz File Format, section 3.1).
const xzHeaderMax = 64

// An xzGuard passes xz data on, and fails before a block header that asks for a
// dictionary over maxWindow: the decoder would make one. Any number of blocks and
// streams may follow each other, so all of the data is looked at for headers,
// which are known by their checksum.
type xzGuard struct {
	r      io.Reader
	buf    []byte
	passed int // bytes of buf that were given out
	safe   int // bytes of buf that may be
	err    error
}

func (g *xzGuard) Read(b []byte) (int, error) {
	for g.passed == g.safe && g.err == nil {
		g.fill()
	}
	if g.passed == g.safe {
		return 0, g.err
	}
	n := copy(b, g.buf[g.passed:g.safe])
	g.passed += n
	return n, nil
}

// fill reads on. The end of what was read is held back, as a header may begin
// there; the start of it is kept, as one may end behind it.
func (g *xzGuard) fill() {
	keep := max(g.passed-xzHeaderMax, 0)
	g.buf = append(g.buf[:0], g.buf[keep:]...)
	g.passed -= keep
	have := len(g.buf)
	g.buf = append(g.buf, make([]byte, 32<<10)...)
	n, err := g.r.Read(g.buf[have:])
	g.buf = g.buf[:have+n]
	if at := oversizedBlock(g.buf); at >= 0 {
		g.safe = max(min(at, len(g.buf)), g.passed)
		g.err = fmt.Errorf("%w: xz with a dictionary over %d bytes", ErrUnsupported, maxWindow)
		return
	}
	if g.err = err; err != nil {
		g.safe = len(g.buf)
		return
	}
	g.safe = max(len(g.buf)-xzHeaderMax, g.passed)
}

// oversizedBlock finds the first block header in data that asks for a dictionary
// over maxWindow, or gives -1.
func oversizedBlock(data []byte) int {
	for from := 0; ; {
		i := bytes.Index(data[from:], []byte{xzLZMA2, 1}) // filter, and the length of its properties
		if i < 0 || from+i+2 >= len(data) {
			return -1
		}
		i += from
		from = i + 1
		if xzDictionarySize(data[i+2]) <= maxWindow {
			continue
		}
		for at := i - 2; at >= max(i-20, 0); at-- {
			if isBlockHeader(data[at:]) {
				return at
			}
		}
	}
}

func isBlockHeader(data []byte) bool {
	if len(data) == 0 || data[0] == 0 {
		return false
	}
	size := (int(data[0])+1)*4 - 4
	return size+4 <= len(data) && crc32.ChecksumIEEE(data[:size]) == binary.LittleEndian.Uint32(data[size:])
}

const xzLZMA2 = 0x21

// xzDictionarySize decodes the property of LZMA2, in bytes (section 5.3.1).
func xzDictionarySize(property byte) int64 {
	if property > 40 {
		return 0 // no valid header
	}
	bits := int64(property)
	return (2 | bits&1) << (bits/2 + 11)
}
