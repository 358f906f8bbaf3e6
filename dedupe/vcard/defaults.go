package vcard

import (
	"strings"
	"unicode/utf8"
)

// defaults are what the lines of a card tell of how its writer writes lines that
// do not say so themselves.
type defaults struct {
	// charset is the one other than UTF-8 that lines of the card name, "" for none,
	// several or one that is not known: writers of vCard 2.1 forget to name it for
	// some properties.
	charset string
	// softBlank: a soft line break of quoted-printable is followed by the blank of
	// a fold. vCard 2.1 has the blank belong to the value; where a value is UTF-8
	// only without it, the writer folded.
	softBlank bool
}

// defaultsOf is nil for a card that tells nothing, as most.
func defaultsOf(lines []Line) *defaults {
	var d defaults
	several := false
	for i := range lines {
		line := &lines[i]
		if line.plainUTF8 {
			continue // as most
		}
		if charset := line.charset; charset != "" && !isUTF8Name(charset) {
			several = several || d.charset != "" && !strings.EqualFold(d.charset, charset)
			d.charset = charset
		}
		d.softBlank = d.softBlank || foldsAfterSoftBreak(*line)
	}
	if d.charset != "" && (several || charsetNamed(d.charset) == nil) {
		d.charset = ""
	}
	if d == (defaults{}) {
		return nil
	}
	return &d
}

// leansOnCard tells whether a line would be read differently in another card, or
// have the lines of that card read differently.
func (l Line) leansOnCard() bool {
	switch {
	case l.head == nil || l.encoding == base64Encoding && formOf(l.Name()) == formBlob:
		return false
	case l.is("AGENT"):
		return !utf8.Valid(l.raw)
	}
	if charset := l.charset; charset != "" && !isUTF8Name(charset) {
		return true
	}
	data, _ := l.transferDecoded()
	folds := l.encoding == quotedPrintable && hasBreak(l.value) && l.defaults != nil && l.defaults.softBlank
	return folds || !utf8.Valid(data) || l.charsetFor(data) != l.charset
}

func foldsAfterSoftBreak(line Line) bool {
	if !hasBreak(line.value) || line.encoding != quotedPrintable {
		return false
	}
	if charset := line.charset; charset != "" && !isUTF8Name(charset) {
		return false
	}
	kept, _ := decodeQuotedPrintable(unfoldSoft(line.value, line.version, false))
	dropped, sound := decodeQuotedPrintable(unfoldSoft(line.value, line.version, true))
	return !utf8.Valid(kept) && sound && utf8.Valid(dropped)
}
