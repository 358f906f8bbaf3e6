package mboxio

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
)

// A worker makes messages out of items, one goroutine each: it reads the files
// that hold one message each.
type worker struct {
	ctx     context.Context
	opts    Options
	blocks  *blockPool
	codecs  *codecPool
	headers *headerReader
	msg     Message
	own     *block // what small files are read into
	large   *block // what the present file was read into, if it is not small
}

// message makes the message of an item, or nil if there is none. Damage goes
// into the batch. The message is valid until clear.
func (w *worker) message(it *item, p *batch) *Message {
	w.msg = Message{
		Place:  Place{Archive: it.from.archive, Member: it.from.member, Offset: it.offset, Index: it.index},
		Folder: it.from.folder, Raw: it.raw, Length: it.length,
		from: it.from, line: it.line, traits: it.traits, uid: it.uid, sum: it.sum, headed: it.headed,
	}
	if it.file == nil {
		return &w.msg
	}
	w.msg.Member = it.file.member
	w.msg.file = it.file
	if m, known := w.knownFile(it, p); known {
		return m
	}
	bytes, defects := p.bytes, len(p.defects)
	is := w.readFile(it, p)
	w.msg.fileBytes, w.msg.damaged = p.bytes-bytes, len(p.defects) > defects
	if is && !w.headers.selectsMessage(w.msg.Raw) {
		p.pass(it.from, w.msg.Use())
		if w.opts.Passed != nil {
			w.opts.Passed(&w.msg)
		}
		is = false
	}
	if !is {
		w.clear()
		return nil
	}
	return &w.msg
}

// clear gives back what the present message needed.
func (w *worker) clear() {
	if w.large != nil {
		w.blocks.put(w.large)
		w.large = nil
	}
}

func (w *worker) defect(p *batch, op string, err error) {
	p.defects = append(p.defects, &Error{Place: w.msg.Place, Op: op, Err: err})
}

// readFile fills the message from its file and reports whether it is one.
func (w *worker) readFile(it *item, p *batch) bool {
	f, err := it.file.fsys.Open(it.file.path)
	if err != nil {
		w.defect(p, "open", ofKind(ErrRead, err))
		return false
	}
	defer f.Close()
	info, serr := f.Stat()
	if serr == nil {
		it.file.modTime = info.ModTime()
	}
	c, err := w.readContent(f, it.file.codec)
	if err == nil && serr == nil && c.plain && info.Mode().IsRegular() && c.length != info.Size() {
		err = ErrChanged
	}
	p.bytes += c.length
	if err != nil {
		w.defect(p, "read", err)
	}
	if c.length == 0 {
		if err == nil {
			w.defect(p, "read", ErrEmpty)
		}
		return false
	}
	return w.fill(c, it, p, err != nil)
}

// fill makes the content of a file a message. damaged says that a defect has
// been reported already.
func (w *worker) fill(c content, it *item, p *batch, damaged bool) bool {
	m := &w.msg
	m.Raw, m.Length, m.Offset, m.sum = c.kept, c.length, 0, c.sum
	w.skipSeparator()
	if it.from.form == FormEMLX {
		w.skipEmlxFrame(it.file, p)
	}
	if !looksLikeHeader(m.Raw) {
		if !damaged {
			w.defect(p, "read header", ErrNotMail)
		}
		return false
	}
	if want := it.file.name.size; want > m.Length && !damaged {
		w.defect(p, "check size", ErrShort)
		damaged = true
	}
	if _, complete := headerEnd(m.Raw); !complete && !damaged && !m.Cut() && !endsLine(m.Raw) {
		w.defect(p, "read header", ErrTruncated)
	}
	return true
}

// endsLine reports whether raw ends with a whole line. A message may be all
// header, without even the blank line (RFC 5322 section 3.5); real clients send
// such.
func endsLine(raw []byte) bool { return len(raw) > 0 && raw[len(raw)-1] == '\n' }

