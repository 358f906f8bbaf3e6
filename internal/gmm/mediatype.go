package gmm

import "strings"

// A mediaType is a Content-Type or Content-Disposition value (RFC 2045 section
// 5.1). Unlike mime.ParseMediaType it is made for mail as it is: an empty,
// repeated or broken parameter never hides the others.
type mediaType struct {
	value  string            // lower-case, for example "multipart/mixed"
	params map[string]string // lower-case names; the last of a name wins, as with clients
}

// maxParams bounds the parameters of one value; mail has a handful.
const maxParams = 100

func parseMediaType(s string) mediaType {
	value, rest, _ := strings.Cut(s, ";")
	m := mediaType{value: strings.ToLower(strings.TrimSpace(value))}
	for rest != "" && len(m.params) < maxParams {
		rest = strings.TrimLeft(rest, " \t;")
		end := strings.IndexAny(rest, "=;")
		if end < 0 {
			break
		}
		name := strings.ToLower(strings.TrimSpace(rest[:end]))
		isParam := rest[end] == '='
		rest = rest[end+1:]
		if !isParam {
			continue
		}
		var text string
		text, rest = paramValue(strings.TrimLeft(rest, " \t"))
		if m.params == nil {
			m.params = map[string]string{}
		}
		m.params[name] = text
	}
	return m
}

// paramValue cuts a parameter value off s: a quoted string, or all up to the
// next semicolon. A quote that is never closed is not one.
func paramValue(s string) (value, rest string) {
	if strings.HasPrefix(s, `"`) {
		if value, n, ok := quotedString(s); ok {
			_, rest, _ = strings.Cut(s[n:], ";")
			return value, rest
		}
	}
	value, rest, _ = strings.Cut(s, ";")
	return strings.TrimSpace(value), rest
}

// quotedString returns the content of the quoted string at the start of s and
// the number of bytes it takes (RFC 5322 section 3.2.4).
func quotedString(s string) (content string, n int, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i < len(s) {
				b.WriteByte(s[i])
			}
		case '"':
			return b.String(), i + 1, true
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0, false
}

func (m mediaType) isMultipart() bool { return strings.HasPrefix(m.value, "multipart/") }

func (m mediaType) has(param string) bool { _, ok := m.params[param]; return ok }
