package vcard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// AbsorbedUID is the property that keeps the UID of a card that was merged into
// another. RELATED would be wrong for it: that is for another person (RFC 6350,
// section 6.6.6), whom programs would show, and no card would have the UID.
const AbsorbedUID = "X-GMMTOOL-ABSORBED-UID"

// Merged is what one card needs so that others can be removed.
type Merged struct {
	Add       []Property // to append to the survivor
	Replace   []Replacement
	Conflicts []Conflict
	UID       string   // of the survivor, once Add is appended; "" if no card had one
	Absorbed  []string // UIDs of the others, whose references now mean UID
}

// A Replacement is a line of the survivor that a better one takes the place of: its
// value with the types of both cards, or a fuller name.
type Replacement struct {
	Line int // of [Card.Lines]
	By   Property
}

// A Conflict is a property that two cards say differently. Other is not lost: it
// stands in the survivor as X-GMMTOOL-MERGED- and the name of the property, or,
// for a KEY, as a second KEY.
type Conflict struct {
	Property    string
	Kept, Other string // decoded, untrusted; for binary values size and digest
}

// Merge says what the absorbed cards say and the survivor does not. Cards may
// be of different versions; what is added is written in the survivor's.
//
//   - A property a card has once (N, FN before 4.0, BDAY, ANNIVERSARY, GENDER,
//     KIND, PHOTO and the like) stays the survivor's. Where the survivor has
//     none it is taken over; where it differs it is a Conflict. But of FN and N the
//     fullest stands that shares a word with the survivor's, "Anna Ott" instead of
//     "A. Ott"; the survivor's is then the other value.
//   - UID stays, and is taken over only where the survivor has none; the others
//     become [AbsorbedUID]. REV, PRODID and CLIENTPIDMAP describe the card and
//     are kept only as X-GMMTOOL-MERGED-REV and so on.
//   - Of CATEGORIES and NICKNAME the missing items are added.
//   - Of all others, lines are added whose value is missing. EMAIL is compared
//     without regard to the case of the domain, TEL as the number in full, URL
//     without regard to the case of the host, KEY by its bytes. Where only
//     types differ, the survivor's line gets those of both; where other parameters
//     or the label do, the line is added as X-GMMTOOL-MERGED-.
//   - Lines of a group stay together, under a new group name if theirs is taken.
//     ALTID is renumbered, PID becomes X-GMMTOOL-PID.
//   - A line that the survivor's version cannot say in full (AGENT, parameters
//     that 2.1 cannot write, damaged values, lines that are not properties) is added
//     as text in X-GMMTOOL-MERGED-LINE, beside what can be said of it.
//
// Merging the same card again adds nothing. The error is an [Error] of kind
// ErrNoEnd or ErrTooLarge for a card that cannot be merged.
func Merge(survivor *Card, absorbed ...*Card) (Merged, error) {
	return MergeFrom(func(*Card) string { return "" }, survivor, absorbed...)
}

// MergeFrom is [Merge] where it is known of which country a card's telephone
// numbers are: the calling code, such as "49", "" if it is not.
func MergeFrom(country func(*Card) string, survivor *Card, absorbed ...*Card) (Merged, error) {
	for _, card := range append([]*Card{survivor}, absorbed...) {
		if err := card.editable(); err != nil {
			return Merged{}, err
		}
	}
	m := newMerger(survivor, country(survivor))
	if better := betterNamed(survivor, absorbed); better != nil {
		m.takeName(better)
	}
	for _, card := range absorbed {
		m.country = country(card)
		m.absorb(card)
	}
	return m.merged, nil
}

// A merger knows what the survivor says, with what was added to it so far.
type merger struct {
	version Version
	country string                // of the card read now
	said    map[string][][]string // remarks of the lines that say it, by name and meaning
	first   map[string]content    // of each name
	lines   map[string]int        // of the survivor, by name and meaning; see unite
	kept    []Line                // of the survivor
	groups  map[string]bool
	altIDs  map[string]bool
	merged  Merged
}