// skipSeparator takes the From line off that some programs leave at the top of
// files with one message.
func (w *worker) skipSeparator() {
	m := &w.msg
	if !bytes.HasPrefix(m.Raw, fromSpace) || m.sum != nil {
		return
	}
	if i := bytes.IndexByte(m.Raw, '\n'); i > 0 {
		m.line = bytes.TrimRight(m.Raw[:i], "\r")
		m.Raw, m.Offset, m.Length = m.Raw[i+1:], int64(i+1), m.Length-int64(i+1)
	}
}

// Content is what a file holds, decompressed.
type content struct {
	kept   []byte
	length int64
	sum    *[sha256.Size]byte // of all of it, when kept is cut
	plain  bool               // it was not compressed
}

// readContent reads a file, as far as it can be read.
func (w *worker) readContent(f fs.File, known Compression) (content, error) {
	if w.own == nil {
		w.own = w.blocks.get()
	}
	n, err := readAtLeast(f, w.own.buf[:magicLength])
	start := bytes.Clone(w.own.buf[:n])
	codec := cmp.Or(compressionOf(start), known)
	if err != nil || codec == Plain {
		c, err := w.readRest(w.own.buf, n, f, err)
		c.plain = true
		return c, err
	}
	z, err := w.codecs.open(codec, io.MultiReader(bytes.NewReader(start), f))
	if err != nil {
		return content{}, err
	}
	defer z.Close()
	return w.readRest(w.own.buf, 0, z, nil)
}

// readRest reads r behind the n bytes that are in buf already.
func (w *worker) readRest(buf []byte, n int, r io.Reader, err error) (content, error) {
	limit := int(w.opts.MaxMessage)
	for err == nil {
		if n >= limit {
			return w.hashRest(buf[:n], r)
		}
		if n == len(buf) {
			if buf, err = w.grow(buf); err != nil {
				break
			}
		}
		var m int
		m, err = r.Read(buf[n:min(len(buf), limit)])
		n += m
	}
	return content{kept: buf[:n], length: int64(n)}, readError(err)
}

// grow moves a file that is not small into the large block.
func (w *worker) grow(buf []byte) ([]byte, error) {
	if w.large == nil {
		b, err := w.blocks.getLarge(w.ctx, 2*len(buf), int(w.opts.MaxMessage))
		if err != nil {
			return buf, err
		}
		w.large = b
	} else {
		w.large.buf = w.blocks.growLarge(w.large.buf, 2*len(buf), int(w.opts.MaxMessage))
	}
	copy(w.large.buf, buf)
	return w.large.buf, nil
}

// hashRest goes through the part of a message that is not kept.
func (w *worker) hashRest(kept []byte, r io.Reader) (content, error) {
	sum := sha256.New()
	sum.Write(kept)
	c := content{kept: kept, length: int64(len(kept))}
	n, err := hashAll(w.ctx, sum, r)
	if n == 0 {
		return c, err
	}
	c.length += n
	c.sum = new([sha256.Size]byte)
	sum.Sum(c.sum[:0])
	return c, err
}

func hashAll(ctx context.Context, sum hash.Hash, r io.Reader) (total int64, err error) {
	buf := make([]byte, 64<<10)
	for err == nil {
		if err = ctx.Err(); err != nil {
			break
		}
		var n int
		n, err = r.Read(buf)
		sum.Write(buf[:n])
		total += int64(n)
	}
	return total, readError(err)
}

// readAtLeast fills buf, or as much of it as there is.
func readAtLeast(r io.Reader, buf []byte) (int, error) {
	n, err := io.ReadFull(r, buf)
	if err == io.ErrUnexpectedEOF { // ReadFull's own; a damaged file has one inside
		err = io.EOF
	}
	return n, err
}

// readError gives a failed read its kind; io.EOF is not a failure.
func readError(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF) && !errors.Is(err, ErrCompression):
		return nil
	case errors.Is(err, ErrCompression), errors.Is(err, ErrBomb), errors.Is(err, ErrUnsupported):
		return err
	}
	return ofKind(ErrRead, err)
}
