package report

import "strings"

// maxLabel is the widest a name from mail may be in a table; the JSON formats
// have it whole.
const maxLabel = 40

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
	return b.String() + "…"
}

// label makes a text from mail fit for a table: safe and of bounded width.
func label(s string) string { return shorten(Safe(s), maxLabel) }

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
	return append(lines, strings.TrimRight(line, " "))
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
