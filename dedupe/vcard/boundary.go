package vcard

import "bytes"

// A boundary is what a physical line says about where cards begin and end.
type boundary uint8

const (
	inside boundary = iota // nothing
	begin                  // BEGIN:VCARD
	end                    // END:VCARD
)

const (
	beginCard = "BEGIN:VCARD"
	endCard   = "END:VCARD"
)

// gluedEnd tells whether text is END:VCARD with the BEGIN:VCARD of the next card
// on the same line: exports joined without a line break, or with the byte order
// mark of the second between them.
func gluedEnd(text []byte) bool {
	if len(text) < len(endCard)+len(beginCard) || !foldedPrefix(text, endCard) {
		return false
	}
	rest := text[len(endCard):]
	return boundaryOf(rest[lengthOfLead(rest):]) == begin
}

func boundaryOf(text []byte) boundary {
	if len(text) < len(endCard) {
		return inside
	}
	switch text[0] {
	case 'B', 'b':
		if foldedPrefix(text, "BEGIN:") && isVCard(text[len("BEGIN:"):]) {
			return begin
		}
	case 'E', 'e':
		if foldedPrefix(text, "END:") && isVCard(bytes.TrimRight(text[len("END:"):], padding)) {
			return end
		}
	}
	return inside
}

func isVCard(value []byte) bool {
	value = trimBytes(value)
	return len(value) == len("VCARD") && foldedPrefix(value, "VCARD")
}

// expectsAgent tells whether text is an AGENT property whose vCard 2.1 card
// follows on the next lines.
func expectsAgent(text []byte) bool {
	value, ok := agentValue(text)
	return ok && len(value) == 0
}

// opensAgentOnSameLine tells whether text is AGENT:BEGIN:VCARD.
func opensAgentOnSameLine(text []byte) bool {
	value, ok := agentValue(text)
	return ok && boundaryOf(value) == begin
}

func agentValue(text []byte) ([]byte, bool) {
	if !namesAgent(text) {
		return nil, false
	}
	name := text
	if dot := bytes.IndexByte(text[:min(len(text), 64)], '.'); dot >= 0 && isName(text[:dot]) {
		name = text[dot+1:]
	}
	if !foldedPrefix(name, "AGENT") || len(name) == len("AGENT") {
		return nil, false
	}
	if c := name[len("AGENT")]; c != ':' && c != ';' {
		return nil, false
	}
	colon := bytes.IndexByte(name, ':')
	if colon < 0 {
		return nil, false
	}
	return trimBytes(name[colon+1:]), true
}

// namesAgent rules out nearly all lines at a glance: what precedes the value or the
// parameters does not end in AGENT.
func namesAgent(text []byte) bool {
	for i, c := range text {
		if c == ':' || c == ';' {
			return i >= len("AGENT") && foldedPrefix(text[i-len("AGENT"):], "AGENT")
		}
	}
	return false
}

// A span is where a card lies: data[start:end], with start on line.
type span struct{ start, end, line int }

// A divider finds the cards of a book.
//
// QUIRK: a line that is exactly BEGIN:VCARD or END:VCARD is a boundary even
// after a quoted-printable soft line break. Phones wrote values that end in a
// stray "="; a value that holds such a line was never seen.
type divider struct {
	book     string
	data     []byte
	cards    []span
	problems []*Error

	open    bool // inside a card
	start   int
	line    int
	depth   int  // AGENT cards open inside it
	agent   bool // the last line that said anything expects an AGENT card
	outside bool // text outside cards was reported and still goes on
}

// divideSafely keeps the cards found before a defect of this program, and reports
// it at the last of them.
func (d *divider) divideSafely() {
	defer func() {
		if recover() != nil {
			d.problems = append(d.problems, newError(d.book, max(d.line, 1), ErrPanic, nil))
		}
	}()
	d.divide()
}

func (d *divider) divide() {
	lines := newCardLines(d.data)
	number := 1
	for line, ok := lines.next(); ok; line, ok = lines.next() {
		first := number
		if !line.glued(d.data) {
			number++
		}
		text := d.data[line.start:line.text]
		if lead := lengthOfLead(text); !d.open && boundaryOf(text[lead:]) == begin {
			line.start += lead
			text = text[lead:]
		}
		switch boundaryOf(text) {
		case begin:
			d.begin(line, first)
		case end:
			d.end(line, first, text)
		case inside:
			d.inside(first, text)
		}
	}
	if d.open {
		d.abandon(len(d.data))
	}
}

// padding may stand before BEGIN and after END. A book put together from files
// has byte order marks in its middle, two in a row where a card between two files
// was removed, and the Ctrl-Z that ends a file of DOS.
const padding = byteOrderMark + " \t\x00\x1A"

func lengthOfLead(text []byte) int { return len(text) - len(bytes.TrimLeft(text, padding)) }

func (d *divider) begin(line physicalLine, number int) {
	if d.open && d.agent {
		d.depth++
		d.agent = false
		return
	}
	if d.open {
		d.abandon(line.start)
	}
	d.open, d.depth, d.agent, d.outside = true, 0, false, false
	d.start, d.line = line.start, number
}

func (d *divider) end(line physicalLine, number int, text []byte) {
	switch {
	case !d.open:
		d.strayText(number, text)
	case d.depth > 0:
		d.depth--
		d.agent = false
	default:
		d.close(line.end)
	}
}

func (d *divider) inside(number int, text []byte) {
	switch {
	case len(text) == 0:
	case !d.open:
		d.strayText(number, text)
	case !namesAgent(text): // nearly all
		d.agent = false
	case opensAgentOnSameLine(text):
		d.depth++
		d.agent = false
	default:
		d.agent = expectsAgent(text)
	}
}

// abandon closes a card that has no END before at.
func (d *divider) abandon(at int) {
	d.problems = append(d.problems, newError(d.book, d.line, ErrNoEnd, nil))
	d.close(at)
}

func (d *divider) close(at int) {
	d.cards = append(d.cards, span{start: d.start, end: at, line: d.line})
	d.open = false
}

// strayText reports each stretch of text between cards once. Space and byte order
// marks say nothing.
func (d *divider) strayText(number int, text []byte) {
	if text = bytes.TrimLeft(text, byteOrderMark+" \t"); len(text) == 0 {
		return
	}
	if !d.outside {
		d.problems = append(d.problems, newError(d.book, number, ErrNoBegin, text))
	}
	d.outside = true
}
