package vcard

import (
	"slices"
	"strings"
)

// A placement puts one unit of an absorbed card into the survivor.
type placement struct {
	*merger
	unit   unit
	altIDs map[string]string // new ALTIDs of the absorbed card, by old
	group  string            // of the unit in the survivor, once a line was added
	added  bool
}

// A rule is what happens to a property that both cards have.
type rule uint8

const (
	together rule = iota // both values stand
	once                 // the survivor's stands
	apart                // says something of the card, not of the person
)

// ruleOf is for a name in upper case.
func ruleOf(name string, version Version) rule {
	switch name {
	case "REV", "PRODID", "CLIENTPIDMAP":
		return apart
	case "N", "BDAY", "ANNIVERSARY", "GENDER", "KIND", "PHOTO", "SORT-STRING", "CLASS",
		"BIRTHPLACE", "DEATHDATE", "DEATHPLACE", "X-ADDRESSBOOKSERVER-KIND", "X-ANNIVERSARY", "X-GENDER", "X-ABSHOWAS",
		"X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME", "X-MAIDENNAME":
		return once
	case "FN":
		if version != V40 { // RFC 6350, section 6.2.1 allows several
			return once
		}
	}
	return together
}

func (p *placement) place(line Line) {
	name, c := line.Name(), contentOf(line)
	if c.empty() && !c.damaged && len(p.unit.labels) == 0 {
		return
	}
	if c.form == formList {
		p.placeList(name, line, c)
		return
	}
	kept, known := p.keptOf(name)
	switch said, same := p.says(name, line, c), p.means(name, c); {
	case said:
	case ruleOf(name, p.version) == apart:
		p.keepAside(name, line, c)
	case same && p.unite(name, line, c):
	case same:
		p.keepAside(name, line, c) // only its remarks are new
	case ruleOf(name, p.version) == together || !known:
		p.add(name, line, c)
		if name == "KEY" && known {
			p.conflict(name, kept, c)
		}
	default:
		p.keepAside(name, line, c)
		p.conflict(name, kept, c)
	}
}

// keptOf is what the survivor says, or what a card without KIND means: taking
// KIND over would turn a person into a group.
func (p *placement) keptOf(name string) (content, bool) {
	kept, known := p.first[name]
	if !known && (name == "KIND" || name == "X-ADDRESSBOOKSERVER-KIND") {
		return content{form: formText, text: "individual"}, true
	}
	return kept, known
}

// means tells whether the survivor says it, whatever it remarks on it.
func (p *placement) means(name string, c content) bool {
	if _, known := p.said[p.keysOf(name, c)[0]]; known {
		return true
	}
	kept, known := p.keptOf(name)
	return known && ruleOf(name, p.version) == once && meaningOf(name, kept, p.country) == meaningOf(name, c, p.country)
}

// says tells whether the survivor says it with at least the same remarks, in
// its place or aside.
func (p *placement) says(name string, line Line, c content) bool {
	remarks := remarksOn(line, slices.DeleteFunc(slices.Clone(p.unit.labels), p.wasCarried))
	for _, place := range []string{name, mergedPrefix + name} {
		for _, theirs := range p.said[p.keysOf(place, c)[0]] {
			if isSubset(remarks, theirs) {
				return true
			}
		}
	}
	if p.wasCarried(line) {
		return true
	}
	kept, known := p.keptOf(name)
	_, stated := p.first[name]
	return known && !stated && len(remarks) == 0 && strings.EqualFold(kept.text, c.text)
}

// wasCarried tells whether the survivor has the line as text.
func (p *placement) wasCarried(line Line) bool {
	if _, carries := p.first[mergedPrefix+"LINE"]; !carries {
		return false // spares the text of every photo
	}
	_, carried := p.said[keyOfCarried(line)]
	return carried
}

func isSubset(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

// placeList adds the items that are missing.
func (p *placement) placeList(name string, line Line, c content) {
	missing := slices.DeleteFunc(slices.Clone(c.list), func(item string) bool {
		_, known := p.said[name+":"+item]
		return known
	})
	if len(missing) == 0 {
		return
	}
	part := c
	part.list = missing
	p.add(name, line, part)
	if len(missing) < len(c.list) {
		p.merged.Add[len(p.merged.Add)-1].rewritten = true
	}
}

// carry adds a line that is not a property as text.
func (p *placement) carry(line Line) { p.addText(mergedPrefix+"LINE", carriedText(line)) }

func (p *placement) keepAside(name string, line Line, c content) {
	p.add(mergedPrefix+strings.TrimPrefix(name, mergedPrefix), line, c)
}

func (p *placement) conflict(name string, kept, other content) {
	p.merged.Conflicts = append(p.merged.Conflicts, Conflict{Property: name, Kept: kept.String(), Other: other.String()})
}

func (p *placement) add(name string, line Line, c content) {
	added := propertyOf(line, c)
	added.name = name
	if line.Group() != "" {
		if !p.added {
			p.group = p.freshGroup(line.Group())
		}
		added.group = p.group
	}
	p.added = true
	p.renameIDs(&added)
	p.merged.Add = append(p.merged.Add, added)
	p.learn(name, line, c, p.unit.labels)
}

// addLabels adds the labels of a group some of whose lines were added.
func (p *placement) addLabels() {
	if !p.added {
		return
	}
	for _, label := range p.unit.labels {
		added := propertyOf(label, contentOf(label))
		added.group = p.group
		p.merged.Add = append(p.merged.Add, added)
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
