package vcard

import (
	"strings"
	"testing"
)

func TestOneValueHasTheTypesOfBothCards(t *testing.T) {
	for name, c := range map[string]struct{ kept, absorbed, want string }{
		"3.0":                                    {"TEL;TYPE=HOME:+49 30 1234567", "TEL;TYPE=WORK:+49301234567", "TEL;TYPE=HOME;TYPE=work:+49 30 1234567"},
		"a type it has":                          {"TEL;TYPE=HOME:+49 30 1234567", "TEL;TYPE=home:+49301234567", "TEL;TYPE=HOME:+49 30 1234567"},
		"none before":                            {"EMAIL:anna@a.example", "EMAIL;TYPE=work:anna@A.example", "EMAIL;TYPE=work:anna@a.example"},
		"two more":                               {"TEL:+49 30 1234567", "TEL;TYPE=cell;TYPE=work:+49301234567", "TEL;TYPE=cell;TYPE=work:+49 30 1234567"},
		"with a country":                         {"ADR;TYPE=HOME:;;Elm Street 5;Bonn;;53111;", "ADR;TYPE=HOME:;;Elm St. 5;BONN;;53111;Germany", "ADR;TYPE=HOME:;;Elm Street 5;Bonn;;53111;Germany"},
		"the number that states its country":     {"TEL;TYPE=CELL:0170 1234567", "TEL:+491701234567", "TEL;TYPE=CELL:+491701234567"},
		"the number that can be read":            {"TEL:+491701234567", "TEL;TYPE=CELL:+49 170 1234567", "TEL;TYPE=cell:+49 170 1234567"},
		"the number without what is not dialled": {"TEL:+49 (0)170 1234567", "TEL:+49 170 1234567", "TEL:+49 170 1234567"},
		"an extension, however it is written":    {"TEL:+49 40 7654321;ext=5", "TEL:+49407654321 ext. 5", "TEL:+49 40 7654321;ext=5"},
		"an address cut short":                   {"ADR:;;Lange Str. 5;Hamburg;;20095;", "ADR:;;Lange Straße 5;;;20095;Germany", "ADR:;;Lange Straße 5;Hamburg;;20095;Germany"},
		"an address in capitals":                 {"ADR:;;LANGE STRASSE 5;HAMBURG;;20095;DE", "ADR:;;Lange Str. 5;Hamburg;;20095;Deutschland", "ADR:;;Lange Str. 5;Hamburg;;20095;Deutschland"},
		"a street and its short form":            {"ADR:;;12 Main St.;Bonn;;;", "ADR:;;12 Main Street;Bonn;;;", "ADR:;;12 Main Street;Bonn"},
		"a label":                                {"TEL:+49 30 1234567", "item4.TEL:+49301234567\r\nitem4.X-ABLabel:boat", "item1.TEL:+49 30 1234567\r\nitem1.X-ABLabel:boat"},
		"a second label":                         {"item1.TEL:+49 30 1234567\r\nitem1.X-ABLabel:boat", "item1.TEL:+49301234567\r\nitem1.X-ABLabel:shed", "item1.TEL:+49 30 1234567\r\nitem1.X-ABLabel:shed\r\nitem1.X-ABLabel:boat"},
		"a label that is a type":                 {"TEL:+49 30 1234567", "item1.TEL:+49301234567\r\nitem1.X-ABLabel:_$!<Mobile>!$_", "TEL;TYPE=cell:+49 30 1234567"},
		"preference":                             {"TEL:+49 30 1234567", "TEL;TYPE=pref:+49301234567", "TEL;TYPE=pref:+49 30 1234567"},
		"with a group name":                      {"item1.TEL;TYPE=HOME:+49 30 1234567", "TEL;TYPE=WORK:+49301234567", "item1.TEL;TYPE=HOME;TYPE=work:+49 30 1234567"},
	} {
		t.Run(name, func(t *testing.T) {
			text := ""
			for _, line := range []string{c.kept, c.absorbed} {
				text += "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nN:A;;;;\r\n" + line + "\r\nEND:VCARD\r\n"
			}
			book, _ := Parse("book", []byte(text))
			merged, err := Merge(MergeOptions{}, book.Card(0), book.Card(1))
			if err != nil {
				t.Fatal(err)
			}
			edit := book.Edit()
			if edit.Merge(0, merged) != nil || edit.Remove(1) != nil {
				t.Fatal("the card cannot be edited")
			}
			got := string(edit.Bytes())
			if !strings.Contains(got, "\r\n"+c.want+"\r\n") || strings.Contains(got, "MERGED") {
				t.Errorf("got\n%s\nwant in it %s", got, c.want)
			}
			after, _ := Parse("book", edit.Bytes())
			again, err := Merge(MergeOptions{}, after.Card(0), book.Card(1))
			if err != nil || len(again.Add)+len(again.Replace) > 0 {
				t.Errorf("merging it again adds %v, replaces %v (%v)", again.Add, again.Replace, err)
			}
		})
	}
}

func TestTheFullestNameSurvives(t *testing.T) {
	for _, c := range []struct{ kept, absorbed, want string }{
		{"A. Ott", "Anna Ott", "Anna Ott"},
		{"Ivan", "Ivan Petrov", "Ivan Petrov"},
		{"Ott, Anna", "Anna Ott", "Anna Ott"},
		{"Anna Ott", "A. Ott", "Anna Ott"},
		{"Anna Ott", "Anna Ott (Work)", "Anna Ott"},
		{"Mum", "Erika Quist", "Mum"}, // what the owner of the book calls her
	} {
		text := ""
		for _, name := range []string{c.kept, c.absorbed} {
			text += "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + strings.ReplaceAll(name, " ", ";") + ";;;\r\nFN:" + strings.ReplaceAll(name, ",", "\\,") + "\r\nEND:VCARD\r\n"
		}
		book, _ := Parse("book", []byte(text))
		merged, err := Merge(MergeOptions{}, book.Card(0), book.Card(1))
		if err != nil {
			t.Fatal(err)
		}
		edit := book.Edit()
		if edit.Merge(0, merged) != nil || edit.Remove(1) != nil {
			t.Fatal("the card cannot be edited")
		}
		after, _ := Parse("book", edit.Bytes())
		if got := after.Card(0).FormattedName(); got != c.want {
			t.Errorf("%q and %q: %q survives, want %q", c.kept, c.absorbed, got, c.want)
		}
		if again, err := Merge(MergeOptions{}, after.Card(0), book.Card(1)); err != nil || len(again.Add)+len(again.Replace) > 0 {
			t.Errorf("%q and %q: merging again adds %v and replaces %v (%v)", c.kept, c.absorbed, again.Add, again.Replace, err)
		}
	}
}
