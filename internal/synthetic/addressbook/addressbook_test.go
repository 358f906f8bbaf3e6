package addressbook

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

var (
	kindFlag = flag.String("addressbook.kind", "", "measure books of this kind alone")
	seedFlag = flag.Uint64("addressbook.seed", 1, "make the books of this seed")
	sizeFlag = flag.Int("addressbook.size", 0, "cards in a book; by default a thousand")
	showFlag = flag.Int("addressbook.show", 0, "print so many wrong and missed pairs with their cards and the evidence")
	dirFlag  = flag.String("addressbook.dir", "", "write each book and its truth into this folder, and leave them")
)

// atLeast is what a plan must reach of what a careful person could tell, with
// suggestions followed.
var atLeast = map[Kind]struct{ precision, recall float64 }{
	Realistic: {0.985, 0.90}, Febrl1: {0.99, 0.97}, Febrl2: {0.99, 0.96}, Febrl3: {0.99, 0.96}, Febrl4: {0.99, 0.97},
}

func TestPlansOfAddressBooksAreRight(t *testing.T) {
	size := *sizeFlag
	if size == 0 {
		size = 1000
	}
	for _, kind := range Kinds() {
		if *kindFlag != "" && Kind(*kindFlag) != kind {
			continue
		}
		t.Run(string(kind), func(t *testing.T) {
			book, truth := made(t, kind, *seedFlag, size)
			if *dirFlag != "" {
				leave(t, kind, book, truth)
			}
			r := Measure(planOf(t, book, truth), truth)
			t.Logf("%s\nmissed with suggestions, by what is unusual about the two:\n%sand by what the plan says of them:\n%s", r, r.MissedByDifference(joined.Suggested, 25), r.MissedByPlan(joined.Suggested))
			show(t, r, book)
			if wrong := r.At[joined.Accepted].Wrong; wrong > 0 {
				t.Errorf("%d pairs of different people are joined without asking", wrong)
			}
			if at := r.At[joined.Suggested]; at.Precision() < atLeast[kind].precision || at.Recall() < atLeast[kind].recall {
				t.Errorf("precision %.4f and recall %.4f, want at least %.2f and %.2f", at.Precision(), at.Recall(), atLeast[kind].precision, atLeast[kind].recall)
			}
		})
	}
}

// leave writes a book, and beside it one line for each card.
func leave(t *testing.T, kind Kind, book []byte, truth *Truth) {
	t.Helper()
	var b strings.Builder
	b.WriteString("card,person,known,marks\n")
	for i, c := range truth.Cards {
		fmt.Fprintf(&b, "%d,%d,%d,%s\n", i, c.Person, c.Known, c.Marks)
	}
	if err := os.MkdirAll(*dirFlag, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{".vcf": book, ".csv": []byte(b.String())} {
		if err := os.WriteFile(filepath.Join(*dirFlag, string(kind)+name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func made(t *testing.T, kind Kind, seed uint64, size int) ([]byte, *Truth) {
	t.Helper()
	var b bytes.Buffer
	truth, err := Write(&b, kind, seed, size)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), truth
}

// planOf makes a plan of a book in the way the program does.
func planOf(t *testing.T, book []byte, truth *Truth) *dedupe.Plan {
	t.Helper()
	found, err := collect.Records(context.Background(), []collect.Book{{Path: "book.vcf", Data: book}}, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found.Problems {
		t.Errorf("problem: %v", problem)
	}
	if len(found.Records) != len(truth.Cards) {
		t.Fatalf("%d records of %d cards", len(found.Records), len(truth.Cards))
	}
	plan, err := dedupe.Find(context.Background(), found.Records, found.Testimony, dedupe.Options{Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// show prints mistakes: all that are made without asking, some of the others.
func show(t *testing.T, r *Report, book []byte) {
	cards := strings.SplitAfter(strings.ReplaceAll(string(book), "\r\n", "\n"), "END:VCARD\n")
	list := func(what string, level joined.Level, pairs []Pair, most int) {
		step := max(1, len(pairs)/max(most, 1))
		for i := 0; i < len(pairs) && most > 0; i += step {
			p := pairs[i]
			t.Logf("%s, %s: cards %d and %d: %s\n%s%s%s", level, what, p.A, p.B, p.Tie, cards[p.A], cards[p.B], r.Why(level, p))
			most--
		}
	}
	list("different people", joined.Accepted, r.Wrong[joined.Accepted], max(5, *showFlag))
	list("different people", joined.Suggested, r.Wrong[joined.Suggested], *showFlag)
	list("one person, missed", joined.Suggested, r.Missed[joined.Suggested], *showFlag)
}

func TestABookFollowsFromItsSeed(t *testing.T) {
	for _, kind := range Kinds() {
		first, truth := made(t, kind, 5, 500)
		again, _ := made(t, kind, 5, 500)
		other, _ := made(t, kind, 6, 500)
		if !bytes.Equal(first, again) {
			t.Errorf("%s: two books of one seed differ", kind)
		}
		if bytes.Equal(first, other) {
			t.Errorf("%s: books of two seeds are equal", kind)
		}
		if n := bytes.Count(first, []byte("BEGIN:VCARD")); n != 500 || len(truth.Cards) != 500 {
			t.Errorf("%s: %d cards and truth of %d, want 500", kind, n, len(truth.Cards))
		}
	}
}

func TestEverySortOfCardOccurs(t *testing.T) {
	_, truth := made(t, Realistic, 1, 5000)
	var all Marks
	for _, c := range truth.Cards {
		all |= c.Marks
	}
	for m := OwnScript; m < Corrupted; m <<= 1 {
		if all&m == 0 {
			t.Errorf("no card is marked %s", m)
		}
	}
	if slices.IndexFunc(truth.Cards, func(c Card) bool { return c.Marks == 0 }) < 0 {
		t.Error("no card is plain")
	}
}
