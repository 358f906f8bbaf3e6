package gmm

// A ChatTrace is a header field by which mail may concern a chat: one of that
// name, or of a name that begins so where Name ends in "*", whose value contains
// Value in any case.
type ChatTrace struct{ Name, Value string }

// ChatTraces are the fields without one of which no message is [Interesting], so
// that whoever splits archives can leave most mail alone. Not all mail that has
// one is interesting.
func ChatTraces() []ChatTrace {
	traces := []ChatTrace{
		{"Chat*", ""}, // without the hyphen, so that a line "chat-" at the end of a file counts
		{"X-Mr*", ""},
		{"Content-Type", "multipart/encrypted"},
		{"Content-Type", "multipart/mixed"},
		{"Content-Type", "multipart/signed"},
	}
	for _, name := range [...]string{"In-Reply-To", "References"} {
		for _, value := range [...]string{"<gr.", "<mr.", "@localhost"} {
			traces = append(traces, ChatTrace{name, value})
		}
	}
	return traces
}
