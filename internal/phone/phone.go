package phone

import (
	"strings"
)

// minDigits is the shortest number that may be anybody's own.
const minDigits = 6

// Key is equal for two ways to write one number. Country is the calling code
// meant where the number states none, "" if that is not known. Key is "" for what
// is not a number, or too short to be anybody's own.
//
//	Key("+49 (0)170 1234567", "") == Key("0170/1234567", "49") == "+491701234567"
//
// Of a number that lacks the area, or whose country nobody knows, the digits
// count as they are.
func Key(number, country string) string {
	n := read(number)
	if len(strings.TrimLeft(n.digits, "0")) < minDigits {
		return ""
	}
	return n.full(country) + n.extension
}

// Country is the calling code that a number states, "" if it states none.
func Country(number string) string {
	if c, _, ok := read(number).international(""); ok {
		return c.code
	}
	return ""
}

// A dialled number is what is left of a text.
type dialled struct {
	digits    string
	plus      bool   // the digits begin with a calling code
	country   string // that a tel: URI states as context (RFC 3966 section 5.1.5)
	extension string // ";ext=12", or ""
}

// read reads a number as people, and tel: URIs (RFC 3966), write it. Letters
// other than those of an extension make it none.
func read(text string) dialled {
	if !isPlain(text) {
		return readMarked(text)
	}
	var n dialled
	n.digits, n.plus = digitsOf(withinCountry(text))
	return n
}

// isPlain reports a number without letters, parameters or codes, as nearly all are.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && c != ' ' && c != '+' && c != '-' && c != '/' && c != '(' && c != ')' && c != '.' {
			return false
		}
	}
	return true
}

// withinCountry drops the zero of "+49 (0)30", which is dialled within the country
// alone.
func withinCountry(number string) string { return strings.Replace(number, "(0)", "", 1) }

// readMarked reads a number of any form.
func readMarked(text string) dialled {
	text = strings.ToLower(strings.TrimSpace(text))
	text = withoutService(strings.TrimPrefix(text, "tel:"))
	var n dialled
	number, parameters, _ := strings.Cut(text, ";")
	for parameter := range strings.SplitSeq(parameters, ";") {
		if extension, ok := strings.CutPrefix(parameter, "ext="); ok {
			n.extension = extension
		} else if context, ok := strings.CutPrefix(parameter, "phone-context=+"); ok {
			n.country = context
		}
	}
	for _, mark := range [...]string{"extension", "ext.", "ext", "durchwahl", "x", "#"} {
		if before, extension, found := strings.Cut(number, mark); found {
			number, n.extension = before, extension
			break
		}
	}
	n.digits, n.plus = digitsOf(withinCountry(number))
	if n.extension, _ = digitsOf(n.extension); n.extension != "" {
		n.extension = ";ext=" + n.extension
	}
	return n
}

// withoutService drops what some dial before a number so that theirs is not shown:
// *31# (3GPP TS 22.030 annex B).
func withoutService(text string) string {
	if !strings.HasPrefix(text, "*") && !strings.HasPrefix(text, "#") {
		return text
	}
	code, rest, found := strings.Cut(text[1:], "#")
	if !found || strings.Trim(code, "0123456789") != "" {
		return text
	}
	return rest
}

// digitsOf are the digits of any script in a text, and whether a plus is among
// them. Letters make it no number.
func digitsOf(text string) (digits string, plus bool) {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		digit, ok := digitOf(r)
		switch {
		case ok:
			b.WriteByte(byte('0' + digit))
		case r == '+' || r == '＋':
			plus = true // wherever it stands: text from right to left has it behind
		case 'a' <= r && r <= 'z':
			return "", false
		}
	}
	return b.String(), plus
}

// full is the number with its country, as far as that is known.
func (n dialled) full(country string) string {
	if c, rest, ok := n.international(country); ok {
		return "+" + c.code + c.withoutTrunk(rest)
	}
	c, known := callingCodes[country]
	if n.country != "" {
		c, known = callingCodes[n.country]
	}
	switch rest := strings.TrimPrefix(n.digits, c.trunk); {
	case !known || strings.HasPrefix(c.trunk, "0") && strings.HasPrefix(rest, c.trunk):
		return n.digits
	case c.trunk == "", len(rest) < len(n.digits), c.isWhole(n.digits):
		return "+" + c.code + rest
	}
	return c.code + " " + n.digits // without the area
}

// international splits a number that states its country, after a plus or after
// what is dialled for one.
func (n dialled) international(from string) (c country, rest string, ok bool) {
	if n.plus {
		return withCountry(n.digits)
	}
	for _, prefix := range [...]string{"00", abroad[from]} {
		if digits, found := strings.CutPrefix(n.digits, prefix); found && prefix != "" && len(digits) > 7 {
			if c, rest, ok = withCountry(digits); ok {
				return c, rest, true
			}
		}
	}
	return country{}, "", false
}

// abroad is what is dialled instead of the plus, where that is not 00 (ITU-T
// Operational Bulletin no. 994).
var abroad = map[string]string{"1": "011", "7": "810", "61": "0011", "65": "001", "66": "001", "81": "010", "82": "001", "852": "001"}

// withoutTrunk drops a trunk prefix that was written behind the calling code, as
// in +49 0170. One that is not zero may be the number's own.
func (c country) withoutTrunk(rest string) string {
	for strings.HasPrefix(c.trunk, "0") && strings.HasPrefix(rest, c.trunk) {
		rest = rest[len(c.trunk):]
	}
	return rest
}

// isWhole reports a number that is dialled with the area and without the trunk
// prefix: ten digits in North America and Russia.
func (c country) isWhole(digits string) bool {
	return (c.code == "1" || c.code == "7") && len(digits) == 10
}
