package merge_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/google/go-cmp/cmp"
)

func TestCardsOfDifferentBooksAreLinked(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", work)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1", "1/0")}
	got := apply(t, plan, books, merge.Options{})
	if len(got.Persons) != 2 || len(got.Persons[0].Absorbed) != 1 || len(got.Persons[1].Absorbed) != 0 || got.Persons[1].Linked[0].UID != "anna-1" {
		t.Errorf("%+v", got.Persons)
	}
	for i, want := range []string{
		"\r\nX-GMMTOOL-SAME-PERSON:anna-3\r\nNOTE:Same person: Anna Ott\\, in work.vcf\r\nREV:20261120T120000Z\r\nEND",
		"\r\nRELATED;TYPE=me;VALUE=text:anna-1\r\nREV:20261120T120000Z\r\nEND",
	} {
		if book := string(got.Books[i].Data); !strings.Contains(book, want) {
			t.Errorf("no %q in\n%s", want, book)
		}
	}
	if book := string(got.Books[1].Data); !strings.Contains(book, "MEMBER:anna-3") || strings.Contains(book, "NOTE") {
		t.Errorf("the other book:\n%s", book)
	}
	checkIsDone(t, results(got), []string{"0/0", "1/0"})
}

// checkIsDone applies a plan of one person to merged books, which does nothing.
func checkIsDone(t *testing.T, books []merge.Book, records []string) {
	t.Helper()
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("again", records[0], records...)}
	again := apply(t, plan, books, merge.Options{})
	for i := range books {
		if string(again.Books[i].Data) != string(books[i].Data) || len(again.Persons) > 0 {
			t.Errorf("the second time changes %s to\n%s\n%+v", books[i].Data, again.Books[i].Data, again.Persons)
		}
	}
}

func TestALinkNeedsNoUIDAndNoNewLine(t *testing.T) {
	for name, c := range map[string]struct {
		private, work string
		want          []string // in the private book, and not
	}{
		"a card without UID is given one": {"VERSION:4.0\nFN:Anna\n", "VERSION:4.0\nFN:Anna\n", []string{"UID:urn:uuid:", "RELATED;TYPE=me:urn:uuid:"}},
		"a UUID is named as a URI":        {"VERSION:4.0\nUID:a\nFN:Anna\n", "VERSION:4.0\nUID:4FBE8971-0BC3-424C-9C26-36C3E1EFF6B1\nFN:Anna\n", []string{"RELATED;TYPE=me:urn:uuid:4FBE8971-0BC3-424C-9C26-36C3E1EFF6B1"}},
		"one UID is a link":               {"VERSION:3.0\nUID:a\nFN:Anna\n", "VERSION:3.0\nUID:a\nFN:Anna\n", nil},
		"linked before":                   {"VERSION:4.0\nUID:a\nRELATED;TYPE=me:b\n", "VERSION:3.0\nUID:b\nX-GMMTOOL-SAME-PERSON:a\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			books := []merge.Book{bookNamed("private.vcf", "BEGIN:VCARD\n"+c.private+"END:VCARD\n"), bookNamed("work.vcf", "BEGIN:VCARD\n"+c.work+"END:VCARD\n")}
			plan := planOf(books)
			plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "1/0")}
			got := apply(t, plan, books, merge.Options{})
			for _, want := range c.want {
				if !strings.Contains(string(got.Books[0].Data), want) {
					t.Errorf("no %q in\n%s", want, got.Books[0].Data)
				}
			}
			if c.want == nil && (len(got.Persons) > 0 || string(got.Books[0].Data) != string(books[0].Data)) {
				t.Errorf("%+v\n%s", got.Persons, got.Books[0].Data)
			}
			checkIsDone(t, results(got), []string{"0/0", "1/0"})
		})
	}
}

func TestOneBookGetsTheCardsOfAll(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", work)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "1/0", "0/0", "1/0")}
	got := apply(t, plan, books, merge.Options{Into: "contacts.vcf"})
	for _, want := range []string{"\r\nUID;VALUE=text:anna-1\r\n", "\r\nVERSION:4.0\r\n", "\r\nEMAIL:anna@work.example\r\n", "ABSORBED-UID:anna-3"} {
		if book := string(got.Books[0].Data); !strings.Contains(book, want) {
			t.Errorf("no %q in\n%s", want, book)
		}
	}
	want := "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:team\r\nKIND:group\r\nMEMBER:anna-1\r\nEND:VCARD\r\n"
	if diff := cmp.Diff(want, string(got.Books[1].Data)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, spelt := range []string{"Member:", "MEM\n BER:"} { // names have no case, and lines are folded
		books := []merge.Book{books[0], bookNamed("work.vcf", strings.Replace(work, "MEMBER:", spelt, 1))}
		plan := planOf(books)
		plan.Persons = []dedupe.Person{accepted("anna", "1/0", "0/0", "1/0")}
		got := apply(t, plan, books, merge.Options{Into: "contacts.vcf"})
		if groups := got.Persons[0].Groups; len(groups) != 1 {
			t.Errorf("a group that names %q is not told of", spelt)
		}
	}
	if groups := got.Persons[0].Groups; len(groups) != 1 || groups[0].UID != "team" {
		t.Errorf("groups %+v", groups)
	}
	if _, err := merge.Apply(context.Background(), plan, books, merge.Options{Into: "elsewhere.vcf"}); !errors.Is(err, merge.ErrPlan) {
		t.Errorf("a book that is not of the plan: %v", err)
	}
}

func TestLinksBetweenCardsThatBecomeOneAreDropped(t *testing.T) {
	for name, c := range map[string]struct{ work, note string }{
		"a card with a formatted name":       {work, "NOTE:Same person: Anna Ott\\, in work.vcf"},
		"a card that says its name in parts": {strings.ReplaceAll(work, "FN:Anna Ott", "N:Ott;Anna"), "NOTE:Same person: Anna Ott\\, in work.vcf"},
		"a card without a name":              {strings.ReplaceAll(work, "FN:Anna Ott", "TITLE:Dr"), "NOTE:Same person: in work.vcf"},
	} {
		t.Run(name, func(t *testing.T) {
			books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", c.work)}
			plan := planOf(books)
			plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "1/0")}
			linked := results(apply(t, plan, books, merge.Options{}))
			if book := string(linked[0].Data); !strings.Contains(book, c.note) {
				t.Errorf("no %q in\n%s", c.note, book)
			}
			plan = planOf(linked)
			plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "1/0")}
			got := string(apply(t, plan, linked, merge.Options{Into: "contacts.vcf"}).Books[0].Data)
			for _, gone := range []string{"SAME-PERSON", "RELATED", "NOTE:Same"} {
				if strings.Contains(got, gone) {
					t.Errorf("%s stays in\n%s", gone, got)
				}
			}
		})
	}
}

func TestNothingIsLinkedWithACardThatIsLeftAlone(t *testing.T) {
	books := []merge.Book{bookNamed("private.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nEND:VCARD\n"), bookNamed("work.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\n")}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "1/0")}
	got := apply(t, plan, books, merge.Options{})
	if book := string(got.Books[0].Data); book != string(books[0].Data) {
		t.Errorf("linked with a card that has no end:\n%s", book)
	}
	if len(got.Persons) != 1 || got.Persons[0].Left == "" {
		t.Errorf("%+v", got.Persons)
	}
}
