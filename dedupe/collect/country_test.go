package collect_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/collect"
)

func TestTheCountryOfANumberIsWhatTheCardOrTheBookOrTheUserSays(t *testing.T) {
	const abroad = "+43 664 1234567"
	german := []string{"+49 30 123456", "+49 40 123456", "+49 89 123456"}
	for name, c := range map[string]struct {
		card   []string // numbers of the card looked at
		others []string // one card each
		named  string
		want   string
	}{
		"the card's other number states it":              {[]string{"0664 1234567", abroad}, german, "", "43"},
		"the card's other numbers disagree":              {[]string{"0664 1234567", abroad, german[0]}, german, "", "49"},
		"most of the book's numbers state it":            {[]string{"0170 1234567"}, append(german, abroad), "", "49"},
		"half of the book's numbers are not most":        {[]string{"0170 1234567"}, []string{german[0], abroad}, "", ""},
		"numbers met again in full tell it":              {[]string{"0170 1234567"}, []string{"+43 664 1111111", "+43 664 2222222", "+43 664 3333333", "+49 170 1111111", "0170 1111111", "+49 170 2222222", "0170 2222222", "+49 170 3333333", "0170 3333333"}, "", "49"},
		"two of them may be chance":                      {[]string{"0170 1234567"}, []string{"+43 664 1111111", "+43 664 2222222", "+49 170 1111111", "0170 1111111", "+49 170 2222222", "0170 2222222"}, "", ""},
		"no number states any":                           {[]string{"0170 1234567"}, nil, "", ""},
		"the user names it":                              {[]string{"0170 1234567"}, nil, "49", "49"},
		"the user knows better than the book":            {[]string{"0170 1234567"}, german, "43", "43"},
		"the card knows better than the user":            {[]string{"0664 1234567", abroad}, german, "49", "43"},
		"a number that states its own needs no other":    {[]string{abroad}, german, "", ""},
		"zero and zero is dialled for a country as well": {[]string{"0170 1234567", "0043 664 1234567"}, german, "", "43"},
	} {
		var b strings.Builder
		for _, numbers := range append([][]string{c.card}, each(c.others)...) {
			b.WriteString("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:X\r\n")
			for _, number := range numbers {
				b.WriteString("TEL:" + number + "\r\n")
			}
			b.WriteString("END:VCARD\r\n")
		}
		found, err := collect.Records(context.Background(), []collect.Book{{Path: "b.vcf", Data: []byte(b.String()), Country: c.named}}, nil, 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := found.Records[0].Country; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func each(numbers []string) [][]string {
	var all [][]string
	for _, number := range numbers {
		all = append(all, []string{number})
	}
	return all
}
