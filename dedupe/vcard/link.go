package vcard

import (
	"slices"
	"strings"
)

// SamePerson is the property that names, by its UID, a card of another book that is
// of the same person, where there is no RELATED: before 4.0.
const SamePerson = "X-GMMTOOL-SAME-PERSON"

// sameNote begins the note that tells people what [SamePerson] tells programs.
const sameNote = "Same person: "

// A Link is a card of another book that is of the same person.
type Link struct{ UID, Name, Book string }

// IsLink reports a line that names a card of the same person: RELATED of TYPE=me (RFC
// 6350, section 6.6.6, after XFN), or [SamePerson].
func (l Line) IsLink() bool {
	return l.is(SamePerson) || l.is("RELATED") && slices.Contains(l.Types(), "me")
}

// link adds what names another card of the same person, once.
func (m *merger) link(to Link) {
	names := func(v *value) bool {
		return v.source.head != nil && v.source.IsLink() && UIDKey(v.content.text) == UIDKey(to.UID)
	}
	if UIDKey(to.UID) == UIDKey(m.result.UID) || slices.ContainsFunc(m.values, names) {
		return
	}
	if m.version != V40 {
		m.addText(SamePerson, to.UID)
		m.addText("NOTE", sameNote+strings.TrimPrefix(to.Name+", in "+to.Book, ", "))
		return
	}
	uid := to.UID
	if len(uid) == len("4fbe8971-0bc3-424c-9c26-36c3e1eff6b1") && isHexadecimal(uid) {
		uid = uuidURN + uid
	}
	p := textProperty("RELATED", uid).With("TYPE", "me")
	if isURI(uid) {
		p.content.form = formURI
	} else {
		p = p.With("VALUE", "text")
	}
	m.learn(&value{Property: p, line: added, remarks: []string{"TYPE=me"}})
}

// saysMerged tells whether a line only says that two of the cards that become one
// are of one person.
func (m *merger) saysMerged(line Line) bool {
	switch {
	case line.IsLink():
		return m.becomeOne[UIDKey(line.Text())]
	case line.is("NOTE"):
		text, isNote := strings.CutPrefix(line.Text(), sameNote)
		name, _, found := strings.Cut(", "+text, ", in ")
		return isNote && found && m.called[strings.TrimPrefix(name, ", ")]
	}
	return false
}
