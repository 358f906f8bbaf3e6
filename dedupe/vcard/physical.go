package vcard

import "bytes"

// A physicalLine is data[start:text] and the break data[text:end], which is
// empty at the end of the data.
type physicalLine struct{ start, text, end int }

// glued tells whether more follows on the same line of the file.
func (l physicalLine) glued(data []byte) bool { return l.text == l.end && l.end < len(data) }

// physicalLines walks over lines that end in LF, CRLF, CR or, where CRLF was
// translated twice, CR CR LF. The next LF and CR are remembered, so that data
// which holds only one of them is not searched again for each line.
type physicalLines struct {
	data   []byte
	pos    int
	lf, cr int  // next of each at or after pos, len(data) for none
	unglue bool // END:VCARD is a line even where BEGIN:VCARD follows without a break
}

func newPhysicalLines(data []byte) physicalLines {
	return physicalLines{data: data, lf: -1, cr: -1}
}

// newCardLines is for data that holds cards.
func newCardLines(data []byte) physicalLines {
	return physicalLines{data: data, lf: -1, cr: -1, unglue: true}
}

func (p *physicalLines) next() (physicalLine, bool) {
	if p.pos >= len(p.data) {
		return physicalLine{}, false
	}
	if p.lf < p.pos {
		p.lf = indexFrom(p.data, p.pos, '\n')
	}
	if p.cr < p.pos {
		p.cr = indexFrom(p.data, p.pos, '\r')
	}
	line := physicalLine{start: p.pos, text: min(p.lf, p.cr)}
	if p.unglue && gluedEnd(p.data[line.start:line.text]) {
		line.text = line.start + len(endCard)
		line.end = line.text
		p.pos = line.end
		return line, true
	}
	line.end = line.text + 1
	if p.cr <= p.lf { // or neither is left
		line.end = line.text + breakLength(p.data[line.text:])
	}
	p.pos = line.end
	return line, true
}

func indexFrom(data []byte, from int, c byte) int {
	if i := bytes.IndexByte(data[from:], c); i >= 0 {
		return from + i
	}
	return len(data)
}

// breakLength is the length of the line break data begins with, 0 for none.
func breakLength(data []byte) int {
	switch {
	case len(data) == 0:
		return 0
	case data[0] == '\n':
		return 1
	case data[0] != '\r':
		return 0
	case len(data) > 1 && data[1] == '\n':
		return 2
	case len(data) > 2 && data[1] == '\r' && data[2] == '\n':
		return 3
	}
	return 1
}

// hasBreak tells whether data reaches over more than one physical line.
func hasBreak(data []byte) bool {
	return bytes.IndexByte(data, '\n') >= 0 || bytes.IndexByte(data, '\r') >= 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// trimBytes drops what is space in ASCII: other space is part of a value.
func trimBytes(text []byte) []byte {
	from, to := 0, len(text)
	for from < to && isSpace(text[from]) {
		from++
	}
	for to > from && isSpace(text[to-1]) {
		to--
	}
	return text[from:to]
}

func isSpace(c byte) bool { return isBlank(c) || c == '\n' || c == '\r' }

// foldedPrefix tells whether data begins with prefix, which is in upper case.
func foldedPrefix(data []byte, prefix string) bool {
	if len(data) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if upper(data[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// upper is for the ASCII letters of names, which are all that fold.
func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}
