package mboxio

import (
	"errors"
	"io"
	"sync"
)

// An mbox has no index: where one message ends is known only when the one
// before it was found. So that all cores can work on one file, workers split
// segments of it ahead, each from the first separator beyond doubt in it. The
// splitter, which goes through the file in order, takes what they found if it
// comes to the same separator in the same state: the result is then what it
// would have found itself. If not, because that separator lay in an attachment,
// or in a message longer than a segment, it splits on its own until the next
// segment.
type ahead struct {
	s        *splitter
	whole    *io.SectionReader
	next     int64      // where the next segment begins
	segments []*segment // begun and not yet taken, in order
	running  sync.WaitGroup
}

// newAhead gives nil, which takes nothing, for an mbox that is small behind the
// offset from, where the splitter begins, or can only be read in its order.
func newAhead(s *splitter, whole *io.SectionReader, from int64) *ahead {
	first := 2 * int64(s.feed.blocks.size)
	if whole == nil || whole.Size()-from < 2*first || first < evidenceWindow {
		return nil
	}
	return &ahead{s: s, whole: whole, next: from + first}
}

// take ships all messages that were split ahead from the separator at q on, and
// gives the separator where the splitter goes on, or -1 at the end.
func (a *ahead) take(q int64) (int64, error) {
	if a == nil {
		return q, nil
	}
	at := q
	for {
		if err := a.launch(); err != nil {
			return 0, err
		}
		g := a.segmentOf(at)
		if g == nil || !g.agrees(a.s, at) {
			break
		}
		if at == q { // first what the splitter found itself
			if err := a.s.shipBatch(a.s.takeBatch(at)); err != nil {
				return 0, err
			}
		}
		a.segments = a.segments[1:]
		if err := g.adoptedBy(a.s); err != nil {
			return 0, err
		}
		at = g.stop
		if g.ended {
			a.s.data, a.s.base = nil, at
			return -1, nil
		}
	}
	if at == q {
		return q, nil
	}
	return at, a.s.resume(at, offsetReader(a.whole, at))
}

// launch keeps the workers busy.
func (a *ahead) launch() error {
	// A third of a block is left for the message that the segment ends in.
	length := max(int64(a.s.feed.blocks.size)*2/3, 1)
	for len(a.segments) < a.s.feed.opts.Jobs+1 && a.next < a.whole.Size() {
		if a.s.ctx.Err() != nil {
			return a.s.ctx.Err()
		}
		g := newSegment(a.s, a.whole, a.next, a.next+length)
		a.next = g.to
		a.segments = append(a.segments, g)
		a.running.Add(1)
		a.s.feed.onWorker(func() {
			defer a.running.Done()
			g.split()
		})
	}
	return nil
}

// segmentOf waits until the segment in which the separator at q lies is split.
// It is nil if there is none. Those before it are of no use any more.
func (a *ahead) segmentOf(q int64) *segment {
	for len(a.segments) > 0 && a.segments[0].from <= q {
		g := a.segments[0]
		<-g.done
		if q < g.to {
			return g
		}
		a.s.feed.blocks.put(g.s.batch.block)
		a.segments = a.segments[1:]
	}
	return nil
}

// stop waits until nobody reads the file any more.
func (a *ahead) stop() {
	if a != nil {
		a.running.Wait()
	}
}

func offsetReader(whole *io.SectionReader, offset int64) io.Reader {
	return io.NewSectionReader(whole, offset, whole.Size()-offset)
}

// A segment is a part of an mbox that is split ahead. What was found is valid
// when done is closed.
type segment struct {
	from, to int64
	writer   writer // what is assumed of splitter.writer
	done     chan struct{}

	s        *splitter
	first    int64 // the separator it was split from, -1 if that came to nothing
	stop     int64 // the separator it was split to
	ended    bool  // stop is the end of the archive instead
	enclosed int64 // splitter.enclosed at stop
}

func newSegment(of *splitter, whole *io.SectionReader, from, to int64) *segment {
	begin := max(from-lineContext, 0)
	feed := &feeder{opts: of.feed.opts, blocks: of.feed.blocks, headers: of.feed.headers}
	w := newWindow(of.ctx, feed, offsetReader(whole, begin))
	w.base, w.fixed, w.mark = begin, true, to
	s := &splitter{window: w, from: of.from, scan: from, writer: of.writer}
	s.met = 1 // the first message of an mbox is special, and not here
	return &segment{from: from, to: to, writer: of.writer, done: make(chan struct{}), s: s, first: -1}
}

// split finds the messages from the first sure separator in the segment to the
// first separator behind it, or as many as fit into a block.
func (g *segment) split() {
	defer close(g.done)
	s := g.s
	start, ok := g.firstSeparator()
	for q := start; ok; {
		s.openMessage(q)
		next, err := s.nextSeparator()
		switch {
		case errors.Is(err, errPastBlock) && q > start:
			g.first, g.stop = start, q
			return
		case err != nil, s.err != nil:
			return // the splitter shall come to it by itself
		case next < 0:
			next, g.ended = s.end(), true
		}
		if s.closeMessage(next) != nil {
			return
		}
		g.enclosed = s.enclosed
		if g.ended || next >= g.to {
			g.first, g.stop = start, next
			return
		}
		q = next
	}
}

// firstSeparator finds the first line in the segment that would be a separator
// whatever the message before it says of its length and parts.
func (g *segment) firstSeparator() (int64, bool) {
	s := g.s
	for {
		q, err := s.nextFrom()
		if err != nil || q < 0 || q >= g.to || s.ensure(q+evidenceWindow) != nil {
			return -1, false
		}
		ev := judge(s.at(q, min(s.end(), q+evidenceWindow)), s.blankBefore(q))
		if ev.verdict(s.writer) == isSeparator {
			return q, true
		}
		s.scan = q + int64(len(fromSpace))
	}
}

// agrees reports whether a splitter that is at the separator at q would find the
// same. Bytes wasted on wrong lengths count only where they come near a limit.
func (g *segment) agrees(s *splitter, q int64) bool {
	return g.first == q && g.writer == s.writer && s.wasted+g.s.wasted <= lengthLookahead
}

// adoptedBy makes the messages those of the splitter, which is at the first
// separator, and ships them.
func (g *segment) adoptedBy(s *splitter) error {
	before := s.feed.index
	if !s.sawEnd && g.s.checkpoint != (Checkpoint{}) {
		s.checkpoint = g.s.checkpoint.behind(s)
	}
	s.sawEnd = s.sawEnd || g.s.sawEnd
	b := g.s.batch
	b.bytes = g.stop - g.first
	for i := range b.items {
		b.items[i].index += before
	}
	for _, d := range b.defects {
		if d.Index > 0 {
			d.Index += before
		}
	}
	s.feed.index += g.s.feed.index
	s.met += g.s.met - 1
	s.archive.merge(g.s.archive)
	s.enclosed += g.enclosed
	s.wasted += g.s.wasted
	s.writer = g.s.writer
	return s.shipBatch(b)
}

// resume goes on at the separator at q, which lies behind the window.
func (s *splitter) resume(q int64, r io.Reader) error {
	s.batch.block = s.feed.blocks.get()
	s.data, s.base, s.r = s.batch.block.buf[:0], q, r
	s.eof, s.err = false, nil
	s.sepAt, s.start, s.scan = q, q, q
	return s.ensure(q + evidenceWindow)
}
