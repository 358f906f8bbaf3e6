package mboxio

import "bytes"

// rubbishLength is how much of text precedes a header without being of it: byte
// order marks, NULs, and one line of a program that had to say something, such as
// "Microsoft Mail Internet Headers Version 2.0". What precedes anything but a
// header beyond doubt is not rubbish.
func rubbishLength(text []byte) int {
	if fieldName(text) != nil {
		return 0 // as nearly always
	}
	rest := bytes.TrimLeft(text, "\x00")
	rest = bytes.TrimPrefix(rest, []byte(byteOrderMark))
	at := len(text) - len(rest)
	line, after, ended := bytes.Cut(rest, []byte("\n"))
	if !ended || len(line) > maxBanner || fieldName(line) != nil || isQuotedFrom(line) || len(bytes.TrimSpace(line)) == 0 {
		return at
	}
	if gradeHead(after) == headFull {
		return len(text) - len(after)
	}
	return at
}

// maxBanner is the longest banner line believed, in bytes.
const maxBanner = 200

func isQuotedFrom(line []byte) bool { return bytes.HasPrefix(line, []byte(">From ")) }

// unquoteFields takes the '>' off fields of a header, ">From: ", which some backup
// tools wrote, quoting every line that begins with "From".
func unquoteFields(header []byte) []byte {
	if !bytes.HasPrefix(header, []byte(">")) && !bytes.Contains(header, []byte("\n>")) {
		return header
	}
	out := make([]byte, 0, len(header))
	for line := range bytes.Lines(header) {
		if line[0] == '>' && !isQuotedFrom(line) && kindOfField(fieldName(line)) != fieldUnknown {
			line = bytes.TrimLeft(line, ">")
		}
		out = append(out, line...)
	}
	return out
}
