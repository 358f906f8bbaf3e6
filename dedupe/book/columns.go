package book

import (
	"regexp"
	"slices"
	"strings"
)

// A layout is whose table it is.
type layout string

const (
	google      layout = "CSV of Google Contacts"
	outlook     layout = "CSV of Outlook"
	thunderbird layout = "CSV of Thunderbird"
)

// layoutOf tells by the names of the columns, in lower case, whose table it is; ""
// for another's.
func layoutOf(header []string) layout {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(header, name) })
	}
	switch {
	case has("e-mail 1 - value"), has("phone 1 - value"), has("given name", "family name"), has("first name", "last name", "labels"):
		return google
	case has("e-mail address"), has("first name", "last name", "business phone"), has("first name", "last name", "mobile phone"):
		return outlook
	case has("primary email"):
		return thunderbird
	}
	return ""
}

// A meaning is what a column says: a property, or a part of one.
type meaning struct {
	property string // "" for a column no property is for
	part     int    // component of N, ORG or ADR
	group    string // columns of one ADR, or a value with its type
	kind     string // TYPE of the property
	typeOf   string // the column holds the type of that group
}

// plainColumns are those of the programs that stand for themselves. Components
// are those of RFC 6350, sections 6.2.2 and 6.6.4.
var plainColumns = map[string]meaning{
	"family name": {property: "N", part: 0}, "last name": {property: "N", part: 0},
	"given name": {property: "N", part: 1}, "first name": {property: "N", part: 1},
	"additional name": {property: "N", part: 2}, "middle name": {property: "N", part: 2},
	"name prefix": {property: "N", part: 3}, "title": {property: "N", part: 3},
	"name suffix": {property: "N", part: 4}, "suffix": {property: "N", part: 4},
	"name": {property: "FN"}, "file as": {property: "FN"}, "display name": {property: "FN"},
	"nickname": {property: "NICKNAME"}, "birthday": {property: "BDAY"}, "notes": {property: "NOTE"},
	"organization name": {property: "ORG", part: 0}, "organization 1 - name": {property: "ORG", part: 0}, "company": {property: "ORG", part: 0},
	"organization department": {property: "ORG", part: 1}, "organization 1 - department": {property: "ORG", part: 1}, "department": {property: "ORG", part: 1},
	"organization title": {property: "TITLE"}, "organization 1 - title": {property: "TITLE"}, "job title": {property: "TITLE"},
	"primary email": {property: "EMAIL"}, "secondary email": {property: "EMAIL"},
	"work phone": {property: "TEL", kind: "work"}, "mobile number": {property: "TEL", kind: "cell"},
	"fax number": {property: "TEL", kind: "fax"}, "pager number": {property: "TEL", kind: "pager"},
	"organization": {property: "ORG", part: 0}, "web page 1": {property: "URL"}, "web page 2": {property: "URL"},
	"labels": {property: "CATEGORIES"}, "group membership": {property: "CATEGORIES"}, "categories": {property: "CATEGORIES"},
	"web page": {property: "URL"}, "personal web page": {property: "URL"},
	"primary phone": {property: "TEL"}, "company main phone": {property: "TEL", kind: "work"}, "car phone": {property: "TEL", kind: "car"},
	"pager": {property: "TEL", kind: "pager"}, "isdn": {property: "TEL", kind: "isdn"}, "radio phone": {property: "TEL"},
}

// Components of ADR (RFC 6350, section 6.3.1) by the names Google and Outlook have
// for them.
var addressParts = map[string]int{
	"po box": 0, "address po box": 0, "extended address": 1, "street": 2, "street 2": 2, "street 3": 2, "city": 3, "region": 4, "state": 4,
	"postal code": 5, "country": 6, "country/region": 6,
}

var (
	numbered     = regexp.MustCompile(`^(e-mail|phone|address|website) (\d+) - (.+)$`)
	outlookMail  = regexp.MustCompile(`^e-mail( \d+)? address$`)
	outlookPhone = regexp.MustCompile(`^(home|business|mobile|other) (phone|fax)( \d+)?$`)
	outlookPlace = regexp.MustCompile(`^(home|business|other) (.+)$`)
)

var properties = map[string]string{"e-mail": "EMAIL", "phone": "TEL", "website": "URL", "address": "ADR"}

// outlookTypes are what vCards call Outlook's kinds.
var outlookTypes = map[string]string{"home": "home", "business": "work", "mobile": "cell"}

// meaningOf reads the name of a column, in lower case.
func meaningOf(column string) meaning {
	if known, ok := plainColumns[column]; ok {
		return known
	}
	if m := numbered.FindStringSubmatch(column); m != nil {
		return meaningOfNumbered(m[1], m[1]+m[2], m[3])
	}
	if outlookMail.MatchString(column) {
		return meaning{property: "EMAIL"}
	}
	if m := outlookPhone.FindStringSubmatch(column); m != nil {
		kind := outlookTypes[m[1]]
		if m[2] == "fax" {
			kind = strings.TrimPrefix(kind+",fax", ",")
		}
		return meaning{property: "TEL", kind: kind}
	}
	if m := outlookPlace.FindStringSubmatch(column); m != nil {
		if part, ok := addressParts[m[2]]; ok {
			return meaning{property: "ADR", part: part, group: m[1], kind: outlookTypes[m[1]]}
		}
	}
	return meaning{}
}

// meaningOfNumbered is for Google's "Phone 1 - Value" and the like.
func meaningOfNumbered(what, group, rest string) meaning {
	part, isPart := addressParts[rest]
	switch {
	case rest == "type" || rest == "label":
		return meaning{typeOf: group}
	case what == "address" && isPart:
		return meaning{property: "ADR", part: part, group: group}
	case what == "address" && rest == "formatted":
		return meaning{property: "LABEL", group: group}
	case what != "address" && rest == "value":
		return meaning{property: properties[what], group: group}
	}
	return meaning{}
}
