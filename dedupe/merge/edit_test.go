package merge

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/google/go-cmp/cmp"
)

const twoCards = "BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n\nBEGIN:VCARD\nVERSION:3.0\nFN:b\nMEMBER:x\nMEMBER:y\nEND:VCARD\n"

func TestEditsAreWholeLines(t *testing.T) {
	for _, tc := range []struct {
		name          string
		before, after string
		removed       map[int]bool
		want          []Edit
	}{
		{name: "nothing", before: twoCards, after: twoCards},
		{
			name: "a card is removed", before: twoCards, after: twoCards[len("BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n"):],
			removed: map[int]bool{0: true},
			want:    []Edit{{Offset: 0, Removed: Text("BEGIN:VCARD\nVERSION:3.0\nFN:a\nEND:VCARD\n"), Inserted: Text{}}},
		},
		{
			name: "a line is appended", before: "BEGIN:VCARD\nFN:a\nEND:VCARD", after: "BEGIN:VCARD\nFN:a\nTEL:1\nEND:VCARD",
			want: []Edit{{Offset: 17, Removed: Text{}, Inserted: Text("TEL:1\n")}},
		},
		{
			name: "a line changes its value", before: "BEGIN:VCARD\nMEMBER:one\nMEMBER:two\nEND:VCARD\n", after: "BEGIN:VCARD\nMEMBER:one\nMEMBER:too\nEND:VCARD\n",
			want: []Edit{{Offset: 23, Removed: Text("MEMBER:two\n"), Inserted: Text("MEMBER:too\n")}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := editsBetween(parsed(tc.before), parsed(tc.after), tc.removed)
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func parsed(text string) *vcard.Book {
	book, _ := vcard.Parse("test.vcf", []byte(text))
	return book
}

// FuzzEditsLeadThereAndBack holds for any two books, and any cards that are said
// to be removed, with the journal's JSON in between.
func FuzzEditsLeadThereAndBack(f *testing.F) {
	f.Add([]byte(twoCards), []byte(twoCards[40:]), byte(1))
	f.Add([]byte("BEGIN:VCARD\r\nEND:VCARD\r\n\xff"), []byte("\xff\r\n"), byte(3))
	f.Add([]byte(""), []byte("a\nb"), byte(0))
	f.Add([]byte("a\nb"), []byte("b"), byte(0))
	f.Fuzz(func(t *testing.T, before, after []byte, mask byte) {
		removed := map[int]bool{}
		for i := range 8 {
			if mask>>i&1 == 1 {
				removed[i] = true
			}
		}
		old, _ := vcard.Parse("before", before)
		fresh, _ := vcard.Parse("after", after)
		stored, err := json.Marshal(editsBetween(old, fresh, removed))
		if err != nil {
			t.Fatal(err)
		}
		var edits []Edit
		if err := json.Unmarshal(stored, &edits); err != nil {
			t.Fatal(err)
		}
		if got, err := redo(before, edits); err != nil || !bytes.Equal(got, after) {
			t.Fatalf("%q became %q, %v, not %q by %s", before, got, err, after, stored)
		}
		if got, err := revert(after, edits); err != nil || !bytes.Equal(got, before) {
			t.Fatalf("%q came back as %q, %v, by %s", before, got, err, stored)
		}
	})
}

func TestEditsOfAnotherBookAreRefused(t *testing.T) {
	for name, edit := range map[string]Edit{
		"past the end":      {Offset: 1000, Inserted: Text("x")},
		"before the start":  {Offset: -1},
		"other bytes there": {Offset: 0, Inserted: Text("END")},
	} {
		if got, err := revert([]byte(twoCards), []Edit{edit}); !errors.Is(err, ErrJournal) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	crossing := []Edit{{Offset: 20, Inserted: Text(twoCards[20:25])}, {Offset: 10, Inserted: Text(twoCards[15:17])}}
	if got, err := revert([]byte(twoCards), crossing); !errors.Is(err, ErrJournal) {
		t.Errorf("edits in the wrong order: %q, %v", got, err)
	}
}

func TestTheFirstLineThatDiffersIsNamed(t *testing.T) {
	prints := linePrints([]byte("one\ntwo\nthree"))
	for text, want := range map[string]int{
		"one\ntwo\nthree":       0,
		"one\ntwo\nthree\n":     3,
		"one\r\ntwo\nthree":     1,
		"one\ntoo\nthree":       2,
		"one\ntwo\n":            3,
		"":                      1,
		"one\ntwo\nthree\nfour": 3,
		"one\nthree":            2,
	} {
		if got := firstDifference([]byte(text), prints); got != want {
			t.Errorf("%q: line %d, want %d", text, got, want)
		}
	}
}
