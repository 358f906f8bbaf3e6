package evidence

import (
	"context"
	"io"
	"io/fs"
	"slices"
	"sync"
)

// A summedFile sums a file from an offset on while it is read, in whatever order and
// however often, so that it need not be read a second time. It is a file system that has
// this file under its name, and everything else as it is.
type summedFile struct {
	fs.FS
	name string

	mu    sync.Mutex
	sum   checksum // of all before next
	next  int64
	cells map[int64][]sumOfPart // of the cell that begins there: what was read of it
	cell  shift
	buf   []byte // for a cell
}

// A sumOfPart is the checksum of a part of a file.
type sumOfPart struct {
	from, to int64
	sum      checksum
}

const (
	cellLength = 16 << 10 // what is summed in one piece or read again, in bytes
	mostParts  = 8        // of a cell
	mostCells  = 1 << 10  // that may wait for one before them; then that is read again
)

// sumWhileRead sums what follows the first from bytes, whose checksum is sum.
func sumWhileRead(fsys fs.FS, name string, from int64, sum checksum) *summedFile {
	return &summedFile{FS: fsys, name: name, sum: sum, next: from,
		cells: map[int64][]sumOfPart{}, cell: shiftBy(cellLength), buf: make([]byte, cellLength)}
}

// Open implements [fs.FS].
func (s *summedFile) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if err != nil || name != s.name {
		return f, err
	}
	inOrder := &readInOrder{File: f, of: s}
	if at, ok := f.(io.ReaderAt); ok {
		return &readAnywhere{inOrder, at}, nil
	}
	return inOrder, nil
}

// Stat implements [fs.StatFS]: what is not a file need not be opened to be told.
func (s *summedFile) Stat(name string) (fs.FileInfo, error) { return fs.Stat(s.FS, name) }

type readInOrder struct {
	fs.File
	of *summedFile
	at int64
}

func (r *readInOrder) Read(b []byte) (int, error) {
	n, err := r.File.Read(b)
	r.of.saw(b[:n], r.at, nil)
	r.at += int64(n)
	return n, err
}

type readAnywhere struct {
	*readInOrder
	file io.ReaderAt
}

func (r *readAnywhere) ReadAt(b []byte, offset int64) (int, error) {
	n, err := r.file.ReadAt(b, offset)
	r.of.saw(b[:n], offset, r.file)
	return n, err
}

// saw notes bytes that were read of file.
func (s *summedFile) saw(b []byte, from int64, file io.ReaderAt) {
	s.mu.Lock()
	next := s.next // cells begin at whole lengths from it
	s.mu.Unlock()
	if before := next - from; before > 0 {
		b, from = b[min(before, int64(len(b))):], next
	}
	for len(b) > 0 {
		into := (from - next) % cellLength
		n := min(cellLength-into, int64(len(b)))
		s.add(from-into, sumOfPart{from, from + n, checksum{}.update(b[:n])}, file)
		b, from = b[n:], from+n
	}
}

// add keeps the checksum of a part of the cell that begins at an offset, and goes on
// over the cells that are whole. Of those that are not none is left far behind.
func (s *summedFile) add(cell int64, part sumOfPart, file io.ReaderAt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	parts := s.cells[cell]
	if cell < s.next || len(parts) == mostParts || len(s.cells) > mostCells {
		return
	}
	if i := slices.IndexFunc(parts, func(p sumOfPart) bool { return p.to == part.from }); i >= 0 {
		part.from, part.sum = parts[i].from, parts[i].sum.join(shiftBy(part.to-part.from), part.sum)
		parts = slices.Delete(parts, i, i+1)
	}
	s.cells[cell] = append(parts, part)
	for s.pass(s.next + cellLength) {
	}
	if len(s.cells) >= mostCells && file != nil {
		_ = s.reread(file, s.next+cellLength) // finish meets what is wrong again
	}
}

// pass goes on to the end of a cell if it was read whole.
func (s *summedFile) pass(end int64) bool {
	for _, p := range s.cells[s.next] {
		if p.from == s.next && p.to == end {
			by := s.cell
			if end-s.next != cellLength {
				by = shiftBy(end - s.next)
			}
			delete(s.cells, s.next)
			s.sum, s.next = s.sum.join(by, p.sum), end
			return true
		}
	}
	return false
}

// reread goes on to the end of a cell by reading it, or to the end of the file.
func (s *summedFile) reread(file io.ReaderAt, end int64) error {
	n, err := file.ReadAt(s.buf[:end-s.next], s.next)
	delete(s.cells, s.next)
	s.sum, s.next = s.sum.update(s.buf[:n]), s.next+int64(n)
	if s.next == end {
		return nil
	}
	return err
}

// finish sums what is missing of the first size bytes. Nobody may read meanwhile. It
// gives how much was summed: less if the file became shorter.
func (s *summedFile) finish(ctx context.Context, size int64) (sum checksum, summed int64, err error) {
	f, err := s.FS.Open(s.name)
	if err != nil {
		return s.sum, s.next, err
	}
	defer f.Close()
	file, ok := f.(io.ReaderAt)
	for s.next < size && err == nil {
		if end := min(s.next+cellLength, size); s.pass(end) {
			continue
		} else if err = ctx.Err(); err == nil && ok {
			err = s.reread(file, end)
		} else if err == nil { // from its beginning, but once
			return s.sum.sumFile(ctx, s.FS, s.name, s.next, size)
		}
	}
	if err == io.EOF {
		err = nil
	}
	return s.sum, s.next, err
}
