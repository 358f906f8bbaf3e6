package mboxio

import (
	"context"
	"crypto/sha256"
	"sync"
)

// An item is a message to come: the span of an mbox that holds it, or the file
// to read.
type item struct {
	from   *origin
	index  int64
	uid    uint32
	file   *mailFile // nil in an mbox
	raw    []byte
	line   []byte
	offset int64
	length int64
	headed int // length of the header, if known
	traits traits
	sum    *[sha256.Size]byte
}

// A batch is what travels from the feeder to one worker: messages that follow
// each other in the archive, and the block they lie in.
type batch struct {
	items   []item
	block   *block // nil if the items are files
	bytes   int64
	passed  []passed // messages that nothing selects, and that are not items
	defects []*Error
}

// passed counts messages of one mailbox and use that nothing selects.
type passed struct {
	from     *origin
	use      SpecialUse // "" asks the mailbox
	messages int64
}

// pass counts one more.
func (b *batch) pass(from *origin, use SpecialUse) {
	if last := len(b.passed) - 1; last >= 0 && b.passed[last].from == from && b.passed[last].use == use {
		b.passed[last].messages++
		return
	}
	b.passed = append(b.passed, passed{from, use, 1})
}

// A feeder is the one goroutine that goes through an archive in its order and
// ships batches. Its totals are read when it has ended.
type feeder struct {
	opts    Options
	blocks  *blockPool
	codecs  *codecPool
	headers *headerReader
	totals  Summary
	index   int64
	deliver func(*batch) error
	// onWorker has a worker call f, some time after what was shipped before.
	onWorker func(f func())
	busy     *sync.WaitGroup // batches shipped and not yet worked on
	dialect  dialectTally
}

func (f *feeder) newBatch() *batch { return &batch{} }

func (f *feeder) nextIndex() int64 {
	f.index++
	return f.index
}

// ship hands a batch to the workers.
func (f *feeder) ship(p *batch) error { return f.deliver(p) }

// settle waits until everything shipped has been worked on.
func (f *feeder) settle() { f.busy.Wait() }

// note says something of how an archive is read.
func (f *feeder) note(place Place, text string) {
	if len(f.totals.Notes) < maxDefects {
		f.totals.Notes = append(f.totals.Notes, Note{place, text})
	}
}

func (f *feeder) noteDialect(d Dialect) { f.dialect.note(d) }

// A load is a batch with the results of its messages.
type load[T any] struct {
	*batch
	results []T
	done    chan struct{}
}

// A pipeline is a feeder, workers that turn its batches into results, and the
// caller, who takes the results in the order the feeder shipped them.
type pipeline[T any] struct {
	ctx   context.Context
	opts  Options
	work  func(*Message) T
	sink  func(T) error
	feed  *feeder
	todo  chan func(*worker)
	order chan *load[T]
	busy  sync.WaitGroup
}

// runPipeline runs produce as the feeder. It returns when all is done, or at
// once if ctx ends and detach is set: a read from standard input cannot be
// interrupted, so it is left behind.
func runPipeline[T any](ctx context.Context, opts Options, detach bool, produce func(context.Context, *feeder) error, work func(*Message) T, sink func(T) error) (Summary, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := &pipeline[T]{
		ctx: ctx, opts: opts, work: work, sink: sink,
		todo:  make(chan func(*worker), 1),
		order: make(chan *load[T], 2*opts.Jobs+2),
	}
	p.feed = &feeder{
		opts: opts, blocks: newBlockPool(opts.blockSize, opts.Jobs), codecs: newCodecPool(),
		headers: newHeaderReader(opts.Match),
		deliver: p.deliver, busy: &p.busy,
		onWorker: func(f func()) { p.todo <- func(*worker) { f() } },
	}
	produced := make(chan error, 1)
	go func() {
		err := produce(ctx, p.feed)
		close(p.todo)
		close(p.order)
		produced <- err
	}()
	var workers sync.WaitGroup
	for range opts.Jobs {
		workers.Go(p.runWorker)
	}
	sum, err := p.collect()
	if err != nil {
		cancel(err)
		if detach {
			return sum, err
		}
	}
	if perr := <-produced; err == nil {
		err = perr
	}
	workers.Wait()
	sum.join(p.feed)
	return sum, err
}

// deliver puts a batch in the queue, behind all earlier ones.
func (p *pipeline[T]) deliver(batch *batch) error {
	l := &load[T]{batch: batch, done: make(chan struct{})}
	select {
	case p.order <- l:
	case <-p.ctx.Done():
		return context.Cause(p.ctx)
	}
	p.busy.Add(1)
	p.todo <- func(w *worker) { p.workOn(w, l) } // workers empty it until it is closed
	return nil
}

func (p *pipeline[T]) runWorker() {
	w := &worker{ctx: p.ctx, opts: p.opts, blocks: p.feed.blocks, codecs: p.feed.codecs, headers: p.feed.headers}
	for task := range p.todo {
		task(w)
	}
}

// workOn calls work for the messages of a load.
func (p *pipeline[T]) workOn(w *worker, l *load[T]) {
	if p.ctx.Err() == nil {
		l.results = make([]T, 0, len(l.items))
		for i := range l.items {
			if m := w.message(&l.items[i], l.batch); m != nil {
				l.results = append(l.results, p.work(m))
				w.clear()
			}
		}
	}
	p.feed.blocks.put(l.block)
	l.items, l.block = nil, nil
	close(l.done)
	p.busy.Done()
}

// collect gives the results to sink until the queue ends.
func (p *pipeline[T]) collect() (Summary, error) {
	var sum Summary
	for {
		var l *load[T]
		select {
		case l = <-p.order:
		case <-p.ctx.Done():
			return sum, context.Cause(p.ctx)
		}
		if l == nil {
			return sum, context.Cause(p.ctx)
		}
		select {
		case <-l.done:
		case <-p.ctx.Done():
			return sum, context.Cause(p.ctx)
		}
		if err := p.take(&sum, l); err != nil {
			return sum, err
		}
	}
}

func (p *pipeline[T]) take(sum *Summary, l *load[T]) error {
	sum.Bytes += l.bytes
	sum.addDefects(l.defects)
	sum.Messages += int64(len(l.results))
	for _, p := range l.passed {
		sum.addPassed(p)
	}
	for _, r := range l.results {
		if err := p.sink(r); err != nil {
			return err
		}
	}
	if p.opts.Progress != nil && l.bytes > 0 {
		p.opts.Progress(l.bytes)
	}
	return nil
}

// join adds what only the feeder knows, when it has ended.
func (s *Summary) join(f *feeder) {
	s.Pseudo += f.totals.Pseudo
	s.Enclosed += f.totals.Enclosed
	s.Ignored += f.totals.Ignored
	s.Dialect = f.dialect.String()
	s.Mailboxes = f.totals.Mailboxes
	s.Notes = f.totals.Notes
	s.Checkpoint = f.totals.Checkpoint
}
