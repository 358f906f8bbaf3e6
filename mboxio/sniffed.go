package mboxio

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
)

// A sniffed file is open and recognised.
type sniffed struct {
	kind  Kind
	file  fs.File
	info  fs.FileInfo   // of a regular file, when it was opened
	start []byte        // first bytes of the file, as they lie there
	text  []byte        // first bytes of the decompressed content
	plain io.ReadCloser // the decompressed content
	r     io.Reader     // all of the decompressed content
}

// openSniffed opens a file and looks at its beginning.
func openSniffed(fsys fs.FS, name string, codecs *codecPool) (*sniffed, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, ofKind(ErrRead, err)
	}
	s := &sniffed{file: f}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		s.info = info
	}
	if err := s.sniff(codecs); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *sniffed) sniff(codecs *codecPool) error {
	if node, packed := s.info.(*packNode); packed && node.size == 0 {
		s.r = s.file
		return nil
	}
	var err error
	s.start, err = readMore(s.file, nil, s.startLength())
	if err != nil && !errors.Is(err, io.EOF) {
		return ofKind(ErrRead, err)
	}
	s.kind.Compression = compressionOf(s.start)
	if looksCR(s.start) {
		text := bytes.Clone(s.start)
		withLF(text, func() bool { return false })
		if formOf(text) != FormNone {
			s.kind.Compression = CR
		}
	}
	if s.kind.Compression == Plain && looksStripped(s.start) {
		s.kind.Compression = Stripped
	}
	if s.kind.Compression == Plain {
		s.kind.Form, s.start, _ = sniffForm(s.file, s.start, err)
		s.text, s.r = s.start, s.unread()
		return nil
	}
	s.plain, err = codecs.open(s.kind.Compression, s.unread())
	if err != nil {
		return err
	}
	text, err := readMore(s.plain, nil, sniffLength)
	s.kind.Form, s.text, err = sniffForm(s.plain, text, err)
	if s.kind.Form == FormNone && readError(err) != nil {
		return err
	}
	s.r = io.MultiReader(bytes.NewReader(s.text), &resumed{err, s.plain})
	return nil
}

// startLength is how much of the file to read for its start: one byte more than a
// small file says it has, which tells that it ends there.
func (s *sniffed) startLength() int {
	if s.info == nil || s.info.Size() == 0 || s.info.Size() >= sniffLength {
		return sniffLength
	}
	return int(s.info.Size()) + 1
}

// readMore reads up to n bytes behind those in start.
func readMore(r io.Reader, start []byte, n int) ([]byte, error) {
	buf := make([]byte, len(start)+n)
	copy(buf, start)
	n, err := readAtLeast(r, buf[len(start):])
	return buf[:len(start)+n], err
}

// longSniff is how much of a file is looked at to recognise it if its first
// header field does not end before, in bytes.
const longSniff = 1 << 20

// sniffForm recognises text, or more of it if it begins with a very long line. It
// gives back all that was read, and what ended it.
func sniffForm(r io.Reader, text []byte, err error) (Form, []byte, error) {
	form := formOf(text)
	for form == FormNone && err == nil && len(text) < longSniff && looksLikeHeader(text) {
		text, err = readMore(r, text, 3*len(text))
		form = formOf(text)
	}
	return form, text, err
}

// A resumed reader gives first the error that sniffing met, if any.
type resumed struct {
	err error
	r   io.Reader
}

func (r *resumed) Read(b []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	return r.r.Read(b)
}

// unread gives the file, compressed as it is, from its beginning.
func (s *sniffed) unread() io.Reader { return io.MultiReader(bytes.NewReader(s.start), s.file) }

// Read reads the decompressed content from its beginning.
func (s *sniffed) Read(b []byte) (int, error) { return s.r.Read(b) }

// sizeOr gives the size of the file as it lies there, or size if that is not
// known.
func (s *sniffed) sizeOr(size int64) int64 {
	if s.info == nil {
		return size
	}
	return s.info.Size()
}

// whole gives the file for reading at any place; nil if that cannot be.
func (s *sniffed) whole() *io.SectionReader {
	at, ok := s.file.(io.ReaderAt)
	if !ok || s.info == nil || s.kind.Compression != Plain {
		return nil
	}
	return io.NewSectionReader(at, 0, s.info.Size())
}

// changed reports whether the file is no longer what it was when it was opened.
func (s *sniffed) changed() bool {
	if s.info == nil {
		return false
	}
	now, err := s.file.Stat()
	return err == nil && (now.Size() != s.info.Size() || !now.ModTime().Equal(s.info.ModTime()))
}

func (s *sniffed) empty() bool { return len(s.start) == 0 }

func (s *sniffed) Close() error {
	if s.plain != nil {
		s.plain.Close()
	}
	return s.file.Close()
}
