package gmm

import (
	"bytes"
	"strings"
)

// Interesting reports whether a message may concern a chat: one glance at raw
// that costs little more than finding the end of its header. Most mail of an
// archive is not chat mail and is never parsed. It errs towards true.
//
// True are: any Chat-* (or X-Mr*, before 2018) field, encrypted mail, also as
// servers mangle it, and replies to Message-IDs of the forms chat clients make,
// because a classic mail program's reply changed member lists up to 1.153.
func Interesting(raw []byte) bool {
	var field glance
	wrapped := false
	raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // some exporters begin each message with one
	for at := 0; at < len(raw); {
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			end = len(raw) - at
		}
		line := raw[at : at+end]
		at += end + 1
		if isBlank(line) {
			return wrapped && hasWrappedChat(raw[min(at, len(raw)):])
		}
		if c := line[0]; c != ' ' && c != '\t' {
			field, line = glanceAt(line)
		}
		switch field {
		case chatField:
			return true
		case typeField:
			subtype := multipartSubtype(line)
			if hasPrefixFold(subtype, "encrypted") {
				return true
			}
			wrapped = wrapped || hasPrefixFold(subtype, "mixed") || hasPrefixFold(subtype, "signed")
		case replyField:
			if hasChatReference(line) {
				return true
			}
		}
	}
	return false
}

// glance is what a header field may tell at first sight.
type glance int

const (
	otherField glance = iota
	chatField
	typeField  // Content-Type
	replyField // In-Reply-To or References
)

// glanceAt tells the kind of a field by its first line, and returns its value.
func glanceAt(line []byte) (glance, []byte) {
	switch line[0] {
	case 'C', 'c':
		if hasPrefixFold(line, "chat-") {
			return chatField, nil
		}
		if hasPrefixFold(line, "content-type:") {
			return typeField, line[len("content-type:"):]
		}
	case 'X', 'x':
		if hasPrefixFold(line, "x-mr") {
			return chatField, nil
		}
	case 'I', 'i':
		if hasPrefixFold(line, "in-reply-to:") {
			return replyField, line
		}
	case 'R', 'r':
		if hasPrefixFold(line, "references:") {
			return replyField, line
		}
	}
	return otherField, nil
}

// isChatField reports whether a field (by its lower-case name) is of the chat
// protocol.
func isChatField(name string) bool {
	return len(name) > 5 && name[:5] == "chat-" || len(name) >= 11 && name[:11] == "secure-join"
}

// hasChatReference looks for the Message-ID forms of chatmail/core: "Gr." and
// "Mr." (until 1.143), 24 random characters or a UUID at localhost (from
// 1.144). Other programs use localhost too; their ids have another form.
func hasChatReference(line []byte) bool {
	for {
		_, after, found := bytes.Cut(line, []byte{'<'})
		if !found {
			return false
		}
		id, rest, _ := bytes.Cut(after, []byte{'>'})
		if bytes.HasPrefix(id, []byte("Gr.")) || bytes.HasPrefix(id, []byte("Mr.")) {
			return true
		}
		if local, ok := bytes.CutSuffix(id, []byte("@localhost")); ok && isClientID(local) {
			return true
		}
		line = rest
	}
}

// isClientID reports whether the left side of a Message-ID is a UUID or 24
// characters of URL-safe base64.
func isClientID(local []byte) bool {
	if len(local) == 36 {
		return local[8] == '-' && local[13] == '-' && local[18] == '-' && local[23] == '-'
	}
	return len(local) == 24 && bytes.IndexFunc(local, func(r rune) bool { return !isURLSafe(r) }) < 0
}

// hasWrappedChat looks near the start of a body for what servers make of
// encrypted mail, and for the header of a signed part.
func hasWrappedChat(body []byte) bool {
	const near = 16 << 10
	body = body[:min(len(body), near)]
	return containsFold(body, "pgp-encrypted") || containsFold(body, "\nchat-")
}

// multipartSubtype returns what follows "multipart/", or nil.
func multipartSubtype(line []byte) []byte {
	const kind = "multipart/"
	if slash := bytes.IndexByte(line, '/'); slash >= len(kind)-1 && hasPrefixFold(line[slash-len(kind)+1:], kind) {
		return line[slash+1:]
	}
	return nil
}

// hasPrefixFold compares as ASCII; prefix is lower-case.
func hasPrefixFold(b []byte, prefix string) bool {
	if len(b) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}

// containsFold reports whether b has word, which is lower-case ASCII and has a
// "-": that is looked for first, because letters are everywhere.
func containsFold(b []byte, word string) bool {
	mark := strings.IndexByte(word, '-')
	for at := mark; at < len(b); at++ {
		next := bytes.IndexByte(b[at:], '-')
		if next < 0 {
			return false
		}
		at += next
		if hasPrefixFold(b[at-mark:], word) {
			return true
		}
	}
	return false
}
