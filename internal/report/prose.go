package report

import "strings"

const (
	// maxLabel is the widest a text from mail may be where it stands among others;
	// the JSON formats have it whole.
	maxLabel = 40
	// maxWhole is the widest a name or an address may be that people compare or copy.
	maxWhole = 80
)

// shorten cuts s to width columns, with an ellipsis if it had to.
func shorten(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		w := columns(string(r))
		if used+w > width-1 {
			break
		}
		used += w
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " \u200c\u200d") + "…"
}

// label makes a text from mail fit for a table: safe, of bounded width, and kept
// from turning the text around it.
func label(s string) string { return isolate(shorten(Safe(s), maxLabel)) }

// wholeLabel is [label] for what people compare or copy.
func wholeLabel(s string) string { return isolate(shorten(Safe(s), maxWhole)) }

// wrap breaks the safe text s at spaces into lines of at most width columns.
// The first line starts with first, the others with rest. A word longer than a
// line is left whole, so that it can be copied.
func wrap(s, first, rest string, width int) []string {
	return wrapWords(strings.Fields(s), first, rest, width)
}

// wrapWords is [wrap] for words that may hold spaces.
func wrapWords(words []string, first, rest string, width int) []string {
	var lines []string
	line, used, fresh := first, columns(first), true
	for _, word := range words {
		w := columns(word)
		if !fresh && used+1+w > width {
			lines = append(lines, line)
			line, used, fresh = rest, columns(rest), true
		}
		if !fresh {
			line += " "
			used++
		}
		line += word
		used += w
		fresh = false
	}
	return isolateLines(append(lines, strings.TrimRight(line, " ")))
}

// pad fills s with spaces up to width columns.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-columns(s)))
}

// enumerate joins names the way a sentence does, and says how many it left out
// when there are more than limit.
func enumerate(names []string, limit int) string {
	if len(names) > limit {
		return strings.Join(names[:limit], ", ") + " and " + count(len(names)-limit, "more", "more")
	}
	switch len(names) {
	case 0:
		return "nobody"
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
