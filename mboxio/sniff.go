package mboxio

import (
	"bytes"
	"strconv"
)

// Form is what a file or directory is, apart from compression.
type Form string

const (
	FormNone    Form = ""        // no mail archive
	FormMbox    Form = "mbox"    // messages one after the other
	FormEML     Form = "eml"     // one message
	FormEMLX    Form = "emlx"    // one message as Apple Mail keeps it
	FormMaildir Form = "maildir" // directory with cur or new, or the root of a Maildir++ tree
	FormFolder  Form = "folder"  // directory that holds any of these, at any depth
	FormTar     Form = "tar"
	FormZip     Form = "zip"
)

// sniffLength is how much of a file formOf wants to see, in bytes.
const sniffLength = 8 << 10

// formOf tells by the first bytes of a file, decompressed, what it is.
func formOf(start []byte) Form {
	switch {
	case len(start) == 0:
		return FormNone
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return FormZip
	case isTar(start):
		return FormTar
	}
	text := bytes.TrimPrefix(bytes.TrimLeft(start, "\x00"), []byte(byteOrderMark))
	switch _, at := emlxStart(text); {
	case beginsMbox(text), beginsMMDF(text):
		return FormMbox
	case beginsMail(text):
		return FormEML
	case at > 0 && looksLikeHeader(text[at:]):
		return FormEMLX
	case holdsSeparator(text):
		return FormMbox
	case beginsMail(text[rubbishLength(text):]):
		return FormEML
	}
	return FormNone
}

// isTar reports whether start is a tar header. Old tar has no magic, so the
// checksum decides (POSIX.1-2017, pax, "ustar Interchange Format").
func isTar(start []byte) bool {
	const checksum, end, header = 148, 156, 512
	if len(start) < header || bytes.IndexByte(start[:100], '\n') >= 0 {
		return false
	}
	want, err := strconv.ParseInt(string(bytes.Trim(start[checksum:end], " \x00")), 8, 64)
	if err != nil {
		return false
	}
	var unsigned, signed int64
	for i, c := range start[:header] {
		if i >= checksum && i < end {
			c = ' '
		}
		unsigned += int64(c)
		signed += int64(int8(c)) // as some old programs did
	}
	return want == unsigned || want == signed
}

func beginsMbox(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n\x00")
	if !bytes.HasPrefix(text, fromSpace) {
		return false
	}
	ev := judge(text[:min(len(text), evidenceWindow)], true)
	return ev.opens()
}

// holdsSeparator reports whether an mbox whose beginning is damaged goes on
// with a separator beyond doubt.
func holdsSeparator(text []byte) bool {
	for i := 0; ; {
		j := bytes.Index(text[i:], []byte("\nFrom "))
		if j < 0 {
			return false
		}
		i += j + 1
		ev := judge(text[i:min(len(text), i+evidenceWindow)], blankLineAtEnd(text[:i]) > 0)
		if ev.verdict(writer{usual: dateStrict}) == isSeparator && ev.head == headFull {
			return true
		}
	}
}

// beginsMail reports whether text begins with a header that only mail has: all
// lines header-like, two names known from mail, one of them in nearly every
// message.
func beginsMail(text []byte) bool {
	known, origins := 0, 0
	for len(text) > 0 {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		text = rest
		if len(line) == 0 || !ended {
			break
		}
		if line[0] == ' ' || line[0] == '\t' || bytes.HasPrefix(line, []byte(">From ")) {
			continue
		}
		switch name := fieldName(line); kindOfField(name) {
		case fieldOrigin:
			origins++
			known++
		case fieldKnown:
			known++
		case fieldUnknown:
			if name == nil {
				return known >= 3 && origins >= 1
			}
		}
		if origins >= 2 {
			return true
		}
	}
	return known >= 2 && origins >= 1
}

// looksLikeHeader reports whether text begins with a header line of any name:
// enough where the file's place already says that it is mail.
func looksLikeHeader(text []byte) bool {
	line, _, _ := bytes.Cut(text[rubbishLength(text):], []byte("\n"))
	return fieldName(line) != nil
}
