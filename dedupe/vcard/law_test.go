package vcard_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// strange are books that are broken in ways met in the wild, or nearly so.
var strange = map[string]string{
	"an empty file":     "",
	"no final newline":  "BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD",
	"a byte order mark": "\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
	"two byte order marks in a row, as removing a card between two files leaves": "\uFEFF\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n",
	"a mark in the middle":                  "BEGIN:VCARD\nEND:VCARD\n\uFEFFBEGIN:VCARD\nEND:VCARD\n",
	"mixed line breaks":                     "BEGIN:VCARD\r\nVERSION:3.0\nFN:a\rN:b\r\r\nEND:VCARD\r",
	"lone CR only":                          "BEGIN:VCARD\rVERSION:2.1\rFN:a\rEND:VCARD\r",
	"garbage around":                        "hello\n\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\ntrailing \x00 bytes",
	"a card without end":                    "BEGIN:VCARD\nVERSION:3.0\nFN:a\nBEGIN:VCARD\nVERSION:3.0\nFN:b\nEND:VCARD\n",
	"an end without card":                   "END:VCARD\nEND:VCARD\n",
	"zeros":                                 "BEGIN:VCARD\x00\nVERSION:3.0\nFN:\x00\nEND:VCARD\n",
	"UTF-16":                                "\xff\xfeB\x00E\x00G\x00I\x00N\x00",
	"an agent in a card":                    "BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:in\nEND:VCARD\nFN:out\nEND:VCARD\n",
	"an agent on its line":                  "BEGIN:VCARD\nVERSION:2.1\nAGENT:BEGIN:VCARD\nFN:in\nEND:VCARD\nFN:out\nEND:VCARD\n",
	"an agent that does not end":            "BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nFN:in\nEND:VCARD\nBEGIN:VCARD\nFN:b\nEND:VCARD\n",
	"a soft break before the end":           "BEGIN:VCARD\nVERSION:2.1\nNOTE;QUOTED-PRINTABLE:a=\nEND:VCARD\n",
	"soft breaks in a name":                 "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:a=\n b=\n\nc=41=4\nEND:VCARD\n",
	"a base64 block without blanks":         "BEGIN:VCARD\nVERSION:2.1\nPHOTO;BASE64;JPEG:\nAAAA\nBBB=\n\nFN:a\nEND:VCARD\n",
	"a folded name and parameter":           "BEGIN:VCARD\nVERSION:3.0\nEM\n AIL;TYPE=HO\n ME:a@b\n .example\nEND:VCARD\n",
	"quotes that do not close":              "BEGIN:VCARD\nVERSION:4.0\nTEL;X=\"a:b:1\nFN:a\nEND:VCARD\n",
	"lines without colon":                   "BEGIN:VCARD\nVERSION:3.0\nnonsense\n:x\n;:y\na b:c\nEND:VCARD\n",
	"a group that has labels only":          "BEGIN:VCARD\nVERSION:3.0\nitem1.X-ABLabel:x\nitem1.X-ABADR:de\nEND:VCARD\n",
	"a fold after the end":                  "BEGIN:VCARD\nEND:VCARD\n :x\n",
	"parameters of every kind":              "BEGIN:VCARD\nVERSION:4.0\nTEL;;=;A;B=,;ALTID=1;PID=1.1,2.1;TYPE=\"a,b\";X=^n^^^':1\nEND:VCARD\n",
	"two keys damaged in different ways":    "BEGIN:VCARD\nVERSION:4.0\nKEY:data:x/y;base64,AAAA*B\nKEY:data:x/y;base64,AAAA*C\nEND:VCARD\n",
	"text that ends a card, in capitals":    "BEGIN:VCARD\nVERSION:3.0\nNOTE:ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ\\nEND:VCARD\\nx.AGENT:BEGIN:VCARD\nEND:VCARD\n",
	"a URI with a line break":               "BEGIN:VCARD\nVERSION:3.0\nMEMBER:urn:uuid:1;;4\\nx\nEND:VCARD\n",
	"a path in an unknown property":         "BEGIN:VCARD\nVERSION:2.1\nX-PATH:c:\\new\nX-PATH;QUOTED-PRINTABLE:a=0D=0Ab\nEND:VCARD\n",
	"quotes in names of parameters":         "BEGIN:VCARD\nVERSION:4.0\nTEL;X\x94\"N=:\":1\nTEL;,0:1\nEND:VCARD\n",
	"an agent on its line, last":            "BEGIN:VCARD\nAGENT:BEGIN:VCARD",
	"two cards on one line":                 "BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARDBEGIN:VCARD\nVERSION:3.0\nFN:b\nEND:VCARD\n",
	"a card cut off in a value":             "BEGIN:VCARD\nVERSION:3.0\nFN:aBEGIN:VCARD\nVERSION:3.0\nFN:b\nEND:VCARD\n",
	"charsets left out":                     "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=KOI8-R:\xe9\nFN:\xe1\xce\nNOTE;QUOTED-PRINTABLE:=E1=\n =CE\nEND:VCARD\n",
	"soft breaks that are folds":            "BEGIN:VCARD\nVERSION:2.1\nFN;QUOTED-PRINTABLE:=D0=\n =90\nNOTE;QUOTED-PRINTABLE:=D0=90=\n =D0=BD\nEND:VCARD\n",
	"a soft break before a property":        "BEGIN:VCARD\nVERSION:2.1\nFN;QUOTED-PRINTABLE:a=\nEMAIL:a@b.example\nTEL:1\nEND:VCARD\n",
	"URIs that are said to be base64":       "BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:data:image/png;base64,AAAA\nKEY;ENCODING=b:https://a.example/k\nNOTE;ENCODING=b:a:b\nEND:VCARD\n",
	"UTF-16 with a mark":                    wideText("\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë 𝒵\r\nEND:VCARD\r\n", binary.LittleEndian),
	"UTF-16 without a mark":                 wideText("BEGIN:VCARD\nVERSION:2.1\nFN:Zoë\nEND:VCARDBEGIN:VCARD\nFN:x\nEND:VCARD", binary.BigEndian),
	"UTF-16 with half a letter":             wideText("BEGIN:VCARD\nFN:x\nEND:VCARD\n", binary.LittleEndian) + "\x00\xd8\n",
	"a stray soft break and a lone CR":      "BEGIN:VCARD\n;QUOTED-PRINTABLE:=\rEND:VCARD",
	"a text in base64 beside a charset":     "BEGIN:VCARD\nVERSION:2.1\nX;CHARSET=Windows-1250:\nX;BASE64:0720\nEND:VCARD\n",
	"an empty name beside a full one":       "BEGIN:VCARD\nN:\nN:A\nEND:VCARD\n",
	"unknown charset and encoding and base": "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=x-none:\xff\nN;ENCODING=b:!!\nKEY:data:x\nEND:VCARD\n",
}

