package vcard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkShortcutsAgree reads a card in full, too: what most lines need not be asked for
// changes nothing.
func checkShortcutsAgree(t interface{ Fatalf(string, ...any) }, card *vcard.Card) {
	slow := card.WithoutShortcuts()
	for i, line := range card.Lines() {
		full := slow.Lines()[i]
		if a, b := saidBy(line), saidBy(full); a != b {
			t.Fatalf("%q reads %s, in full %s", line.Raw(), a, b)
		}
		if !line.AgreesOnParams() {
			t.Fatalf("%q has other parameters when they are parsed", line.Raw())
		}
	}
	if diff := cmp.Diff(messages(slow.Problems()), messages(card.Problems())); diff != "" {
		t.Fatalf("problems of %q: -in full +at a glance\n%s", card.Raw(), diff)
	}
	if card.ContentDigest() != slow.ContentDigest() {
		t.Fatalf("%q has another digest when it is read in full", card.Raw())
	}
}

func saidBy(line vcard.Line) string {
	return fmt.Sprintf("%q", []any{line.Text(), line.Components(), line.List(), line.Addresses()})
}

func messages(problems []*vcard.Error) (texts []string) {
	for _, problem := range problems {
		texts = append(texts, problem.Error())
	}
	return texts
}

func TestShortcutsForPlainLinesAgreeWithReadingInFull(t *testing.T) {
	line := rapid.Custom(func(t *rapid.T) string {
		pick := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(t, what) }
		head := pick("name", "EMAIL", "tel", "N", "ADR", "ORG", "item1.URL", "X-A", "GEO", "NICKNAME", "KEY", "AGENT", "UID")
		for range rapid.IntRange(0, 3).Draw(t, "parameters") {
			head += pick("parameter", ";TYPE=CELL", ";TYPE=pref", ";type=a,b", ";HOME", ";TYPE=", ";TYPE=a^^b", ";X=\"a;ENCODING=b\"",
				";QUOTED-PRINTABLE", "; encoding = q", ";\"BASE64\"", ";ENCODING=b", ";CHARSET=UTF-8", "; charset=koi8-r", ";VALUE=uri", ";;", ";=")
		}
		value := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"a@b.example", "Anna Ott", ";", ",", " ", "\t", "\\,", "\\", "\\n", "=41", "=", "ä", "\xE4", "\x1B$B", "QUJD", "data:a/b;base64,QUJD", "BEGIN:VCARD", "\r\n ", "\n", "\r\r\n",
		}), 0, 5).Draw(t, "value"), "")
		return head + ":" + value + pick("break", "\r\n", "\n")
	})
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.SampledFrom([]string{"2.1", "3.0", "4.0"}).Draw(t, "version")
		text := "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + strings.Join(rapid.SliceOfN(line, 1, 5).Draw(t, "lines"), "") + "END:VCARD\r\n"
		book, _ := vcard.Parse("plain.vcf", []byte(text))
		for _, card := range book.Cards() {
			checkShortcutsAgree(t, card)
		}
	})
}

func TestAnAddressThatLooksBareIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zA-Z0-9._+@<> -]{0,8}@?[a-z.:,-]{0,6}`).Draw(t, "text")
		if diff := cmp.Diff(vcard.UnwrappedAddresses(text), vcard.BareAddresses(text)); diff != "" {
			t.Fatalf("%q: -unwrapped +bare\n%s", text, diff)
		}
	})
}
