package gmm

import "strings"

// keptFields are the fields somebody looks at after a message was read, besides
// those of the chat protocol. The rest of a header would only take memory.
var keptFields = names(
	// What a client's rules need.
	"from", "to", "cc", "sender", "date", "message-id", "in-reply-to", "references", "x-microsoft-original-message-id",
	"auto-submitted", "list-id", "precedence", "x-mozilla-draft-info", "iroh-node-addr", "secure-join",
)

// chatContent are fields of the chat protocol that say nothing of members.
var chatContent = names("chat-user-avatar", "chat-group-avatar", "chat-broadcast-states", "chat-disposition-notification-to",
	"chat-duration", "chat-voice-message")

// peopleFields are kept besides keptFields for [Reader.Correspondence].
var peopleFields = names("reply-to", "list-post", "authentication-results", "x-original-from", "x-original-sender")

func names(list ...string) map[string]string {
	set := make(map[string]string, len(list))
	for _, name := range list {
		set[name] = name
	}
	return set
}

// fieldName is a name in lower case. Names that are kept take no memory of their
// own.
func fieldName(name []byte) string {
	var buffer [40]byte
	if len(name) > len(buffer) {
		return strings.ToLower(string(name))
	}
	lower := buffer[:len(name)]
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	if known, ok := keptFields[string(lower)]; ok {
		return known
	}
	if i, ok := mergedIndex[string(lower)]; ok {
		return mergedNames[i]
	}
	return string(lower)
}

// keep returns the fields of a section that somebody looks at later. Of the
// subject only that it is hidden matters.
func (f Fields) keep(correspondence bool) Fields {
	isKept := func(field *Field) bool {
		if isChatName(field.Name) {
			_, isContent := chatContent[field.Name]
			return !isContent
		}
		_, always := keptFields[field.Name]
		_, here := peopleFields[field.Name]
		return always || here && correspondence || field.Name == "subject" && field.Value == "..."
	}
	n := 0
	for i := range f {
		if isKept(&f[i]) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	kept := make(Fields, 0, n)
	for i := range f {
		if isKept(&f[i]) {
			kept = append(kept, f[i])
		}
	}
	return kept
}
