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
	patch       bool // it is git's, not that of a mail program
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
	if ev.head = gradeHead(rest); ev.head == headNone {
		ev.head = min(gradeHead(rest[rubbishLength(rest):]), headKnown)
	}
	ev.patch = ev.date == dateStrict && isPatch(line)
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
	isLikely            // a separator, unless a multipart is open that will be closed
	isSeparator         // a separator
)

// A writer is what the first separators of an archive tell of the program that
// wrote it.
type writer struct {
	// usual is the weakest date grade among the separators so far: where they are
	// weak, a weak one is nothing strange.
	usual dateGrade
	// patches is set if the archive begins with a patch of git.
	patches bool
}

// verdict weighs the evidence.
//
// Prose is told from separators by the date first: a line that only begins
// with "From " and goes on in words never splits. A blank line before it may
// be missing, since mailboxes get concatenated and some writers forget it, but
// then the header must be beyond doubt, and the date what the archive's writer
// writes.
func (ev evidence) verdict(w writer) verdict {
	switch {
	case ev.head <= headBlank, ev.patch && !w.patches:
		return isText
	case ev.date == dateless: // of a form of its own, which the first separator has, too
		if w.usual == dateless && ev.blankBefore && ev.head == headFull {
			return isDoubtful
		}
		return isText
	case ev.date == dateSender && w.usual > dateSender:
		return isText
	case !ev.blankBefore:
		if ev.head == headFull && (ev.date == dateStrict || ev.date >= w.usual) {
			return isDoubtful
		}
		return isText
	case ev.date == dateStrict && (ev.head == headEnd || ev.head == headFull):
		return isSeparator
	case ev.date == dateStrict && ev.head == headKnown:
		return isLikely
	case ev.date == dateStrict:
		return isDoubtful
	case ev.head < headKnown:
		return isText
	case ev.date >= w.usual:
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
