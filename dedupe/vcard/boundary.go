package vcard

import "bytes"

// A boundary is what a physical line says about where cards begin and end.
type boundary uint8

const (
	inside boundary = iota // nothing
	begin                  // BEGIN:VCARD
	end                    // END:VCARD
)

func boundaryOf(text []byte) boundary {
	if len(text) < len("END:VCARD") {
		return inside
	}
	switch text[0] {
	case 'B', 'b':
		if foldedPrefix(text, "BEGIN:") && isVCard(text[len("BEGIN:"):]) {
			return begin
		}
	case 'E', 'e':
		if foldedPrefix(text, "END:") && isVCard(text[len("END:"):]) {
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

func (d *divider) divide() {
	lines := newPhysicalLines(d.data)
	for number := 1; ; number++ {
		line, ok := lines.next()
		if !ok {
			break
		}
		if !d.open {
			line.start += lengthOfLead(d.data[line.start:line.text])
		}
		text := d.data[line.start:line.text]
		switch boundaryOf(text) {
		case begin:
			d.begin(line, number)
		case end:
			d.end(line, number, text)
		case inside:
			d.inside(number, text)
		}
	}
	if d.open {
		d.abandon(len(d.data))
	}
}

// lengthOfLead is the length of the byte order mark and the space that may
// stand before BEGIN: a book put together from files has marks in its middle.
func lengthOfLead(text []byte) int {
	rest := bytes.TrimLeft(text, byteOrderMark+" \t") // removing a card between two files leaves two marks in a row
	return len(text) - len(rest)
}

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

// strayText reports each stretch of text between cards once.
func (d *divider) strayText(number int, text []byte) {
	if !d.outside {
		d.problems = append(d.problems, newError(d.book, number, ErrNoBegin, text))
	}
	d.outside = true
}
