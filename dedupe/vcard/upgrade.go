package vcard

import (
	"slices"
	"strings"
)

// goneIn40 are properties that vCard 4.0 no longer has (RFC 6350, appendix A.2).
// AGENT and REV are kept in other ways.
var goneIn40 = []string{"CLASS", "LABEL", "MAILER", "NAME", "PROFILE", "SORT-STRING"}

// inVersion is a property found in a card of an earlier version as a later one
// has it: under another name or in another form of value.
func (p Property) inVersion(version Version) Property {
	if version != V40 || p.source.head == nil || p.source.version == V40 {
		return p
	}
	name := strings.TrimPrefix(p.name, mergedPrefix)
	switch {
	case p.name == "X-ANNIVERSARY":
		p.name, p.rewritten = "ANNIVERSARY", true
		return p.dated()
	case name == "BDAY" || name == "ANNIVERSARY":
		return p.dated()
	case slices.Contains(goneIn40, p.name):
		p.name, p.rewritten = mergedPrefix+p.name, true
	case p.name == "EMAIL": // all are
		p.params = slices.DeleteFunc(slices.Clone(p.params), func(p param) bool {
			return p.name == "TYPE" && slices.ContainsFunc(p.values, func(value string) bool { return strings.EqualFold(value, "internet") }) && len(p.values) == 1
		})
	}
	return p
}

// dated writes a date as 4.0 does: without hyphens and colons, or as text if it is
// none (RFC 6350, sections 4.3 and 6.2.5).
func (p Property) dated() Property {
	if p.content.damaged {
		return p
	}
	p.params = slices.DeleteFunc(slices.Clone(p.params), func(p param) bool { return p.name == "VALUE" })
	date, time, timed := strings.Cut(meaningOfDate(p.content.text), "T")
	if strings.Trim(date, "0123456789-") != "" || date == "" || !timed && len(strings.Trim(date, "-")) < 2 {
		return p.With("VALUE", "text")
	}
	if timed {
		date += "T" + strings.ReplaceAll(time, ":", "")
	}
	p.content.text = date
	return p
}
