package vcard

import (
	"slices"
	"strings"
)

// A placement puts one unit of an absorbed card into the merged one.
type placement struct {
	*merger
	unit    unit
	altIDs  map[string]string // new ALTIDs of the absorbed card, by old
	country string            // of the card's telephone numbers
	group   string            // of the unit in the merged card, once a line was added
	added   bool
}

// A rule is what happens to a property that both cards have.
type rule uint8

const (
	together rule = iota // both values stand
	once                 // the survivor's stands
	apart                // says something of the card, not of the person
)

// ruleOf is for a name in upper case. 4.0 allows several FN (RFC 6350, section
// 6.2.1), but programs show one of them, and not always the first.
func ruleOf(name string) rule {
	switch name {
	case "PRODID", "CLIENTPIDMAP":
		return apart
	case "FN", "N", "BDAY", "ANNIVERSARY", "GENDER", "KIND", "PHOTO", "SORT-STRING", "CLASS",
		"BIRTHPLACE", "DEATHDATE", "DEATHPLACE", "X-ADDRESSBOOKSERVER-KIND", "X-ANNIVERSARY", "X-GENDER", "X-ABSHOWAS",
		"X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME", "X-MAIDENNAME":
		return once
	}
	return together
}

func (p *placement) place(line Line) {
	found := propertyOf(line, contentOf(line)).inVersion(p.version)
	name, c := found.name, found.content
	if c.empty() && !c.damaged && len(p.unit.labels) == 0 {
		return
	}
	if c.form == formList {
		p.placeList(found)
		return
	}
	kept, known := p.keptOf(name)
	switch rule := ruleOf(name); {
	case rule != apart && p.unite(name, line, c):
	case p.says(name, line, c):
	case rule == apart, p.means(name, c): // or only its remarks are new
		p.keepAside(found)
	case rule == together || !known:
		p.add(found)
		if name == "KEY" && known {
			p.conflict(name, kept, c)
		}
	default:
		p.keepAside(found)
		p.conflict(name, kept, c)
	}
}

// keptOf is what the merged card says, or what a card without KIND means: taking
// KIND over would turn a person into a group.
func (p *placement) keptOf(name string) (content, bool) {
	if first := p.first[name]; first != nil {
		return first.content, true
	}
	if name == "KIND" || name == "X-ADDRESSBOOKSERVER-KIND" {
		return content{form: formText, text: "individual"}, true
	}
	return content{}, false
}

// means tells whether the merged card says it, whatever it remarks on it.
func (p *placement) means(name string, c content) bool {
	if len(p.find(name, c, p.country)) > 0 {
		return true
	}
	kept, known := p.keptOf(name)
	return known && ruleOf(name) == once && meaningOf(name, kept, p.country) == meaningOf(name, c, p.country)
}

// says tells whether the merged card says it with at least the same remarks, in
// its place or aside.
func (p *placement) says(name string, line Line, c content) bool {
	remarks := remarksOn(line, slices.DeleteFunc(slices.Clone(p.unit.labels), p.wasCarried))
	for _, place := range []string{name, mergedPrefix + name} {
		for _, v := range p.find(place, c, p.country) {
			if isSubset(remarks, v.remarks) {
				return true
			}
		}
	}
	if p.wasCarried(line) {
		return true
	}
	kept, known := p.keptOf(name)
	return known && p.first[name] == nil && len(remarks) == 0 && strings.EqualFold(kept.text, c.text)
}

// wasCarried tells whether the survivor has the line as text.
func (p *placement) wasCarried(line Line) bool {
	if p.first[mergedPrefix+"LINE"] == nil {
		return false // spares the text of every photo
	}
	_, carried := p.byKey[keyOfCarried(line)]
	return carried
}

func isSubset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

// placeList adds the items that are missing.
func (p *placement) placeList(found Property) {
	all := found.content.list
	found.content.list = slices.DeleteFunc(slices.Clone(all), func(item string) bool {
		_, known := p.byKey[found.name+":"+item]
		return known
	})
	if len(found.content.list) > 0 {
		found.rewritten = found.rewritten || len(found.content.list) < len(all)
		p.add(found)
	}
}

// carry adds a line that is not a property as text.
func (p *placement) carry(line Line) { p.addText(mergedPrefix+"LINE", carriedText(line)) }

func (p *placement) keepAside(found Property) {
	found.name = mergedPrefix + strings.TrimPrefix(found.name, mergedPrefix)
	p.add(found)
}

func (p *placement) conflict(name string, kept, other content) {
	p.result.Conflicts = append(p.result.Conflicts, Conflict{Property: name, Kept: kept.String(), Other: other.String()})
}

func (p *placement) add(found Property) {
	if found.source.Group() != "" {
		if !p.added {
			p.group = p.freshGroup(found.source.Group())
		}
		found.group = p.group
	}
	p.added = true
	p.renameIDs(&found)
	p.learn(&value{
		Property: found, line: added, country: p.country,
		remarks: remarksOn(found.source, p.unit.labels), shared: len(p.unit.lines) > 1,
	})
}

// addLabels adds the labels of a group some of whose lines were added.
func (p *placement) addLabels() {
	if !p.added {
		return
	}
	for _, label := range p.unit.labels {
		property := propertyOf(label, contentOf(label))
		property.group = p.group
		p.values = append(p.values, &value{Property: property, line: added})
	}
}

// renameIDs keeps parameters that refer to other lines of their own card from
// referring to lines of the survivor (RFC 6350, sections 5.4 and 5.5).
func (p *placement) renameIDs(added *Property) {
	for i, param := range added.params {
		switch param.name {
		case "PID":
			added.params[i].name = "X-GMMTOOL-PID"
			added.rewritten = true
		case "ALTID":
			id := strings.Join(param.values, ",")
			if p.altIDs[id] == "" {
				p.altIDs[id] = p.freshAltID()
			}
			added.params[i].values = []string{p.altIDs[id]}
			added.rewritten = true
		}
	}
}
