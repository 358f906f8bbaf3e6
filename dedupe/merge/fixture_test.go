package merge_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// planOf is a plan over all cards of some books, in which nothing is decided.
// The record of card 2 of the first book is "0/2".
func planOf(books []merge.Book) *dedupe.Plan {
	plan := &dedupe.Plan{Schema: dedupe.Schema, Kind: dedupe.Kind}
	for b, book := range books {
		digest := sha256.Sum256(book.Data)
		plan.Inputs = append(plan.Inputs, record.Input{
			Path: book.Path, Kind: "book", Bytes: int64(len(book.Data)), SHA256: hex.EncodeToString(digest[:]),
		})
		parsed, _ := vcard.Parse(book.Path, book.Data)
		for i, card := range parsed.Cards() {
			plan.Records = append(plan.Records, dedupe.Listed{
				ID: fmt.Sprintf("%d/%d", b, i),
				Record: &record.Record{
					Source: record.Card, UID: card.UID(),
					Place: record.Place{Book: book.Path, Line: card.FirstLine(), Index: i},
				},
			})
		}
	}
	return plan
}

func bookNamed(path, text string) merge.Book {
	return merge.Book{Path: path, File: path, Data: []byte(strings.ReplaceAll(strings.TrimPrefix(text, "\n"), "\n", "\r\n"))}
}

func accepted(id, survivor string, records ...string) dedupe.Person {
	return dedupe.Person{ID: id, Records: records, Survivor: survivor, Decision: dedupe.Accept}
}

func apply(t interface {
	Helper()
	Fatal(...any)
}, plan *dedupe.Plan, books []merge.Book, opts merge.Options) *merge.Result {
	t.Helper()
	opts.Time = noon
	result, err := merge.Apply(context.Background(), plan, books, opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// results are the new books as an undo gets them.
func results(result *merge.Result) []merge.Book {
	var books []merge.Book
	for _, book := range result.Books {
		books = append(books, merge.Book{Path: book.Name, File: book.Name, Data: book.Data})
	}
	return books
}

// A world is random books and a random plan for them.
type world struct {
	books   []merge.Book
	plan    *dedupe.Plan
	options merge.Options
}

func drawWorld(t *rapid.T) world {
	w := world{options: merge.Options{JoinKeys: true}}
	for i := range rapid.IntRange(1, 3).Draw(t, "books") {
		path := fmt.Sprintf("dir%d/%s.vcf", i, rapid.SampledFrom([]string{"a", "b"}).Draw(t, "name"))
		w.books = append(w.books, merge.Book{Path: path, File: path, Data: []byte(drawBook(t))})
	}
	if rapid.Bool().Draw(t, "into one") {
		w.options.Into = rapid.SampledFrom(w.books).Draw(t, "into").Path
	}
	w.plan = planOf(w.books)
	ids := rapid.Permutation(idsOf(w.plan)).Draw(t, "order")
	for len(ids) > 0 {
		size := min(len(ids), rapid.IntRange(1, 3).Draw(t, "size"))
		w.addPerson(t, slices.Clone(ids[:size]))
		ids = ids[size:]
	}
	if len(w.plan.Persons) > 1 && rapid.Bool().Draw(t, "proposal") {
		w.plan.Proposals = append(w.plan.Proposals, dedupe.Proposal{
			ID: "proposal-1", A: w.plan.Persons[0].Records, B: w.plan.Persons[1].Records,
			Decision: rapid.SampledFrom([]dedupe.Decision{dedupe.Accept, dedupe.Review}).Draw(t, "proposed"),
		})
	}
	return w
}

func (w *world) addPerson(t *rapid.T, ids []string) {
	decision := rapid.SampledFrom([]dedupe.Decision{dedupe.Accept, dedupe.Accept, dedupe.Review}).Draw(t, "decision")
	slices.Sort(ids)
	w.plan.Persons = append(w.plan.Persons, dedupe.Person{
		ID: fmt.Sprintf("person-%d", len(w.plan.Persons)), Records: ids, Survivor: rapid.SampledFrom(ids).Draw(t, "survivor"), Decision: decision,
	})
}

func idsOf(plan *dedupe.Plan) []string {
	var ids []string
	for _, record := range plan.Records {
		ids = append(ids, record.ID)
	}
	return ids
}

func drawBook(t *rapid.T) string {
	lineBreak := rapid.SampledFrom([]string{"\r\n", "\n"}).Draw(t, "break")
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "\uFEFF"}).Draw(t, "mark"))
	for range rapid.IntRange(0, 6).Draw(t, "cards") {
		b.WriteString(rapid.SampledFrom([]string{"", "", "", "\n", "junk\n"}).Draw(t, "between"))
		b.WriteString(drawCard(t))
	}
	b.WriteString(rapid.SampledFrom([]string{"", "", "\n\n", "trailing"}).Draw(t, "after"))
	text := strings.ReplaceAll(b.String(), "\n", lineBreak)
	if rapid.Bool().Draw(t, "cut") {
		text = strings.TrimRight(text, "\r\n")
	}
	return text
}

var uids = []string{"one", "two", "urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af", "03A0E51F-D1AA-4385-8A53-E29025ACD8AF", "four", "five"}

func drawCard(t *rapid.T) string {
	version := rapid.SampledFrom([]string{"2.1", "3.0", "4.0"}).Draw(t, "version")
	lines := []string{"BEGIN:VCARD", "VERSION:" + version}
	if rapid.IntRange(0, 4).Draw(t, "uid") > 0 {
		lines = append(lines, "UID:"+rapid.SampledFrom(uids).Draw(t, "uid"))
	}
	if rapid.IntRange(0, 5).Draw(t, "kind") == 0 {
		lines = append(lines, "X-ADDRESSBOOKSERVER-KIND:group")
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			lines = append(lines, "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:"+strings.TrimPrefix(rapid.SampledFrom(uids).Draw(t, "member"), "urn:uuid:"))
		}
	}
	lines = append(lines, rapid.SliceOfN(rapid.SampledFrom([]string{
		"FN:Anna Ott", "FN:A. Ott", "N:Ott;Anna;;;", "EMAIL:anna@home.example", "EMAIL;TYPE=work:anna@Work.example", "EMAIL:anna@work.example",
		"TEL:+49 30 1", "TEL;TYPE=cell:+49-30-1", "NOTE:one\\, two", "NOTE:" + strings.Repeat("long ", 40), "CATEGORIES:a,b", "CATEGORIES:b,c",
		"item1.URL:https://ott.example", "item1.X-ABLabel:blog", "item1.EMAIL:x@y.example", "BDAY:1980-01-02", "BDAY:19800103", "ADR:;;Street 1;Berlin;;1;DE",
		"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller=0D=0A", "X-CUSTOM;X-P=1:\xff\xfe", "RELATED:urn:uuid:four", "no property at all", "REV:20200101T000000Z",
	}), 0, 7).Draw(t, "lines")...)
	return strings.Join(append(lines, "END:VCARD\n"), "\n")
}
