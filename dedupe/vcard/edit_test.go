package vcard_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestReferencesMoveInTheFormTheyHad(t *testing.T) {
	const other, kept = "0b9f4a0e-56a5-49a5-9d6e-3b7e0b1c2d3e", "6f1c3a52-8a5a-4c4f-9d47-0c3b7b7e2d11"
	for name, test := range map[string]struct{ lines, want []string }{
		"with urn:uuid":                   {[]string{"MEMBER:urn:uuid:" + other}, []string{"MEMBER:urn:uuid:" + kept}},
		"in capitals":                     {[]string{"MEMBER:URN:UUID:" + strings.ToUpper(other)}, []string{"MEMBER:URN:UUID:" + kept}},
		"bare":                            {[]string{"X-ADDRESSBOOKSERVER-MEMBER:" + other}, []string{"X-ADDRESSBOOKSERVER-MEMBER:" + kept}},
		"with a group and parameters":     {[]string{"item1.Member;X-A=\"b:c\":urn:uuid:" + other}, []string{"item1.Member;X-A=\"b:c\":urn:uuid:" + kept}},
		"never twice":                     {[]string{"MEMBER:urn:uuid:" + other, "MEMBER:urn:uuid:" + kept, "MEMBER:urn:uuid:" + other}, []string{"MEMBER:urn:uuid:" + kept}},
		"twice where it was twice before": {[]string{"MEMBER:mailto:a@b", "MEMBER:mailto:a@b"}, []string{"MEMBER:mailto:a@b", "MEMBER:mailto:a@b"}},
		"of relations, by their kind":     {[]string{"RELATED;TYPE=friend:urn:uuid:" + other, "RELATED;TYPE=kin:urn:uuid:" + kept}, []string{"RELATED;TYPE=friend:urn:uuid:" + kept, "RELATED;TYPE=kin:urn:uuid:" + kept}},
		"not to the card itself":          {[]string{"UID:" + kept, "RELATED:urn:uuid:" + other}, []string{"UID:" + kept, "RELATED:urn:uuid:" + other}},
		"not of an address":               {[]string{"MEMBER:mailto:" + other}, []string{"MEMBER:mailto:" + other}},
	} {
		t.Run(name, func(t *testing.T) {
			edit := bookOf(t, "4.0", test.lines...).Edit()
			edit.Redirect("urn:uuid:"+other, kept)
			after, _ := vcard.Parse("after.vcf", edit.Bytes())
			if diff := cmp.Diff(test.want, contentLines(after.Card(0))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestACardThatIsNotThereCannotBeEdited(t *testing.T) {
	for _, i := range []int{-1, 1} {
		if err := bookOf(t, "3.0").Edit().Remove(i); !errors.Is(err, vcard.ErrNoCard) {
			t.Errorf("card %d: %v", i, err)
		}
	}
}

func TestAppendedLinesKeepTheLineBreaksOfTheCard(t *testing.T) {
	note, err := vcard.NewText("NOTE", strings.Repeat("long ", 40))
	if err != nil {
		t.Fatal(err)
	}
	for _, lineBreak := range []string{"\n", "\r\n", "\r"} {
		text := strings.ReplaceAll("BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n", "\n", lineBreak)
		book, _ := vcard.Parse("a.vcf", []byte(text))
		edit := book.Edit()
		if err := edit.Append(0, note); err != nil {
			t.Fatal(err)
		}
		rest := strings.ReplaceAll(string(edit.Bytes()), lineBreak, "")
		if strings.ContainsAny(rest, "\r\n") || !strings.HasPrefix(string(edit.Bytes()), strings.TrimSuffix(text, "END:VCARD"+lineBreak)) {
			t.Errorf("%q: got %q", lineBreak, edit.Bytes())
		}
	}
}

func TestANameThatIsNoneIsRefused(t *testing.T) {
	for _, name := range []string{"", "A:B", "A\nEND", "Ä", "a.b"} {
		if _, err := vcard.NewText(name, "x"); !errors.Is(err, vcard.ErrBadLine) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestAnyTextComesBack writes any text in any version: it reads back the same,
// no line is longer than 75 octets, and no letter is split.
func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		version := rapid.SampledFrom([]string{"2.1", "3.0", "4.0"}).Draw(r, "version")
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune(`a;,\n:="ä€😀 =.`+"\n")), 0, 300, -1), rapid.StringOfN(rapid.SampledFrom([]rune("aä€😀")), 100, 300, -1)).Draw(r, "text")
		note, err := vcard.NewText("NOTE", text)
		if err != nil {
			r.Fatal(err)
		}
		card := appended(t, bookOf(t, version), note)
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
		if got := card.Properties("NOTE")[0].Text(); got != want {
			r.Fatalf("%s: wrote %q, read %q from %q", version, want, got, card.Raw())
		}
		for line := range bytes.SplitSeq(card.Raw(), []byte("\r\n")) {
			isWhole := version == "2.1" && !bytes.Contains(card.Raw(), []byte("QUOTED"))
			if len(line) > 75 && !isWhole || !utf8.Valid(line) {
				r.Fatalf("line %q of %d octets", line, len(line))
			}
		}
	})
}

// TestEditsTouchNothingElse makes random edits to a random book: every card
// that no edit names is there, verbatim and in order, and so is every line of
// those that were appended to.
func TestEditsTouchNothingElse(t *testing.T) {
	var samples [][]byte
	for _, book := range books(t) {
		for _, card := range book.Cards() {
			samples = append(samples, card.Raw())
		}
	}
	slices.SortFunc(samples, bytes.Compare)
	rapid.Check(t, func(r *rapid.T) {
		book, _ := vcard.Parse("a.vcf", randomBook(r, samples))
		edit := book.Edit()
		removed, touched := map[int]bool{}, map[int]bool{}
		for range rapid.IntRange(0, 5).Draw(r, "edits") {
			i := rapid.IntRange(0, book.Len()-1).Draw(r, "card")
			if rapid.Bool().Draw(r, "remove") {
				removed[i] = true
				if err := edit.Remove(i); err != nil {
					r.Fatal(err)
				}
				continue
			}
			k := rapid.IntRange(0, book.Len()-1).Draw(r, "absorbed")
			merged, err := vcard.Merge(vcard.MergeOptions{}, book.Card(i), book.Card(k))
			if err != nil {
				r.Fatal(err)
			}
			touched[i] = true
			if err := edit.Append(i, merged.Add...); err != nil {
				r.Fatal(err)
			}
		}
		checkUntouched(r, book, edit.Bytes(), removed, touched)
	})
}

func randomBook(r *rapid.T, samples [][]byte) []byte {
	var text []byte
	for range rapid.IntRange(1, 6).Draw(r, "cards") {
		text = append(text, rapid.SampledFrom(samples).Draw(r, "sample")...)
		text = append(text, rapid.SampledFrom([]string{"", "\r\n", "\n\n", "stray\n"}).Draw(r, "between")...)
	}
	return text
}

func checkUntouched(r *rapid.T, book *vcard.Book, after []byte, removed, touched map[int]bool) {
	left := 0
	rest := after
	skip := func(part []byte) {
		at := bytes.Index(rest, part)
		if at < 0 {
			r.Fatalf("%q is not in order in %q", part, after)
		}
		rest = rest[at+len(part):]
	}
	for i, card := range book.Cards() {
		switch {
		case removed[i]:
			continue
		case touched[i]:
			for _, line := range card.Lines() {
				skip(line.Raw())
			}
		default:
			skip(card.Raw())
		}
		left++
	}
	if again, _ := vcard.Parse("after.vcf", after); again.Len() != left {
		r.Fatalf("%d cards instead of %d", again.Len(), left)
	}
}

// TestAFailingWriterIsReported is for the disk that is full.
func TestAFailingWriterIsReported(t *testing.T) {
	edit := bookOf(t, "3.0").Edit()
	broken := errors.New("disk full")
	if n, err := edit.WriteTo(failing{broken}); n != 0 || !errors.Is(err, broken) {
		t.Errorf("%d bytes, error %v", n, err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestTextCannotEndItsCard(t *testing.T) {
	for _, version := range []string{"2.1", "3.0", "4.0"} {
		for pad := range 80 {
			text := strings.Repeat("ä", pad/6) + strings.Repeat("x", pad%80) + "END:VCARD\nBEGIN:VCARD\r\nEND:VCARD"
			note, err := vcard.NewText("NOTE", text)
			if err != nil {
				t.Fatal(err)
			}
			if got := appended(t, bookOf(t, version), note).Properties("NOTE")[0].Text(); got != strings.ReplaceAll(text, "\r\n", "\n") {
				t.Errorf("%s: got %q", version, got)
			}
		}
	}
}
