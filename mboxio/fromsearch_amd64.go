//go:build !purego

package mboxio

import "golang.org/x/sys/cpu"

func skipToMark(b []byte) int {
	if cpu.X86.HasAVX2 {
		return skipToMarkAVX2(b)
	}
	return skipToF(b)
}

//go:noescape
func skipToMarkAVX2(b []byte) int
