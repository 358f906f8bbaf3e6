package mboxio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// maxDepth bounds how deep directories are searched.
const maxDepth = 32

// maxPacked bounds how deep tar and zip files may lie in each other.
const maxPacked = 4

// filesPerBatch is how many single-message files one worker gets at a time.
const filesPerBatch = 16

// A walker goes through an archive and feeds its messages to the workers.
type walker struct {
	ctx     context.Context
	feed    *feeder
	archive string
	packed  int    // tar and zip files around the present place
	files   *batch // single-message files not yet shipped
	found   bool   // an archive was recognised
}

// A located file is one that may be an archive.
type located struct {
	fsys   fs.FS
	path   string // in fsys
	member string // in the archive, "" for a lone file
	lone   bool   // named by the user: not being an archive is an error
}

func (w *walker) place(member string) Place {
	return Place{Archive: w.archive, Member: member, Offset: -1}
}

func (w *walker) failure(member, op string, err error) error {
	return &Error{Place: w.place(member), Op: op, Err: err}
}

// root walks what the user named.
func (w *walker) root(fsys fs.FS, name string) error {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return w.failure("", "open", ofKind(ErrRead, err))
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return w.failure("", "open", fmt.Errorf("%w: no regular file", ErrNotArchive))
	}
	if info.IsDir() {
		err = w.tree(fsys, name, "")
		if err == nil && !w.found {
			err = w.failure("", "search", ErrNoMail)
		}
		return err
	}
	return w.file(&located{fsys: fsys, path: name, lone: true})
}

// file walks one file, whatever it is.
func (w *walker) file(at *located) error {
	s, err := openSniffed(at.fsys, at.path, w.feed.codecs)
	if err != nil {
		return w.unreadable(at, err)
	}
	defer s.Close()
	if s.kind == (Kind{}) && path.Ext(at.path) == ".eml" && looksLikeHeader(s.start) {
		s.kind.Form = FormEML // its few fields alone would not prove it
	}
	if s.kind.IsArchive() {
		w.noteEncoding(at, s.kind.Compression)
	}
	switch s.kind.Form {
	case FormMbox:
		w.found = true
		if err := w.flush(); err != nil {
			return err
		}
		from := &origin{archive: w.archive, member: at.member, form: FormMbox, mmdf: beginsMMDF(s.text)}
		if !at.lone {
			from.folder = fileFolder(at.member, FormMbox)
		}
		if err := splitMbox(w.ctx, w.feed, from, s, s.whole()); err != nil || !s.changed() {
			return err
		}
		return w.report(at.member, "read mbox", ErrChanged)
	case FormEML, FormEMLX:
		w.found = true
		return w.singleMessage(at, s)
	case FormTar, FormZip:
		w.found = true
		return w.unpack(at, s)
	}
	return w.noArchive(at, s)
}

func (w *walker) noteEncoding(at *located, c Compression) {
	switch c {
	case UTF16:
		w.feed.note(w.place(at.member), noteUTF16)
	case CR:
		w.feed.note(w.place(at.member), noteCR)
	}
}

// singleMessage hands on a file that is one message. A worker opens it again.
func (w *walker) singleMessage(at *located, s *sniffed) error {
	form := s.kind.Form
	folder := ""
	if !at.lone {
		folder = fileFolder(at.member, form)
	}
	file := &mailFile{fsys: at.fsys, path: at.path, member: at.member, name: maildirName{base: path.Base(at.path)}, codec: s.kind.Compression}
	if _, stream := at.fsys.(streamFS); stream {
		file.fsys = streamFS{s.unread()}
	}
	w.feed.noteDialect(Dialect(form))
	if err := w.addFile(item{from: &origin{archive: w.archive, folder: folder, form: form}, file: file}); err != nil {
		return err
	}
	if _, stream := at.fsys.(streamFS); stream || at.lone {
		err := w.flush()
		w.feed.settle() // the worker reads what is open here
		return err
	}
	return nil
}

func (w *walker) addFile(it item) error {
	if w.files == nil {
		w.files = w.feed.newBatch()
	}
	it.index = w.feed.nextIndex()
	w.files.items = append(w.files.items, it)
	if len(w.files.items) >= filesPerBatch {
		return w.flush()
	}
	return nil
}

// flush ships the files gathered so far.
func (w *walker) flush() error {
	if w.files == nil {
		return nil
	}
	p := w.files
	w.files = nil
	return w.feed.ship(p)
}

// unpack walks a tar or zip file as the tree it holds.
func (w *walker) unpack(at *located, s *sniffed) error {
	fsys, closer, err := mountSniffed(w.ctx, at.fsys, s, w.feed.opts)
	if err != nil {
		if fsys == nil {
			return w.unreadable(at, err)
		}
		if err := w.report(at.member, "read "+string(s.kind.Form), err); err != nil {
			return err
		}
	}
	for _, d := range fsys.defects {
		if err := w.report(path.Join(at.member, d.Member), d.Op, d.Err); err != nil {
			return errors.Join(err, closer.Close())
		}
	}
	err = w.tree(fsys, ".", at.member)
	// Workers read from it until the last of its messages is done.
	if ferr := w.flush(); err == nil {
		err = ferr
	}
	w.feed.settle()
	return errors.Join(err, closer.Close())
}

// noArchive deals with a file that is no mail: an error if the user named it, a
// defect if its name says that it should be, else of no interest.
func (w *walker) noArchive(at *located, s *sniffed) error {
	kind := error(ErrNotArchive)
	foreign := foreignForm(s.start, at.path)
	switch {
	case s.empty():
		kind = ErrEmpty
	case foreign != "":
		kind = foreignError(foreign)
	}
	switch {
	case foreign != "" && !at.lone:
		return w.report(at.member, "recognise", kind)
	case at.lone:
		return w.failure("", "recognise", kind)
	case claimsMail(at.path) && !(s.empty() && path.Ext(at.path) == ".mbox"):
		return w.report(at.member, "recognise", kind)
	}
	w.feed.totals.Ignored++
	return nil
}

func claimsMail(name string) bool {
	switch path.Ext(name) {
	case ".eml", ".emlx", ".mbox", ".mbx":
		return true
	}
	return false
}

// unreadable deals with a file that cannot be opened or decompressed.
func (w *walker) unreadable(at *located, err error) error {
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx)
	}
	if at.lone {
		return w.failure("", "open", err)
	}
	return w.report(at.member, "open", err)
}

// report ships a defect in its turn.
func (w *walker) report(member, op string, err error) error {
	if w.files == nil {
		w.files = w.feed.newBatch()
	}
	w.files.defects = append(w.files.defects, &Error{Place: w.place(member), Op: op, Err: err})
	return w.flush()
}

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
	s.start, err = readMore(s.file, nil, sniffLength)
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
