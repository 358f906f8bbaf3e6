package mboxio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Mount opens the tar or zip file name in fsys, compressed or not, as a file
// system, so that what is packed can be searched and walked like a directory.
// The closer must be closed after the last use.
//
// A damaged file may give both: a file system of the part that is intact, and
// an error of the kind [ErrPacked]. A file that is neither tar nor zip is
// ErrNotArchive. Opts tells Name and Spool.
func Mount(ctx context.Context, fsys fs.FS, name string, opts Options) (fs.FS, io.Closer, error) {
	return mount(ctx, fsys, name, opts.withDefaults(name))
}

// MountReader is Mount for a stream, such as standard input. It needs
// Options.Spool.
func MountReader(ctx context.Context, r io.Reader, opts Options) (fs.FS, io.Closer, error) {
	return mount(ctx, streamFS{r}, ".", opts.withDefaults("-"))
}

func mount(ctx context.Context, fsys fs.FS, name string, opts Options) (fs.FS, io.Closer, error) {
	fail := func(op string, err error) error {
		return &Error{Place: Place{Archive: opts.Name, Offset: -1}, Op: op, Err: err}
	}
	s, err := openSniffed(fsys, name, newCodecPool())
	if err != nil {
		return nil, nil, fail("open", err)
	}
	inner, closer, err := mountSniffed(ctx, fsys, s, opts)
	if err != nil {
		err = fail("read "+string(s.kind.Form), err)
	}
	if inner == nil {
		s.Close()
		return nil, nil, err
	}
	errs := []error{err}
	for _, d := range inner.problems() {
		d.Archive = opts.Name
		errs = append(errs, d)
	}
	return inner, closers{closer, s}, errors.Join(errs...)
}

type closers []io.Closer

func (c closers) Close() error {
	var errs []error
	for _, one := range c {
		errs = append(errs, one.Close())
	}
	return errors.Join(errs...)
}

// mountSniffed opens a recognised tar or zip, of which fsys is where it lies. The
// closer does not close s, which must stay open until then.
func mountSniffed(ctx context.Context, fsys fs.FS, s *sniffed, opts Options) (*packFS, io.Closer, error) {
	if s.kind.Form != FormTar && s.kind.Form != FormZip {
		return nil, nil, ErrNotArchive
	}
	var limit *budget
	depth := 0
	if outer, inPack := fsys.(*packFS); inPack { // which lives on the budget of the outer one
		limit, depth = outer.budget, outer.depth+1
		if depth >= maxPacked {
			return nil, nil, ErrTooDeep
		}
		if err := limit.takePack(); err != nil {
			return nil, nil, err
		}
	}
	at, size, closer, err := randomAccess(ctx, s, opts, limit)
	if at == nil {
		return nil, nil, err
	}
	if limit == nil {
		limit = newBudget(s.sizeOr(size))
	}
	var inner *packFS
	var indexErr error
	if s.kind.Form == FormTar {
		inner, indexErr = indexTar(ctx, at, size, limit, depth)
	} else {
		inner, indexErr = indexZip(at, size, limit, depth)
	}
	if err == nil {
		err = indexErr
	}
	if inner == nil {
		return nil, nil, errors.Join(err, closer.Close())
	}
	return inner, closer, err
}

// randomAccess gives the content of s for reading at any offset: the file
// itself if that can be, or a spooled copy. What could be copied of a damaged
// stream comes together with the error.
func randomAccess(ctx context.Context, s *sniffed, opts Options, limit *budget) (io.ReaderAt, int64, io.Closer, error) {
	if whole := s.whole(); whole != nil {
		return whole, whole.Size(), io.NopCloser(nil), nil
	}
	if opts.Spool == nil {
		return nil, 0, nil, ErrNeedsSpool
	}
	spool, err := opts.Spool()
	if err != nil {
		return nil, 0, nil, fmt.Errorf("open: %w", ofKind(ErrSpool, err))
	}
	size, err := copyContext(ctx, spool, s, limit)
	var werr spoolError
	if size == 0 || errors.As(err, &werr) || ctx.Err() != nil {
		return nil, 0, nil, errors.Join(err, ctx.Err(), spool.Close())
	}
	return spool, size, spool, readError(err)
}

// A spoolError is a failure to write the temporary file.
type spoolError struct{ err error }

func (e spoolError) Error() string   { return ErrSpool.Error() + ": " + e.err.Error() }
func (e spoolError) Unwrap() []error { return []error{ErrSpool, e.err} }

func copyContext(ctx context.Context, w io.Writer, r io.Reader, limit *budget) (total int64, err error) {
	buf := make([]byte, 256<<10)
	for ctx.Err() == nil {
		n, rerr := r.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil {
			return total, spoolError{werr}
		}
		total += int64(n)
		if limit != nil {
			if err := limit.takeBytes(int64(n)); err != nil {
				return total, err
			}
		}
		if rerr != nil {
			return total, readError(rerr)
		}
	}
	return total, context.Cause(ctx)
}