func newMerger(survivor *Card, country string) *merger {
	m := &merger{
		country: country,
		version: survivor.Version(),
		said:    map[string][][]string{},
		first:   map[string]content{},
		lines:   map[string]int{},
		kept:    survivor.Lines(),
		groups:  map[string]bool{},
		altIDs:  map[string]bool{},
		merged:  Merged{UID: survivor.UID()},
	}
	for _, unit := range unitsOf(survivor) {
		for _, line := range unit.lines {
			if line.head == nil {
				m.said[keyOfCarried(line)] = [][]string{nil}
				continue
			}
			m.groups[strings.ToLower(line.Group())] = true
			m.remember(line)
			m.learn(line.Name(), line, contentOf(line), unit.labels)
			for _, id := range line.Param("ALTID") {
				m.altIDs[id] = true
			}
		}
	}
	return m
}

// learn notes that the survivor says this.
func (m *merger) learn(name string, line Line, c content, labels []Line) {
	if _, known := m.first[name]; !known {
		m.first[name] = c
	}
	remarks := remarksOn(line, labels)
	for _, key := range m.keysOf(name, c) {
		m.said[key] = append(m.said[key], remarks)
	}
}

// keyOfCarried is the key of a line that was, or will be, carried as text.
func keyOfCarried(line Line) string { return mergedPrefix + "LINE:" + trim(carriedText(line)) }

// keysOf gives one key for a value, and one per item of a list.
func (m *merger) keysOf(name string, c content) []string {
	if c.form != formList {
		return []string{name + ":" + meaningOf(name, c, m.country)}
	}
	keys := make([]string, len(c.list))
	for i, item := range c.list {
		keys[i] = name + ":" + item
	}
	return keys
}

// remarksOn is what parameters and labels say of a line. Preference, and types
// that only name the default, do not make two lines differ.
func remarksOn(line Line, labels []Line) []string {
	remarks := slices.DeleteFunc(normalParams(line), func(p string) bool {
		name, _, _ := strings.Cut(p, "=")
		return p == "TYPE=internet" || p == "TYPE=voice" || name == "PREF" || name == "ALTID" || name == "PID" || name == "X-GMMTOOL-PID"
	})
	if line.is("ADR") { // the address is the same without it
		if country := countryOf(contentOf(line).components); country != "" {
			remarks = append(remarks, "COUNTRY="+country)
		}
	}
	for _, label := range labels {
		remarks = append(remarks, label.Name()+":"+contentOf(label).key())
	}
	return remarks
}

func (m *merger) absorb(card *Card) {
	m.absorbUID(card.UID())
	altIDs := map[string]string{}
	for _, unit := range unitsOf(card) {
		placed := placement{merger: m, unit: unit, altIDs: altIDs}
		for _, line := range unit.lines {
			if line.head == nil {
				placed.carry(line)
			} else if !line.is("UID") {
				placed.place(line)
			}
		}
		placed.addLabels()
	}
}

func (m *merger) absorbUID(uid string) {
	switch {
	case uid == "":
	case m.merged.UID == "":
		m.merged.UID = uid
		m.merged.Add = append(m.merged.Add, textProperty("UID", uid))
	case UIDKey(uid) != UIDKey(m.merged.UID):
		m.merged.Absorbed = append(m.merged.Absorbed, uid)
		m.addText(AbsorbedUID, uid)
	}
}

// addText adds a property of our own, once.
func (m *merger) addText(name, text string) {
	key := name + ":" + trim(text)
	if _, known := m.said[key]; known {
		return
	}
	m.said[key] = append(m.said[key], nil)
	m.merged.Add = append(m.merged.Add, textProperty(name, text))
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
		if id := fmt.Sprint(n); !m.altIDs[id] {
			m.altIDs[id] = true
			return id
		}
	}
}
