package mboxio

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// A packFS is a tar or zip file as a file system. Its index holds a name and a
// place per member; contents are read from the file itself, by any number of
// readers at once.
//
// Every regular member is there once. Names are made to stay inside, as if the
// file had been unpacked with its own directory for the root; one that is taken
// already, or is not a name, gets "~2", "~3" and so on at its end.
type packFS struct {
	at       io.ReaderAt
	root     *packNode
	budget   *budget
	depth    int        // packs that this one lies in
	defects  []*Error   // members that are left out, the first maxLeftOut of them
	leftOut  int        // how many there are
	symlinks []packLink // only while the index is made
	mu       sync.Mutex // guards the entries of nodes
}

// A packNode is a member, or a directory that members imply.
type packNode struct {
	name     string
	dir      bool
	children map[string]*packNode
	entries  []fs.DirEntry // children sorted by name, once they were listed
	offset   int64         // in a tar
	size     int64
	modTime  time.Time
	zipped   *zip.File // in a zip
}

func newPackFS(at io.ReaderAt, b *budget, depth int) *packFS {
	return &packFS{at: at, root: &packNode{name: ".", dir: true}, budget: b, depth: depth}
}

// Limits of one member's name, in bytes and in directories.
const (
	maxNameLength = 4096
	maxNameDepth  = 4 * maxDepth
)

// add puts a regular member into the index.
func (p *packFS) add(name string, n packNode) {
	if err := p.budget.takeEntry(len(name)); err != nil {
		p.leaveOut(name, err)
		return
	}
	if len(name) > maxNameLength || strings.Count(name, "/") > maxNameDepth {
		p.leaveOut(name, fmt.Errorf("%w: name of %d bytes", ErrTooDeep, len(name)))
		return
	}
	dir, base := path.Split(memberName(name))
	parent := p.directory(dir)
	if base == "" || base == "." || base == ".." {
		base = "~"
	}
	n.name = parent.freeName(base, false)
	parent.put(&n)
}

// maxLeftOut is how many members left out are named for one tar or zip.
const maxLeftOut = 20

// leaveOut notes a member that is not in the index. Very long names are cut.
func (p *packFS) leaveOut(name string, err error) {
	if p.leftOut++; p.leftOut > maxLeftOut {
		return
	}
	name = memberName(name[:min(len(name), 200)])
	p.defects = append(p.defects, &Error{Place: Place{Member: name, Offset: -1}, Op: "unpack", Err: err})
}

// problems are the members left out, and how many more there are than named.
func (p *packFS) problems() []*Error {
	if more := p.leftOut - maxLeftOut; more > 0 {
		return append(slices.Clip(p.defects), &Error{Place: Place{Offset: -1}, Op: "unpack", Err: fmt.Errorf("%w: %d more members left out", ErrPacked, more)})
	}
	return p.defects
}

