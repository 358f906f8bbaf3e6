package mboxio

import (
	"context"
	"io"
	"io/fs"
)

// Walk calls work for every message of the archive name in fsys, on up to
// opts.Jobs goroutines at once, and gives the results to sink one at a time, in
// archive order, from the calling goroutine. Neither the number of jobs nor
// timing changes what sink gets.
//
// What is damaged is reported in the Summary and skipped. The error is non-nil
// only if the archive cannot be read at all ([ErrEmpty], [ErrNotArchive],
// [ErrNoMail], ... as an [*Error]), if sink failed, or if ctx ended; the Summary
// then tells how far it came.
func Walk[T any](ctx context.Context, fsys fs.FS, name string, opts Options, work func(*Message) T, sink func(T) error) (Summary, error) {
	opts = opts.withDefaults(name)
	produce := func(ctx context.Context, feed *feeder) error {
		w := &walker{ctx: ctx, feed: feed, archive: opts.Name}
		return w.root(fsys, name)
	}
	return runPipeline(ctx, opts, false, produce, work, sink)
}

// WalkReader is Walk for a stream, such as standard input: anything that Walk
// reads from a single file. It returns when ctx ends even if r is blocked.
func WalkReader[T any](ctx context.Context, r io.Reader, opts Options, work func(*Message) T, sink func(T) error) (Summary, error) {
	opts = opts.withDefaults("-")
	produce := func(ctx context.Context, feed *feeder) error {
		w := &walker{ctx: ctx, feed: feed, archive: opts.Name}
		return w.file(&located{fsys: streamFS{r}, path: ".", lone: true})
	}
	return runPipeline(ctx, opts, true, produce, work, sink)
}

// A streamFS is a file system with one file, which can be opened once, under
// any name.
type streamFS struct{ r io.Reader }

func (s streamFS) Open(string) (fs.File, error) { return streamFile{s.r}, nil }

type streamFile struct{ io.Reader }

func (streamFile) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
func (streamFile) Close() error               { return nil }
