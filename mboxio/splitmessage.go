package mboxio

import (
	"bytes"
	"crypto/sha256"
)

// openMessage begins a message at the separator line at q.
func (s *splitter) openMessage(q int64) {
	line := s.at(q, s.end())
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i+1]
	}
	s.noteCheckpoint(q)
	s.open, s.sepAt, s.start = true, q, q+int64(len(line))
	s.scan = s.start
	s.traits = traits{}
	s.head.reset()
	s.closing.reset(nil, s.start)
	if s.from.mmdf {
		s.skipFromLine()
	}
}

// closeMessage ends the current message before the separator at q.
func (s *splitter) closeMessage(q int64) error {
	if !s.open {
		if !s.onlyBlank(q) {
			s.defect(0, 0, "find first message", ErrNoSeparator)
		}
		return nil
	}
	head := *s.outline(q)
	if q == s.end() && s.eof && s.lengthEndsAt(q) {
		s.traits.exactLength = true
	}
	end := s.rawEnd(q, head)
	if end == s.start && s.from.mmdf {
		return s.endCut() // between the mark behind a message and the one before the next
	}
	if end == s.start {
		s.defect(s.sepAt, 0, "read message", ErrEmptyMessage)
		return s.endCut()
	}
	s.met++
	if s.met == 1 && s.readServerFields(head) {
		s.feed.totals.Pseudo++
		return s.endCut()
	}
	s.archive.merge(s.traits)
	it := item{from: s.from, offset: s.start, length: end - s.start, index: s.feed.nextIndex(), traits: s.traits}
	if !head.complete {
		s.defect(s.start, it.index, "read header", ErrTruncated)
	}
	if !s.isSelected(head, end) {
		s.batch.pass(s.from, UseNone)
		return s.endCut()
	}
	if head.complete && int64(head.end) <= s.feed.opts.MaxMessage {
		it.headed = head.end
	}
	if s.cut != nil {
		return s.shipCut(it, end)
	}
	s.fillItem(&it, end)
	s.batch.items = append(s.batch.items, it)
	return nil
}

// fillItem gives an item the bytes of the current message, which are all in the
// window.
func (s *splitter) fillItem(it *item, end int64) {
	line := s.at(s.sepAt, s.start)
	if !s.from.mmdf || bytes.HasPrefix(line, fromSpace) {
		it.line = line[:len(line)-lineEndLength(line)]
	}
	it.raw = s.at(s.start, end)
	if s.tooLong(end) {
		sum := sha256.Sum256(it.raw)
		it.sum = &sum
		it.raw = it.raw[:s.feed.opts.MaxMessage]
	}
}

// isSelected reports whether the current message, which ends at end, matters. Of
// a header longer than what is kept the rest is not known.
func (s *splitter) isSelected(head headerOutline, end int64) bool {
	headers := s.feed.headers
	if headers.all || head.selected || (s.cut != nil && !head.complete) {
		return true
	}
	return !head.complete && headers.selects(s.at(s.start+int64(head.end), end))
}

// rawEnd is where the message before q ends: before the one blank line that
// belongs to the separator, unless that line ends the header or Content-Length
// counts it in.
func (s *splitter) rawEnd(q int64, head headerOutline) int64 {
	if s.from.mmdf || s.traits.exactLength && s.lengthTarget(q) == q {
		return q
	}
	before := s.at(max(s.start, q-lineContext, s.base), q)
	if q < s.end() && bytes.HasSuffix(before, []byte(byteOrderMark)) { // of the next message
		q -= int64(len(byteOrderMark))
		before = before[:len(before)-len(byteOrderMark)]
	}
	blank := int64(blankLineAtEnd(before))
	if q-blank < s.start+int64(head.end) {
		return q
	}
	return q - blank
}

// readServerFields takes from the first message what servers keep there for
// the whole mbox, and reports whether it is there for nothing else.
func (s *splitter) readServerFields(head headerOutline) bool {
	if s.cut != nil {
		return false
	}
	return s.from.readServerFields(s.at(s.start, s.start+int64(head.end)))
}

// readServerFields is splitter.readServerFields for a header.
func (o *origin) readServerFields(header []byte) bool {
	v, ok := field(header, "X-IMAPbase")
	if !ok {
		v, ok = field(header, "X-IMAP")
	}
	if !ok {
		return false
	}
	n, _ := leadingUint32(bytes.TrimLeft(v, " \t"))
	o.uidValidity, o.keepsUIDs = n, true
	subject, _ := field(header, "Subject")
	return bytes.Contains(subject, []byte("FOLDER INTERNAL DATA"))
}

// beginCut sets the head of a message aside that has become too large.
func (s *splitter) beginCut() {
	s.outline(s.scan)
	s.cut = &cutMessage{
		line: bytes.TrimRight(s.at(s.sepAt, s.start), "\r\n"),
		head: s.at(s.start, s.start+s.feed.opts.MaxMessage),
		sum:  sha256.New(),
	}
	keep := s.keepFrom()
	s.cut.hashed = max(s.start, keep)
	s.cut.sum.Write(s.at(s.start, s.cut.hashed))
	s.cut.batch = s.setAside(keep)
}

// hashTo feeds the sum of the cut message with what the window is about to
// drop.
func (c *cutMessage) hashTo(w *window, to int64) {
	if to > c.hashed {
		c.sum.Write(w.at(c.hashed, to))
		c.hashed = to
	}
}

// shipCut hands on the head of a cut message, whose end is now known.
func (s *splitter) shipCut(it item, end int64) error {
	c := s.cut
	c.hashTo(s.window, end)
	it.raw, it.line = c.head, c.line
	it.sum = new([sha256.Size]byte)
	c.sum.Sum(it.sum[:0])
	c.batch.items = append(c.batch.items, it)
	// Defects of the message were noted in the batch that came after.
	c.batch.defects = append(c.batch.defects, s.batch.defects...)
	s.batch.defects = nil
	return s.endCut()
}

// endCut ships the batch that was set aside, if there is one.
func (s *splitter) endCut() error {
	if s.cut == nil {
		return nil
	}
	p := s.cut.batch
	s.cut = nil
	return s.shipBatch(p)
}
