package mboxio

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// indexTar reads the headers of a tar file. If they end in damage, the members
// before it come together with an error of the kind ErrPacked.
func indexTar(ctx context.Context, at io.ReaderAt, size int64, b *budget, depth int) (*packFS, error) {
	p := newPackFS(at, b, depth)
	defer p.leaveOutSymlinks()
	section := io.NewSectionReader(at, 0, size)
	r := tar.NewReader(section)
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		var h *tar.Header
		err := guard(func() (err error) {
			h, err = r.Next()
			return err
		})
		if errors.Is(err, io.EOF) && endsInZeros(section) {
			return p, nil
		}
		if err != nil && (!errors.Is(err, tar.ErrInsecurePath) || h == nil) {
			return p, ofKind(ErrPacked, noEOF(err))
		}
		// The reader has read the header and not a byte more.
		offset, err := section.Seek(0, io.SeekCurrent)
		if err != nil {
			return p, ofKind(ErrRead, err)
		}
		p.addTarred(h, offset, size)
		if b.spent() {
			return p, nil
		}
		if h.Size > size-offset && !isSparse(h) {
			return p, ofKind(ErrPacked, io.ErrUnexpectedEOF)
		}
	}
}

func (p *packFS) addTarred(h *tar.Header, offset, size int64) {
	switch {
	case isSparse(h):
		p.leaveOut(h.Name, fmt.Errorf("%w: sparse file", ErrUnsupported))
	case h.Typeflag == tar.TypeReg && (h.Size > 0 || !strings.HasSuffix(h.Name, "/")):
		n := min(h.Size, size-offset)
		p.budget.regular.Add(n)
		p.add(h.Name, packNode{offset: offset, size: n, modTime: h.ModTime})
	case h.Typeflag == tar.TypeLink:
		p.addLink(h)
	case h.Typeflag == tar.TypeSymlink:
		p.addSymlink(h.Name, h.Linkname)
	}
}

// isSparse reports whether a member is kept without its holes (GNU tar).
func isSparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// addLink adds a hard link to a member before it.
func (p *packFS) addLink(h *tar.Header) {
	target := p.find(memberName(h.Linkname))
	if target == nil || target.dir {
		p.leaveOut(h.Name, fmt.Errorf("%w: link to %q, which is not there", ErrPacked, memberName(h.Linkname[:min(len(h.Linkname), 200)])))
		return
	}
	if err := p.budget.takeLink(target.size); err != nil {
		p.leaveOut(h.Name, fmt.Errorf("%w: hard link to %q", err, target.name))
		return
	}
	p.add(h.Name, packNode{offset: target.offset, size: target.size, modTime: target.modTime})
}

// endsInZeros reports whether the block before the read position is the zero
// block that ends a tar file. Without it the file was cut.
func endsInZeros(section *io.SectionReader) bool {
	var block [512]byte
	at, err := section.Seek(0, io.SeekCurrent)
	if err != nil || at < int64(len(block)) {
		return false
	}
	_, err = section.ReadAt(block[:], at-int64(len(block)))
	return (err == nil || errors.Is(err, io.EOF)) && block == [512]byte{}
}

// noEOF makes io.EOF, where it is a failure, look like one.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
