package mboxio

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
)

// A spanText is an mbox from which single messages are read, by rising offset.
type spanText struct {
	ctx   context.Context
	whole *io.SectionReader // nil if it can only be read in its order
	r     io.Reader
	buf   []byte
	base  int64 // offset of buf[0]
}

// read gives the bytes from offset a up to b, or as many as there are. They are
// valid until the next call, whose a may not be smaller.
func (t *spanText) read(a, b int64) ([]byte, error) {
	if t.whole != nil {
		t.buf = slices.Grow(t.buf[:0], int(b-a))[:b-a]
		n, err := t.whole.ReadAt(t.buf, a)
		return t.buf[:n], readError(err)
	}
	for t.base < a {
		drop := min(a-t.base, int64(len(t.buf)))
		t.buf = t.buf[:copy(t.buf, t.buf[drop:])]
		if t.base += drop; t.base < a {
			if err := t.extend(64 << 10); err != nil {
				return nil, readError(err)
			}
		}
	}
	var err error
	for err == nil && t.base+int64(len(t.buf)) < b {
		err = t.extend(int(min(b-t.base-int64(len(t.buf)), 1<<20)))
	}
	return t.buf[:min(b-a, int64(len(t.buf)))], readError(err)
}

// extend reads up to n bytes more of a stream.
func (t *spanText) extend(n int) error {
	if t.ctx.Err() != nil {
		return context.Cause(t.ctx)
	}
	have := len(t.buf)
	t.buf = slices.Grow(t.buf, n)[:have+n]
	n, err := t.r.Read(t.buf[have:])
	t.buf = t.buf[:have+n]
	return err
}

// origin reads what the first message says of the whole mbox. Damage behind that
// does not matter here.
func (t *spanText) origin(opts Options) (*origin, error) {
	from := &origin{archive: opts.Name, form: FormMbox}
	start, err := t.read(0, 64<<10)
	if len(start) == 0 {
		return nil, cmp.Or(err, ErrChanged)
	}
	if beginsMMDF(start) {
		from.mmdf = true
		return from, nil
	}
	if i := bytes.Index(start, fromSpace); i >= 0 {
		start = start[i:]
	}
	if i := bytes.IndexByte(start, '\n'); i >= 0 {
		n, _ := headerEnd(start[i+1:])
		from.readServerFields(start[i+1 : i+1+n])
	}
	return from, nil
}

// message makes the message that a walk found at span.
func (t *spanText) message(span Span, from *origin, opts Options) (*Message, error) {
	if span.Length > opts.MaxMessage {
		return nil, ErrTooLong
	}
	if span.Offset < int64(len(fromSpace)) || span.Length < 1 {
		return nil, ErrChanged
	}
	before := min(span.Offset, maxSeparator+1)
	after := span.Length + 4 + evidenceWindow
	text, err := t.read(span.Offset-before, span.Offset+after)
	if int64(len(text)) < before+span.Length {
		return nil, cmp.Or(err, ErrChanged)
	}
	line := text[:before]
	line = line[bytes.LastIndexByte(line[:before-1], '\n')+1:]
	if i := bytes.Index(line, []byte("\x00From ")); i >= 0 && !bytes.HasPrefix(line, fromSpace) {
		line = line[i+1:] // after a hole in the file
	}
	line = bytes.TrimPrefix(line, []byte(byteOrderMark))
	marked := from.mmdf && beginsMMDF(line)
	if !marked && !bytes.HasPrefix(line, fromSpace) || lineEndLength(line) == 0 {
		return nil, ErrChanged
	}
	raw := text[before:][:span.Length]
	m := &Message{Place: span.Place, Raw: raw, Length: span.Length, from: from, line: line[:len(line)-lineEndLength(line)]}
	m.Archive = opts.Name
	if from.mmdf {
		return m, nil
	}
	m.traits = traitsOf(text[before-int64(len(line)):], len(line), len(line)+len(raw), int64(len(text)) < before+after)
	return m, nil
}

// traitsOf finds again what the search for separators learned about the message
// from start to end in text, which begins with its separator line and goes on
// behind it; to the end of the archive if ended is set.
func traitsOf(text []byte, start, end int, ended bool) traits {
	s := &splitter{from: &origin{}, window: &window{feed: &feeder{headers: newHeaderReader(nil)}, data: text, eof: true, base: 1}}
	s.openMessage(1)
	s.data = text[:end]
	for {
		q, _ := s.nextFrom()
		if q < 0 {
			break
		}
		s.traits.bareFrom = true
		s.scan = q + int64(len(fromSpace))
	}
	s.data = text
	for _, q := range []int{end, end + leadingLineEnd(text[end:])} {
		follows := ended && q == len(text)
		if bytes.HasPrefix(text[q:], fromSpace) {
			ev := judge(text[q:min(len(text), q+evidenceWindow)], true)
			follows = ev.confirmedBy()
		}
		if follows && s.lengthEndsAt(int64(q)+1) {
			s.traits.exactLength = true
		}
	}
	return s.traits
}