// FuzzAnyInputSurvives holds for any bytes: nothing is lost on the way in, an
// edit that changes nothing changes nothing, and what is appended lands in the
// card and nowhere else.
func FuzzAnyInputSurvives(f *testing.F) {
	for _, book := range books(f) {
		f.Add(book.Bytes())
	}
	for _, text := range strange {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		book, _ := vcard.Parse("fuzz.vcf", data)
		if !bytes.Equal(book.Bytes(), before) || !bytes.Equal(book.Edit().Bytes(), before) {
			t.Fatalf("an unedited book changed: %q", before)
		}
		checkCardsLieInOrder(t, book)
		for i, card := range book.Cards() {
			checkLinesAreTheCard(t, card)
			checkShortcutsAgree(t, card)
			checkAppendIsLocal(t, book, i)
			checkMergeIsIdempotent(t, card)
		}
		if !bytes.Equal(data, before) {
			t.Fatal("the input was changed")
		}
	})
}

func TestStrangeBooksSurviveToo(t *testing.T) {
	for name, text := range strange {
		t.Run(name, func(t *testing.T) {
			book, _ := vcard.Parse("strange.vcf", []byte(text))
			checkCardsLieInOrder(t, book)
			for i, card := range book.Cards() {
				checkLinesAreTheCard(t, card)
				checkShortcutsAgree(t, card)
				checkAppendIsLocal(t, book, i)
				checkMergeIsIdempotent(t, card)
			}
		})
	}
}

func checkCardsLieInOrder(t *testing.T, book *vcard.Book) {
	rest := book.Bytes()
	if book.Encoding().Name != "UTF-8" {
		return // cards are in UTF-8
	}
	for i, card := range book.Cards() {
		at := bytes.Index(rest, card.Raw())
		if at < 0 {
			t.Fatalf("card %d is not in the book after the cards before it", i)
		}
		rest = rest[at+len(card.Raw()):]
	}
}

func checkLinesAreTheCard(t *testing.T, card *vcard.Card) {
	var joined []byte
	for _, line := range card.Lines() {
		joined = append(joined, line.Raw()...)
	}
	if !bytes.Equal(joined, card.Raw()) {
		t.Fatalf("lines joined are %q, the card is %q", joined, card.Raw())
	}
	card.Problems()
	card.ContentDigest()
}

// checkAppendIsLocal appends a note and looks for it in the right card.
func checkAppendIsLocal(t *testing.T, book *vcard.Book, i int) {
	const text = "a note; with, \\ all\nthat — needs care =41"
	note, err := vcard.NewText("X-GMMTOOL-NOTE", text)
	if err != nil {
		t.Fatal(err)
	}
	edit := book.Edit()
	if edit.Append(i, note) != nil {
		return // a card that does not end
	}
	after, _ := vcard.Parse("after.vcf", edit.Bytes())
	if after.Len() != book.Len() {
		t.Fatalf("%d cards became %d: %q", book.Len(), after.Len(), edit.Bytes())
	}
	notes := after.Card(i).Properties("X-GMMTOOL-NOTE")
	had := len(book.Card(i).Properties("X-GMMTOOL-NOTE"))
	if len(notes) != had+1 || notes[had].Text() != text {
		t.Fatalf("the note did not come back from %q", after.Card(i).Raw())
	}
}

// checkMergeIsIdempotent merges a card into an empty one of each version, and
// then again: the second time nothing is new.
func checkMergeIsIdempotent(t *testing.T, card *vcard.Card) {
	for _, version := range []string{"2.1", "3.0", "4.0"} {
		empty := bookOf(t, version)
		merged, err := vcard.Merge(vcard.MergeOptions{}, empty.Card(0), card)
		if err != nil {
			return
		}
		after := mergedInto(t, empty, merged)
		again, err := vcard.Merge(vcard.MergeOptions{}, after, card)
		if errors.Is(err, vcard.ErrGlued) {
			return // an item that was part of a line stands alone now
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(again.Add) > 0 || len(again.Conflicts) > 0 {
			t.Fatalf("merging %q again into %q adds %v %v", card.Raw(), after.Raw(), again.Add, again.Conflicts)
		}
	}
}

func TestByteOrderMarksHideNoCard(t *testing.T) {
	for _, marks := range []string{"", "\uFEFF", "\uFEFF\uFEFF", "\uFEFF \uFEFF\t"} {
		if book, problems := vcard.Parse("b", []byte(marks+"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n")); book.Len() != 1 || len(problems) > 0 {
			t.Errorf("%q: %d cards, %v", marks, book.Len(), problems)
		}
	}
}
