package vcard_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestAMergeAddsWhatTheSurvivorDoesNotSay(t *testing.T) {
	for name, test := range map[string]struct {
		version            string
		survivor, absorbed []string
		added              []string // content lines that stand in the survivor afterwards
		conflicts          []string
	}{
		"an address that differs in the case of its domain is known": {"3.0", []string{"EMAIL:a@b.example"}, []string{"EMAIL:a@B.Example"}, nil, nil},
		"an address that differs in the case of its owner is new":    {"3.0", []string{"EMAIL:a@b.example"}, []string{"EMAIL:A@b.example"}, []string{"EMAIL:A@b.example"}, nil},
		"a number spelled otherwise is known":                        {"3.0", []string{"TEL:+49 (1) 2-3"}, []string{"TEL:+49123"}, nil, nil},
		"a number without its country is new":                        {"3.0", []string{"TEL:+49123"}, []string{"TEL:123"}, []string{"TEL:123"}, nil},
		"a postal address is the same in other words":                {"3.0", []string{"ADR:;;Haupt Street 5;Bonn;;53111;Germany"}, []string{"ADR:;;haupt st. 5;BONN;;53111;", "ADR:;;Hauptst 5;Bonn;;53111;"}, []string{"ADR:;;Hauptst 5;Bonn;;53111;"}, nil},
		"a street is the same cut short":                             {"3.0", []string{"ADR:;;Hauptstraße 5;Bonn;;53111;"}, []string{"ADR:;;Hauptstr. 5;Bonn;;53111;"}, nil, nil},
		"the country of a postal address is not lost":                {"3.0", []string{"ADR:;;Elm Street 5;Bonn;;53111;"}, []string{"ADR:;;Elm Street 5;Bonn;;53111;Germany"}, nil, nil}, // it is written into the line
		"a country is the same in another language":                  {"3.0", []string{"ADR:;;Elm Street 5;Bonn;;53111;Germany"}, []string{"ADR:;;Elm Street 5;Bonn;;53111;Deutschland", "ADR:;;Elm Street 5;Bonn;;53111;DE"}, nil, nil},
		"another country makes another postal address":               {"3.0", []string{"ADR:;;Elm Street 5;Bonn;;53111;Germany"}, []string{"ADR:;;Elm Street 5;Bonn;;53111;Austria"}, []string{"ADR:;;Elm Street 5;Bonn;;53111;Austria"}, nil},
		"another parameter is added to the line":                     {"3.0", []string{"TEL;TYPE=home:1"}, []string{"TEL;TYPE=work;X-NOTE=a:1"}, nil, nil},
		"an extension makes a number new":                            {"4.0", []string{"TEL;VALUE=uri:tel:+1-2"}, []string{"TEL;VALUE=uri:tel:+1-2;ext=3"}, []string{"TEL;VALUE=uri:tel:+1-2;ext=3"}, nil},
		"another type is added to the line":                          {"3.0", []string{"TEL;TYPE=home:1"}, []string{"TEL;TYPE=work:1"}, nil, nil},
		"another parameter is kept aside":                            {"3.0", []string{"TEL;X-NOTE=b:1"}, []string{"TEL;TYPE=work;X-NOTE=a:1"}, []string{"X-GMMTOOL-MERGED-TEL;TYPE=work;X-NOTE=a:1"}, nil},
		"a type that only says internet is nothing new":              {"3.0", []string{"EMAIL:a@b"}, []string{"EMAIL;TYPE=INTERNET,pref:a@b"}, nil, nil},
		"another name is a conflict":                                 {"3.0", []string{"FN:A"}, []string{"FN:B"}, []string{"X-GMMTOOL-MERGED-FN:B"}, []string{"FN A B"}},
		"another name is kept aside where several could be":          {"4.0", []string{"FN:A"}, []string{"FN:B"}, []string{"X-GMMTOOL-MERGED-FN:B"}, []string{"FN A B"}},
		"a birthday the survivor lacks is taken over":                {"3.0", nil, []string{"BDAY:1990-01-02"}, []string{"BDAY:1990-01-02"}, nil},
		"a birthday spelled otherwise is known":                      {"3.0", []string{"BDAY:19900102"}, []string{"BDAY:1990-01-02"}, nil, nil},
		"missing categories are added":                               {"3.0", []string{"CATEGORIES:a,b\\,c"}, []string{"CATEGORIES:b\\,c,d\\,e"}, []string{"CATEGORIES:d\\,e"}, nil},
		"another key is added and reported":                          {"3.0", []string{"KEY;ENCODING=b:AAAA"}, []string{"KEY;ENCODING=b:AAAB"}, []string{"KEY;ENCODING=b:AAAB"}, []string{"KEY 3 bytes, SHA-256 709e80c88487a241 3 bytes, SHA-256 cf7605ed1bc735f6"}},
		"the same key is known":                                      {"3.0", []string{"KEY;ENCODING=b:AAAA"}, []string{"KEY;TYPE=PGP;ENCODING=B:AA\r\n AA"}, nil, nil},
		"another photo is kept aside":                                {"3.0", []string{"PHOTO;ENCODING=b:AAAA"}, []string{"PHOTO;ENCODING=b;TYPE=PNG:AAAB"}, []string{"X-GMMTOOL-MERGED-PHOTO;ENCODING=b;TYPE=PNG:AAAB"}, []string{"PHOTO 3 bytes, SHA-256 709e80c88487a241 3 bytes, SHA-256 cf7605ed1bc735f6"}},
		"a taken group gets another name":                            {"3.0", []string{"item1.TEL:1", "item2.TEL:2"}, []string{"item1.TEL:3", "item1.X-ABLabel:boat"}, []string{"item3.TEL:3", "item3.X-ABLabel:boat"}, nil},
		"a free group keeps its name":                                {"3.0", []string{"item1.TEL:1"}, []string{"item7.TEL:3", "item7.X-ABLabel:boat"}, []string{"item7.TEL:3", "item7.X-ABLabel:boat"}, nil},
		"another label stands beside the first":                      {"3.0", []string{"item1.X-ABLabel:boat", "item1.TEL:1"}, []string{"item1.TEL:1", "item1.X-ABLabel:shed"}, []string{"item1.X-ABLabel:shed"}, nil},
		"the same label in another group is known":                   {"3.0", []string{"item1.TEL:1", "item1.X-ABLabel:boat"}, []string{"item9.TEL:1", "item9.X-ABLabel:boat"}, nil, nil},
		"a group card does not turn a person into a group":           {"4.0", []string{"FN:A"}, []string{"KIND:group"}, []string{"X-GMMTOOL-MERGED-KIND:group"}, []string{"KIND individual group"}},
		"an individual is what a card without kind is":               {"4.0", []string{"FN:A"}, []string{"KIND:individual"}, nil, nil},
		"when a card was changed is not when the survivor was":       {"3.0", nil, []string{"REV:20250101T000000Z", "PRODID:x"}, []string{"X-GMMTOOL-MERGED-PRODID:x"}, nil},
		"ids of alternatives are not mixed up":                       {"4.0", []string{"TITLE;ALTID=1:a"}, []string{"TITLE;ALTID=1;LANGUAGE=fr:b", "TITLE;ALTID=1;LANGUAGE=de:c"}, []string{"TITLE;ALTID=2;LANGUAGE=fr:b", "TITLE;ALTID=2;LANGUAGE=de:c"}, nil},
		"ids of another card's sources are only kept":                {"4.0", nil, []string{"TITLE;PID=1.1:a", "CLIENTPIDMAP:1;urn:uuid:x"}, []string{"TITLE;X-GMMTOOL-PID=1.1:a", "X-GMMTOOL-MERGED-CLIENTPIDMAP:1;urn:uuid:x"}, nil},
		"a line that is not a property is carried":                   {"3.0", nil, []string{"non;sense"}, []string{"X-GMMTOOL-MERGED-LINE:non\\;sense"}, nil},
		"an empty value says nothing":                                {"3.0", []string{"FN:A"}, []string{"NOTE:", "FN:", "ADR:;;;;;;"}, nil, nil},
		"an unknown property is added as it stands":                  {"3.0", []string{"X-FOO:a\\;b"}, []string{"X-Foo;Bar=\"q:r\":a;b"}, []string{"X-Foo;Bar=\"q:r\":a;b"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			survivor := bookOf(t, test.version, test.survivor...)
			merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), cardOf(t, test.version, test.absorbed...))
			if err != nil {
				t.Fatal(err)
			}
			got := contentLines(mergedInto(t, survivor, merged))[len(test.survivor):]
			if diff := cmp.Diff(append([]string{}, test.added...), append([]string{}, got...)); diff != "" {
				t.Error(diff)
			}
			var conflicts []string
			for _, c := range merged.Conflicts {
				conflicts = append(conflicts, c.Property+" "+c.Kept+" "+c.Other)
			}
			if diff := cmp.Diff(test.conflicts, conflicts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinesOfEarlierVersionsAreRewritten(t *testing.T) {
	for name, test := range map[string]struct {
		from, to, line string
		want           []string
	}{
		"2.1 text to 4.0":              {"2.1", "4.0", "NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:a=E4,=0D=\r\n=0Ab", []string{`NOTE:aä\,\nb`}},
		"2.1 types to 4.0":             {"2.1", "4.0", "TEL;HOME;PREF:1", []string{"TEL;TYPE=HOME;PREF=1:1"}},
		"2.1 photo to 3.0":             {"2.1", "3.0", "PHOTO;JPEG;BASE64:\r\n AA\r\n AA\r\n", []string{"PHOTO;ENCODING=b;TYPE=JPEG:AAAA"}},
		"3.0 photo to 4.0":             {"3.0", "4.0", "PHOTO;ENCODING=b;TYPE=JPEG:AAAA", []string{"PHOTO:data:image/jpeg;base64,AAAA"}},
		"an agent":                     {"2.1", "4.0", "AGENT:\r\nBEGIN:VCARD\r\nFN:x\r\nEND:VCARD", []string{`X-GMMTOOL-MERGED-LINE:AGENT:\nBEGIN:VCARD\nFN:x\nEND:VCARD`}},
		"a photo that is damaged":      {"3.0", "4.0", "PHOTO;ENCODING=b:A*", []string{`X-GMMTOOL-MERGED-LINE:PHOTO;ENCODING=b:A*`}},
		"an extension of Android":      {"2.1", "3.0", "X-ANDROID-CUSTOM;CHARSET=UTF-8;QUOTED-PRINTABLE:a;=D0=90;1", []string{"X-ANDROID-CUSTOM:a;А;1"}},
		"2.1 place to 4.0":             {"2.1", "4.0", "GEO:37.24;-17.87", []string{"GEO:geo:37.24,-17.87"}},
		"3.0 place to 4.0":             {"3.0", "4.0", "GEO:37.24;-17.87", []string{"GEO:geo:37.24,-17.87"}},
		"3.0 birthday to 4.0":          {"3.0", "4.0", "BDAY;VALUE=date:1980-01-02", []string{"BDAY:19800102"}},
		"3.0 birthday in words to 4.0": {"3.0", "4.0", "BDAY:about 1980", []string{"BDAY;VALUE=text:about 1980"}},
		"3.0 anniversary to 4.0":       {"3.0", "4.0", "X-ANNIVERSARY:2010-03-04", []string{"ANNIVERSARY:20100304"}},
		"2.1 address to 4.0":           {"2.1", "4.0", "EMAIL;INTERNET;PREF:a@b.example", []string{"EMAIL;PREF=1:a@b.example"}},
		"3.0 types to 4.0":             {"3.0", "4.0", "TEL;TYPE=CELL,pref,home:1", []string{"TEL;TYPE=CELL,home;PREF=1:1"}},
		"what 4.0 does not have":       {"3.0", "4.0", "SORT-STRING:Ott", []string{"X-GMMTOOL-MERGED-SORT-STRING:Ott"}},
		"2.1 postal address to 3.0":    {"2.1", "3.0", "ADR;HOME;QUOTED-PRINTABLE;CHARSET=UTF-8:;;Stra=C3=9Fe 5", []string{"ADR;TYPE=HOME:;;Straße 5"}},
	} {
		t.Run(name, func(t *testing.T) {
			survivor := bookOf(t, test.to)
			merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), cardOf(t, test.from, test.line))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, contentLines(mergedInto(t, survivor, merged))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUIDsOfAbsorbedCardsAreRemembered(t *testing.T) {
	survivor := bookOf(t, "3.0", "UID:one")
	merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), cardOf(t, "3.0", "UID:two"), cardOf(t, "4.0", "UID:urn:uuid:three"))
	if err != nil {
		t.Fatal(err)
	}
	if merged.UID != "one" || !slices.Equal(merged.Absorbed, []string{"two", "urn:uuid:three"}) {
		t.Errorf("UID %q, absorbed %q", merged.UID, merged.Absorbed)
	}
	want := []string{"UID;VALUE=text:one", vcard.AbsorbedUID + ":two", vcard.AbsorbedUID + ":urn:uuid:three"}
	if diff := cmp.Diff(want, contentLines(mergedInto(t, survivor, merged))); diff != "" {
		t.Error(diff)
	}
}

func TestASurvivorWithoutUIDTakesTheFirst(t *testing.T) {
	survivor := bookOf(t, "3.0")
	merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), cardOf(t, "3.0", "UID:two"), cardOf(t, "3.0", "UID:three"))
	if err != nil {
		t.Fatal(err)
	}
	if merged.UID != "two" || !slices.Equal(merged.Absorbed, []string{"three"}) {
		t.Errorf("UID %q, absorbed %q", merged.UID, merged.Absorbed)
	}
}

func TestACardThatDoesNotEndIsNotMerged(t *testing.T) {
	open, _ := vcard.Parse("a.vcf", []byte("BEGIN:VCARD\nVERSION:3.0\nFN:a\n"))
	if _, err := vcard.Merge(vcard.MergeOptions{}, cardOf(t, "3.0"), open.Card(0)); !errors.Is(err, vcard.ErrNoEnd) {
		t.Errorf("error %v", err)
	}
	if err := open.Edit().Remove(0); !errors.Is(err, vcard.ErrNoEnd) {
		t.Errorf("error %v", err)
	}
}

// TestEveryCardMergesIntoEveryOther merges each sample into each other and
// looks for all addresses, numbers, keys, photos and texts afterwards.
func TestEveryCardMergesIntoEveryOther(t *testing.T) {
	for into, survivors := range books(t) {
		for from, others := range books(t) {
			t.Run(from+" into "+into, func(t *testing.T) {
				merged, err := vcard.Merge(vcard.MergeOptions{}, survivors.Card(0), others.Card(0))
				if err != nil {
					t.Fatal(err)
				}
				after := mergedInto(t, survivors, merged)
				for fact := range factsOf(others.Card(0)) {
					if !factsOf(after)[fact] {
						t.Errorf("%s was lost", fact)
					}
				}
				for _, problem := range after.Problems() {
					t.Error(problem)
				}
			})
		}
	}
}

// factsOf names what a card says, by property and decoded value, wherever a
// merge may put it.
func factsOf(card *vcard.Card) map[string]bool {
	facts := map[string]bool{}
	for _, line := range card.Lines() {
		name := strings.TrimPrefix(line.Name(), "X-GMMTOOL-MERGED-")
		switch name {
		case "KEY", "PHOTO":
			blob, _ := line.Blob()
			digest := blob.Digest()
			facts[name+string(digest[:])] = true
		case "CATEGORIES", "NICKNAME":
			for _, item := range line.List() {
				facts[name+":"+item] = true
			}
		case "N", "ADR", "ORG", "GENDER":
			var parts []string
			for _, component := range line.Components() {
				parts = append(parts, strings.Join(component, ","))
			}
			facts[name+":"+strings.TrimRight(strings.Join(parts, ";"), ";")] = true
		case "", "BEGIN", "END", "VERSION", "REV", "X-ABLABEL", "X-ABADR":
		case "UID", "ABSORBED-UID", vcard.AbsorbedUID:
			facts["UID:"+line.Text()] = true
		default:
			facts[name+":"+strings.TrimSpace(line.Text())] = true
		}
	}
	delete(facts, "N:") // an empty name says nothing
	return facts
}
