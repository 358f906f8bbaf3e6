package mboxio

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A Span says where one message lies: what [Message] tells of it, to be kept and
// asked for again. Of Place, Member and Offset count.
type Span struct {
	Place
	Length int64 // Message.Length
}

// ReadAt reads one message again: the raw bytes and the decoded ones, as
// [Message] gave them. Nothing else is looked at, but for what lies before the
// message in a compressed file. The archive name in fsys, and the Member in it,
// may lead through tar and zip files.
//
// Whoever kept a digest can tell whether the bytes are the same as then. If no
// message of that length begins there any more, the error is of the kind
// [ErrChanged]; a message that is longer than opts.MaxMessage is [ErrTooLong].
func ReadAt(ctx context.Context, fsys fs.FS, name string, span Span, opts Options) (raw, decoded []byte, err error) {
	give := func(_ int, r, d []byte, failed error) error {
		raw, decoded = slices.Clone(r), slices.Clone(d)
		return failed
	}
	err = ReadSpans(ctx, fsys, name, []Span{span}, opts, give)
	return raw, decoded, err
}

// ReadSpans is ReadAt for many messages of one archive: each file in it is
// opened once, and gone through once if it is compressed. Give gets the messages
// file by file, by rising offset, each with its index in spans; the bytes are
// valid until it returns. Of a message that cannot be had it gets an [Error]
// with its place. An error that give returns ends the reading.
func ReadSpans(ctx context.Context, fsys fs.FS, name string, spans []Span, opts Options, give func(i int, raw, decoded []byte, failed error) error) error {
	opts = opts.withDefaults(name)
	r := &spanReader{ctx: ctx, opts: opts, spans: spans, give: give, packs: packs{ctx: ctx, opts: opts, fsys: fsys}}
	r.worker = &worker{ctx: ctx, opts: opts, codecs: newCodecPool(), blocks: newBlockPool(64<<10, 1), headers: newHeaderReader(nil)}
	defer r.packs.close()

	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(spans[a].Member, spans[b].Member), cmp.Compare(spans[a].Offset, spans[b].Offset))
	})
	for len(order) > 0 {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		member, n := spans[order[0]].Member, 1
		for n < len(order) && spans[order[n]].Member == member {
			n++
		}
		if err := r.readFile(path.Join(name, member), order[:n]); err != nil {
			return err
		}
		order = order[n:]
	}
	return nil
}

// A spanReader reads the spans of one archive.
type spanReader struct {
	ctx    context.Context
	opts   Options
	spans  []Span
	give   func(i int, raw, decoded []byte, failed error) error
	worker *worker
	packs  packs
}

// readFile reads the spans, given by index and rising offset, of one file.
func (r *spanReader) readFile(name string, indices []int) error {
	fsys, inner, err := r.packs.find(name)
	if err != nil {
		return r.failAll(indices, "open", err)
	}
	if isInMaildir(fsys, inner) {
		return r.single(fsys, inner, Kind{Form: FormMaildir}, indices)
	}
	s, err := openSniffed(fsys, inner, r.worker.codecs)
	if err != nil {
		return r.failAll(indices, "open", err)
	}
	defer s.Close()
	if s.kind.Form != FormMbox {
		return r.single(fsys, inner, Kind{cmp.Or(s.kind.Form, FormEML), s.kind.Compression}, indices)
	}
	text := &spanText{ctx: r.ctx, whole: s.whole(), r: s}
	from, err := text.origin(r.opts)
	if err != nil {
		return r.failAll(indices, "read", err)
	}
	for _, i := range indices {
		m, err := text.message(r.spans[i], from, r.opts)
		if err != nil {
			err = r.fail(i, "read again", err)
		} else {
			err = r.give(i, m.Raw, m.Decoded(), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// single reads a file that is one message.
func (r *spanReader) single(fsys fs.FS, name string, kind Kind, indices []int) error {
	for _, i := range indices {
		file := &mailFile{fsys: fsys, path: name, member: r.spans[i].Member, name: maildirName{base: path.Base(name)}, codec: kind.Compression}
		it := item{from: &origin{archive: r.opts.Name, form: kind.Form}, file: file}
		b := &batch{}
		m := r.worker.message(&it, b)
		var err error
		switch {
		case m == nil && len(b.defects) > 0:
			err = r.fail(i, b.defects[0].Op, b.defects[0].Err)
		case m == nil, m.Offset != r.spans[i].Offset, m.Length != r.spans[i].Length:
			err = r.fail(i, "read again", ErrChanged)
		default:
			err = r.give(i, m.Raw, m.Decoded(), nil)
		}
		r.worker.clear()
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *spanReader) failAll(indices []int, op string, err error) error {
	for _, i := range indices {
		if err := r.fail(i, op, err); err != nil {
			return err
		}
	}
	return nil
}

func (r *spanReader) fail(i int, op string, err error) error {
	place := r.spans[i].Place
	place.Archive = r.opts.Name
	return r.give(i, nil, nil, &Error{Place: place, Op: op, Err: err})
}

// isInMaildir reports whether name is a file in cur or new of a Maildir, where a
// file is one message whatever it begins with.
func isInMaildir(fsys fs.FS, name string) bool {
	part := path.Base(path.Dir(name))
	if part != "cur" && part != "new" {
		return false
	}
	dir := path.Dir(path.Dir(name))
	entries, _ := fs.ReadDir(fsys, dir)
	return holdsMaildir(fsys, dir, entries)
}
