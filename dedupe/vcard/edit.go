package vcard

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
)

// An Edit collects changes to a book. The book stays as it is; writing the edit
// gives the new one, with every line that no change names verbatim and in its
// order. Changes to a card that is removed have no effect.
type Edit struct {
	book     *Book
	written  map[int][]byte // what cards are now, before references move; nil for those removed
	appended map[int][]Property
	moved    map[string]string // by UIDKey
}

// Edit begins an edit that changes nothing yet.
func (b *Book) Edit() *Edit {
	return &Edit{book: b, written: map[int][]byte{}, appended: map[int][]Property{}, moved: map[string]string{}}
}

// Remove removes the card at index i, from BEGIN to the break after END.
func (e *Edit) Remove(i int) error {
	if err := e.check(i); err != nil {
		return err
	}
	e.written[i] = nil
	return nil
}

// Replace puts what [Merged.Write] made of the card at index i in its place, nil to
// remove it. The caller knows from [Merge] that the card can be edited.
func (e *Edit) Replace(i int, card []byte) { e.written[i] = card }

// Append puts properties before the END of the card at index i, in its version
// and with its line breaks.
func (e *Edit) Append(i int, properties ...Property) error {
	if err := e.check(i); err != nil {
		return err
	}
	e.appended[i] = append(e.appended[i], properties...)
	return nil
}

// Merge makes the card at index i what [Merge] worked out, with that card as the
// survivor.
func (e *Edit) Merge(i int, m Merged) error {
	if err := e.check(i); err != nil {
		return err
	}
	if card, removed := e.written[i]; card == nil && !removed {
		e.Replace(i, m.Write(e.book.Card(i)))
	}
	return nil
}

// Write is what the merge makes of the survivor.
func (m Merged) Write(survivor *Card) []byte {
	if m.Base != nil {
		survivor = survivor.withLinesOf(m.Base)
	} else if m.IsNothing() {
		return survivor.raw
	}
	return withChanges(survivor, m.Add, m.Replace)
}

// Redirect makes all references to one UID references to another: MEMBER,
// X-ADDRESSBOOKSERVER-MEMBER and RELATED of all cards. A reference keeps its
// form, with or without urn:uuid:. Where a card then has the same reference
// twice, the redirected one is removed. A card's reference to itself that would
// come of it is not made.
func (e *Edit) Redirect(from, to string) {
	if UIDKey(from) != "" && UIDKey(from) != UIDKey(to) {
		e.moved[UIDKey(from)] = to
	}
}

// check refuses cards that cannot be edited, with an [Error].
func (e *Edit) check(i int) error {
	if i < 0 || i >= e.book.Len() {
		return fmt.Errorf("%s: card %d: %w", e.book.name, i, ErrNoCard)
	}
	return e.book.Card(i).Editable()
}

// Bytes is the edited book.
func (e *Edit) Bytes() []byte {
	var out bytes.Buffer
	out.Grow(len(e.book.data))
	e.WriteTo(&out) // a buffer never fails
	return out.Bytes()
}

// WriteTo writes the edited book, in its encoding. Stretches without changes are
// not copied, unless the book is in UTF-16.
func (e *Edit) WriteTo(w io.Writer) (int64, error) {
	if e.book.wide == nil {
		return e.writeText(w)
	}
	var text bytes.Buffer
	if _, err := e.writeText(&text); err != nil {
		return 0, err
	}
	edited := e.book.wide.raw
	if !bytes.Equal(text.Bytes(), e.book.data) {
		edited = e.book.wide.encoded(text.Bytes())
	}
	n, err := w.Write(edited)
	return int64(n), err
}

func (e *Edit) writeText(w io.Writer) (int64, error) {
	var written int64
	done := 0
	for _, i := range e.touched() {
		at := e.book.cards[i]
		card, changed := e.edited(i)
		if !changed {
			continue
		}
		for _, part := range [][]byte{e.book.data[done:at.start], card} {
			n, err := w.Write(part)
			written += int64(n)
			if err != nil {
				return written, err
			}
		}
		done = at.end
	}
	n, err := w.Write(e.book.data[done:])
	return written + int64(n), err
}

// touched are the cards that may change, in order: all if references do.
func (e *Edit) touched() []int {
	if len(e.moved) == 0 {
		named := slices.AppendSeq(make([]int, 0, len(e.written)+len(e.appended)), maps.Keys(e.written))
		named = slices.AppendSeq(named, maps.Keys(e.appended))
		slices.Sort(named)
		return slices.Compact(named)
	}
	all := make([]int, e.book.Len())
	for i := range all {
		all[i] = i
	}
	return all
}

// edited gives the new bytes of a card, and false where they are the old.
func (e *Edit) edited(i int) ([]byte, bool) {
	card := e.book.Card(i)
	written, changed := e.written[i]
	if changed {
		if written == nil {
			return nil, true
		}
		card = &Card{book: card.book, raw: written, line: card.line}
	}
	if properties := e.appended[i]; len(properties) > 0 {
		card, changed = &Card{book: card.book, raw: withChanges(card, properties, nil), line: card.line}, true
	}
	raw, redirected := redirect(card, e.moved)
	return raw, redirected || changed
}

// withLinesOf is a card of the book with the content of another, and the line
// breaks it has in the book.
func (c *Card) withLinesOf(base *Card) *Card {
	lines := c.Lines()
	raw := bytes.Clone(lines[0].raw)
	for _, line := range base.Lines()[1:base.endLine()] {
		raw = append(raw, withBreaks(line.raw, breakOf(lines[0].raw))...)
	}
	for _, line := range lines[c.endLine():] {
		raw = append(raw, line.raw...)
	}
	return &Card{book: c.book, raw: raw, line: c.line}
}

func withChanges(card *Card, properties []Property, replaced []Replacement) []byte {
	lines := card.Lines()
	last := card.endLine()
	lineBreak := breakOf(lines[0].raw)
	by := map[int][]Property{}
	for _, r := range replaced {
		by[r.Line] = append([]Property{}, r.By...)
	}
	var out []byte
	for i, line := range lines[:last] {
		instead, changed := by[i]
		if !changed {
			out = append(out, line.raw...)
		}
		for _, property := range instead {
			out = append(out, property.lines(card.Version(), lineBreak)...)
		}
	}
	if before := lines[last-1]; endsOpen(before) && !endsInEmptyLine(before.raw) {
		out = append(out, emptyLineAfter(before.raw, lineBreak)...)
	}
	for _, property := range properties {
		out = append(out, property.lines(card.Version(), lineBreak)...)
	}
	for _, line := range lines[last:] {
		out = append(out, line.raw...)
	}
	return out
}

// breakOf is the break of the first line of raw, or CRLF where it has none.
func breakOf(raw []byte) string {
	lines := newPhysicalLines(raw)
	if line, ok := lines.next(); ok && line.end > line.text {
		return string(raw[line.text:line.end])
	}
	return "\r\n"
}

func endsInEmptyLine(raw []byte) bool {
	content := withoutBreak(raw)
	return len(raw)-len(content) > breakLength(raw[len(content):])
}

// emptyLineAfter is lineBreak, unless that would complete the CR before it.
func emptyLineAfter(raw []byte, lineBreak string) string {
	if raw[len(raw)-1] == '\r' {
		return "\r"
	}
	return lineBreak
}
