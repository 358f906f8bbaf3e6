package mboxio

import "context"

// blockSize is how much is split and looked at together, chosen to stay in the
// processor's cache meanwhile.
const blockSize = 1 << 20

// A block is memory that messages lie in while they are worked on.
type block struct {
	buf   []byte
	large bool
}

// A blockPool hands out blocks. Blocks of blockSize are as many as are in use;
// of larger ones there is only one at a time, since a message may be as large
// as Options.MaxMessage and memory must not grow with the number of jobs.
type blockPool struct {
	size  int
	free  chan []byte
	large chan []byte
}

func newBlockPool(size, jobs int) *blockPool {
	p := &blockPool{size: size, free: make(chan []byte, 2*jobs+6), large: make(chan []byte, 1)}
	p.large <- nil
	return p
}

func (p *blockPool) get() *block {
	select {
	case buf := <-p.free:
		return &block{buf: buf}
	default:
		return &block{buf: make([]byte, p.size)}
	}
}

// getLarge waits for the large block and makes it hold want bytes, but not more
// than limit. Memory that is asked for and not touched costs
// nothing, so the steps are few.
func (p *blockPool) getLarge(ctx context.Context, want, limit int) (*block, error) {
	select {
	case buf := <-p.large:
		return &block{buf: p.growLarge(buf, want, limit), large: true}, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// growLarge gives buf back if it holds want bytes, or else a larger one. Steps
// are wide, since each leaves the smaller one behind for a while.
func (p *blockPool) growLarge(buf []byte, want, limit int) []byte {
	want = min(want, limit)
	if len(buf) >= want {
		return buf
	}
	size := 16 * p.size
	for size < want {
		size *= 8
	}
	if size > limit/2 {
		size = limit
	}
	return make([]byte, size)
}

// put takes a block back, when nothing refers to its bytes any more.
func (p *blockPool) put(b *block) {
	switch {
	case b == nil:
	case b.large:
		p.large <- b.buf
	default:
		select {
		case p.free <- b.buf:
		default:
		}
	}
}
