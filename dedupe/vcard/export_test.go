package vcard

import "slices"

// BareAddresses and UnwrappedAddresses are for tests.
func BareAddresses(text string) []string      { return bareAddresses(text) }
func UnwrappedAddresses(text string) []string { return unwrappedAddresses(text) }

// WithoutShortcuts gives the line to be read as one of which nothing is known to be
// plain.
func (l Line) WithoutShortcuts() Line {
	l.plainUTF8 = false
	l.encoding, l.charset = encodingOf(l.head), ""
	if values := l.Param("CHARSET"); len(values) > 0 {
		l.charset = values[0]
	}
	return l
}

// WithoutShortcuts is the card of such lines.
func (c *Card) WithoutShortcuts() *Card {
	slow := &Card{book: c.book, raw: c.raw, line: c.line, locked: c.locked, version: c.Version()}
	for _, line := range c.Lines() {
		slow.lines = append(slow.lines, line.WithoutShortcuts())
	}
	return slow
}

// AgreesOnParams compares both ways to read parameters.
func (l Line) AgreesOnParams() bool {
	fast, ok := typesAlone(l.params())
	return !ok || slices.Equal(fast, parsedParams(l))
}
