package mboxio

import (
	"bytes"
	"context"
	"hash"
	"io"
)

// lengthLookahead is how far ahead a Content-Length is followed to see whether
// a separator stands where it says, in bytes.
const lengthLookahead = 16 << 20

// A splitter finds the messages of one mbox. Positions are offsets in the
// archive; a verdict on a separator rests on fixed spans around it, so that
// neither block size nor size of reads changes what is found.
type splitter struct {
	*window
	from *origin

	scan   int64 // the search goes on here
	writer writer

	// The current message.
	open    bool  // a separator was met
	sepAt   int64 // first byte of its separator line
	start   int64 // first byte after the separator line
	head    headerOutline
	traits  traits
	textTo  int64 // "From " lines before this lie in a confirmed Content-Length
	closing closingSearch
	cut     *cutMessage

	// The archive.
	met      int64 // messages
	archive  traits
	enclosed int64
	wasted   int64 // bytes looked at for wrong Content-Lengths
	ahead    *ahead

	checkpoint Checkpoint
	sawEnd     bool // more was asked for than the archive has
}

// A cutMessage is a message too large to keep. Its head stays in the batch
// that was set aside, the rest is counted and hashed.
type cutMessage struct {
	batch  *batch
	head   []byte
	line   []byte
	sum    hash.Hash
	hashed int64 // sum has seen the message up to this offset
}

// splitMbox gives all messages of the mbox that r reads to feed. If whole is
// not nil, it is the same mbox, to be read at any place by many at once.
func splitMbox(ctx context.Context, feed *feeder, from *origin, r io.Reader, whole *io.SectionReader) error {
	s := &splitter{window: newWindow(ctx, feed, r), from: from}
	if !from.mmdf {
		s.ahead = newAhead(s, whole, 0)
	}
	defer s.ahead.stop()
	return s.splitRest()
}

// splitRest splits the archive to its end and tells what it is as a whole.
func (s *splitter) splitRest() error {
	feed, from := s.feed, s.from
	if err := s.split(); err != nil {
		return err
	}
	if s.checkpoint != (Checkpoint{}) {
		s.checkpoint.UIDValidity, s.checkpoint.KeepsUIDs = from.uidValidity, from.keepsUIDs
		feed.totals.Checkpoint = &s.checkpoint
	}
	feed.totals.Enclosed += s.enclosed
	feed.noteDialect(from.dialect(s.archive))
	if s.met > 0 && s.writer.usual <= dateBare && !from.mmdf {
		feed.note(Place{Archive: from.archive, Member: from.member, Offset: -1}, noteBare)
	}
	return s.shipBatch(s.takeBatch(s.end()))
}

// noteBare is said of an mbox whose writer left out dates.
const noteBare = "separator lines have no date: where messages begin is told by the header behind them"

func (s *splitter) split() error {
	for {
		q, err := s.nextSeparator()
		if err != nil || q < 0 {
			return s.finish(err)
		}
		if err := s.closeMessage(q); err != nil {
			return err
		}
		if q, err = s.ahead.take(q); err != nil || q < 0 {
			return err
		}
		s.openMessage(q)
	}
}

// nextSeparator finds the separator that ends the current message, or gives -1
// at the end of the archive.
func (s *splitter) nextSeparator() (int64, error) {
	if s.from.mmdf {
		return s.nextMark()
	}
	for {
		q, err := s.nextFrom()
		if err != nil || q < 0 {
			return q, err
		}
		if err := s.ensure(q + evidenceWindow); err != nil {
			return 0, err
		}
		if is, err := s.isBoundary(q); is || err != nil {
			return q, err
		}
		s.traits.bareFrom = true
		s.scan = q + int64(len(fromSpace))
	}
}

func (s *splitter) finish(err error) error {
	if err != nil {
		return err
	}
	if err := s.closeMessage(s.end()); err != nil {
		return err
	}
	if s.err != nil {
		s.defect(s.end(), 0, "read mbox", readError(s.err))
	}
	return nil
}

// ensure is window.ensure with what the current message needs kept.
func (s *splitter) ensure(to int64) error {
	if s.end() >= to {
		return nil
	}
	if s.eof {
		s.sawEnd = true
		return nil
	}
	if s.cut == nil && !s.fixed && s.tooLong(s.scan) {
		s.beginCut()
	}
	keep := s.keepFrom()
	if s.cut != nil {
		s.cut.hashTo(s.window, keep)
	}
	err := s.window.ensure(to, keep)
	s.sawEnd = s.sawEnd || err == nil && s.end() < to
	return err
}

// keepFrom is the first byte that must stay in the window: the current
// separator line, or enough to see the line before the search position.
func (s *splitter) keepFrom() int64 {
	switch {
	case s.open && s.cut == nil:
		return s.sepAt
	case !s.open && s.scan <= maxPreamble:
		return s.base
	}
	return max(s.base, s.scan-lineContext)
}

// lineContext covers a quoted or blank line before the search position.
const lineContext = 260

