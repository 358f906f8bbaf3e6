package vcard_test

import (
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestWrittenCardsSayWhatTheyWereMadeOf(t *testing.T) {
	for _, version := range []vcard.Version{vcard.V21, vcard.V30, vcard.V40} {
		text, err := vcard.NewText("NOTE", "a; b, c\\\nd\r\nÄ")
		if err != nil {
			t.Fatal(err)
		}
		n, err := vcard.NewComponents("N", []string{"Fam; ily"}, []string{"Zoë"})
		if err != nil {
			t.Fatal(err)
		}
		list, err := vcard.NewList("CATEGORIES", "a,b", "c;d")
		if err != nil {
			t.Fatal(err)
		}
		book, problems := vcard.Parse("new.vcf", vcard.Write(version, text, n, list.With("type", "home")))
		if book.Len() != 1 || len(problems) > 0 || len(book.Card(0).Problems()) > 0 || book.Card(0).Version() != version {
			t.Fatalf("%v: %d cards, %v %v", version, book.Len(), problems, book.Card(0).Problems())
		}
		card := book.Card(0)
		if got := card.Properties("NOTE")[0].Text(); got != "a; b, c\\\nd\nÄ" {
			t.Errorf("%v: note %q", version, got)
		}
		if got := card.Properties("N")[0].Components(); len(got) != 2 || got[0][0] != "Fam; ily" || got[1][0] != "Zoë" {
			t.Errorf("%v: name %q", version, got)
		}
		if got := card.Properties("CATEGORIES")[0]; !slices.Equal(got.List(), []string{"a,b", "c;d"}) || !slices.Equal(got.Types(), []string{"home"}) {
			t.Errorf("%v: categories %q %q", version, got.List(), got.Types())
		}
	}
	if _, err := vcard.NewList("a b", "c"); err == nil {
		t.Error("a name with a blank is taken")
	}
}

func TestTextIsDecodedByItsMarkOrAGuess(t *testing.T) {
	for name, test := range map[string]struct {
		data, want string
		encoding   vcard.Encoding
		sound      bool
	}{
		"UTF-8":                      {"Zoë", "Zoë", vcard.Encoding{Name: "UTF-8"}, true},
		"UTF-8 with a mark":          {"\uFEFFZoë", "Zoë", vcard.Encoding{Name: "UTF-8"}, true},
		"UTF-16":                     {"\xff\xfeZ\x00\xeb\x00", "Zë", vcard.Encoding{Name: "UTF-16LE"}, true},
		"UTF-16 cut within a letter": {"\xfe\xff\x00Z\x00", "Z", vcard.Encoding{Name: "UTF-16BE"}, false},
		"UTF-32":                     {"\xff\xfe\x00\x00Z\x00\x00\x00", "", vcard.Encoding{Name: "UTF-32"}, false},
		"a code page":                {"Zo\xeb", "Zoë", vcard.Encoding{Name: "Windows-1252", Guessed: true}, true},
	} {
		text, encoding, sound := vcard.DecodeText([]byte(test.data))
		if string(text) != test.want || encoding != test.encoding || sound != test.sound {
			t.Errorf("%s: %q, %v, %v", name, text, encoding, sound)
		}
	}
}
