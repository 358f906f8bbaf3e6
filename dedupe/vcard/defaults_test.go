package vcard_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestALineWithoutCharsetIsInThatOfItsCard(t *testing.T) {
	const cyrillic = "N;CHARSET=KOI8-R;ENCODING=QUOTED-PRINTABLE:=E9=D7=C1=CE=CF=D7=C1"
	for name, test := range map[string]struct {
		lines   []string
		want    string // of FN
		guessed bool
	}{
		"quoted-printable in the card's charset": {[]string{cyrillic, "FN;ENCODING=QUOTED-PRINTABLE:=E1=CE=CE=C1"}, "Анна", false},
		"raw bytes in the card's charset":        {[]string{cyrillic, "FN:\xe1\xce\xce\xc1"}, "Анна", false},
		"the charset is named further down":      {[]string{"FN;QUOTED-PRINTABLE:=E1=CE=CE=C1", cyrillic}, "Анна", false},
		"UTF-8 stays UTF-8":                      {[]string{cyrillic, "FN;QUOTED-PRINTABLE:=D0=90=D0=BD=D0=BD=D0=B0"}, "Анна", false},
		"Japanese that is all ASCII":             {[]string{"N;CHARSET=ISO-2022-JP;QUOTED-PRINTABLE:=1B$B;3ED=1B(B", "FN;QUOTED-PRINTABLE:=1B$B;3ED=1B(B"}, "山田", false},
		"no charset at all is Windows-1252":      {[]string{"FN;QUOTED-PRINTABLE:J=FCrgen"}, "Jürgen", true},
		"two charsets are none":                  {[]string{cyrillic, "ORG;CHARSET=ISO-8859-1:x", "FN;QUOTED-PRINTABLE:J=FCrgen"}, "Jürgen", true},
		"a charset that is not known is none":    {[]string{"ORG;CHARSET=US-ASCII:x", "FN;QUOTED-PRINTABLE:J=FCrgen"}, "Jürgen", true},
		"UTF-8 that is none":                     {[]string{"ORG;CHARSET=UTF-8:x", "FN;CHARSET=UTF-8;QUOTED-PRINTABLE:J=FCrgen"}, "Jürgen", true},
	} {
		t.Run(name, func(t *testing.T) {
			card := cardOf(t, "2.1", test.lines...)
			if got := card.FormattedName(); got != test.want {
				t.Errorf("name %q, want %q", got, test.want)
			}
			problems := card.Problems()
			if guessed := len(problems) == 1 && errors.Is(problems[0], vcard.ErrEncoding); guessed != test.guessed || len(problems) > 1 {
				t.Errorf("problems %v", problems)
			}
		})
	}
}

func TestComponentsInTheCharsetOfTheCardAreSplitWhereTheyWere(t *testing.T) {
	card := cardOf(t, "2.1", "FN;CHARSET=SHIFT_JIS:x", "N;ENCODING=QUOTED-PRINTABLE:=83\\;=8E=52") // 83 5C is one letter
	if got := card.Properties("N")[0].Components(); len(got) != 2 || !slices.Equal(got[0], []string{"ソ"}) || !slices.Equal(got[1], []string{"山"}) {
		t.Errorf("got %q", got)
	}
}

func TestABlankBehindASoftBreakIsAFoldWhereTheCardSaysSo(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		want  string // of NOTE
	}{
		"by vCard 2.1 it belongs to the value":            {[]string{"NOTE;QUOTED-PRINTABLE:=D0=90=\r\n =D0=BD"}, "А н"},
		"it would cut a letter in two":                    {[]string{"NOTE;QUOTED-PRINTABLE:=D0=90=D0=\r\n =BD"}, "Ан"},
		"another line tells that the writer folds":        {[]string{"NOTE;QUOTED-PRINTABLE:=D0=90=\r\n =D0=BD", "FN;QUOTED-PRINTABLE:=D0=\r\n =90"}, "Ан"},
		"a value that is broken either way tells nothing": {[]string{"NOTE;QUOTED-PRINTABLE:=D0=90=\r\n =D0=BD", "FN;QUOTED-PRINTABLE:=FC=\r\n =FC"}, "А н"},
		"another charset tells nothing":                   {[]string{"NOTE;QUOTED-PRINTABLE:a=\r\n b", "FN;CHARSET=KOI8-R;QUOTED-PRINTABLE:=D0=\r\n =90"}, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cardOf(t, "2.1", test.lines...).Properties("NOTE")[0].Text(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAStrayEqualsSignSwallowsNoProperty(t *testing.T) {
	const fn = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
	for name, test := range map[string]struct {
		line, next string
		property   bool
	}{
		"an address":                        {fn + "=41=6C=", "EMAIL:alma@example.org", true},
		"an address, blanks after the sign": {fn + "=41= \t", "EMAIL;INTERNET:alma@example.org", true},
		"a number of a group":               {fn + "=41=", "item1.TEL:1", true},
		"an extension":                      {fn + "=41=", "X-JABBER:alma@example.org", true},
		"text that speaks of a title":       {fn + "b=", "TITLE: not a title", false},
		"text with a link":                  {fn + "see http:=", "//www.example.org/a", false},
		"text in small letters":             {fn + "b=", "tel:1", false},
		"a line that wraps at its width":    {fn + "=41=41=41=41=41=41=41=41=41=", "TEL:1", false},
		"text after a line break of its":    {fn + "a=0D=0A=", "TEL:1", false},
	} {
		t.Run(name, func(t *testing.T) {
			card := cardOf(t, "2.1", test.line+"\r\n"+test.next, "NOTE:n")
			problems := card.Problems()
			reported := len(problems) == 1 && errors.Is(problems[0], vcard.ErrSoftBreak) && problems[0].Line == 3
			if len(card.Lines()) == 6 != test.property || reported != test.property || len(problems) > 1 {
				t.Errorf("%d lines, problems %v", len(card.Lines()), problems)
			}
		})
	}
}

// What a line means must not change with the card it comes to stand in.
func TestMergedLinesKeepTheirCharset(t *testing.T) {
	survivor := bookOf(t, "2.1", "FN:x", "N;CHARSET=KOI8-R:\xe9\xd7", "NOTE:\xe1\xce")
	absorbed := cardOf(t, "2.1", "FN:x", "ORG;CHARSET=ISO-8859-5:\xb0", "TITLE:\xb1", "ROLE;QUOTED-PRINTABLE:=B2=\r\n =B3")
	merged, err := vcard.Merge(vcard.MergeOptions{}, survivor.Card(0), absorbed)
	if err != nil {
		t.Fatal(err)
	}
	after := mergedInto(t, survivor, merged)
	for name, want := range map[string]string{"N": "Ив", "NOTE": "Ан", "ORG": "А", "TITLE": "Б", "ROLE": "В Г"} {
		if got := after.Properties(name)[0].Text(); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
