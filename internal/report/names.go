package report

import (
	"unicode"

	"github.com/gmmtool/gmmtool/analyze"
)

// A directory finds the display name of a person by [key].
type directory map[string]string

// newDirectory collects the names that the member lists of r give: past
// members come without one, but are members elsewhere.
func newDirectory(r *analyze.Report) directory {
	names := directory{}
	add := func(members []analyze.Member) {
		for _, m := range members {
			if k := key(m.Address, m.Fingerprint); names[k] == "" {
				names[k] = m.Name
			}
		}
	}
	for _, g := range r.Groups {
		add(g.Target.Members)
		for _, v := range g.Devices {
			add(v.Members)
		}
	}
	return names
}

// maxShortName is the longest display name used in place of an address.
const maxShortName = 24

// shortNames gives each row the name used for it in sentences: the display
// name where it is plain and nobody else in the group has it, the address
// otherwise. Names are free text of whoever wrote the mail; a name with commas
// in it could read as two people.
func shortNames(rows []row) []string {
	uses := map[string]int{}
	for _, r := range rows {
		uses[r.name]++
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.addressLabel()
		if uses[r.name] == 1 && isPlainName(r.name) {
			names[i] = r.name
		}
	}
	return names
}

// isPlainName reports whether s is a short name of letters and digits, which
// [Safe] would not touch.
func isPlainName(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' && r != '-' && r != '.' && r != '\'' {
			return false
		}
	}
	return s != "" && s[0] != ' ' && columns(s) <= maxShortName && Safe(s) == s
}

// addressLabel is the address, or the start of the key of someone without.
func (r row) addressLabel() string {
	switch {
	case r.address != "":
		return label(r.address)
	case len(r.fingerprint) > 16:
		return "key " + label(r.fingerprint[:16])
	}
	return "key " + label(r.fingerprint)
}

// nameLabel is the display name, or nothing where it only repeats the address.
func (r row) nameLabel() string {
	if r.name == r.address {
		return ""
	}
	return label(r.name)
}
