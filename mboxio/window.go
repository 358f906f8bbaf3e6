package mboxio

import (
	"context"
	"errors"
	"io"
)

// A window is the part of a stream that a splitter holds in memory: one block,
// which moves on through the stream. Messages found in the block leave with it
// when it is full; what is not yet decided is carried over.
//
// A large block is lent, not given: the window waits until the messages in it
// have been worked on, so that there is never a second one.
type window struct {
	ctx   context.Context
	feed  *feeder
	r     io.Reader
	batch *batch
	fixed bool   // the window ends with its block: see errPastBlock
	mark  int64  // of a fixed window: what comes after is another's, if not needed
	data  []byte // the filled part of the batch's block
	base  int64  // offset of data[0] in the stream
	eof   bool
	err   error // what ended the stream, unless io.EOF
}

// errPastBlock ends the reading of a fixed window: what is asked for lies behind
// its block.
var errPastBlock = errors.New("past the end of the block")

func newWindow(ctx context.Context, feed *feeder, r io.Reader) *window {
	p := feed.newBatch()
	p.block = feed.blocks.get()
	return &window{ctx: ctx, feed: feed, r: r, batch: p}
}

// end is the offset after the last byte read.
func (w *window) end() int64 { return w.base + int64(len(w.data)) }

// at gives the bytes from offset a up to b, which must be in the window. They
// move when ensure is called.
func (w *window) at(a, b int64) []byte { return w.data[a-w.base : b-w.base] }

func (w *window) full() bool { return len(w.data) == len(w.batch.block.buf) }

// ensure reads on until the stream up to offset to is in the window, or has
// ended. Bytes before keep may be dropped.
func (w *window) ensure(to, keep int64) error {
	for !w.eof && w.end() < to {
		if w.full() || (w.batch.block.large && w.fitsBlock(to, keep)) {
			if w.fixed {
				return errPastBlock
			}
			if err := w.turnOver(to, keep); err != nil {
				return err
			}
		}
		if err := w.read(); err != nil {
			return err
		}
	}
	return nil
}

// read reads once, in steps that stay in the processor's cache. Small steps also
// see to it that what comes after a large message fits into a block of the usual
// size again.
func (w *window) read() error {
	buf := w.batch.block.buf
	room := buf[len(w.data):]
	step := w.feed.blocks.size / 4
	if w.fixed {
		step = min(step, max(int(w.mark-w.end()), w.feed.blocks.size/64))
	}
	room = room[:min(len(room), max(step, 1))]
	for tries := 0; tries < 100; tries++ {
		if w.ctx.Err() != nil {
			return context.Cause(w.ctx)
		}
		n, err := w.r.Read(room)
		w.data = buf[:len(w.data)+n]
		if err != nil {
			w.eof = true
			if !errors.Is(err, io.EOF) {
				w.err = err
			}
			return nil
		}
		if n > 0 {
			return nil
		}
	}
	w.eof, w.err = true, io.ErrNoProgress
	return nil
}

// turnOver makes room for the stream up to offset to, keeping what lies in the
// window from keep on.
func (w *window) turnOver(to, keep int64) error {
	rest := w.at(keep, w.end())
	need := max(int(to-keep), len(rest)+1)
	switch large := w.batch.block.large; {
	case w.fitsBlock(to, keep):
		return w.moveTo(w.feed.blocks.get(), keep)
	case large:
		return w.growInPlace(need, keep)
	}
	// Workers may hold the large block for files: let them finish.
	w.feed.settle()
	b, err := w.feed.blocks.getLarge(w.ctx, 2*need, w.largest())
	if err != nil {
		return err
	}
	return w.moveTo(b, keep)
}

// fitsBlock reports whether a block of the usual size is enough.
func (w *window) fitsBlock(to, keep int64) bool {
	size := int64(w.feed.blocks.size)
	return to-keep <= size && w.end()-keep <= size/2
}

// largest is the most a block must ever hold: a separator line, a message that
// is not yet too long, and what is looked ahead.
func (w *window) largest() int {
	return int(w.feed.opts.MaxMessage) + lengthLookahead + 2*evidenceWindow + 2*w.feed.blocks.size
}

// moveTo ships the batch and goes on in another block.
func (w *window) moveTo(b *block, keep int64) error {
	old := w.takeBatch(keep)
	w.batch.block = b
	n := copy(b.buf, w.at(keep, w.end()))
	w.data, w.base = b.buf[:n], keep
	return w.shipBatch(old)
}

func (w *window) shipBatch(p *batch) error {
	if p.block == nil || !p.block.large {
		return w.feed.ship(p)
	}
	lent := p.block
	p.block = nil
	err := w.feed.ship(p)
	w.feed.settle()
	w.feed.blocks.put(lent)
	return err
}

// growInPlace makes room in the large block.
func (w *window) growInPlace(need int, keep int64) error {
	b := w.batch.block
	old := w.takeBatch(keep)
	w.batch.block, old.block = b, nil
	err := w.feed.ship(old)
	w.feed.settle()
	rest := w.at(keep, w.end())
	b.buf = w.feed.blocks.growLarge(b.buf, max(need, 2*len(rest)), w.largest())
	n := copy(b.buf, rest)
	w.data, w.base = b.buf[:n], keep
	return err
}

// setAside takes the batch with its block out of the window, which goes on
// with the bytes from keep on in a fresh block.
func (w *window) setAside(keep int64) *batch {
	old := w.takeBatch(keep)
	w.batch.block = w.feed.blocks.get()
	n := copy(w.batch.block.buf, w.at(keep, w.end()))
	w.data, w.base = w.batch.block.buf[:n], keep
	return old
}

// takeBatch takes the batch out of the window, which goes on with the bytes from
// keep on in another one.
func (w *window) takeBatch(keep int64) *batch {
	old := w.batch
	old.bytes += keep - w.base
	w.batch = w.feed.newBatch()
	return old
}