// maxPreamble is how much white space may precede the first separator.
const maxPreamble = 4096

// tooLong reports whether a message that reaches to offset q is cut.
func (s *splitter) tooLong(q int64) bool {
	return s.open && q-s.start > s.feed.opts.MaxMessage
}

// nextFrom finds the next line that begins with "From ", or gives -1 at the
// end.
func (s *splitter) nextFrom() (int64, error) {
	for {
		i := int(s.scan - s.base)
		for i < len(s.data) {
			j := indexFrom(s.data[i:])
			if j < 0 {
				// One may be cut by the end of what was read.
				i = max(i, len(s.data)-len(fromSpace)+1)
				break
			}
			i += j
			if s.beginsLine(i) {
				s.scan = s.base + int64(i)
				return s.scan, nil
			}
			i++
		}
		s.scan = s.base + int64(i)
		if s.eof {
			return -1, nil
		}
		if err := s.ensure(s.end() + 1); err != nil {
			return 0, err
		}
	}
}

// beginsLine reports whether data[i] begins a line. On the way it notes the
// quoting before a "From " that does not.
func (s *splitter) beginsLine(i int) bool {
	if i == 0 || s.data[i-1] == '\n' || s.data[i-1] == 0 { // after a hole in the file
		return true
	}
	// Files that begin with a byte order mark get concatenated.
	if at := i - len(byteOrderMark); at >= 0 && string(s.data[at:i]) == byteOrderMark {
		return at == 0 && s.base == 0 || at > 0 && s.data[at-1] == '\n'
	}
	depth := 0
	for i > 0 && s.data[i-1] == '>' && depth < 255 {
		i--
		depth++
	}
	inBody := s.open && s.base+int64(i) > s.start
	if depth > 0 && i > 0 && s.data[i-1] == '\n' && inBody {
		s.traits.quoteDepth = max(s.traits.quoteDepth, uint8(depth))
	}
	return false
}

const byteOrderMark = "\xef\xbb\xbf"

// isBoundary decides whether the "From " line at q is a separator.
func (s *splitter) isBoundary(q int64) (bool, error) {
	if q < s.textTo {
		s.enclosed++
		return false, nil
	}
	ev := judge(s.at(q, min(s.end(), q+evidenceWindow)), s.blankBefore(q))
	if !s.open {
		s.writer = writer{usual: ev.date, patches: ev.patch}
		return (ev.opens() && s.onlyBlank(q)) || ev.verdict(writer{usual: dateSender}) >= isLikely, nil
	}
	split, err := s.splitsAt(q, ev)
	if split {
		// One weak separator shows that the writer writes such: Thunderbird
		// mailboxes older than 2023 have both kinds.
		s.writer.usual = min(s.writer.usual, ev.date)
	}
	return split, err
}

// splitsAt is isBoundary behind the first separator.
func (s *splitter) splitsAt(q int64, ev evidence) (bool, error) {
	if s.lengthEndsAt(q) && ev.confirmedBy() {
		s.traits.exactLength = true
		return true, nil
	}
	v := ev.verdict(s.writer)
	if v == isText {
		return false, nil
	}
	if encloses, err := s.lengthEncloses(q); encloses || err != nil {
		return false, err
	}
	if v == isSeparator || !s.multipartOpen(q) {
		return true, nil
	}
	if v == isDoubtful {
		return false, nil
	}
	closes, err := s.multipartCloses(q)
	return !closes, err
}

// blankBefore reports whether the line before q is blank, or there is none.
func (s *splitter) blankBefore(q int64) bool {
	before := bytes.TrimSuffix(s.at(max(s.base, q-lineContext), q), []byte(byteOrderMark))
	before = bytes.TrimRight(before, "\x00")
	return s.base == 0 && len(before) == 0 || blankLineAtEnd(before) > 0
}

// blankLineAtEnd gives the length of the blank line that text ends with, or 0.
func blankLineAtEnd(text []byte) int {
	n := lineEndLength(text)
	if n == 0 || (len(text) > n && text[len(text)-n-1] != '\n') {
		return 0
	}
	return n
}

// lineEndLength gives the length of the line end that text ends with, or 0.
func lineEndLength(text []byte) int {
	switch {
	case bytes.HasSuffix(text, []byte("\r\n")):
		return 2
	case bytes.HasSuffix(text, []byte("\n")):
		return 1
	}
	return 0
}

// onlyBlank reports whether nothing but white space precedes q.
func (s *splitter) onlyBlank(q int64) bool {
	return q <= maxPreamble && len(bytes.Trim(bytes.TrimPrefix(bytes.TrimLeft(s.at(0, q), "\x00"), []byte(byteOrderMark)), " \t\r\n\x00")) == 0
}

func (s *splitter) defect(offset, index int64, op string, err error) {
	place := Place{Archive: s.from.archive, Member: s.from.member, Offset: offset, Index: index}
	s.batch.defects = append(s.batch.defects, &Error{Place: place, Op: op, Err: err})
}
