package vcard

import "bytes"

// logicalLines joins the physical lines of a card: by folding (RFC 6350,
// section 3.2), by the soft line breaks of quoted-printable, by the blocks of
// vCard 2.1 base64, which end in an empty line, and by the cards inside AGENT.
// They are put into the memory of lines that are no longer needed, if there are any.
func logicalLines(raw []byte, firstLine int, version Version, spare []Line) []Line {
	j := joiner{raw: raw, physical: newCardLines(raw), number: firstLine}
	j.advance()
	lines := spare[:0]
	if spare == nil {
		lines = make([]Line, 0, 12)
	}
	for j.more {
		if len(lines) == maxLines {
			rest := raw[j.ahead.start:]
			return append(lines, Line{raw: rest, value: rest, number: j.number, version: version})
		}
		number := j.number
		j.folded, j.guessed = false, false
		raw := j.join()
		lines = append(lines, Line{raw: raw, number: number, version: version, guessed: j.guessed})
		lines[len(lines)-1].read(j.folded)
	}
	return lines
}

// A joiner reads physical lines with one line of lookahead.
type joiner struct {
	raw      []byte
	physical physicalLines
	number   int // of ahead, in the file
	ahead    physicalLine
	more     bool // ahead is a line
	folded   bool // the line just joined has several physical lines
	guessed  bool // it ends in a soft break that was not followed
}

// advance gives the line that was ahead and reads the next.
func (j *joiner) advance() physicalLine {
	line := j.ahead
	if j.more && !line.glued(j.raw) {
		j.number++
	}
	j.ahead, j.more = j.physical.next()
	return line
}

func (j *joiner) aheadText() []byte { return j.raw[j.ahead.start:j.ahead.text] }

// join gives the physical lines of one logical line.
func (j *joiner) join() []byte {
	first := j.advance()
	text := j.raw[first.start:first.text]
	switch {
	case len(text) == 0:
		return j.raw[first.start:first.end]
	case !namesAgent(text): // nearly all
	case opensAgentOnSameLine(text):
		return j.raw[first.start:j.agentEnd(first, 1)]
	case expectsAgent(text) && j.more && boundaryOf(j.aheadText()) == begin:
		return j.raw[first.start:j.agentEnd(first, 0)]
	}
	return j.raw[first.start:j.foldsEnd(first)]
}

// agentEnd skips lines after first until as many cards have ended as have begun.
func (j *joiner) agentEnd(first physicalLine, depth int) int {
	last := first.end
	for j.more {
		switch boundaryOf(j.aheadText()) {
		case begin:
			depth++
		case end:
			depth--
		case inside:
			if opensAgentOnSameLine(j.aheadText()) {
				depth++
			}
		}
		last = j.advance().end
		j.folded = true
		if depth <= 0 {
			break
		}
	}
	return last
}

// foldsEnd skips the lines that continue the one that begins with first.
func (j *joiner) foldsEnd(first physicalLine) int {
	last := first
	for encoding := unknownEncoding; j.more; {
		next := j.aheadText()
		if len(next) > 0 && isBlank(next[0]) {
			last, j.folded = j.advance(), true
			continue
		}
		soft := endsSoft(j.raw[last.start:last.text])
		if boundaryOf(next) != inside || !soft && bytes.IndexByte(next, ':') >= 0 {
			break
		}
		if encoding == unknownEncoding { // once: it stands in the first lines
			encoding = encodingOf(headOf(j.raw[first.start:last.text]))
		}
		if encoding == quotedPrintable && soft && strayBreak(j.raw[last.start:last.text], next) {
			j.guessed = true
			break
		}
		inBlock := encoding == base64Encoding && isBase64(next)
		if !inBlock && !(encoding == quotedPrintable && soft) {
			break
		}
		last, j.folded = j.advance(), true
		if inBlock && len(next) == 0 {
			break
		}
	}
	return last.end
}

// endsSoft tells whether text ends in a soft line break. Space after it is
// padding that transport added (RFC 2045, section 6.7).
func endsSoft(text []byte) bool {
	last := len(text) - 1
	for last >= 0 && isBlank(text[last]) {
		last--
	}
	return last >= 0 && text[last] == '='
}

// isBase64 tells whether text holds nothing but base64 and blanks.
func isBase64(text []byte) bool {
	for _, c := range text {
		if !isBase64Byte(c) && !isBlank(c) {
			return false
		}
	}
	return true
}

func isBase64Byte(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '='
}
