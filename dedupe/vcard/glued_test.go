package vcard_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// cardText is a card with a name and an address made of it, without its last
// line break.
func cardText(name, lineBreak string) string {
	return strings.Join([]string{"BEGIN:VCARD", "VERSION:3.0", "FN:" + name, "EMAIL:" + strings.ToLower(name) + "@example.org", "END:VCARD"}, lineBreak)
}

func TestCardsJoinedWithoutALineBreakStayApart(t *testing.T) {
	for name, between := range map[string]string{
		"nothing between":               "",
		"a blank":                       " ",
		"the byte order mark of a file": "\uFEFF",
		"padding":                       "\x00\x00\x00",
		"the end of a file of DOS":      "\x1A",
		"marks, blanks and padding":     "\t\uFEFF \uFEFF\x00",
	} {
		for _, lineBreak := range []string{"\r\n", "\n", "\r"} {
			t.Run(name, func(t *testing.T) {
				text := cardText("Alma", lineBreak) + between + cardText("Bo", lineBreak) + between + cardText("Cy", lineBreak)
				book, problems := vcard.Parse("glued.vcf", []byte(text))
				var names []string
				for _, card := range book.Cards() {
					names = append(names, card.FormattedName())
					if card.Version() != vcard.V30 || len(card.Problems()) > 0 || len(card.Properties("EMAIL")) != 1 {
						t.Errorf("%q: version %v, %v", card.Raw(), card.Version(), card.Problems())
					}
				}
				if !slices.Equal(names, []string{"Alma", "Bo", "Cy"}) || len(problems) > 0 {
					t.Fatalf("cards of %q, problems %v", names, problems)
				}
				if line := book.Card(2).FirstLine(); line != 9 {
					t.Errorf("the third card begins on line %d, want 9", line)
				}
				for i := range 3 {
					edit := book.Edit()
					if err := edit.Remove(i); err != nil {
						t.Fatal(err)
					}
					if left, problems := vcard.Parse("left.vcf", edit.Bytes()); left.Len() != 2 || len(problems) > 0 {
						t.Errorf("without card %d there are %d: %q, %v", i, left.Len(), edit.Bytes(), problems)
					}
				}
			})
		}
	}
}

func TestAnAgentWhoseEndIsGluedToTheNextCardEndsThere(t *testing.T) {
	book, _ := vcard.Parse("a.vcf", []byte("BEGIN:VCARD\nVERSION:2.1\nFN:Alma\nAGENT:\nBEGIN:VCARD\nFN:agent\nEND:VCARD\nEND:VCARDBEGIN:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\n"))
	if book.Len() != 2 || book.Card(0).FormattedName() != "Alma" || book.Card(1).FormattedName() != "Bo" {
		t.Errorf("%d cards", book.Len())
	}
}

func TestOneByteOfPaddingIsNotTakenForUTF16(t *testing.T) {
	for _, before := range []string{"\x00", "\n\x00", "\x00\n"} {
		if book, _ := vcard.Parse("a.vcf", []byte(before+cardText("Alma", "\n"))); book.Len() != 1 {
			t.Errorf("%q: %d cards", before, book.Len())
		}
	}
}

func TestAByteOfPaddingHidesNoCard(t *testing.T) {
	book, problems := vcard.Parse("a.vcf", []byte("\x00\x00"+cardText("Alma", "\n")+"\n\x00\x00"))
	if book.Len() != 1 || len(problems) != 1 || !errors.Is(problems[0], vcard.ErrNoBegin) || problems[0].Line != 6 {
		t.Errorf("%d cards, %v", book.Len(), problems)
	}
}

// A card of one person must not be changed on account of what may be another's.
func TestACardThatMayHoldAnotherIsReportedAndNotEdited(t *testing.T) {
	for name, joint := range map[string]string{
		"the first file was cut off in a value": "EMAIL:alma@exBEGIN:VCARD\n",
		"its last line had no break":            "EMAIL:alma@example.orgEND:VCARDBEGIN:VCARD\n",
		"the boundary is folded":                "NOTE:a\n END:VCARDBEGIN:VCARD\n",
		"the end is followed by rubbish":        "END:VCARD;BEGIN:VCARD\n",
		"it is not a property":                  "xBEGIN:VCARD\n",
	} {
		t.Run(name, func(t *testing.T) {
			book, problems := vcard.Parse("a.vcf", []byte("BEGIN:VCARD\nVERSION:3.0\nFN:Alma\n"+joint+"VERSION:3.0\nFN:Zed\nEND:VCARD\n"))
			for _, card := range book.Cards() {
				problems = append(problems, card.Problems()...)
			}
			if len(problems) == 0 || !errors.Is(problems[0], vcard.ErrGlued) || problems[0].Line != 4 {
				t.Errorf("problems %v", problems)
			}
			if err := book.Edit().Remove(0); !errors.Is(err, vcard.ErrGlued) {
				t.Errorf("removing it: %v", err)
			}
			if _, err := vcard.Merge(vcard.MergeOptions{}, cardOf(t, "3.0"), book.Card(0)); !errors.Is(err, vcard.ErrGlued) {
				t.Errorf("merging it: %v", err)
			}
		})
	}
}

func TestAnAgentAtTheEndOfABookIsRead(t *testing.T) {
	for _, text := range []string{
		"BEGIN:VCARD\nAGENT:BEGIN:VCARD",
		"BEGIN:VCARD\nAGENT:BEGIN:VCARD\n",
		"BEGIN:VCARD\nAGENT:",
		"BEGIN:VCARD\nAGENT:\nBEGIN:VCARD",
		"BEGIN:VCARD\nitem1.AGENT;X=1:BEGIN:VCARD",
		"BEGIN:VCARD\r\nVERSION:2.1\r\nAGENT: BEGIN:VCARD\r",
	} {
		book, problems := vcard.Parse("a.vcf", []byte(text))
		if book.Len() != 1 || len(problems) != 1 || !errors.Is(problems[0], vcard.ErrNoEnd) {
			t.Fatalf("%q: %d cards, %v", text, book.Len(), problems)
		}
		checkLinesAreTheCard(t, book.Card(0))
		if len(book.Card(0).Properties("AGENT")) != 1 {
			t.Errorf("%q: no agent", text)
		}
	}
}

func TestACardThatCannotBeReadIsReportedAtItsPlace(t *testing.T) {
	book, _ := vcard.Parse("a.vcf", []byte("\n"+cardText("Alma", "\n")))
	err := book.Card(0).Try(func() { panic("a defect") })
	if !errors.Is(err, vcard.ErrPanic) || err.Line != 2 || err.Book != "a.vcf" {
		t.Errorf("got %v", err)
	}
	if err := book.Card(0).Try(func() {}); err != nil {
		t.Error(err)
	}
}
