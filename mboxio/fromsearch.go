package mboxio

import "bytes"

// indexFrom gives the index of the first "From " in b, or -1. It sees every
// byte of every mbox, so it looks for the rare of the five: F, and the space
// four bytes on.
func indexFrom(b []byte) int {
	for i := 0; ; i++ {
		// What is passed over begins no "From ".
		i += skipToMark(b[i:])
		rest := b[i:]
		if bytes.HasPrefix(rest, fromSpace) {
			return i
		}
		if len(rest) < markWindow {
			if j := bytes.Index(rest, fromSpace); j >= 0 {
				return i + j
			}
			return -1
		}
	}
}

// markWindow is how many bytes skipToMark and skipLines need to look at a place:
// where fewer are left they may stop.
const markWindow = 68

// skipToF is skipToMark in Go. It stops at every F.
func skipToF(b []byte) int {
	if i := bytes.IndexByte(b, 'F'); i >= 0 {
		return i
	}
	return len(b)
}
