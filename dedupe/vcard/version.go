package vcard

import "bytes"

// Version is the vCard version a card declares.
type Version uint8

// The versions that can be read and written. Other cards are Unknown: they are
// read, and appended to, by the rules of 3.0.
const (
	Unknown Version = iota
	V21             // versit vCard 2.1
	V30             // RFC 2426
	V40             // RFC 6350
)

// String is the version as a card declares it, or "unknown".
func (v Version) String() string {
	switch v {
	case V21:
		return "2.1"
	case V30:
		return "3.0"
	case V40:
		return "4.0"
	}
	return "unknown"
}

// versionOf finds the VERSION line of a card, which need not come first and
// counts only outside an AGENT's nested card.
func versionOf(raw []byte) Version {
	lines := newCardLines(raw)
	depth := 0
	for line, ok := lines.next(); ok; line, ok = lines.next() {
		text := raw[line.start:line.text]
		switch boundaryOf(text) {
		case begin:
			depth++
		case end:
			depth--
		case inside:
			if opensAgentOnSameLine(text) {
				depth++
			}
			if depth == 1 && len(text) > 7 && foldedPrefix(text, "VERSION") && (text[7] == ':' || text[7] == ';') {
				return versionNamed(text[bytes.IndexByte(text, ':')+1:])
			}
		}
	}
	return Unknown
}

func versionNamed(value []byte) Version {
	switch string(trimBytes(value)) {
	case "2.1":
		return V21
	case "3.0":
		return V30
	case "4.0":
		return V40
	}
	return Unknown
}
