package vcard

import (
	"slices"
	"strings"
)

// typed are the properties of which one value may have several types.
var typed = []string{"TEL", "EMAIL", "ADR", "URL", "IMPP"}

// remember notes where the survivor says something that may get more types.
func (m *merger) remember(line Line) {
	if !slices.Contains(typed, line.Name()) {
		return
	}
	key := line.Name() + ":" + meaningOf(line.Name(), contentOf(line), m.country)
	at := slices.IndexFunc(m.kept, func(kept Line) bool { return len(line.raw) > 0 && &kept.raw[0] == &line.raw[0] })
	if _, known := m.lines[key]; !known && at >= 0 {
		m.lines[key] = at
	}
}

// unite gives the survivor's line the types of another line of the same meaning, and
// the country of a postal address, and reports whether that says all that the other does. Lines that cannot be written
// anew in full stay as they are.
func (p *placement) unite(name string, line Line, c content) bool {
	key := name + ":" + meaningOf(name, c, p.country)
	at, known := p.lines[key]
	if !known || len(p.unit.labels) > 0 || c.damaged {
		return false
	}
	i := slices.IndexFunc(p.merged.Replace, func(r Replacement) bool { return r.Line == at })
	by := propertyOf(p.kept[at], contentOf(p.kept[at]))
	if i >= 0 {
		by = p.merged.Replace[i].By
	}
	if by.content.damaged || by.source.leansOnCard() || by.content.looksEscaped(p.version) || meaningOf(name, by.content, p.country) != meaningOf(name, c, p.country) {
		return false
	}
	said := p.said[key][0]
	more := slices.DeleteFunc(remarksOn(line, nil), func(remark string) bool { return slices.Contains(said, remark) })
	for _, remark := range more {
		parameter, value, _ := strings.Cut(remark, "=")
		if parameter == "COUNTRY" && !slices.ContainsFunc(said, func(known string) bool { return strings.HasPrefix(known, "COUNTRY=") }) {
			by.content = c // the survivor's does not say which
			continue
		}
		if parameter != "TYPE" || !isToken(value) {
			return false
		}
		by.params = append(by.params[:len(by.params):len(by.params)], param{"TYPE", []string{value}})
	}
	by.rewritten = true
	if _, complete := by.writtenParams(p.version); !complete {
		return false
	}
	p.said[key] = append([][]string{slices.Concat(said, more)}, p.said[key]...)
	if i >= 0 {
		p.merged.Replace[i].By = by
	} else {
		p.merged.Replace = append(p.merged.Replace, Replacement{at, by})
	}
	return true
}

// isToken reports a type that every version can write.
func isToken(value string) bool {
	return value != "" && strings.Trim(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
