package vcard

import (
	"fmt"
	"strings"
)

// NewComponents makes a property such as N, ADR or ORG of its components, each of
// which may be a list. It fails as [NewText] does.
func NewComponents(name string, components ...[]string) (Property, error) {
	p, err := NewText(name, "")
	p.content = content{form: formComponents, components: components}
	for _, component := range components {
		tidy(component)
	}
	return p, err
}

// NewList makes a property such as CATEGORIES of its items. It fails as [NewText]
// does.
func NewList(name string, items ...string) (Property, error) {
	p, err := NewText(name, "")
	p.content = content{form: formList, list: items}
	tidy(items)
	return p, err
}

func tidy(texts []string) {
	for i := range texts {
		texts[i] = strings.ToValidUTF8(normalBreaks(texts[i]), "\uFFFD")
	}
}

// With gives the property a parameter as well.
func (p Property) With(name string, values ...string) Property {
	p.params = append(p.params[:len(p.params):len(p.params)], param{strings.ToUpper(name), values})
	return p
}

// Write writes a card of that version, with CRLF.
func Write(version Version, properties ...Property) []byte {
	out := fmt.Appendf(nil, "%s\r\nVERSION:%s\r\n", beginCard, version)
	for _, p := range properties {
		out = append(out, p.lines(version, "\r\n")...)
	}
	return append(out, endCard+"\r\n"...)
}

// Renumber says on which lines of another file the cards of the book stand, one
// for each card, from 1: for a book that was made of such a file.
func (b *Book) Renumber(lines []int) {
	for i := range min(len(lines), len(b.cards)) {
		b.cards[i].line = lines[i]
	}
}
