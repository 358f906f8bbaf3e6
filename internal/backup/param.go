package backup

import (
	"strconv"
	"strings"
)

// param reads one value of a column param, which holds lines K=value with a key
// of one letter (src/param.rs). Only values without line breaks are asked for.
func param(text string, key byte) (string, bool) {
	for line := range strings.Lines(text) {
		if len(line) >= 2 && line[0] == key && line[1] == '=' {
			return strings.TrimRight(line[2:], "\r\n"), true
		}
	}
	return "", false
}

// paramNumber is param for a number; 0 if there is none.
func paramNumber(text string, key byte) int64 {
	value, _ := param(text, key)
	n, _ := strconv.ParseInt(value, 10, 64)
	return n
}
