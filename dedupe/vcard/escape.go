package vcard

import (
	"slices"
	"strings"
)

// Making a replacer costs much more than using it.
var (
	breaksUnescaped = strings.NewReplacer(`\\`, `\\`, `\n`, "\n", `\N`, "\n")
	breaksNormal    = strings.NewReplacer("\r\n", "\n", "\r", "\n")
	escaped21       = strings.NewReplacer(`\`, `\\`, ";", `\;`)
	escaped30       = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
	paramUnescaped  = strings.NewReplacer("^^", "^", "^'", `"`, "^n", "\n") // RFC 6868
	paramEscaped    = strings.NewReplacer("^", "^^", `"`, "^'", "\r\n", "^n", "\n", "^n", "\r", "^n")
	escapedWhole40  = strings.NewReplacer(`\`, `\\`, ",", `\,`, "\n", `\n`)
)

// unescape undoes backslash escapes (RFC 6350, section 3.4). What is not an escape
// stays as it is.
//
// QUIRK: vCard 2.1 knows only \; but Android and others write \\ \, and \: as
// well. \n is left alone there: it is more often a path than a line break. From
// 3.0 on, \: is Apple's and Google's way to write a URL.
func unescape(text string, version Version) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var out strings.Builder
	out.Grow(len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		i++
		switch c := text[i]; {
		case strings.IndexByte(`\;,:`, c) >= 0:
			out.WriteByte(c)
		case (c == 'n' || c == 'N') && version != V21:
			out.WriteByte('\n')
		default:
			out.WriteByte('\\')
			out.WriteByte(c)
		}
	}
	return out.String()
}

// unescapeBreaks undoes \n only, for values whose other escapes are not known.
func unescapeBreaks(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	return breaksUnescaped.Replace(text)
}

// escape is the inverse of unescape for one list item or component.
func escape(text string, version Version) string {
	if !strings.ContainsAny(text, "\\;,\n") {
		return text
	}
	if version == V21 {
		return escaped21.Replace(text)
	}
	return escaped30.Replace(text)
}

// escapeWhole is for a value that is one text. RFC 2426 wants its semicolons
// escaped; RFC 6350 leaves that open, and some readers (ical.js) show the
// backslash.
func escapeWhole(text string, version Version) string {
	if version == V40 {
		return escapedWhole40.Replace(text)
	}
	return escape(text, version)
}

// splitUnescaped splits at separators that no backslash precedes, leaving all
// escapes in place.
func splitUnescaped(text string, separator byte) []string {
	parts := make([]string, 0, 1+strings.Count(text, string(separator)))
	start := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case separator:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}

// normalBreaks makes line breaks inside a value LF.
func normalBreaks(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return breaksNormal.Replace(text)
}

func trim(text string) string {
	for len(text) > 0 && isTrimmed(text[0]) {
		text = text[1:]
	}
	for len(text) > 0 && isTrimmed(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func isTrimmed(c byte) bool { return isBlank(c) || c == '\n' }

// withoutEmptyTail drops empty components at the end: writers differ in how
// many they leave.
func withoutEmptyTail(components [][]string) [][]string {
	last := len(components)
	for last > 0 && !slices.ContainsFunc(components[last-1], func(item string) bool { return trim(item) != "" }) {
		last--
	}
	return components[:last]
}
