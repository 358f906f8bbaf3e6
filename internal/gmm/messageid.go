package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/release"
)

// messageID gives the id by which clients of a release know the message.
// Clients fetch by the outer id; up to 1.132 they knew nothing else, later it
// stands in where the merged sections have none.
func (m *Message) messageID(r release.Release, fields *fieldMap) string {
	const moved = "x-microsoft-original-message-id"
	if r >= release.Of(1, 133, 0) {
		id := fields.get(fMessageID)
		if r < release.Of(1, 136, 0) && fields.get(fMicrosoftID) != "" { // from then on the merge moves it back
			id = fields.get(fMicrosoftID)
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
func (m *Message) date(r release.Release, fields *fieldMap) int64 {
	if r < release.Of(1, 135, 0) {
		unix, _ := clientDate(fields.get(fDate)) // 0 if there is none
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

// messageIDs splits lists of Message-IDs on white space and strips one pair of
// brackets from each.
func messageIDs(lists ...string) []string {
	count := 0 // a guess, and mostly right
	for _, list := range lists {
		count += strings.Count(list, "<")
	}
	var ids []string
	if count > 0 {
		ids = make([]string, 0, count)
	}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			if id := strings.TrimSuffix(strings.TrimPrefix(word, "<"), ">"); id != "" {
				ids = append(ids, id)
			}
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
