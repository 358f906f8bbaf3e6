package address

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/encoded"
)

// maxMailboxes bounds one list; groups have hundreds of members. What follows
// is not read.
const maxMailboxes = 20000

// ParseList reads To, Cc, From or Chat-Group-Past-Members. Group syntax
// yields the group's mailboxes, so `"hidden-recipients": ;` is empty.
//
// QUIRK: it follows the parser of the clients (crate mailparse, 0.13 to 0.16)
// rather than RFC 5322. One entry without "@", an unclosed quote, bracket,
// comment or group, or text behind ">" makes them drop the whole list: nil.
// Comments do not nest, and one at the start of an entry is part of it.
func ParseList(value string) []Mailbox {
	p := addressParser{}
	for _, w := range encoded.Words(value) {
		if w.Encoded {
			if !p.word(w.Text) {
				return nil
			}
			continue
		}
		for i := 0; i < len(w.Text); i++ {
			if len(p.list) == maxMailboxes {
				return p.list
			}
			if !p.char(w.Text[i]) {
				return nil
			}
		}
	}
	if !p.end() {
		return nil
	}
	return p.list
}

// place is where in an entry the parser stands.
type place int

const (
	between  place = iota // before an entry
	bare                  // in an address without brackets, or a name: only "<" will tell
	phrase                // in a name that has an encoded word
	quoted                // inside a quoted name
	escaped               // behind a backslash inside a quoted name
	unquoted              // behind a quoted name
	angle                 // between "<" and ">"
	closed                // behind ">"
	comment               // inside a comment
)

// An addressParser takes an address list byte by byte. Its methods return false
// as soon as the list is broken.
type addressParser struct {
	list    []Mailbox
	place   place
	back    place // where a comment returns to
	inGroup bool
	opened  bool            // the group's colon was the last thing read
	text    strings.Builder // what the place collects: a name or an address
	gap     strings.Builder // white space behind a quoted name
	name    string          // of the address between the brackets
}

func (p *addressParser) char(c byte) bool {
	p.opened = false
	switch p.place {
	case between:
		return p.charBetween(c)
	case bare:
		return p.charBare(c)
	case phrase:
		return p.charPhrase(c)
	case quoted, escaped:
		p.charQuoted(c)
	case unquoted:
		return p.charUnquoted(c)
	case angle:
		return p.charAngle(c)
	case closed:
		return p.charClosed(c)
	case comment:
		if c == ')' {
			p.place = p.back
		}
	}
	return true
}

func (p *addressParser) charBetween(c byte) bool {
	switch c {
	case ' ', '\t':
	case '"':
		p.place = quoted
	case '<':
		p.place = angle
	case ';':
		return p.closeGroup()
	default: // a comma too: it becomes part of the entry
		p.place = bare
		p.text.WriteByte(c)
	}
	return true
}

func (p *addressParser) charBare(c byte) bool {
	switch c {
	case '<':
		p.openAngle()
	case ',':
		return p.add("", p.take())
	case ';':
		return p.add("", p.take()) && (!p.inGroup || p.closeGroup())
	case ':':
		return p.openGroup()
	case '(':
		p.place, p.back = comment, bare
	default:
		p.text.WriteByte(c)
	}
	return true
}

func (p *addressParser) charPhrase(c byte) bool {
	switch c {
	case '<':
		p.openAngle()
	case ':':
		return p.openGroup()
	default:
		p.text.WriteByte(c)
	}
	return true
}

func (p *addressParser) charQuoted(c byte) {
	switch {
	case p.place == escaped:
		p.place = quoted
		p.text.WriteByte(c)
	case c == '\\':
		p.place = escaped
	case c == '"':
		p.place = unquoted
	default:
		p.text.WriteByte(c)
	}
}

// charUnquoted lets a name go on behind its quotes, as names in the field do.
func (p *addressParser) charUnquoted(c byte) bool {
	switch c {
	case ' ', '\t':
		p.gap.WriteByte(c)
	case '<':
		p.gap.Reset()
		p.openAngle()
	case ':':
		p.gap.Reset()
		return p.openGroup()
	default:
		p.closeGap()
		if c == '"' {
			p.place = quoted
		} else {
			p.text.WriteByte(c)
		}
	}
	return true
}

func (p *addressParser) charAngle(c byte) bool {
	if c != '>' {
		p.text.WriteByte(c)
		return true
	}
	name, address := p.name, p.text.String()
	p.text.Reset()
	p.name = ""
	ok := p.add(name, address)
	p.place = closed
	return ok
}

func (p *addressParser) charClosed(c byte) bool {
	switch c {
	case ' ', '\t':
	case ',':
		p.place = between
	case ';':
		p.place = between
		return !p.inGroup || p.closeGroup()
	case '(':
		p.place, p.back = comment, closed
	default:
		return false
	}
	return true
}

// word takes a decoded word, which is one piece of a name wherever it stands.
func (p *addressParser) word(decoded string) bool {
	p.opened = false
	switch p.place {
	case between, bare:
		p.place = phrase
	case unquoted:
		p.closeGap()
	case escaped, angle, closed:
		return false
	case comment:
		return true
	}
	p.text.WriteString(decoded)
	return true
}

// end reports whether the list may end here, and adds its last entry.
func (p *addressParser) end() bool {
	switch p.place {
	case bare:
		return !p.inGroup && p.add("", p.take())
	case between, closed:
		return !p.inGroup || p.opened
	}
	return false
}

// add appends an entry. The list is broken if it has no "@" at all.
func (p *addressParser) add(name, address string) bool {
	p.place = between
	p.list = append(p.list, Mailbox{Name: name, Address: Normalize(address)})
	return strings.Contains(address, "@")
}

// take ends what was collected.
func (p *addressParser) take() string {
	taken := strings.TrimRight(p.text.String(), " \t\r\n")
	p.text.Reset()
	return taken
}

func (p *addressParser) openAngle() {
	p.name = p.take()
	p.place = angle
}

func (p *addressParser) closeGap() {
	p.text.WriteString(p.gap.String())
	p.gap.Reset()
}

// openGroup drops the group's name. Groups do not nest.
func (p *addressParser) openGroup() bool {
	p.take()
	ok := !p.inGroup
	p.place, p.inGroup, p.opened = between, true, true
	return ok
}

func (p *addressParser) closeGroup() bool {
	ok := p.inGroup
	p.place, p.inGroup = between, false
	return ok
}
