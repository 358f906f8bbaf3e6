package book

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/mboxio"
)

// Errors of files; each stands with the place.
var (
	ErrNone       = errors.New("holds no address book")
	ErrNotRegular = errors.New("no regular file")
	ErrTooMuch    = fmt.Errorf("the books together are larger than %d bytes, this one and those behind it are not read", MaxSize)
	ErrPacked     = errors.New("packed within what was named, not looked into: name it by itself")
	ErrLink       = errors.New("link to a folder, not followed: name it by itself")
)

// A Source is where books are looked for. A folder is the root of its FS, with the
// name ".".
type Source struct {
	FS   fs.FS
	Name string
	Path string // as the user gave it
	// Spool opens a temporary file, for packs that are compressed as a whole.
	Spool func() (mboxio.Spool, error)
}

// Stream is a source that is read from r, such as standard input.
func Stream(r io.Reader, path string, spool func() (mboxio.Spool, error)) (Source, error) {
	data, err := readAll(r, 0)
	return Source{FS: lone(data), Name: "book", Path: path, Spool: spool}, err
}

// Open reads all books of a source: the file itself, or those in the folder, zip or
// tar, in the order of their names. Problems are what was not read of it. The error
// is non-nil if there is no book at all, or ctx ended.
func Open(ctx context.Context, s Source) (books []Book, problems []error, err error) {
	info, err := fs.Stat(s.FS, s.Name)
	switch {
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		return s.collect(ctx, s.FS)
	case !info.Mode().IsRegular():
		return nil, nil, ErrNotRegular
	}
	book, packed, err := readFile(s.FS, s.Name, s.Path)
	if err != nil || !packed {
		return []Book{book}, nil, err
	}
	inner, closer, err := mboxio.Mount(ctx, s.FS, s.Name, mboxio.Options{Name: s.Path, Spool: s.Spool})
	if inner == nil {
		return nil, nil, err
	}
	defer closer.Close() // only read
	if err != nil {
		problems = append(problems, err)
	}
	books, more, err := s.collect(ctx, inner)
	return books, append(problems, more...), err
}

// collect reads the books of a folder or pack.
func (s Source) collect(ctx context.Context, fsys fs.FS) (books []Book, problems []error, err error) {
	left := int64(MaxSize)
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		place := strings.TrimSuffix(s.Path, "/") + "/" + name
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			problems = append(problems, fmt.Errorf("%s: %w", place, err))
			return nil
		case entry.IsDir() && entry.Name() == "__MACOSX", !entry.IsDir() && strings.HasPrefix(entry.Name(), "._"):
			return skip(entry) // what macOS keeps beside files
		case entry.IsDir():
			return nil
		}
		book, err := s.readNamed(fsys, name, place)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", place, err))
		} else if book != nil {
			if left -= book.Bytes; left < 0 {
				problems = append(problems, fmt.Errorf("%s: %w", place, ErrTooMuch))
				return fs.SkipAll
			}
			books = append(books, *book)
		}
		return nil
	})
	if err == nil && len(books) == 0 {
		err = errors.Join(append([]error{ErrNone}, problems...)...)
	}
	return books, problems, err
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// readNamed reads a file whose name says that it is a book, nil for all others.
func (s Source) readNamed(fsys fs.FS, name, place string) (*Book, error) {
	stem, extension := uncompressed(name)
	cards := extension == ".vcf" || extension == ".vcard"
	pack := extension == ".zip" || extension == ".tar" || extension == ".tgz" || stem != name && extension == ""
	info, err := fs.Stat(fsys, name)
	switch {
	case err == nil && info.IsDir():
		return nil, ErrLink
	case !cards && !pack && extension != ".csv":
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case pack:
		return nil, ErrPacked
	}
	book, packed, err := readFile(fsys, name, place)
	switch {
	case err != nil:
		return nil, err
	case packed:
		return nil, ErrPacked
	case !cards && !book.Made():
		return nil, nil // a table of something else
	}
	return &book, nil
}

// readFile reads one regular file. Packed reports a zip or tar, which is not read.
func readFile(fsys fs.FS, name, place string) (book Book, packed bool, err error) {
	file, kind, err := mboxio.OpenFile(fsys, name)
	if err != nil {
		return Book{}, false, err
	}
	defer file.Close() // only read
	if kind.Form == mboxio.FormZip || kind.Form == mboxio.FormTar {
		return Book{}, true, nil
	}
	size := int64(0)
	if info, err := fs.Stat(fsys, name); err == nil {
		size = min(info.Size(), MaxSize)
	}
	data, err := readAll(file, size)
	if err != nil {
		return Book{}, false, err
	}
	var forms []string
	if kind.Compression != mboxio.Plain {
		forms = append(forms, string(kind.Compression))
	}
	return Read(place, data, forms...), false, nil
}

// readAll reads a book that is probably of a size.
func readAll(r io.Reader, size int64) ([]byte, error) {
	data := bytes.NewBuffer(make([]byte, 0, int(size)+bytes.MinRead)) // Grow would write zeros to all of it
	_, err := data.ReadFrom(io.LimitReader(r, MaxSize+1))
	if err == nil && data.Len() > MaxSize {
		err = ErrTooLarge
	}
	return data.Bytes(), err
}

// compressed are the extensions of files that are compressed by themselves.
var compressed = []string{".gz", ".bz2", ".xz", ".zst", ".lz4"}

// uncompressed is a name without the extension of a compression, and the one before
// that, in lower case.
func uncompressed(name string) (stem, extension string) {
	stem = name
	if last := path.Ext(name); slices.Contains(compressed, strings.ToLower(last)) {
		stem = strings.TrimSuffix(name, last)
	}
	return stem, strings.ToLower(path.Ext(stem))
}

// CardsName names the vCards that are made of the book: notes.csv.gz are notes.vcf.
func CardsName(file string) string {
	stem, extension := uncompressed(file)
	if extension == ".csv" {
		return stem[:len(stem)-len(extension)] + ".vcf"
	}
	return stem
}

// lone is a file system of one file.
type lone []byte

func (l lone) Open(string) (fs.File, error) { return &loneFile{bytes.NewReader(l)}, nil }

type loneFile struct{ *bytes.Reader }

func (f *loneFile) Close() error               { return nil }
func (f *loneFile) Stat() (fs.FileInfo, error) { return loneInfo(f.Size()), nil }

type loneInfo int64

func (i loneInfo) Name() string     { return "book" }
func (i loneInfo) Size() int64      { return int64(i) }
func (loneInfo) Mode() fs.FileMode  { return 0o400 }
func (loneInfo) ModTime() time.Time { return time.Time{} }
func (loneInfo) IsDir() bool        { return false }
func (loneInfo) Sys() any           { return nil }
