package vcard

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A merger knows what the merged card says so far.
type merger struct {
	base      *Card
	becomeOne map[string]bool // UIDs of the cards, by UIDKey; nil for one card alone
	called    map[string]bool // names of the cards
	version   Version
	country   func(*Card) string
	values    []*value
	byKey     map[string][]*value // by name and meaning, as keysOf has them
	first     map[string]*value   // of each name
	groups    map[string]bool
	altIDs    map[string]bool
	result    Merged
}

// A value is what one line of the merged card says. Lines of the base come first,
// in their order.
type value struct {
	Property
	line    int        // of the base, or added
	country string     // of the card it is from
	remarks []string   // what parameters and labels say of it
	labels  []Property // that were added to its group
	shared  bool       // its group has other values
	changed bool
	dropped bool // another line says it
}

// added stands in the place of the number of a line.
const added = -1

func newMerger(base *Card, cards []*Card, country func(*Card) string) *merger {
	m := &merger{
		base: base, version: base.Version(), country: country,
		byKey: map[string][]*value{}, first: map[string]*value{}, groups: map[string]bool{}, altIDs: map[string]bool{},
	}
	if len(cards) > 1 {
		m.becomeOne, m.called = map[string]bool{}, map[string]bool{}
		for _, card := range cards {
			m.becomeOne[UIDKey(card.UID())], m.called[card.Name()] = true, true
		}
	}
	numbers := make(map[*byte]int, len(base.Lines()))
	for i, line := range base.Lines() {
		if len(line.raw) > 0 {
			numbers[&line.raw[0]] = i
		}
		if line.head != nil {
			m.groups[strings.ToLower(line.Group())] = true
		}
	}
	for _, unit := range unitsOf(base) {
		for _, line := range unit.lines {
			m.readOwn(unit, line, numbers[&line.raw[0]])
		}
	}
	return m
}

// readOwn takes a line of the base. One that says what an earlier one says is not
// needed a second time.
func (m *merger) readOwn(unit unit, line Line, number int) {
	if line.head == nil {
		m.byKey[keyOfCarried(line)] = []*value{{line: number}}
		return
	}
	for _, id := range line.Param("ALTID") {
		m.altIDs[id] = true
	}
	c := contentOf(line)
	v := &value{
		Property: propertyOf(line, c), line: number, country: m.country(m.base),
		remarks: remarksOn(line, unit.labels), shared: len(unit.lines) > 1,
	}
	own := placement{merger: m, unit: unit, country: v.country}
	v.dropped = m.becomeOne != nil && !v.shared && (m.saysMerged(line) || slices.Contains(typed, v.name) && own.unite(v.name, line, c))
	if v.dropped {
		m.values = append(m.values, v)
		return
	}
	m.learn(v)
}

// typed are the properties of which one value may have several types, and stands
// once.
var typed = []string{"TEL", "EMAIL", "ADR", "URL", "IMPP"}

// learn notes that the merged card says this.
func (m *merger) learn(v *value) {
	m.values = append(m.values, v)
	if m.first[v.name] == nil {
		m.first[v.name] = v
	}
	for _, key := range keysOf(v.name, v.content, v.country) {
		m.byKey[key] = append(m.byKey[key], v)
	}
}

// find gives what the merged card says with that meaning.
func (m *merger) find(name string, c content, country string) []*value {
	found := m.byKey[keysOf(name, c, country)[0]]
	if found != nil || strings.TrimPrefix(name, mergedPrefix) != "ADR" {
		return found
	}
	for _, v := range m.values {
		if v.name == name && !v.dropped && samePostal(v.content, c) {
			found = append(found, v)
		}
	}
	return found
}

// keyOfCarried is the key of a line that was, or will be, carried as text.
func keyOfCarried(line Line) string { return mergedPrefix + "LINE:" + trim(carriedText(line)) }

// keysOf gives one key for a value, and one per item of a list.
func keysOf(name string, c content, country string) []string {
	if c.form != formList {
		return []string{name + ":" + meaningOf(name, c, country)}
	}
	keys := make([]string, len(c.list))
	for i, item := range c.list {
		keys[i] = name + ":" + item
	}
	return keys
}

func (m *merger) absorb(card *Card) {
	altIDs := map[string]string{}
	for _, unit := range unitsOf(card) {
		placed := placement{merger: m, unit: unit, altIDs: altIDs, country: m.country(card)}
		for _, line := range unit.lines {
			if line.head == nil {
				placed.carry(line)
			} else if !line.is("UID") && !line.is("REV") && !m.saysMerged(line) {
				placed.place(line)
			}
		}
		placed.addLabels()
	}
}

// takeUID gives the merged card its UID.
func (m *merger) takeUID(uid string) {
	m.result.UID = uid
	own := m.first["UID"]
	switch {
	case uid == "" || own != nil && UIDKey(own.content.text) == UIDKey(uid):
	case own != nil:
		own.Property, own.changed = uidProperty(uid, m.version), true
	default:
		m.learn(&value{Property: uidProperty(uid, m.version), line: added})
	}
}

func (m *merger) absorbUID(uid string) {
	if uid != "" && UIDKey(uid) != UIDKey(m.result.UID) {
		m.result.Absorbed = append(m.result.Absorbed, uid)
		m.addText(AbsorbedUID, uid)
	}
}

// uidProperty writes a UID, which is a URI in 4.0 unless it says that it is text
// (RFC 6350, section 6.7.6).
func uidProperty(uid string, version Version) Property {
	p := textProperty("UID", uid)
	if version == V40 && !isURI(uid) {
		return p.With("VALUE", "text")
	}
	return p
}

// addText adds a property of our own, once.
func (m *merger) addText(name, text string) {
	p := textProperty(name, trim(text))
	if _, known := m.byKey[keysOf(name, p.content, "")[0]]; !known {
		m.learn(&value{Property: p, line: added})
	}
}

// setRevision says when the card was changed, in the form that all versions read.
func (m *merger) setRevision(at time.Time) {
	p := textProperty("REV", at.UTC().Format("20060102T150405Z"))
	if own := m.first["REV"]; own != nil {
		p.group = own.group
		own.Property, own.changed = p, true
		return
	}
	m.learn(&value{Property: p, line: added})
}

// freshGroup is the name under which a group of another card can be added:
// item1 becomes the first itemN that is free.
func (m *merger) freshGroup(group string) string {
	fresh := group
	stem := strings.TrimRight(group, "0123456789")
	for n := 1; m.groups[strings.ToLower(fresh)]; n++ {
		fresh = stem + strconv.Itoa(n)
	}
	m.groups[strings.ToLower(fresh)] = true
	return fresh
}

func (m *merger) freshAltID() string {
	for n := 1; ; n++ {
		if id := strconv.Itoa(n); !m.altIDs[id] {
			m.altIDs[id] = true
			return id
		}
	}
}

func (m *merger) isChanged() bool {
	return slices.ContainsFunc(m.values, func(v *value) bool { return v.line == added || v.changed || v.dropped })
}

// merged is what became of all of it.
func (m *merger) merged() Merged {
	for _, v := range m.values {
		switch {
		case v.line == added:
			m.result.Add = append(append(m.result.Add, v.Property), v.labels...)
		case v.dropped:
			m.result.Replace = append(m.result.Replace, Replacement{Line: v.line})
		case v.changed:
			m.result.Replace = append(m.result.Replace, Replacement{v.line, append([]Property{v.Property}, v.labels...)})
		}
	}
	return m.result
}
