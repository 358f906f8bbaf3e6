//go:build !amd64 || purego

package mboxio

func skipToMark(b []byte) int { return skipToF(b) }
