package vcard

import (
	"net/url"
	"strings"

	"github.com/gmmtool/gmmtool/internal/phone"
)

// meaningOf is equal for lines of one name that mean the same to a person, even
// if they spell it differently. Country is the calling code of telephone numbers
// that state none, "" if nobody knows it.
func meaningOf(name string, c content, country string) string {
	switch strings.TrimPrefix(name, mergedPrefix) {
	case "EMAIL":
		return meaningOfEmail(c.text)
	case "TEL":
		return meaningOfPhone(c.text, country)
	case "URL":
		return meaningOfURL(c.text)
	case "GEO":
		return meaningOfPlace(c.text)
	case "BDAY", "ANNIVERSARY", "X-ANNIVERSARY":
		return meaningOfDate(c.text)
	case "MEMBER", "X-ADDRESSBOOKSERVER-MEMBER", "RELATED":
		return UIDKey(c.text)
	}
	return c.key()
}

// meaningOfEmail folds the domain only: the local part is its owner's (RFC 5321,
// section 2.4).
func meaningOfEmail(text string) string {
	text = trimScheme(text, "mailto:")
	at := strings.LastIndexByte(text, '@')
	return text[:at+1] + strings.ToLower(text[at+1:])
}

// meaningOfPhone is the number in full, as far as it is known; for what is no
// plain number (pauses, codes to press, short numbers) what is dialled.
func meaningOfPhone(text, country string) string {
	text = trimScheme(text, "tel:")
	if key := phone.Key(text, country); key != "" && !strings.ContainsAny(text, "*#,pwPW") {
		return key
	}
	var dialled strings.Builder
	for _, c := range strings.ToLower(text) {
		if '0' <= c && c <= '9' || strings.ContainsRune("*#,;pwx", c) || c == '+' && dialled.Len() == 0 {
			dialled.WriteRune(c)
		}
	}
	if !strings.ContainsAny(dialled.String(), "0123456789") {
		return text
	}
	return dialled.String()
}

// meaningOfURL folds scheme and host (RFC 3986, section 6.2.2.1).
func meaningOfURL(text string) string {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" {
		return text
	}
	parsed.Host = strings.ToLower(parsed.Host)
	if parsed.Path == "/" {
		parsed.Path = ""
	}
	return parsed.String()
}

// meaningOfDate makes 1990-01-02 of RFC 2426 the 19900102 of RFC 6350.
func meaningOfDate(text string) string {
	date, time, _ := strings.Cut(text, "T")
	if len(date) == len("1990-01-02") && date[4] == '-' && date[7] == '-' {
		date = date[:4] + date[5:7] + date[8:]
	}
	if time == "" {
		return date
	}
	return date + "T" + time
}

func trimScheme(text, scheme string) string {
	if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
		return text[len(scheme):]
	}
	return text
}

// UIDKey is equal for the forms in which one UID is written (RFC 6350 section
// 6.7.6): with urn:uuid: before it, which programs put before any UID, or without;
// a UUID, or another number in hexadecimal, in either case. Other UIDs differ by
// case.
func UIDKey(uid string) string {
	uid = trimScheme(trim(uid), uuidURN)
	if isHexadecimal(uid) {
		return strings.ToLower(uid)
	}
	return uid
}

const uuidURN = "urn:uuid:"

// isHexadecimal reports a UUID or a number of eight digits or more.
func isHexadecimal(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && c != '-' && hexDigit(c) < 0 {
			return false
		}
	}
	return len(text) >= 8
}
