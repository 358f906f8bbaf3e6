//go:build !purego

package mboxio

// skipToMark gives how many bytes at the start of b begin no "From ". It stops
// at an F with a space four bytes on, or where fewer than markWindow bytes are
// left. It uses SSE2, which every amd64 processor has.
//
//go:noescape
func skipToMark(b []byte) int
