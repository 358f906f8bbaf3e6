//go:build !amd64 || purego

package mboxio

func skipLines(b []byte, first, third *[256]uint8) int { return skipLinesInGo(b, first, third) }
