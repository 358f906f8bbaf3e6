package mboxio

import "bytes"

// nextLine gives the start of the first line in b, but for the line that b
// begins with, that is notable; if there is none, the start of the last line.
func (r *headerReader) nextLine(b []byte) int {
	i := skipLines(b, &r.first, &r.third)
	if i+1 < len(b) && b[i] == '\n' && r.isNotable(b[i+1:]) {
		return i + 1
	}
	for {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 {
			return bytes.LastIndexByte(b, '\n') + 1
		}
		i += j + 1
		if r.isNotable(b[i:]) {
			return i
		}
	}
}

// skipLinesInGo is skipLines in Go: the index of the first line end in b behind
// which a line begins whose first letter in first and third letter in third have
// a bit in common; or, where fewer than markWindow bytes are left, how far it
// looked.
func skipLinesInGo(b []byte, first, third *[256]uint8) int {
	for i := 0; ; i++ {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 || len(b)-i-j < markWindow {
			return i
		}
		if i += j; first[b[i+1]]&third[b[i+3]] != 0 {
			return i
		}
	}
}
