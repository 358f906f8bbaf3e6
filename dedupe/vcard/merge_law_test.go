package vcard

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// said are lines in which the same few things are said in many ways; those of 4.0
// stand apart.
var said = map[Version][]string{
	V21: {
		"N:Petrov;Ivan", "FN:Petrov, Ivan", "TEL;CELL:0170 1234567", "TEL;WORK;PREF:+491701234567", "TEL;HOME:+49 40 7654321 ext. 5", "EMAIL;INTERNET:ivan@home.example",
		"ADR;WORK:;;LANGE STRASSE 5;HAMBURG;;20095;DE", "ADR;HOME;QUOTED-PRINTABLE;CHARSET=UTF-8:;;Lange Stra=C3=9Fe 5;Hamburg;;20095", "GEO:53.55;9.99", "BDAY:19800102",
		"PHOTO;JPEG;BASE64:\r\n AAAA\r\n", "NOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Gr=FC=DFe=0D=0Aan alle", "X-CUSTOM:a\\b",
	},
	V30: {
		"N:;Ivan;;;", "FN:Ivan", "FN:Ivan Petrov", "TEL;TYPE=CELL,pref:+49 170 1234567", "TEL;TYPE=WORK:+49 (0)170/1234567", "item1.TEL:+49-40-7654321;ext=5", "item1.X-ABLabel:boat",
		"item2.EMAIL;TYPE=INTERNET:ivan@HOME.example", "item2.X-ABLabel:_$!<Work>!$_", "ADR;TYPE=HOME:;;Lange Str. 5;Hamburg;;20095;Germany", "item3.ADR:;;Lange St 5;Hamburg;;20095;Deutschland",
		"item3.X-ABLabel:Zuhause", "item3.X-ABADR:de", "GEO:53.5500;9.99", "BDAY;VALUE=date:1980-01-02", "BDAY:1980-01-03", "CATEGORIES:a,b", "NICKNAME:Vanya", "REV:2019-01-01T00:00:00Z",
		"X-ANNIVERSARY:2010-03-04", "ORG:Acme;Sales", "URL:https://Ivan.example/", "SORT-STRING:Petrov", "LABEL;TYPE=HOME:Lange Str. 5\\nHamburg",
	},
	V40: {
		"N:Petrov;Ivan;;;", "FN:Ivan Petrov", "FN:I. Petrov", "TEL;VALUE=uri;TYPE=\"cell,voice\":tel:+49-170-1234567", "TEL;VALUE=uri:tel:+49407654321;ext=5", "EMAIL;PREF=1:ivan@home.example",
		"ADR;LABEL=\"Lange Str. 5\":;;Lange Str. 5;Hamburg;;20095;Deutschland", "GEO:geo:53.55,9.990", "BDAY:19800102", "ANNIVERSARY:20100304", "GENDER:M", "KIND:individual",
		"PHOTO:data:image/jpeg;base64,AAAA", "RELATED;TYPE=spouse:urn:uuid:aaaaaaaa-0bc3-424c-9c26-36c3e1eff6b1", "CATEGORIES:b,c", "IMPP:xmpp:ivan@chat.example",
	},
}

// onceAnyway is equal for lines of which a card has one.
func onceAnyway(line string) string {
	name, _, _ := strings.Cut(line, ":")
	name, _, _ = strings.Cut(name, ";")
	if ruleOf(name) == once {
		return name
	}
	return line
}

func drawPerson(t *rapid.T) *Book {
	var text strings.Builder
	for i := range rapid.IntRange(2, 4).Draw(t, "cards") {
		version := rapid.SampledFrom([]Version{V21, V30, V40}).Draw(t, "version")
		fmt.Fprintf(&text, "BEGIN:VCARD\r\nVERSION:%s\r\n", version)
		if rapid.Bool().Draw(t, "has UID") {
			fmt.Fprintf(&text, "UID:ivan-%d\r\n", i)
		}
		for _, line := range rapid.SliceOfNDistinct(rapid.SampledFrom(said[version]), 1, 8, onceAnyway).Draw(t, "lines") {
			text.WriteString(line + "\r\n")
		}
		text.WriteString("END:VCARD\r\n")
	}
	book, _ := Parse("book", []byte(text.String()))
	return book
}

// mergedBook is a book with the one card that its cards became, in that order.
func mergedBook(t *rapid.T, book *Book, order []int) *Book {
	var absorbed []*Card
	for _, i := range order {
		absorbed = append(absorbed, book.Card(i))
	}
	merged, err := Merge(MergeOptions{Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, book.Card(0), absorbed...)
	if err != nil {
		t.Fatal(err)
	}
	edit := book.Edit()
	if err := edit.Merge(0, merged); err != nil {
		t.Fatal(err)
	}
	for _, i := range order {
		edit.Remove(i) // it can be edited
	}
	after, problems := Parse("book", edit.Bytes())
	if len(problems) > 0 || after.Len() != 1 {
		t.Fatalf("%v in\n%s", problems, edit.Bytes())
	}
	return after
}

// meanings are what a card says with the types and labels it says it of, wherever
// that stands.
func meanings(card *Card) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, unit := range unitsOf(card) {
		for _, line := range unit.lines {
			found := propertyOf(line, contentOf(line)).inVersion(V40)
			name := strings.TrimPrefix(found.name, mergedPrefix)
			if slices.Contains([]string{"REV", "UID", AbsorbedUID, "KIND", "ADR", "X-ABLABEL"}, name) {
				continue // addresses: see TestNoPostalAddressIsLost; labels of nothing say nothing
			}
			keys := keysOf(name, found.content, "49")
			for _, key := range keys {
				if all[key] == nil {
					all[key] = map[string]bool{}
				}
				for _, remark := range remarksOn(line, unit.labels) {
					all[key][remark] = true
				}
			}
		}
	}
	return all
}

func TestMergingLosesNothingInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := drawPerson(t)
		order := make([]int, book.Len()-1)
		for i := range order {
			order[i] = i + 1
		}
		after := mergedBook(t, book, order)
		got := meanings(after.Card(0))
		for _, card := range book.Cards() {
			for key, remarks := range meanings(card) {
				if got[key] == nil || !isSubset(slices.Collect(maps.Keys(remarks)), slices.Collect(maps.Keys(got[key]))) {
					t.Fatalf("%q of\n%s\nwith %v is lost in\n%s", key, card.Raw(), remarks, after.Card(0).Raw())
				}
			}
		}
		other := mergedBook(t, book, rapid.Permutation(order).Draw(t, "order"))
		if diff := cmp.Diff(got, meanings(other.Card(0))); diff != "" {
			t.Fatalf("another order gives other values: %s\n%s\n%s", diff, after.Bytes(), other.Bytes())
		}
	})
}

func TestWhatIsMergedIsValidAndMergesToItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := drawPerson(t)
		latest := Unknown
		var order []int
		for i, card := range book.Cards() {
			latest = max(latest, card.Version())
			if i > 0 {
				order = append(order, i)
			}
		}
		after := mergedBook(t, book, order)
		if card := after.Card(0); card.Version() != latest {
			t.Fatalf("version %s, not %s, of\n%s", card.Version(), latest, card.Raw())
		}
		for _, fault := range faultsOf(after.Card(0)) {
			t.Fatalf("%s in\n%s\nof\n%s", fault, after.Bytes(), book.Bytes())
		}
		for _, i := range order {
			again, err := Merge(MergeOptions{}, after.Card(0), book.Card(i))
			if err != nil || len(again.Add)+len(again.Replace) > 0 {
				t.Fatalf("merging\n%s\nagain into\n%s\nadds %v and replaces %v (%v)", book.Card(i).Raw(), after.Bytes(), again.Add, again.Replace, err)
			}
		}
	})
}

// wellFormed are values that some properties must have, by version (RFC 2426
// section 3, RFC 6350 section 6).
var wellFormed = map[Version]map[string]*regexp.Regexp{
	V21: {"GEO": regexp.MustCompile(`^-?[\d.]+;-?[\d.]+$`)},
	V30: {"GEO": regexp.MustCompile(`^-?[\d.]+;-?[\d.]+$`), "REV": regexp.MustCompile(`^\d{8}T\d{6}Z$`), "PHOTO": regexp.MustCompile(`^[A-Za-z0-9+/=]+$`)},
	V40: {
		"GEO": regexp.MustCompile(`^geo:-?[\d.]+,-?[\d.]+(,-?[\d.]+)?(;.*)?$`), "REV": regexp.MustCompile(`^\d{8}T\d{6}Z$`), "PHOTO": regexp.MustCompile(`^(data|https?):`),
		"BDAY": regexp.MustCompile(`^(--)?\d+(T\d+Z?)?$`), "ANNIVERSARY": regexp.MustCompile(`^(--)?\d+(T\d+Z?)?$`),
	},
}

// only are properties and parameters that a version does not have.
var unknownIn = map[Version]*regexp.Regexp{
	V21: regexp.MustCompile(`(?i)^(item\d+\.)?(NICKNAME|CATEGORIES|IMPP|KIND|GENDER|ANNIVERSARY|RELATED)[;:]|^[^:]*(;TYPE="|;PREF=\d)`),
	V30: regexp.MustCompile(`(?i)^(item\d+\.)?(IMPP|KIND|GENDER|ANNIVERSARY|RELATED)[;:]|^[^:]*(;PREF=|QUOTED-PRINTABLE|;CHARSET=|;(HOME|WORK|CELL|PREF)[;:])`),
	V40: regexp.MustCompile(`(?i)^(item\d+\.)?(LABEL|SORT-STRING|AGENT|MAILER)[;:]|^[^:]*(TYPE=[^;:]*pref|QUOTED-PRINTABLE|;CHARSET=|;ENCODING=|;(HOME|WORK|CELL|PREF)[;:])`),
}

// faultsOf are offences against the rules of the card's own version.
func faultsOf(card *Card) []string {
	var faults []string
	times := map[string]int{}
	for _, line := range card.Lines() {
		times[line.Name()]++
		value := string(unfold(line.value, card.Version()))
		if form := wellFormed[card.Version()][line.Name()]; form != nil && !form.MatchString(value) {
			faults = append(faults, fmt.Sprintf("%s is %q", line.Name(), value))
		}
		if unknownIn[card.Version()].Match(line.raw) {
			faults = append(faults, fmt.Sprintf("%s does not have %q", card.Version(), line.raw))
		}
	}
	for _, name := range []string{"FN", "N", "BDAY", "ANNIVERSARY", "GENDER", "KIND", "REV", "UID", "GEO"} {
		if times[name] > 1 && name != "GEO" {
			faults = append(faults, fmt.Sprintf("%d of %s", times[name], name))
		}
	}
	return faults
}

func TestNoPostalAddressIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book := drawPerson(t)
		var order []int
		for i := 1; i < book.Len(); i++ {
			order = append(order, i)
		}
		after := mergedBook(t, book, order).Card(0)
		for _, card := range book.Cards() {
			for _, line := range card.Properties("ADR") {
				same := func(kept Line) bool { return samePostal(contentOf(kept), contentOf(line)) }
				if n := len(slices.DeleteFunc(after.Properties("ADR"), func(kept Line) bool { return !same(kept) })); n != 1 {
					t.Fatalf("%q stands %d times in\n%s", line.raw, n, after.Raw())
				}
			}
		}
	})
}
