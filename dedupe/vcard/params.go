package vcard

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// A param is one parameter. Its name is in upper case, its values are decoded.
type param struct {
	name   string
	values []string
}

// Param gives the values of the parameter of that name, unquoted and with the
// escapes of RFC 6868 undone. The bare parameters of vCard 2.1 count as values
// of TYPE, ENCODING or VALUE.
func (l Line) Param(name string) []string {
	var values []string
	for _, p := range parseParams(l.params(), l.version) {
		if strings.EqualFold(p.name, name) {
			values = append(values, p.values...)
		}
	}
	return values
}

// Types are the values of TYPE in lower case, without "pref", which is a
// preference: see [Line.Pref].
func (l Line) Types() []string {
	var types []string
	for _, value := range l.Param("TYPE") {
		if value = strings.ToLower(value); value != "pref" {
			types = append(types, value)
		}
	}
	return types
}

// Pref is the preference from 1, the most preferred, to 100, or 0 where there is
// none. TYPE=pref of vCard 3.0 and PREF of 2.1 are 1.
func (l Line) Pref() int {
	for _, value := range l.Param("PREF") {
		if pref, err := strconv.Atoi(value); err == nil && 1 <= pref && pref <= 100 {
			return pref
		}
	}
	if slices.ContainsFunc(l.Param("TYPE"), func(value string) bool { return strings.EqualFold(value, "pref") }) {
		return 1
	}
	return 0
}

func parseParams(raw []byte, version Version) []param {
	var params []param
	for len(raw) > 0 {
		var one []byte
		one, raw = cutUnquoted(raw[1:], ';')
		if p, ok := parseParam(one, version); ok {
			params = append(params, p)
		}
	}
	return params
}

func parseParam(raw []byte, version Version) (param, bool) {
	name, rest, named := bytes.Cut(raw, []byte("="))
	if !named {
		value := decodeParam(raw, version)
		p := param{name: nameOfBare(value)}
		p.add(value)
		return p, len(p.values) > 0
	}
	p := param{name: strings.ToUpper(trim(string(name)))}
	for {
		var one []byte
		one, rest = cutUnquoted(rest, ',')
		p.add(decodeParam(one, version))
		if len(rest) == 0 {
			return p, len(p.values) > 0
		}
		rest = rest[1:]
	}
}

// add adds a value. A TYPE may be several, even inside quotes: RFC 6350, section
// 5.6 shows TYPE="voice,home".
func (p *param) add(value string) {
	if p.name != "TYPE" {
		p.values = append(p.values, value)
		return
	}
	for _, one := range strings.Split(value, ",") {
		if one = trim(one); one != "" {
			p.values = append(p.values, one)
		}
	}
}

// cutUnquoted cuts before the first separator outside quotes, or outside all
// where quotes do not close. The separator stays in rest.
func cutUnquoted(raw []byte, separator byte) (one, rest []byte) {
	quoted := false
	for i, c := range raw {
		switch {
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			return raw[:i], raw[i:]
		}
	}
	if i := bytes.IndexByte(raw, separator); quoted && i >= 0 {
		return raw[:i], raw[i:]
	}
	return raw, nil
}

// decodeParam undoes quotes and, from version 3.0 on, RFC 6868.
//
// QUIRK: RFC 6868 is for 4.0 only; 3.0 has no way to say what it can, and
// programs use it there as well.
func decodeParam(raw []byte, version Version) string {
	value, _ := toUTF8(trimBytes(raw), "")
	if len(value) > 1 && value[0] == '"' && value[len(value)-1] == '"' {
		value = value[1 : len(value)-1]
	}
	if version != V21 && strings.Contains(value, "^") {
		value = paramUnescaped.Replace(value)
	}
	return value
}

// nameOfBare gives the name that vCard 2.1 leaves out.
func nameOfBare(value string) string {
	switch strings.ToUpper(value) {
	case "QUOTED-PRINTABLE", "BASE64", "7BIT", "8BIT":
		return "ENCODING"
	case "URL", "INLINE", "CONTENT-ID", "CID":
		return "VALUE"
	}
	return "TYPE"
}
