package evidence

import "strings"

// messageID takes the id out of a Message-ID field: what stands in the first
// angle brackets, whatever comments and blanks surround it, and without the
// blanks that RFC 5322 section 4.5.4 still allows inside. Without brackets it is
// the first word. It names messages to people; which ids a client took for the
// same is for package gmm to say.
func messageID(field string) string {
	rest := skipComments(field)
	inside, bracketed := strings.CutPrefix(rest, "<")
	var id strings.Builder
	quoted := false
	for i := 0; i < len(inside); i++ {
		switch c := inside[i]; {
		case quoted && c == '\\' && i+1 < len(inside):
			id.WriteString(inside[i : i+2])
			i++
		case c == '"':
			quoted = !quoted
			id.WriteByte(c)
		case quoted:
			id.WriteByte(c)
		case c == '>', !bracketed && id.Len() > 0 && (isBlank(c) || c == '('):
			return id.String()
		case c != '<' && !isBlank(c):
			id.WriteByte(c)
		}
	}
	return id.String()
}

// skipComments leaves out blanks and comments (RFC 5322 section 3.2.2) before
// the first other character. A comment that does not end is none.
func skipComments(text string) string {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && depth > 0:
			i++
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0 && !isBlank(c):
			return text[i:]
		}
	}
	return strings.TrimLeft(text, " \t\r\n")
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
