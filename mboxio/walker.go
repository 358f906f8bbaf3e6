package mboxio

import (
	"context"
	"errors"
	"fmt"
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
		if err := w.mbox(at, from, s); err != nil || !s.changed() {
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

// mbox splits an mbox, from a checkpoint on if the reader has one.
func (w *walker) mbox(at *located, from *origin, s *sniffed) error {
	whole, resume := s.whole(), w.feed.opts.Resume
	if at.lone && whole != nil && resume != nil && !from.mmdf && resume.Offset < whole.Size() {
		return resumeMbox(w.ctx, w.feed, from, whole, *resume)
	}
	err := splitMbox(w.ctx, w.feed, from, s, whole)
	if !at.lone || whole == nil {
		w.feed.totals.Checkpoint = nil
	}
	return err
}

func (w *walker) noteEncoding(at *located, c Compression) {
	switch c {
	case UTF16:
		w.feed.note(w.place(at.member), noteUTF16)
	case CR:
		w.feed.note(w.place(at.member), noteCR)
	case Stripped:
		w.feed.note(w.place(at.member), noteStripped)
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
	for _, d := range fsys.problems() {
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

// noArchive deals with a file that is not mail: an error if the user named it, a
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
