package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/release"
)

// messageID gives the id by which clients of a release know the message.
// Clients fetch by the outer id; up to 1.132 they knew nothing else, later it
// stands in where the merged sections have none.
func (m *Message) messageID(r release.Release, fields map[string]string) string {
	const moved = "x-microsoft-original-message-id"
	if r >= release.Of(1, 133, 0) {
		id := fields["message-id"]
		if r < release.Of(1, 136, 0) && fields[moved] != "" { // from then on the merge moves it back
			id = fields[moved]
		}
		if id = firstID(id); id != "" {
			return id
		}
	}
	if r >= release.Of(1, 51, 0) && m.Outer.Has(moved) {
		return firstID(m.Outer.Get(moved))
	}
	return firstID(m.Outer.Get("message-id"))
}

// date picks the Date that release believed. Outer dates of sealed mail are
// random from 2.23 on; 1.135 to 1.141.1 used the outer one nevertheless.
func (m *Message) date(r release.Release, fields map[string]string) int64 {
	if r < release.Of(1, 135, 0) {
		unix, _ := clientDate(fields["date"]) // 0 if there is none
		return unix
	}
	inside := m.Seal.Opening == Opened && r >= release.Of(1, 141, 2) || m.mergesSigned(r) && r >= release.Of(1, 157, 3)
	if inside {
		if unix, ok := clientDate(m.Protected.Get("date")); ok {
			return unix
		}
	}
	unix, _ := clientDate(m.Outer.Get("date")) // 0 if there is none
	return unix
}

// messageIDs splits a list of Message-IDs on white space and strips one pair
// of brackets from each.
func messageIDs(value string) []string {
	var ids []string
	for word := range strings.FieldsSeq(value) {
		if id := strings.TrimSuffix(strings.TrimPrefix(word, "<"), ">"); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// firstID is the first Message-ID of a list, or "".
func firstID(value string) string {
	for word := range strings.FieldsSeq(value) {
		if id := strings.TrimSuffix(strings.TrimPrefix(word, "<"), ">"); id != "" {
			return id
		}
	}
	return ""
}
