package vcard

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// A Card is one card of a book. It must not be used concurrently.
type Card struct {
	book    string
	raw     []byte
	line    int
	version Version
	lines   []Line
	spare   spare
	locked  bool // the book cannot be written again
}

// A spare is memory that the next card may use, see [Book.Next].
type spare struct {
	lines    []Line
	digester digester
}

// maxLines bounds what is held for one card. The rest of a longer card is one
// line without a name; such a card is not edited.
const maxLines = 1 << 16

// Raw is the card as it stands in the book, BEGIN and END included; of a book in
// UTF-16, in UTF-8. It is not a copy.
func (c *Card) Raw() []byte { return c.raw }

// FirstLine is the number of the line of the file the card begins on.
func (c *Card) FirstLine() int { return c.line }

// Version is the version the card declares.
func (c *Card) Version() Version {
	c.read()
	return c.version
}

// Lines are all lines of the card, BEGIN, END, blank and broken ones included.
// Their Raw joined is the card.
func (c *Card) Lines() []Line {
	c.read()
	return c.lines
}

func (c *Card) read() {
	if c.lines != nil {
		return
	}
	c.version = versionOf(c.raw)
	c.lines = logicalLines(c.raw, c.line, c.version, c.spare.lines)
	if d := defaultsOf(c.lines); d != nil {
		for i := range c.lines {
			c.lines[i].defaults = d
		}
	}
}

// Properties are the lines of that name, which is compared without regard to
// case and to the group before it, in the order of the card.
func (c *Card) Properties(name string) []Line {
	var found []Line
	for _, line := range c.Lines() {
		if line.is(name) {
			found = append(found, line)
		}
	}
	return found
}

// UID is the card's UID, or "" if it has none.
func (c *Card) UID() string { return c.firstText("UID") }

// FormattedName is the first FN, or "" if there is none.
func (c *Card) FormattedName() string { return c.firstText("FN") }

// Name is the FN, or what N says where there is none; "" if neither says a name.
func (c *Card) Name() string { return cmp.Or(c.FormattedName(), structuredName(c)) }

// Kind is KIND or Apple's X-ADDRESSBOOKSERVER-KIND in lower case, and
// "individual" where the card does not say (RFC 6350, section 6.1.4).
func (c *Card) Kind() string {
	for _, name := range []string{"KIND", "X-ADDRESSBOOKSERVER-KIND"} {
		if kind := c.firstText(name); kind != "" {
			return strings.ToLower(kind)
		}
	}
	return "individual"
}

// Members are the URIs of MEMBER and of Apple's X-ADDRESSBOOKSERVER-MEMBER, as
// the card spells them.
func (c *Card) Members() []string {
	var members []string
	for _, line := range c.Lines() {
		if isMember(line) {
			members = append(members, line.Text())
		}
	}
	return members
}

// Refers reports whether the card names other cards, in lines that [Edit.Redirect]
// knows.
func (c *Card) Refers() bool { return c.mayRefer() && slices.ContainsFunc(c.Lines(), isReference) }

// mayRefer is Refers without reading the card, which costs much more: a physical line
// either shows the name of its property, or is folded before the colon, or goes on
// with a value.
func (c *Card) mayRefer() bool {
	if c.lines != nil {
		return true
	}
	physical := newCardLines(c.raw)
	for at, more := physical.next(); more; at, more = physical.next() {
		text := c.raw[at.start:at.text]
		if len(text) == 0 || isBlank(text[0]) {
			continue
		}
		colon := bytes.IndexByte(text, ':')
		if colon < 0 {
			return true
		}
		name, _, _ := namedIn(text[:colon])
		if isReference(Line{name: name}) {
			return true
		}
	}
	return false
}

func isMember(line Line) bool { return line.is("MEMBER") || line.is("X-ADDRESSBOOKSERVER-MEMBER") }

func (c *Card) firstText(name string) string {
	for i := range c.Lines() {
		if c.lines[i].is(name) {
			return trim(c.lines[i].Text())
		}
	}
	return ""
}

// endLine is the index of the card's END line, or -1.
func (c *Card) endLine() int {
	lines := c.Lines()
	for i := len(lines) - 1; i > 0; i-- {
		if boundaryOf(lines[i].raw) == end {
			return i
		}
	}
	return -1
}

// Editable tells why a card is better left as it is, by an [Error] of kind ErrUTF16,
// ErrTooLarge, ErrNoEnd or ErrGlued; nil if it can be merged.
func (c *Card) Editable() error {
	switch {
	case c.locked:
		return newError(c.book, 1, ErrUTF16, nil)
	case len(c.Lines()) > maxLines:
		return newError(c.book, c.line, ErrTooLarge, nil)
	case c.endLine() < 0:
		return newError(c.book, c.line, ErrNoEnd, nil)
	}
	for i := range c.Lines() {
		if line := &c.lines[i]; line.hidesBegin() {
			return newError(c.book, line.number, ErrGlued, withoutBreak(line.raw))
		}
	}
	return nil
}

// hidesBegin tells whether the line swallowed the BEGIN:VCARD of another card, as
// where the file before it was cut off in the middle of a line. It cannot be told
// from a value that says so, so that the card is read and not edited.
func (l *Line) hidesBegin() bool {
	text := trimBytes(l.raw)
	at := len(text) - len(beginCard)
	return at > 0 && boundaryOf(text[at:]) == begin && !l.is("AGENT")
}

// Try runs read, which is to look at the card. Should that panic, it gives an
// error of kind ErrPanic at the card, so that one card cannot keep the others
// from being read.
func (c *Card) Try(read func()) (failed *Error) {
	defer func() {
		if recover() != nil {
			failed = newError(c.book, c.line, ErrPanic, nil)
		}
	}()
	read()
	return nil
}
