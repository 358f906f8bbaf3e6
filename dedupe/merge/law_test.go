package merge_test

import (
	"bytes"
	"context"
	"encoding/json"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUndoingGivesTheBooksThatWereMerged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := apply(t, w.plan, w.books, w.options)
		stored, err := json.Marshal(result.Journal)
		if err != nil {
			t.Fatal(err)
		}
		journal, err := merge.ReadJournal("journal.json", stored)
		if err != nil {
			t.Fatal(err)
		}
		undone, err := merge.Undo(context.Background(), journal, results(result))
		if err != nil {
			t.Fatal(err)
		}
		for i, book := range undone.Books {
			if !bytes.Equal(book.Data, w.books[i].Data) {
				t.Fatalf("book %d was\n%q\nand is\n%q", i, w.books[i].Data, book.Data)
			}
		}
	})
}

func TestUndoingOnePersonIsNeverHavingAcceptedThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := apply(t, w.plan, w.books, w.options)
		if len(result.Journal.Persons) == 0 {
			return
		}
		person := rapid.SampledFrom(result.Journal.Persons).Draw(t, "person")
		undone, err := merge.UndoPerson(context.Background(), &result.Journal, results(result), person.ID, noon)
		if err != nil {
			t.Fatal(err)
		}
		reviewed := *w.plan
		reviewed.Persons, reviewed.Proposals = slices.Clone(reviewed.Persons), slices.Clone(reviewed.Proposals)
		for i := range reviewed.Persons {
			if slices.Contains(person.Accepted, reviewed.Persons[i].ID) {
				reviewed.Persons[i].Decision = dedupe.Review
			}
		}
		for i := range reviewed.Proposals {
			if slices.Contains(person.Accepted, reviewed.Proposals[i].ID) {
				reviewed.Proposals[i].Decision = dedupe.Review
			}
		}
		without := apply(t, &reviewed, w.books, w.options)
		for i, book := range undone.Books {
			if !bytes.Equal(book.Data, without.Books[i].Data) {
				t.Fatalf("book %d is\n%q\nnot\n%q", i, book.Data, without.Books[i].Data)
			}
		}
		if undone.Journal == nil {
			return
		}
		if diff := cmp.Diff(without.Journal, *undone.Journal); diff != "" {
			t.Fatalf("journals differ: -want +got:\n%s", diff)
		}
	})
}

func TestNothingAcceptedChangesNoByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.plan.Persons, w.plan.Proposals = nil, nil
		for i, book := range apply(t, w.plan, w.books, merge.Options{}).Books {
			if !bytes.Equal(book.Data, w.books[i].Data) {
				t.Fatalf("%q became %q", w.books[i].Data, book.Data)
			}
		}
	})
}

func TestTheSameInputGivesTheSameResultOnAnyNumberOfCores(t *testing.T) {
	cores := runtime.GOMAXPROCS(0)
	t.Cleanup(func() { runtime.GOMAXPROCS(cores) })
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		runtime.GOMAXPROCS(1)
		one := apply(t, w.plan, w.books, w.options)
		runtime.GOMAXPROCS(rapid.IntRange(2, 5).Draw(t, "cores"))
		two := apply(t, w.plan, w.books, w.options)
		if diff := cmp.Diff(one, two); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNoPropertyIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := apply(t, w.plan, w.books, w.options)
		for _, person := range result.Journal.Persons {
			survivor := cardAfter(t, result, person.Survivor)
			for _, absorbed := range person.Absorbed {
				checkSays(t, survivor, cardOf(w, result, absorbed))
			}
		}
	})
}

// checkSays looks for everything one card says in another, in whatever property.
// References to other cards follow those.
func checkSays(t *rapid.T, survivor, absorbed *vcard.Card) {
	says := ""
	for _, line := range survivor.Lines() {
		says += "\n" + bare(line.Text())
	}
	for _, line := range absorbed.Lines() {
		name := line.Name()
		if slices.Contains([]string{"", "BEGIN", "END", "VERSION", "REV", "RELATED", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER"}, name) {
			continue
		}
		values := []string{line.Text()}
		if name == "CATEGORIES" {
			values = line.List()
		}
		for _, value := range values {
			if !strings.Contains(says, bare(value)) {
				t.Fatalf("%s %q of\n%s\nis missing in\n%s", name, value, absorbed.Raw(), survivor.Raw())
			}
		}
	}
}

// bare leaves out what may be written in several ways.
func bare(text string) string {
	text = strings.ToLower(strings.TrimPrefix(text, "urn:uuid:"))
	return strings.NewReplacer(" ", "", "-", "", ";", "", "\n", "", "\r", "").Replace(text)
}

func cardOf(w world, result *merge.Result, c merge.Card) *vcard.Card {
	i := slices.IndexFunc(result.Books, func(b merge.New) bool { return b.Name == c.Book })
	book, _ := vcard.Parse(c.Book, w.books[i].Data)
	return book.Card(c.Index)
}

// cardAfter finds a survivor: it has moved up by the cards removed before it.
func cardAfter(t *rapid.T, result *merge.Result, c merge.Card) *vcard.Card {
	i := slices.IndexFunc(result.Books, func(b merge.New) bool { return b.Name == c.Book })
	book, _ := vcard.Parse(c.Book, result.Books[i].Data)
	index := c.Index
	for _, person := range result.Journal.Persons {
		for _, other := range person.Absorbed {
			if other.Book == c.Book && other.Index < c.Index {
				index--
			}
		}
	}
	if index >= book.Len() {
		t.Fatalf("card %d of %d", index, book.Len())
	}
	return book.Card(index)
}

func TestCardsOfOthersKeepEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := apply(t, w.plan, w.books, w.options)
		merged := map[[2]any]bool{}
		for _, person := range result.Journal.Persons {
			for _, c := range append([]merge.Card{person.Survivor}, person.Absorbed...) {
				merged[[2]any{c.Book, c.Index}] = true
			}
		}
		for i, made := range result.Books {
			rest := made.Data
			old, _ := vcard.Parse(made.Name, w.books[i].Data)
			for k, card := range old.Cards() {
				if merged[[2]any{made.Name, k}] || refersToOthers(card) {
					continue
				}
				at := bytes.Index(rest, card.Raw())
				if at < 0 {
					t.Fatalf("card %d is not what it was:\n%s", k, made.Data)
				}
				rest = rest[at+len(card.Raw()):]
			}
		}
	})
}

func refersToOthers(card *vcard.Card) bool {
	return len(card.Members()) > 0 || len(card.Properties("RELATED")) > 0
}

func TestMembersOfGroupsStayMembers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		result := apply(t, w.plan, w.books, w.options)
		gone := map[string][]string{} // UIDs of those they became
		for _, person := range result.Journal.Persons {
			for _, c := range person.Absorbed {
				gone[bare(c.UID)] = append(gone[bare(c.UID)], bare(cardAfter(t, result, person.Survivor).UID()))
			}
		}
		for _, made := range result.Books {
			book, _ := vcard.Parse(made.Name, made.Data)
			for _, card := range book.Cards() {
				delete(gone, bare(card.UID()))
			}
		}
		for i, made := range result.Books {
			book, _ := vcard.Parse(made.Name, made.Data)
			for _, card := range book.Cards() {
				for _, member := range card.Members() {
					became := gone[bare(member)]
					if len(became) > 0 && !slices.Contains(became, bare(card.UID())) { // no card refers to itself
						t.Fatalf("a member of a group in book %d is not a card any more: %s", i, card.Raw())
					}
				}
			}
		}
	})
}
