package vcard

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Addresses are the mail addresses of an EMAIL line, bare: most lines hold one. A
// value that is not an address, such as the X.500 name Exchange gives its users,
// stands as it is.
//
// QUIRK: RFC 6350, section 6.4.2 wants an addr-spec. Outlook writes 'a@b' and
// "Name <a@b>", Exchange smtp:a@b, Google "a@b ::: c@d" for two addresses, and
// people copy what their mail program shows.
func (l Line) Addresses() []string { return bareAddresses(l.Text()) }

func bareAddresses(text string) []string {
	if isBare(text) {
		return []string{text}
	}
	return unwrappedAddresses(text)
}

// isBare reports an address as most lines have it, of letters, digits and the signs
// between them, around one at sign: it has nothing to take off.
func isBare(text string) bool {
	signs := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '@':
			signs++
		case !isWordByte(c) && c != '.' && c != '_' && c != '+':
			return false
		}
	}
	return signs == 1
}

// unwrappedAddresses finds the addresses in any text.
func unwrappedAddresses(text string) []string {
	var addresses []string
	known := map[string]bool{}
	for _, part := range splitAddresses(text) {
		bare := bareAddress(part)
		found := []string{bare}
		if len(bare) < len(part) {
			found = unwrappedAddresses(bare) // a list in quotes
		}
		for _, address := range found {
			if address != "" && !known[address] {
				known[address] = true
				addresses = append(addresses, address)
			}
		}
	}
	return addresses
}

// splitAddresses splits a list. What stands between two separators is an address
// only if it has an at sign: a comma may be part of a name.
func splitAddresses(text string) []string {
	if strings.Count(text, "@") < 2 {
		return []string{text}
	}
	var parts []string
	start, quoted, bracket := 0, false, false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case '<':
			bracket = true
		case '>':
			bracket = false
		case ',', ';', '\n', ':':
			part := text[start:i]
			if quoted || bracket || !strings.Contains(part, "@") {
				continue
			}
			if text[i] == ':' && !strings.HasPrefix(text[i:], ":::") {
				continue
			}
			parts = append(parts, strings.TrimLeft(part, ": "))
			start = i + 1
		}
	}
	return append(parts, strings.TrimLeft(text[start:], ": "))
}

// maxWrapped bounds what layers are taken off of, in bytes: an address has 256 at
// most (RFC 5321, section 4.5.3.1.3), and nobody's name is that long.
const maxWrapped = 2048

// bareAddress takes off, layer by layer, what is not the address.
func bareAddress(text string) string {
	if len(text) > maxWrapped {
		return strings.TrimSpace(text)
	}
	for {
		bare := strings.TrimSpace(withoutInvisible(text))
		if strings.Contains(bare, "@") {
			bare = strings.Trim(bare, " ,;") // of a list of one
		}
		bare = withoutComment(withoutName(bare))
		bare = strings.TrimSpace(withoutScheme(withoutQuotes(bare)))
		if bare == text {
			return alone(bare)
		}
		text = bare
	}
}

// withoutName gives what stands in the last brackets.
func withoutName(text string) string {
	open, end := strings.LastIndexAny(text, "<["), strings.LastIndexAny(text, ">]")
	if open >= 0 && end > open && strings.Contains(text[open:end], "@") {
		return text[open+1 : end]
	}
	return text
}

// alone gives the one word of several that is an address, as in "Name a@b".
func alone(text string) string {
	words := strings.Fields(text)
	if len(words) < 2 || strings.Contains(text, `"`) || strings.Count(text, "@") != 1 {
		return text
	}
	at := slices.IndexFunc(words, func(word string) bool { return strings.Contains(word, "@") })
	if word := strings.Trim(words[at], "<>[](),;'"); strings.Index(word, "@") > 0 && !strings.HasSuffix(word, "@") {
		return bareAddress(word)
	}
	return text
}

// withoutInvisible drops letters that copying from a page leaves behind: zero
// width spaces and joiners, marks of direction, soft hyphens and byte order marks.
// A joiner that belongs to a script is part of no address.
func withoutInvisible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, text)
}

// withoutComment drops a comment in parentheses before or after the address (RFC
// 5322, section 3.2.2).
func withoutComment(text string) string {
	text = strings.TrimSpace(text)
	if open := strings.IndexByte(text, '('); open > 0 && strings.HasSuffix(text, ")") && strings.Contains(text[:open], "@") {
		return strings.TrimSpace(text[:open])
	}
	if end := strings.IndexByte(text, ')'); end > 0 && text[0] == '(' && strings.Contains(text[end:], "@") {
		return strings.TrimSpace(text[end+1:])
	}
	return text
}

// quotes are the pairs people and programs put around an address.
var quotes = [...][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"«", "»"}, {"<", ">"}}

func withoutQuotes(text string) string {
	for _, pair := range quotes {
		if len(text) > len(pair[0])+len(pair[1]) && strings.HasPrefix(text, pair[0]) && strings.HasSuffix(text, pair[1]) {
			return text[len(pair[0]) : len(text)-len(pair[1])]
		}
	}
	return text
}

// withoutScheme drops the scheme of an address: mailto: (RFC 6068), and smtp: as
// Exchange has it among proxy addresses.
func withoutScheme(text string) string {
	if bare := trimScheme(text, "mailto:"); len(bare) < len(text) {
		bare, _, _ = strings.Cut(bare, "?")
		if decoded, err := url.PathUnescape(bare); err == nil {
			return decoded
		}
		return bare
	}
	for _, scheme := range []string{"smtp:", "email:", "e-mail:"} {
		if bare := trimScheme(text, scheme); len(bare) < len(text) {
			return bare
		}
	}
	return text
}
