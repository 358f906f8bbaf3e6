//go:build !purego

package mboxio

import "golang.org/x/sys/cpu"

func skipLines(b []byte, first, third *[256]uint8) int {
	if cpu.X86.HasAVX2 {
		return skipLinesAVX2(b, first, third)
	}
	return skipLinesInGo(b, first, third)
}

//go:noescape
func skipLinesAVX2(b []byte, first, third *[256]uint8) int
