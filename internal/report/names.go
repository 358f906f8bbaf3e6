package report

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/gmmtool/gmmtool/analyze"
)

// A directory knows what people are called. Names are free text of whoever wrote
// the mail; one name may be that of two people, or pretend to be.
type directory struct {
	names map[string]string          // by [key], as first met
	uses  map[string]map[string]bool // which [key]s have a name, by its [likeness]
}

// newDirectory collects the names that the member lists of r give: past
// members come without one, but are members elsewhere.
func newDirectory(r *analyze.Report) directory {
	names := newNames()
	for _, g := range r.Groups {
		names.addMembers(g.Target.Members)
		for _, v := range g.Devices {
			names.addMembers(v.Members)
		}
	}
	return names
}

func newNames() directory {
	return directory{map[string]string{}, map[string]map[string]bool{}}
}

func (d directory) addMembers(members []analyze.Member) {
	for _, m := range members {
		d.add(m.Address, m.Fingerprint, m.Name)
	}
}

func (d directory) add(address, fingerprint, name string) {
	k := key(address, fingerprint)
	if d.names[k] != "" || name == "" || strings.EqualFold(name, address) {
		return
	}
	d.names[k] = name
	like := likeness(name)
	if d.uses[like] == nil {
		d.uses[like] = map[string]bool{}
	}
	d.uses[like][k] = true
}

// likeness is what two names have in common that a reader could take for one.
func likeness(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(name)), " "))
}

// person is what people call somebody, fit to be shown: the name; with the address
// where somebody else has that name or it could be read as something else; the
// address alone of those without a name.
func (d directory) person(address, fingerprint string) string {
	k := key(address, fingerprint)
	name := d.names[k]
	switch {
	case name == "":
		return addressLabel(address, fingerprint)
	case !isPlainName(name):
		return "“" + wholeLabel(name) + "” <" + addressLabel(address, fingerprint) + ">"
	case len(d.uses[likeness(name)]) > 1:
		return wholeLabel(name) + " <" + addressLabel(address, fingerprint) + ">"
	}
	return wholeLabel(name)
}

// isPlainName reports whether s can stand in a sentence without quotation marks:
// it is shown as it is and whole, holds no punctuation that a list of people or an
// address has, and does not begin like a number of people.
func isPlainName(s string) bool {
	first := []rune(s + " ")[0]
	return s != "" && strings.TrimSpace(s) == s && !unicode.IsDigit(first) &&
		columns(s) <= maxWhole && Safe(s) == s &&
		!strings.ContainsAny(s, "@<>\"“”„,;:\\|") && !strings.Contains(s, " and ")
}

// addressLabel is the address, or the start of the key of someone without.
func addressLabel(address, fingerprint string) string {
	switch {
	case address != "":
		return wholeLabel(address)
	case len(fingerprint) > 16:
		return "key " + label(fingerprint[:16])
	}
	return "key " + label(fingerprint)
}

// people gives the names of addresses, in the same order.
func (d directory) people(addresses []string) []string {
	names := slices.Clone(addresses)
	for i, address := range names {
		names[i] = d.person(address, "")
	}
	return names
}

// addressLabel is the address of a row, see [addressLabel].
func (r row) addressLabel() string { return addressLabel(r.address, r.fingerprint) }

// calledAll are the names of several rows for sentences.
func calledAll(rows []row) []string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.called
	}
	return names
}
