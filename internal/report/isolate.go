package report

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// What stands between these two is laid out on its own (Unicode UAX 9, isolates):
// a name written from right to left does not pull along what follows it.
const (
	firstStrongIsolate    = '\u2068'
	popDirectionalIsolate = '\u2069'
)

// isolate puts the safe text s between isolates if any of it runs from right to
// left.
func isolate(s string) string {
	if !strings.ContainsFunc(s, isRightToLeft) {
		return s
	}
	return string(firstStrongIsolate) + s + string(popDirectionalIsolate)
}

func isRightToLeft(r rune) bool {
	if r < 0x590 { // the first script that is
		return false
	}
	properties, _ := bidi.LookupString(string(r))
	switch properties.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

// isolateLines ends an isolate with the line it is broken at, and begins it anew on
// the next, behind the indent.
func isolateLines(lines []string) []string {
	open := 0
	for i, line := range lines {
		if open > 0 {
			text := strings.TrimLeft(line, " ")
			line = line[:len(line)-len(text)] + strings.Repeat(string(firstStrongIsolate), open) + text
		}
		open = strings.Count(line, string(firstStrongIsolate)) - strings.Count(line, string(popDirectionalIsolate))
		if open < 0 {
			open = 0
		}
		lines[i] = line + strings.Repeat(string(popDirectionalIsolate), open)
	}
	return lines
}

// safeProse is [Safe] for a sentence made of labels: it keeps their isolates.
func safeProse(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, string(firstStrongIsolate)+string(popDirectionalIsolate))
		if i < 0 {
			break
		}
		b.WriteString(Safe(s[:i]))
		b.WriteString(s[i : i+len(string(firstStrongIsolate))])
		s = s[i+len(string(firstStrongIsolate)):]
	}
	b.WriteString(Safe(s))
	return b.String()
}
