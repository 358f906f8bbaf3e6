package vcard

import (
	"bytes"
	"slices"
	"strings"
)

// wrapsAt is from which width on a soft line break is where a writer wraps its
// lines, in octets.
const wrapsAt = 70

// strayBreak tells whether the soft line break that ends text is none, and next the
// property it looks like.
//
// QUIRK: phones end values in a stray "=". By RFC 2045 the next property would be
// part of the value, and an address or number would be lost. Text that wraps at
// the width of a line, or breaks where the value does, goes on in the next line
// whatever that looks like.
func strayBreak(text, next []byte) bool {
	text = bytes.TrimRight(text, " \t")
	for _, lineBreak := range []string{"=0A=", "=0D=", "=0a=", "=0d="} {
		if bytes.HasSuffix(text, []byte(lineBreak)) {
			return false
		}
	}
	return len(text) < wrapsAt && looksLikeProperty(next)
}

// looksLikeProperty knows the names of RFC 6350 and before in upper case, followed
// by a value at once: prose has a blank after its colon.
func looksLikeProperty(text []byte) bool {
	end := bytes.IndexAny(text, ":;")
	colon := bytes.IndexByte(text, ':')
	if end <= 0 || colon < 0 || colon+1 == len(text) || isBlank(text[colon+1]) {
		return false
	}
	name := string(text[:end])
	if dot := strings.IndexByte(name, '.'); dot > 0 {
		name = name[dot+1:]
	}
	return slices.Contains(propertyNames, name) || strings.HasPrefix(name, "X-") && name == strings.ToUpper(name) && isName([]byte(name))
}

var propertyNames = []string{
	"ADR", "AGENT", "ANNIVERSARY", "BDAY", "CATEGORIES", "CLASS", "EMAIL", "FN", "GENDER", "GEO", "IMPP", "KEY", "KIND", "LABEL", "LANG",
	"LOGO", "MAILER", "MEMBER", "N", "NAME", "NICKNAME", "NOTE", "ORG", "PHOTO", "PRODID", "PROFILE", "RELATED", "REV", "ROLE",
	"SORT-STRING", "SOUND", "SOURCE", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION",
}
