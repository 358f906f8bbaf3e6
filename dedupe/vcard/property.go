package vcard

import (
	"bytes"
	"fmt"
	"strings"
)

// A Property is a line that can be appended to a card of any version: one that
// [Merge] found missing, or one made by [NewText].
type Property struct {
	group, name string
	params      []param
	content     content

	source    Line // what it was found as; without a head if it was not
	rewritten bool // more than group and name differ from source
}

// NewText makes a text property. It fails with ErrBadLine for a name that is
// none; any text will do.
func NewText(name, text string) (Property, error) {
	if !isName([]byte(name)) || strings.Contains(name, ".") {
		return Property{}, fmt.Errorf("property name %q: %w", name, ErrBadLine)
	}
	return textProperty(strings.ToUpper(name), text), nil
}

func textProperty(name, text string) Property {
	text = strings.ToValidUTF8(normalBreaks(text), "\uFFFD")
	return Property{name: name, content: content{form: formText, text: text}, rewritten: true}
}

// propertyOf is for a line that has a name.
func propertyOf(line Line, c content) Property {
	return Property{
		group:   line.Group(),
		name:    line.Name(),
		params:  parseParams(line.params(), line.version),
		content: c,
		source:  line,
	}
}

// String is the property as a person would read it, in one form for all
// versions. It holds untrusted text and may hold line breaks.
func (p Property) String() string {
	name := p.name
	if p.group != "" {
		name = p.group + "." + name
	}
	return name + ": " + p.content.String()
}

// Is reports a property of that name, which is compared without regard to case.
func (p Property) Is(name string) bool { return strings.EqualFold(p.name, name) }

// Typed is the property as [Property.String] has it, with its types, if it has any.
func (p Property) Typed() string {
	var types []string
	for _, param := range p.params {
		if param.name == "TYPE" {
			types = append(types, param.values...)
		}
	}
	if types == nil {
		return p.String()
	}
	return p.String() + " (" + strings.Join(types, ", ") + ")"
}

// spelledName keeps the case a line has its name in.
func (p Property) spelledName() string {
	if p.source.is(p.name) {
		return string(p.source.head[p.source.nameAt:p.source.nameTo])
	}
	return p.name
}

// lines writes the property for a card, as physical lines with that break.
func (p Property) lines(version Version, lineBreak string) []byte {
	if p.source.head != nil && !p.rewritten && p.source.version == version && !p.source.leansOnCard() {
		return p.verbatim(lineBreak)
	}
	if p.content.damaged || p.content.form == formNested || p.content.looksEscaped(version) {
		return p.carried().lines(version, lineBreak)
	}
	params, complete := p.writtenParams(version)
	head := p.spelledName() + params
	if p.group != "" {
		head = p.group + "." + head
	}
	written := writeLine(head, p.content, version, lineBreak)
	if !complete {
		written = append(written, p.carried().lines(version, lineBreak)...)
	}
	return written
}

// verbatim keeps the line as it was found, but for its group, name and breaks.
// It is folded anew where a longer name would make a line too long.
func (p Property) verbatim(lineBreak string) []byte {
	line := p.source
	head := p.spelledName()
	if p.group != "" {
		head = p.group + "." + head
	}
	head += string(line.params()) + ":"
	renamed := head != string(line.head)+":"
	if renamed && line.version != V21 && line.encoding != quotedPrintable {
		return fold(head, string(unfold(line.value, line.version)), lineBreak)
	}
	out := append([]byte(head), withBreaks(line.value, lineBreak)...)
	if endsOpen(line) {
		out = append(out, lineBreak...)
	}
	return out
}

// endsOpen tells whether an empty line must follow, so that readers do not take
// the next line for more of the value: after a base64 block, and after a stray
// soft line break.
func endsOpen(line Line) bool {
	content := withoutBreak(line.raw)
	switch encodingOf(headOf(content)) {
	case base64Encoding:
		return line.version == V21 && hasBreak(content)
	case quotedPrintable:
		return endsSoft(content)
	}
	return false
}

// carried keeps a line that a version cannot say, as text.
func (p Property) carried() Property {
	return textProperty(mergedPrefix+"LINE", carriedText(p.source))
}

// carriedText is a line as it stands, unfolded if it can be. Bytes that are not
// UTF-8 are read as Windows-1252, which has a letter for each.
func carriedText(line Line) string {
	whole := withoutBreak(line.raw)
	if line.head != nil && !line.is("AGENT") {
		value := unfold(line.value, line.version)
		if line.encoding == quotedPrintable {
			value = line.unfoldedSoft()
		}
		whole = bytes.Join([][]byte{line.head, value}, []byte(":"))
	}
	text, _ := toUTF8(whole, "")
	return normalBreaks(text)
}
