package vcard

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strconv"
)

// ContentDigest is equal for cards that say the same: a contact imported twice.
//
// It covers every property but UID, REV and PRODID: its name, its parameters
// and its decoded value, together with the other lines of its group. It does
// not depend on folding, line breaks, transfer encodings, charsets and escapes,
// nor on the order of properties, parameters and list items, nor on the case of
// names and types, the names of groups, empty components at the end of a value,
// and properties that are there twice. It depends on the version only as far as
// the versions say different things: TYPE=pref and PREF=1 are the same. Broken
// lines count as they stand.
func (c *Card) ContentDigest() [32]byte {
	lines, d := c.Lines(), &c.spare.digester
	d.units.reset()
	if slices.ContainsFunc(lines, func(line Line) bool { return line.nameAt > 0 }) {
		for _, unit := range unitsOf(c) {
			d.add(unit.lines, unit.labels)
		}
		return d.sum()
	}
	for i := range lines { // without groups each is a unit
		if !lines[i].isFrame() {
			d.add(lines[i:i+1], nil)
		}
	}
	return d.sum()
}

// A digester digests units, of which each is what its lines say.
type digester struct{ units, facts parts }

func (d *digester) add(lines, labels []Line) {
	d.facts.reset()
	for _, of := range [...][]Line{lines, labels} {
		for i := range of {
			switch of[i].name {
			case "UID", "REV", "PRODID":
			default:
				d.facts.end(appendFact(d.facts.text, &of[i]))
			}
		}
	}
	if len(d.facts.all) > 0 {
		d.units.end(appendUnordered(d.units.text, d.facts.all))
	}
}

func (d *digester) sum() [32]byte {
	d.facts.text = appendUnordered(d.facts.text[:0], d.units.all)
	return sha256.Sum256(d.facts.text)
}

// parts are byte strings that lie one behind the other: a digest needs many.
type parts struct {
	text []byte
	all  [][]byte
}

func (p *parts) reset() { p.text, p.all = p.text[:0], p.all[:0] }

// end takes what was appended to the text as one more part.
func (p *parts) end(text []byte) {
	p.all = append(p.all, text[len(p.text):])
	p.text = text
}

// appendFact appends what a line says.
func appendFact(fact []byte, line *Line) []byte {
	if line.head == nil {
		return append(fact, withoutBreak(line.raw)...)
	}
	fact = append(append(fact, line.name...), ';')
	if len(line.params()) > 0 {
		params := normalParams(*line)
		all := make([][]byte, len(params))
		for i, param := range params {
			all[i] = []byte(param)
		}
		fact = appendUnordered(fact, all)
	}
	return appendKey(append(fact, ':'), line)
}

// appendKey appends the key of what a line says. Of a plain line it is made in place
// where the value says nothing by backslashes.
func appendKey(fact []byte, line *Line) []byte {
	form := formOf(line.name)
	if !line.isPlainUTF8() || bytes.IndexByte(line.value, '\\') >= 0 {
		return append(fact, contentOf(*line).key()...)
	}
	switch form {
	case formText, formURI, formPlace, formOpaque:
		return append(fact, trimBytes(line.value)...)
	case formComponents:
		if bytes.IndexByte(line.value, ',') < 0 { // which may be a list
			return appendComponents(fact, line.value)
		}
	}
	return append(fact, contentOf(*line).key()...)
}

// appendComponents appends the key of components that are not lists, see
// [content.key]. Those that are empty at the end do not count.
func appendComponents(key, value []byte) []byte {
	value = bytes.TrimRight(value, "; \t")
	for more := len(value) > 0; more; {
		var component []byte
		component, value, more = bytes.Cut(value, []byte(";"))
		key = appendCounted(key, trimBytes(component))
	}
	return key
}

// appendUnordered appends the same for the same set of parts: the length before each, so
// that where parts begin and end is part of what they are joined to.
func appendUnordered(joined []byte, all [][]byte) []byte {
	slices.SortFunc(all, bytes.Compare)
	for _, part := range slices.CompactFunc(all, bytes.Equal) {
		joined = appendCounted(joined, part)
	}
	return joined
}

func appendCounted[Text string | []byte](joined []byte, part Text) []byte {
	joined = strconv.AppendInt(joined, int64(len(part)), 10)
	return append(append(joined, ':'), part...)
}
