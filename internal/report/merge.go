package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/merge"
)

// mergeSchema is the version of both results below.
const mergeSchema = 1

// A mergeResult is a merge and the folder of results, "" for a rehearsal.
type mergeResult struct {
	Schema int    `json:"schema"`
	Out    string `json:"out"`
	*merge.Result
}

// An undoResult is what was taken back, and the folder of results.
type undoResult struct {
	Schema int    `json:"schema"`
	Out    string `json:"out"`
	*merge.Undone
}

// WriteMerge says which cards became one, or would: as JSON the result itself,
// else in sentences for the owner of the books. Out is the folder of results;
// without one, nothing was written.
func WriteMerge(w io.Writer, result *merge.Result, out string, f Format) error {
	if f == JSON {
		return WriteJSON(w, mergeResult{mergeSchema, out, result})
	}
	var b bytes.Buffer
	for i := range result.Persons {
		if b.Len() > mergedAtOnce {
			if _, err := b.WriteTo(w); err != nil {
				return err
			}
		}
		writeMergedPerson(&b, &result.Persons[i], out != "")
	}
	writeMergeSummary(&b, result, out)
	_, err := b.WriteTo(w)
	return err
}

// mergedAtOnce is how many bytes are held before they are written: of a large book the
// whole would be much.
const mergedAtOnce = 1 << 16

func writeMergedPerson(b *bytes.Buffer, person *merge.Person, done bool) {
	fmt.Fprintf(b, "%s  %s\n", Safe(person.Name), Safe(strings.Join(person.Accepted, ", ")))
	what := count(1+len(person.Absorbed), "card", "cards") + " become one"
	switch {
	case person.Left != "":
		what = "! nothing is merged: " + Safe(person.Left)
	case len(person.Absorbed) == 0:
		what = "1 card is linked with those of other books"
	case done:
		what = count(1+len(person.Absorbed), "card", "cards") + " became one"
	}
	fmt.Fprintf(b, "  %s\n    kept      %s\n", what, mergedCard(person.Survivor))
	for _, card := range person.Absorbed {
		fmt.Fprintf(b, "    absorbed  %s\n", mergedCard(card))
	}
	if person.Left != "" {
		b.WriteByte('\n')
		return
	}
	for _, card := range person.Linked {
		fmt.Fprintf(b, "    linked    %s, which stays\n", mergedCard(card))
	}
	for _, card := range person.Groups {
		fmt.Fprintf(b, "    group     %s has the kept card for a member then\n", mergedCard(card))
	}
	for _, added := range person.Added {
		fmt.Fprintf(b, "    added     %s\n", Safe(oneLine(added)))
	}
	for _, changed := range person.Changed {
		fmt.Fprintf(b, "    now       %s\n", Safe(oneLine(changed)))
	}
	for _, c := range person.Differs {
		fmt.Fprintf(b, "    differs   %s: %s stays, %s is kept beside it\n", Safe(c.Property), Safe(oneLine(c.Kept)), Safe(oneLine(c.Other)))
	}
	b.WriteByte('\n')
}

func mergedCard(card merge.Card) string {
	place := fmt.Sprintf("%s:%d", Safe(card.Book), card.Line)
	if card.Name == "" {
		return place
	}
	return fmt.Sprintf("%s “%s”", place, Safe(card.Name))
}

func writeMergeSummary(b *bytes.Buffer, result *merge.Result, out string) {
	people, linked, left, fewer := map[string]bool{}, map[string]bool{}, 0, 0
	for _, person := range result.Persons {
		if person.Left != "" {
			left++
			continue
		}
		people[person.ID] = true
		if len(person.Linked) > 0 {
			linked[person.ID] = true
		}
		fewer += len(person.Absorbed)
	}
	switch {
	case len(people)+left == 0:
		b.WriteString("No cards are to be merged or linked: nobody with two cards is accepted, or all is done.\n")
	case len(linked) == 0:
		fmt.Fprintf(b, "%s, %s fewer.\n", count(len(people), "person", "people"), count(fewer, "card", "cards"))
	default:
		fmt.Fprintf(b, "%s, %s fewer; %s linked across books, where each keeps its card.\n", count(len(people), "person", "people"), count(fewer, "card", "cards"), count(len(linked), "person is", "people are"))
	}
	if left > 0 {
		fmt.Fprintf(b, "%s left alone, as said above.\n", count(left, "person is", "people are"))
	}
	if result.Undecided > 0 {
		fmt.Fprintf(b, "%s: set \"decision\" in the plan to accept or refuse.\n", count(result.Undecided, "decision is still open", "decisions are still open"))
	}
	for _, book := range result.Books {
		if book.Before.Cards > 0 && book.After.Cards == 0 {
			fmt.Fprintf(b, "! %s has no card left then: all of them are one with cards of other books.\n", Safe(book.Path))
		}
	}
	if out == "" {
		b.WriteString("This was a rehearsal: nothing was written. The same command with --yes writes new books.\n")
		return
	}
	fmt.Fprintf(b, "Written to %s, the old books are as they were:\n", Safe(out))
	writeNewBooks(b, result.Books)
}

func writeNewBooks(b *bytes.Buffer, books []merge.New) {
	for _, book := range books {
		change := "unchanged, " + count(book.After.Cards, "card", "cards")
		if book.Before.SHA256 != book.After.SHA256 {
			change = fmt.Sprintf("%d → %s", book.Before.Cards, count(book.After.Cards, "card", "cards"))
		}
		if book.MadeOf != "" {
			change += fmt.Sprintf(", as vCards: %s is a %s, and stays as it is", Safe(book.Path), Safe(book.MadeOf))
		}
		fmt.Fprintf(b, "  %s  %s\n", Safe(book.Name), change)
	}
}

// WriteUndo says whose cards are apart again.
func WriteUndo(w io.Writer, undone *merge.Undone, out string, f Format) error {
	if f == JSON {
		return WriteJSON(w, undoResult{mergeSchema, out, undone})
	}
	var b bytes.Buffer
	for _, person := range undone.Persons {
		if len(person.Absorbed) == 0 {
			fmt.Fprintf(&b, "%s: not linked any more in %s\n", Safe(person.Name), Safe(person.Survivor.Book))
			continue
		}
		fmt.Fprintf(&b, "%s: %s again\n", Safe(person.Name), count(1+len(person.Absorbed), "card", "cards"))
	}
	if len(undone.Persons) == 0 {
		b.WriteString("Nobody had been merged.\n")
	}
	fmt.Fprintf(&b, "Written to %s, the merged books are as they were:\n", Safe(out))
	writeNewBooks(&b, undone.Books)
	if undone.Journal != nil {
		fmt.Fprintf(&b, "%s merged; journal.json beside the books undoes that.\n", count(len(undone.Journal.Persons), "person stays", "people stay"))
	}
	_, err := w.Write(b.Bytes())
	return err
}
