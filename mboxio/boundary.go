package mboxio

import "bytes"

// evidenceWindow is how many bytes from the start of a "From " line are looked
// at to judge it. A fixed number, so that the verdict does not depend on how
// the archive happened to be read.
const evidenceWindow = 4096

// A headGrade says how much the lines after a separator look like the header
// of a message.
type headGrade uint8

const (
	headNone  headGrade = iota // prose
	headBlank                  // a blank line: a message without header, or prose
	headEnd                    // the archive ends here
	headWeak                   // "word:" lines, none of which mail is known for
	headKnown                  // at least one field that mail is known for
	headFull                   // at least two of the fields that nearly every message has
)

// Evidence is what speaks for a "From " line being a separator.
type evidence struct {
	blankBefore bool // a blank line, or the start of the archive, precedes it
	date        dateGrade
	head        headGrade
}

// judge collects the evidence for the "From " line at the start of window,
// which holds evidenceWindow bytes or all that the archive still has.
func judge(window []byte, blankBefore bool) evidence {
	ev := evidence{blankBefore: blankBefore}
	line, rest := window, []byte(nil)
	if i := bytes.IndexByte(window[:min(len(window), maxSeparator)], '\n'); i >= 0 {
		line, rest = window[:i], window[i+1:]
	} else if len(window) >= maxSeparator {
		return ev
	}
	ev.date = gradeSeparator(line)
	ev.head = gradeHead(rest)
	return ev
}

// gradeHead looks at the lines after a separator, at most ten.
func gradeHead(text []byte) headGrade {
	origins, grade := 0, headNone
	for n := 0; n < 10; n++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		switch {
		case len(text) == 0:
			return max(grade, headEnd)
		case len(line) == 0 || (len(line) == 1 && line[0] == '\r'):
			return max(grade, headBlank)
		case grade > headNone && (line[0] == ' ' || line[0] == '\t'):
		case bytes.HasPrefix(line, []byte(">From ")): // quoted by an earlier writer
		default:
			name := fieldName(line)
			if name == nil && ended {
				return min(grade, headKnown)
			}
			if name == nil { // cut by the end of the window or of the archive
				return max(grade, headNone)
			}
			grade = max(grade, headWeak)
			switch kindOfField(name) {
			case fieldOrigin:
				origins++
				fallthrough
			case fieldKnown:
				grade = max(grade, headKnown)
			}
		}
		if origins >= 2 {
			return headFull
		}
		text = rest
	}
	return grade
}

// A verdict on a "From " line.
type verdict uint8

const (
	isText      verdict = iota
	isDoubtful          // a separator, unless an open multipart speaks against it
	isSeparator         // a separator
)

// verdict weighs the evidence. usual is the weakest date grade among the
// archive's separators so far: where separators are weak, a weak one is nothing
// strange.
//
// Prose is told from separators by the date first: a line that only begins
// with "From " and goes on in words never splits. A blank line before it may
// be missing, since mailboxes get concatenated and some writers forget it, but
// then date and header must be beyond doubt.
func (ev evidence) verdict(usual dateGrade) verdict {
	switch {
	case ev.date == dateless, ev.head <= headBlank:
		return isText
	case !ev.blankBefore:
		if ev.date == dateStrict && ev.head == headFull {
			return isDoubtful
		}
		return isText
	case ev.date == dateStrict && (ev.head == headEnd || ev.head >= headKnown):
		return isSeparator
	case ev.date == dateStrict:
		return isDoubtful
	case ev.head < headKnown:
		return isText
	case ev.date >= usual:
		return isSeparator
	}
	return isDoubtful
}

// opens reports whether the first "From " line of an archive begins it.
func (ev evidence) opens() bool {
	return ev.head >= headKnown || (ev.date == dateStrict && ev.head > headNone) || (ev.date >= dateBare && ev.head >= headWeak)
}

// confirmedBy reports whether the line stands for a separator at a place where
// a Content-Length says that one must stand.
func (ev evidence) confirmedBy() bool {
	return ev.date >= dateBare && ev.head >= headEnd
}
