package mboxio

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Compression is how a file is compressed, recognised by its first bytes.
type Compression string

const (
	Plain Compression = ""
	Gzip  Compression = "gzip"
	Zstd  Compression = "zstd"
	Bzip2 Compression = "bzip2"
	XZ    Compression = "xz"
	LZ4   Compression = "lz4" // recognised, not supported
)

// magicLength is how many bytes compressionOf wants to see.
const magicLength = 6

// compressionOf tells by the first bytes of a file how it is compressed.
func compressionOf(start []byte) Compression {
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b\x08")):
		return Gzip
	case bytes.HasPrefix(start, []byte("\x28\xb5\x2f\xfd")):
		return Zstd
	case bytes.HasPrefix(start, []byte("BZh")) && len(start) > 3 && start[3] >= '1' && start[3] <= '9':
		return Bzip2
	case bytes.HasPrefix(start, []byte("\xfd7zXZ\x00")):
		return XZ
	case bytes.HasPrefix(start, []byte("\x04\x22\x4d\x18")), bytes.HasPrefix(start, []byte("Dovecot-LZ4\x0d\x2a\x9b\xc5")):
		return LZ4
	}
	if looksUTF16(start) {
		return UTF16
	}
	return Plain
}

// Beyond bombSize bytes, data that expands more than bombRatio times is taken
// for a decompression bomb. Mail, even the most repetitive, stays far below.
const (
	bombSize  = 128 << 20
	bombRatio = 200
)

// Beyond manySeparators of them, an mbox that has more separators than one in
// fewestPacked bytes of compressed data is a bomb, too: it costs by the message.
// A Date and a Message-ID of its own keep even the shortest mail above that, see
// TestShortMailIsNotABombHoweverItIsPacked.
const (
	manySeparators = 100_000
	fewestPacked   = 8
)

// maxWindow bounds the memory that zstd and xz data may ask for, in bytes: what
// "zstd --ultra -22" asks for, and twice what "xz -9" does.
const maxWindow = 128 << 20

// A codecPool keeps decoders for use again, since a server that compresses
// every mail makes one necessary per message.
type codecPool struct {
	gzip sync.Pool // of *gzip.Reader
	zstd sync.Pool // of *zstd.Decoder
}

func newCodecPool() *codecPool { return &codecPool{} }

// open gives the decompressed content of r. The result must be closed; that
// does not close r.
func (p *codecPool) open(c Compression, r io.Reader) (io.ReadCloser, error) {
	if c == Plain {
		return io.NopCloser(r), nil
	}
	counted := &countingReader{r: r}
	d := &decoder{codec: c, packed: counted}
	err := guard(func() (err error) {
		switch c {
		case Gzip:
			err = d.openGzip(p, counted)
		case Zstd:
			err = d.openZstd(p, counted)
		case Bzip2:
			d.openBzip2(counted)
		case XZ:
			err = d.openXZ(counted)
		case UTF16:
			d.r, err = newUTF16Reader(counted)
		case CR:
			d.r = crReader{bufio.NewReader(counted)}
		case Stripped:
			d.r = &strippedReader{in: bufio.NewReader(counted)}
		case LZ4:
			return fmt.Errorf("%w: lz4; lz4 -d unpacks it", ErrUnsupported)
		default:
			return fmt.Errorf("%w: %s", ErrUnsupported, c)
		}
		return err
	})
	if err != nil {
		d.Close()
		return nil, compressionError(err)
	}
	return d, nil
}

var lineFrom = []byte("\nFrom ")

// A decoder is one compressed stream. Errors of its Read are of the kind
// ErrCompression, ErrBomb, or those of the file underneath.
type decoder struct {
	codec   Compression
	r       io.Reader
	packed  *countingReader
	given   int64
	starts  int64 // "From " at the start of a line, but for those that two reads share
	release func()
}

func (d *decoder) openGzip(p *codecPool, r io.Reader) error {
	z, _ := p.gzip.Get().(*gzip.Reader)
	if z == nil {
		z = new(gzip.Reader)
	}
	members := &gzipMembers{z: z, in: bufio.NewReaderSize(r, 32<<10)}
	d.r, d.release = members, func() { p.gzip.Put(z) }
	return members.begin()
}

func (d *decoder) openBzip2(r io.Reader) {
	in := &lastBytes{Reader: bufio.NewReader(r)}
	d.r = &padded{r: bzip2.NewReader(in), in: in}
}

func (d *decoder) openZstd(p *codecPool, r io.Reader) error {
	z, _ := p.zstd.Get().(*zstd.Decoder)
	if z == nil {
		var err error
		z, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderMaxMemory(maxWindow))
		if err != nil {
			return err
		}
	}
	d.r, d.release = z, func() {
		if z.Reset(nil) == nil {
			p.zstd.Put(z)
		}
	}
	return z.Reset(r)
}

func (d *decoder) openXZ(r io.Reader) (err error) {
	d.r, err = xz.ReaderConfig{DictCap: 64 << 10}.NewReader(bufio.NewReader(&xzGuard{r: r}))
	return err
}

func (d *decoder) Read(b []byte) (n int, err error) {
	perr := guard(func() error {
		n, err = d.r.Read(b)
		return nil
	})
	if perr != nil {
		return 0, compressionError(perr)
	}
	d.given += int64(n)
	d.starts += int64(bytes.Count(b[:n], lineFrom))
	if d.given > bombSize && d.given/bombRatio > d.packed.n || d.starts > manySeparators && d.starts*fewestPacked > d.packed.n {
		return n, ErrBomb
	}
	if err != nil && !errors.Is(err, io.EOF) {
		if d.packed.err != nil {
			return n, d.packed.err
		}
		err = compressionError(err)
	}
	return n, err
}

func (d *decoder) Close() error {
	if d.release != nil {
		d.release()
		d.release = nil
	}
	return nil
}

func compressionError(err error) error {
	if errors.Is(err, ErrUnsupported) {
		return err
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return ofKind(ErrCompression, err)
}

// guard calls f and gives a panic back as an error: decoders are other
// people's code, fed with anybody's bytes.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("decoder failed: %v", r)
		}
	}()
	return f()
}

// A countingReader counts what is read and keeps the error, other than io.EOF,
// of the file underneath.
type countingReader struct {
	r   io.Reader
	n   int64
	err error
}

func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = ofKind(ErrRead, err)
	}
	return n, err
}
