package mboxio

import "bytes"

// outline gives what the header of the current message says before q.
func (s *splitter) outline(q int64) *headerOutline {
	if s.head.complete || s.cut != nil {
		return &s.head
	}
	s.head.extend(s.at(s.start, q), s.feed.headers)
	if s.head.complete {
		s.closing.reset(s.head.boundary, s.start+int64(s.head.end))
	}
	return &s.head
}

// lengthTarget is the offset at which the body ends by its Content-Length, or
// -1 if none came before q.
func (s *splitter) lengthTarget(q int64) int64 {
	o := s.outline(q)
	if !o.complete || o.contentLength < 0 {
		return -1
	}
	return s.start + int64(o.end) + o.contentLength
}

// lengthEndsAt reports whether Content-Length says that the separator at q
// follows: at once, or after the line ends that writers put before it.
func (s *splitter) lengthEndsAt(q int64) bool {
	target := s.lengthTarget(q)
	if target < 0 || target > q || q-target > 4 {
		return false
	}
	gap := s.at(target, q)
	return len(bytes.Trim(gap, "\r\n")) == 0 && bytes.Count(gap, []byte("\n")) <= 2
}

// lengthEncloses reports whether Content-Length says that q lies in the body,
// and a separator or the end of the archive, exactly where it says, confirms
// it. Lengths are often wrong; so that wrong ones cannot make reading slow, the
// bytes looked at in vain are limited to a share of the archive.
func (s *splitter) lengthEncloses(q int64) (bool, error) {
	if s.tooLong(q) {
		return false, nil
	}
	inLF, err := s.lengthTargetInLF(q)
	if err != nil {
		return false, err
	}
	for _, target := range []int64{s.lengthTarget(q), inLF} {
		if target <= q || target-q > lengthLookahead || s.wasted > q/2+lengthLookahead {
			continue
		}
		if err := s.ensure(target + 4 + evidenceWindow); err != nil {
			return false, err
		}
		if target <= s.end() && s.separatorFollows(target) {
			s.textTo = target
			s.enclosed++
			return true, nil
		}
		s.wasted += target - q
	}
	return false, nil
}

// lengthTargetInLF is lengthTarget for a length that was counted while lines
// ended in LF, of a message whose lines end in CRLF now: transfers as text change
// them (RFC 4155 appendix A).
func (s *splitter) lengthTargetInLF(q int64) (int64, error) {
	o := s.outline(q)
	from := s.start + int64(o.end)
	if !o.complete || o.contentLength < 0 || 2*o.contentLength > lengthLookahead || !bytes.HasSuffix(s.at(s.start, from), []byte("\r\n")) {
		return -1, nil
	}
	longest := from + 2*o.contentLength // every second byte a CR
	if err := s.ensure(longest); err != nil {
		return -1, err
	}
	text := s.at(from, min(longest, s.end()))
	left := o.contentLength
	for i := range text {
		if left == 0 {
			return from + int64(i), nil
		}
		if !bytes.HasPrefix(text[i:], []byte("\r\n")) {
			left--
		}
	}
	if left > 0 {
		return -1, nil
	}
	return from + int64(len(text)), nil
}

// separatorFollows reports whether the archive ends at target, or a separator
// stands there, after at most two line ends.
func (s *splitter) separatorFollows(target int64) bool {
	limit := min(s.end(), target+4+evidenceWindow)
	at := target
	for range 2 {
		at += int64(leadingLineEnd(s.at(at, limit)))
	}
	if at == s.end() {
		return true
	}
	window := s.at(at, min(limit, at+evidenceWindow))
	if !bytes.HasPrefix(window, fromSpace) || s.at(at-1, at)[0] != '\n' {
		return false
	}
	ev := judge(window, true)
	return ev.confirmedBy()
}

func leadingLineEnd(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	case bytes.HasPrefix(text, []byte("\n")):
		return 1
	}
	return 0
}

// A closingSearch looks for the closing delimiter of a multipart message, going
// over its bytes only once.
type closingSearch struct {
	delimiter []byte // "--" boundary "--", empty if the message is not multipart
	from      int64
	found     bool
}

func (c *closingSearch) reset(boundary []byte, from int64) {
	c.delimiter, c.from, c.found = c.delimiter[:0], from, false
	if len(boundary) > 0 {
		c.delimiter = append(append(append(c.delimiter, "--"...), boundary...), "--"...)
	}
}

// multipartOpen reports whether the current message is a multipart whose
// closing delimiter has not come before q.
func (s *splitter) multipartOpen(q int64) bool {
	if s.tooLong(q) {
		return false
	}
	c := &s.closing
	if !s.outline(q).complete || len(c.delimiter) == 0 {
		return false
	}
	for !c.found && c.from < q {
		i := bytes.Index(s.at(c.from, q), c.delimiter)
		if i < 0 {
			break
		}
		at := c.from + int64(i)
		c.found = s.at(at-1, at)[0] == '\n'
		c.from = at + 1
	}
	return !c.found
}

// closingLookahead is how far the closing delimiter of a multipart is looked for
// behind a likely separator, in bytes.
const closingLookahead = 64 << 10

// multipartCloses reports whether the closing delimiter of the open multipart
// comes soon after q, so that q lies in one of its parts.
func (s *splitter) multipartCloses(q int64) (bool, error) {
	if err := s.ensure(q + closingLookahead); err != nil {
		return false, err
	}
	text := s.at(q, min(s.end(), q+closingLookahead))
	i := bytes.Index(text, s.closing.delimiter)
	return i > 0 && text[i-1] == '\n', nil
}