// memberName makes a path that stays inside.
func memberName(name string) string {
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// directory finds or makes a directory.
func (p *packFS) directory(dir string) *packNode {
	n := p.root
	for part := range strings.SplitSeq(strings.Trim(dir, "/"), "/") {
		if part == "" {
			continue
		}
		name := n.freeName(part, true)
		next := n.children[name]
		if next == nil {
			next = &packNode{name: name, dir: true}
			n.put(next)
		}
		n = next
	}
	return n
}

func (n *packNode) put(child *packNode) {
	if n.children == nil {
		n.children = map[string]*packNode{}
	}
	n.children[child.name] = child
}

// freeName gives the name under which a file, or a directory that may be there
// already, can be put.
func (n *packNode) freeName(name string, dir bool) string {
	free := func(name string) bool {
		taken := n.children[name]
		return taken == nil || dir && taken.dir
	}
	for i, first := 2, name; !free(name); i++ {
		name = fmt.Sprintf("%s~%d", first, i)
	}
	return name
}

func (p *packFS) find(name string) *packNode {
	n := p.root
	for n != nil && name != "" && name != "." {
		var part string
		part, name, _ = strings.Cut(name, "/")
		n = n.children[part]
	}
	return n
}

// Open implements fs.FS. Names need not be valid UTF-8, as those of mail are
// not always.
func (p *packFS) Open(name string) (fs.File, error) {
	n := p.find(name)
	switch {
	case n == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case n.zipped != nil:
		if err := p.budget.takeBytes(0); err != nil {
			return nil, err
		}
		r, err := n.zipped.Open()
		if err != nil {
			return nil, ofKind(ErrPacked, err)
		}
		return &zipFile{ReadCloser: r, fsys: p, node: n}, nil
	}
	return &tarFile{SectionReader: io.NewSectionReader(p.at, n.offset, n.size), node: n}, nil
}

// ReadDir implements fs.ReadDirFS.
func (p *packFS) ReadDir(name string) ([]fs.DirEntry, error) {
	n := p.find(name)
	if n == nil || !n.dir {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if n.entries == nil { // directories are listed several times, and some are large
		sorted := slices.SortedFunc(maps.Values(n.children), func(a, b *packNode) int { return strings.Compare(a.name, b.name) })
		n.entries = make([]fs.DirEntry, len(sorted))
		for i, c := range sorted {
			n.entries[i] = fs.FileInfoToDirEntry(c)
		}
	}
	return slices.Clone(n.entries), nil
}

// Stat implements fs.StatFS.
func (p *packFS) Stat(name string) (fs.FileInfo, error) {
	n := p.find(name)
	if n == nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

// A packNode is its own fs.FileInfo.

func (n *packNode) Name() string       { return n.name }
func (n *packNode) Size() int64        { return n.size }
func (n *packNode) ModTime() time.Time { return n.modTime }
func (n *packNode) IsDir() bool        { return n.dir }
func (n *packNode) Sys() any           { return nil }
func (n *packNode) Mode() fs.FileMode {
	if n.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// A tarFile is an open member of a tar.
type tarFile struct {
	*io.SectionReader
	node *packNode
}

func (f *tarFile) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *tarFile) Close() error               { return nil }

// A zipFile is an open member of a zip.
type zipFile struct {
	io.ReadCloser
	fsys *packFS
	node *packNode
}

func (f *zipFile) Stat() (fs.FileInfo, error) { return f.node, nil }

func (f *zipFile) Read(b []byte) (n int, err error) {
	perr := guard(func() error {
		n, err = f.ReadCloser.Read(b)
		return nil
	})
	if perr != nil {
		return 0, ofKind(ErrPacked, perr)
	}
	if berr := f.fsys.budget.takeBytes(int64(n)); berr != nil {
		return n, berr
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = ofKind(ErrPacked, err)
	}
	return n, err
}

// indexZip reads the directory of a zip file.
func indexZip(at io.ReaderAt, size int64, b *budget, depth int) (*packFS, error) {
	if zipEntries(at, size) > maxEntries { // each costs memory before one is looked at
		return nil, fmt.Errorf("%w: more than %d members", ErrBomb, maxEntries)
	}
	var z *zip.Reader
	err := guard(func() (err error) {
		z, err = zip.NewReader(at, size)
		return err
	})
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, ofKind(ErrPacked, err)
	}
	p := newPackFS(at, b, depth)
	defer p.leaveOutSymlinks()
	for _, f := range z.File {
		name := zipName(f)
		switch mode := f.Mode(); {
		case mode.IsDir() && f.UncompressedSize64 == 0:
			continue
		case mode&fs.ModeSymlink != 0:
			p.addSymlink(name, zipLinkTarget(f))
			continue
		case mode&^fs.ModeDir&fs.ModeType != 0 && f.UncompressedSize64 == 0:
			continue // a device or a pipe
		}
		p.add(name, packNode{size: int64(min(f.UncompressedSize64, 1<<62)), modTime: f.Modified, zipped: f})
		if b.spent() {
			break
		}
	}
	return p, nil
}

// zipName is the name of a member. Programs of Windows wrote backslashes, which
// the format does not allow (APPNOTE.TXT 4.4.17.1); those of Unix mean them.
func zipName(f *zip.File) string {
	const fat, ntfs, vfat = 0, 10, 14
	switch f.CreatorVersion >> 8 {
	case fat, ntfs, vfat:
		return string(bytes.ReplaceAll([]byte(f.Name), []byte(`\`), []byte("/")))
	}
	return f.Name
}
