package vcard_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestAddressesAreReadOutOfWhatProgramsPutAroundThem(t *testing.T) {
	for name, test := range map[string]struct {
		value string
		want  []string
	}{
		"a bare address":                        {"a@b.example", []string{"a@b.example"}},
		"a name before brackets":                {"Alma Quiller <a@b.example>", []string{"a@b.example"}},
		"a quoted name with a comma":            {`"Quiller\, Alma" <a@b.example>`, []string{"a@b.example"}},
		"a name with a comma, not quoted":       {`Quiller\, Alma <a@b.example>`, []string{"a@b.example"}},
		"brackets alone":                        {"<a@b.example>", []string{"a@b.example"}},
		"square brackets":                       {"Alma [mailto:a@b.example]", []string{"a@b.example"}},
		"a name without brackets":               {"Alma Quiller a@b.example", []string{"a@b.example"}},
		"the address as its own name":           {"a@b.example <a@b.example>", []string{"a@b.example"}},
		"single quotes":                         {"'a@b.example'", []string{"a@b.example"}},
		"double quotes":                         {`"a@b.example"`, []string{"a@b.example"}},
		"quotes of print":                       {"“a@b.example”", []string{"a@b.example"}},
		"single quotes in brackets":             {"Alma <'a@b.example'>", []string{"a@b.example"}},
		"the scheme of mail":                    {"MailTo:a@b.example", []string{"a@b.example"}},
		"a link that names a subject":           {"mailto:a%2Bc@b.example?subject=hi", []string{"a+c@b.example"}},
		"the scheme of Exchange":                {"SMTP:a@b.example", []string{"a@b.example"}},
		"the scheme of Exchange in quotes":      {"'smtp:a@b.example'", []string{"a@b.example"}},
		"a comment behind":                      {"a@b.example (Alma)", []string{"a@b.example"}},
		"a comment before":                      {"(work) a@b.example", []string{"a@b.example"}},
		"two of Google":                         {"a@b.example ::: c@d.example", []string{"a@b.example", "c@d.example"}},
		"two of Google without blanks":          {"a@b.example:::c@d.example", []string{"a@b.example", "c@d.example"}},
		"two after commas":                      {`a@b.example\, c@d.example`, []string{"a@b.example", "c@d.example"}},
		"two after commas that are not escaped": {"a@b.example,c@d.example", []string{"a@b.example", "c@d.example"}},
		"two after semicolons, with names":      {`Alma <a@b.example>\; "C\, D" <c@d.example>`, []string{"a@b.example", "c@d.example"}},
		"a list of one":                         {`a@b.example\;`, []string{"a@b.example"}},
		"a list of one with a name":             {`Alma <a@b.example>\, `, []string{"a@b.example"}},
		"one twice":                             {"a@b.example;<a@b.example>", []string{"a@b.example"}},
		"spaces of a page":                      {"\u00a0a@b.example\u200b", []string{"a@b.example"}},
		"marks of direction":                    {"\u202aa@b.example\u202c", []string{"a@b.example"}},
		"a quoted local part":                   {`"a b"@c.example`, []string{`"a b"@c.example`}},
		"an apostrophe that belongs to it":      {"o'neill@b.example", []string{"o'neill@b.example"}},
		"an X.500 name":                         {"x500:/o=Example/cn=Recipients/cn=9c8a", []string{"x500:/o=Example/cn=Recipients/cn=9c8a"}},
		"a handle":                              {"@alma", []string{"@alma"}},
		"nothing":                               {"  ", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cardOf(t, "3.0", "EMAIL:"+test.value).Properties("EMAIL")[0].Addresses(); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// FuzzAddressesAreBare holds for any text: it is read without failing, and what was
// read out of it is read as itself.
func FuzzAddressesAreBare(f *testing.F) {
	for _, text := range []string{"Alma <a@b.example>", "a@b ::: c@d", `"Q, A" <a@b>; 'c@d'`, "mailto:a%40b@c?x", "(x) a@b (y)", "[mailto:<'smtp:a@b'>]", "x500:/o=a", "\u202a“a@b”\u200b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD") // as the value of a line is
		for _, address := range vcard.BareAddresses(text) {
			if again := vcard.BareAddresses(address); len(again) != 1 || again[0] != address {
				t.Fatalf("%q gives %q, which gives %q", text, address, again)
			}
		}
	})
}

func TestAHugeValueCostsNoMoreThanItsLength(t *testing.T) {
	for name, text := range map[string]string{
		"quotes in quotes": strings.Repeat("'", 1<<19) + "a@b" + strings.Repeat("'", 1<<19),
		"brackets":         strings.Repeat("<a@b", 1<<18),
		"a list":           strings.Repeat("a@b,", 1<<18),
		"different ones":   strings.Join(strings.Fields(strings.Repeat("@ ", 1<<18)), "a;"),
	} {
		started := time.Now()
		vcard.BareAddresses(text)
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
