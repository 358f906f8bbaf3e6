package mboxio

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A tarFS is a tar file as a file system. Its index holds a name and an offset
// per member; contents are read from the tar file itself, by any number of
// readers at once.
type tarFS struct {
	at   io.ReaderAt
	root *tarNode
}

// A tarNode is a member, or a directory that members imply.
type tarNode struct {
	name     string
	dir      bool
	children map[string]*tarNode
	offset   int64
	size     int64
	modTime  time.Time
}

// indexTar reads the headers of a tar file. If they end in damage, the members
// before it come together with an error of the kind ErrPacked.
func indexTar(ctx context.Context, at io.ReaderAt, size int64) (fs.FS, error) {
	t := &tarFS{at: at, root: &tarNode{name: ".", dir: true}}
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
			return t, nil
		}
		if err != nil {
			return t, ofKind(ErrPacked, noEOF(err))
		}
		// The reader has read the header and not a byte more.
		offset, err := section.Seek(0, io.SeekCurrent)
		if err != nil {
			return t, ofKind(ErrRead, err)
		}
		t.add(h, offset)
		if offset+h.Size > size {
			return t, ofKind(ErrPacked, io.ErrUnexpectedEOF)
		}
	}
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

func (t *tarFS) add(h *tar.Header, offset int64) {
	name := memberName(h.Name)
	switch h.Typeflag {
	case tar.TypeReg:
		n := t.node(name)
		n.dir, n.children = false, nil
		n.offset, n.size, n.modTime = offset, h.Size, h.ModTime
	case tar.TypeDir:
		t.node(name).dir = true
	case tar.TypeLink:
		if target := t.find(memberName(h.Linkname)); target != nil && !target.dir {
			n := t.node(name)
			n.dir, n.children = false, nil
			n.offset, n.size, n.modTime = target.offset, target.size, target.modTime
		}
	}
}

// memberName makes a path that stays inside: as if the tar had been unpacked
// with its own directory for the root.
func memberName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// node finds or makes the node of a member.
func (t *tarFS) node(name string) *tarNode {
	n := t.root
	for name != "" {
		var part string
		part, name, _ = strings.Cut(name, "/")
		if n.children == nil {
			n.dir, n.children = true, map[string]*tarNode{}
		}
		next := n.children[part]
		if next == nil {
			next = &tarNode{name: part}
			n.children[part] = next
		}
		n = next
	}
	return n
}

func (t *tarFS) find(name string) *tarNode {
	n := t.root
	for n != nil && name != "" && name != "." {
		var part string
		part, name, _ = strings.Cut(name, "/")
		n = n.children[part]
	}
	return n
}

// Open implements fs.FS. Names need not be valid UTF-8, as those of mail are
// not always.
func (t *tarFS) Open(name string) (fs.File, error) {
	n := t.find(name)
	if n == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &tarFile{SectionReader: io.NewSectionReader(t.at, n.offset, n.size), node: n}, nil
}

// ReadDir implements fs.ReadDirFS.
func (t *tarFS) ReadDir(name string) ([]fs.DirEntry, error) {
	n := t.find(name)
	if n == nil || !n.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	entries := make([]fs.DirEntry, 0, len(n.children))
	for _, c := range n.children {
		entries = append(entries, fs.FileInfoToDirEntry(c))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Stat implements fs.StatFS.
func (t *tarFS) Stat(name string) (fs.FileInfo, error) {
	n := t.find(name)
	if n == nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

// A tarNode is its own fs.FileInfo.

func (n *tarNode) Name() string       { return n.name }
func (n *tarNode) Size() int64        { return n.size }
func (n *tarNode) ModTime() time.Time { return n.modTime }
func (n *tarNode) IsDir() bool        { return n.dir }
func (n *tarNode) Sys() any           { return nil }
func (n *tarNode) Mode() fs.FileMode {
	if n.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// A tarFile is an open member.
type tarFile struct {
	*io.SectionReader
	node *tarNode
}

func (f *tarFile) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *tarFile) Close() error               { return nil }
