package merge_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"
)

const contacts = `
BEGIN:VCARD
VERSION:3.0
UID:anna-1
FN:Anna Ott
EMAIL:anna@home.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:anna-2
FN:Anna Ott
EMAIL:anna@work.example
NOTE:likes tea
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:club
FN:Club
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:anna-1
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:anna-2
END:VCARD
`

const work = `
BEGIN:VCARD
VERSION:4.0
UID:anna-3
FN:Anna Ott
EMAIL:anna@work.example
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:team
KIND:group
MEMBER:anna-3
END:VCARD
`

func TestTheSurvivorGetsWhatTheOthersSaid(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/1", "0/0", "0/1")}
	got := apply(t, plan, books, merge.Options{})
	want := bookNamed("", `
BEGIN:VCARD
VERSION:3.0
UID:anna-2
FN:Anna Ott
EMAIL:anna@work.example
NOTE:likes tea
X-GMMTOOL-ABSORBED-UID:anna-1
EMAIL:anna@home.example
REV:20261120T120000Z
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:club
FN:Club
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:anna-2
END:VCARD
`).Data
	if diff := cmp.Diff(string(want), string(got.Books[0].Data)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAUIDInTwoBooksMeansTheCardOfItsOwnBook(t *testing.T) {
	twin := strings.ReplaceAll(work, "anna-3", "anna-1")
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", twin)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/1", "0/0", "0/1")}
	got := apply(t, plan, books, merge.Options{})
	if string(got.Books[1].Data) != string(books[1].Data) {
		t.Errorf("a group lost the card of its own book:\n%s", got.Books[1].Data)
	}
}

func TestAUIDOfCardsThatGoDifferentWaysIsFollowedInEachBook(t *testing.T) {
	twin := strings.ReplaceAll(work, "anna-3", "anna-1") + "BEGIN:VCARD\nVERSION:4.0\nUID:anna-4\nFN:Anna\nEND:VCARD\n"
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", twin)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/1", "0/0", "0/1"), accepted("other", "1/2", "1/0", "1/2")}
	for i, want := range []string{"X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:anna-2\r\nEND", "MEMBER:anna-4\r\nEND"} {
		if got := string(apply(t, plan, books, merge.Options{}).Books[i].Data); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestProposalsJoinBothSides(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", work)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "1/0")}
	plan.Proposals = []dedupe.Proposal{{ID: "proposal", A: []string{"0/1"}, B: []string{"0/0", "1/0"}, Decision: dedupe.Accept}}
	got := apply(t, plan, books, merge.Options{Into: "contacts.vcf"}).Persons
	if len(got) != 1 || len(got[0].Absorbed) != 2 || got[0].Survivor.UID != "anna-1" || !slices.Equal(got[0].Accepted, []string{"anna", "proposal"}) {
		t.Errorf("%+v", got)
	}
	// Where no person names a survivor, it is the card that says most.
	plan.Persons = nil
	plan.Proposals[0].B = []string{"0/0"}
	if got := apply(t, plan, books, merge.Options{}).Persons; len(got) != 1 || got[0].Survivor.UID != "anna-2" {
		t.Errorf("%+v", got)
	}
}

func TestDifferentKeysAreNotJoinedSilently(t *testing.T) {
	const one, two, armored = "KEY:data:application/pgp-keys;base64,AAAA", "KEY:data:application/pgp-keys;base64,BBBB", "KEY;VALUE=text:AAAA"
	card := func(lines ...string) string {
		return "BEGIN:VCARD\nVERSION:4.0\n" + strings.Join(append(lines, "END:VCARD\n"), "\n")
	}
	for _, tc := range []struct {
		name         string
		cards        [2]string
		fingerprints [2][]string
		left         bool
	}{
		{name: "no keys", cards: [2]string{card(), card()}},
		{name: "one key", cards: [2]string{card(one), card()}},
		{name: "the same key", cards: [2]string{card(one), card(one)}},
		{name: "two keys", cards: [2]string{card(one), card(two)}, left: true},
		{name: "two keys that a card holds already", cards: [2]string{card(one), card(one, two)}},
		{name: "a third key", cards: [2]string{card(one, two), card(two, armored)}, left: true},
		{name: "one key in two versions", cards: [2]string{card(one), card(two)}, fingerprints: [2][]string{{"AA"}, {"AA"}}},
		{name: "two keys by fingerprint", cards: [2]string{card(one), card(one)}, fingerprints: [2][]string{{"AA"}, {"BB"}}, left: true},
		{name: "a fingerprint the plan does not tell", cards: [2]string{card(one), card(two)}, fingerprints: [2][]string{{"AA"}, nil}, left: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			books := []merge.Book{{Path: "a.vcf", File: "a.vcf", Data: []byte(tc.cards[0] + tc.cards[1])}}
			plan := planOf(books)
			for i, fingerprints := range tc.fingerprints {
				for _, fingerprint := range fingerprints {
					plan.Records[i].Keys = append(plan.Records[i].Keys, record.Key{Fingerprint: fingerprint, Learnt: record.LearntCard})
				}
			}
			plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
			refused := apply(t, plan, books, merge.Options{})
			if left := refused.Persons[0].Left != ""; left != tc.left {
				t.Errorf("left alone: %q", refused.Persons[0].Left)
			}
			if tc.left && string(refused.Books[0].Data) != string(books[0].Data) {
				t.Errorf("the book changed:\n%s", refused.Books[0].Data)
			}
			joined := apply(t, plan, books, merge.Options{JoinKeys: true})
			for _, key := range []string{one, two, armored} {
				if strings.Contains(string(books[0].Data), key) && !strings.Contains(string(joined.Books[0].Data), key) {
					t.Errorf("%q is lost:\n%s", key, joined.Books[0].Data)
				}
			}
		})
	}
}

func TestCardsThatCannotBeMergedAreLeftAlone(t *testing.T) {
	broken := "BEGIN:VCARD\nVERSION:3.0\nFN:a\n"
	books := []merge.Book{{Path: "a.vcf", File: "a.vcf", Data: []byte(broken + "BEGIN:VCARD\nVERSION:3.0\nFN:b\nEND:VCARD\n")}, bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("broken", "0/1", "0/0", "0/1"), accepted("group", "1/0", "1/0", "1/2")}
	got := apply(t, plan, books, merge.Options{})
	for i, want := range []string{"a.vcf:1: card has no END:VCARD", "one of the cards is of a group, not of a person"} {
		if got.Persons[i].Left != want {
			t.Errorf("%q, want %q", got.Persons[i].Left, want)
		}
		if string(got.Books[i].Data) != string(books[i].Data) {
			t.Errorf("book %d changed", i)
		}
	}
	if len(got.Journal.Persons) > 0 {
		t.Error("the journal speaks of somebody who was left alone")
	}
}

func TestPlansEditedIntoNonsenseAreRefused(t *testing.T) {
	for _, tc := range []struct {
		name string
		edit func(*dedupe.Plan)
		want string
	}{
		{"a record that is not there", func(p *dedupe.Plan) { p.Persons[0].Records[1] = "x" }, `.persons[0].records[1]: plan cannot be carried out: "x"`},
		{"an unknown decision", func(p *dedupe.Plan) { p.Persons[0].Decision = "yes" }, `.persons[0].decision: `},
		{"a survivor who is somebody else", func(p *dedupe.Plan) { p.Persons[0].Survivor = "0/2" }, `.persons[0].survivor: `},
		{"a card that is not there", func(p *dedupe.Plan) { p.Records[0].Place.Index = 7 }, `.records[0].place: plan cannot be carried out: "contacts.vcf" has no card 7`},
		{"a card before the first", func(p *dedupe.Plan) { p.Records[0].Place.Index = -1 }, `has no card -1`},
		{"another card", func(p *dedupe.Plan) { p.Records[0].Place.Index = 2 }, `card 2 of "contacts.vcf" begins on line 14 and has the UID "club"`},
		{"a card named twice", func(p *dedupe.Plan) { p.Records[1].Record = p.Records[0].Record }, `.records[1].place: plan cannot be carried out: card 0 of "contacts.vcf" is record "0/0", too`},
		{"a book that is not an input", func(p *dedupe.Plan) { p.Records[0].Place.Book = "/etc/passwd" }, `"/etc/passwd" is not a book of the plan`},
		{"a refusal against an acceptance", func(p *dedupe.Plan) {
			p.Proposals = []dedupe.Proposal{{ID: "q", A: []string{"0/0"}, B: []string{"0/1"}, Decision: dedupe.Refuse}}
		}, `.proposals[0].decision: plan cannot be carried out: refuses to make "0/0" and "0/1" one`},
		{"a person refused and brought together elsewhere", func(p *dedupe.Plan) {
			p.Persons[0].Decision = dedupe.Refuse
			p.Proposals = []dedupe.Proposal{{ID: "q", A: []string{"0/0", "0/1"}, B: []string{"0/2"}, Decision: dedupe.Accept}}
		}, `.persons[0].decision: plan cannot be carried out: refuses`},
		{"acceptance across a conflict", func(p *dedupe.Plan) {
			p.Conflicts = []dedupe.Conflict{{ID: "c", Ends: [2]string{"0/0", "0/1"}}}
		}, `accepted across the conflict "c"`},
		{"a book named twice", func(p *dedupe.Plan) { p.Inputs = append(p.Inputs, p.Inputs[0]) }, `.inputs: plan cannot be carried out: `},
		{"a digest that is missing", func(p *dedupe.Plan) { p.Inputs[0].SHA256 = "" }, `contacts.vcf: book has changed since the plan was made`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			books := []merge.Book{bookNamed("contacts.vcf", contacts)}
			plan := planOf(books)
			plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
			tc.edit(plan)
			books = append(books, books[0])[:len(merge.Books(plan))]
			_, err := merge.Apply(context.Background(), plan, books, merge.Options{Plan: merge.Origin{Path: "plan.json"}})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v\nwant %s", err, tc.want)
			}
			if errors.Is(err, merge.ErrPlan) && !strings.HasPrefix(err.Error(), "plan.json: ") {
				t.Errorf("no file in %v", err)
			}
		})
	}
}

func TestAChangedBookIsStaleUnlessTheMergeChangedIt(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
	first := apply(t, plan, books, merge.Options{})
	merged := []merge.Book{{Path: "contacts.vcf", File: "contacts.vcf", Data: first.Books[0].Data}}
	for _, tc := range []struct {
		applied *merge.Journal
		want    error
	}{{nil, merge.ErrStale}, {&first.Journal, merge.ErrApplied}} {
		if _, err := merge.Apply(context.Background(), plan, merged, merge.Options{Applied: tc.applied}); !errors.Is(err, tc.want) {
			t.Errorf("%v, want %v", err, tc.want)
		}
	}
}

func TestNewBooksHavePlainNamesOfTheirOwn(t *testing.T) {
	var books []merge.Book
	for _, file := range []string{"a/contacts.vcf", "b/contacts.vcf", "b/Contacts.VCF", "journal.json", "..", "/", "x/a\x1b:b.vcf", "con\xff.vcf", "contacts-2.vcf"} {
		books = append(books, merge.Book{Path: file, File: file})
	}
	var names []string
	for _, book := range apply(t, planOf(books), books, merge.Options{}).Books {
		names = append(names, book.Name)
	}
	want := []string{
		"contacts.vcf", "contacts-2.vcf", "Contacts-3.VCF", "journal-2.json", "book.vcf", "_", "a__b.vcf", "con_.vcf", "contacts-2-2.vcf",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAnEditedBookIsNotUndone(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
	result := apply(t, plan, books, merge.Options{})
	edited := results(result)
	edited[0].Data = []byte(strings.Replace(string(edited[0].Data), "likes tea", "likes coffee", 1))
	want := "contacts.vcf:8: book has been edited since it was merged"
	_, err := merge.Undo(context.Background(), &result.Journal, edited)
	if !errors.Is(err, merge.ErrEdited) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, err := merge.UndoPerson(context.Background(), &result.Journal, edited, "anna", noon); !errors.Is(err, merge.ErrEdited) {
		t.Error(err)
	}
}

func TestAnEditedJournalIsNotFollowed(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", work)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1"), accepted("team", "1/0", "1/0")}
	for name, edit := range map[string]func(*merge.Journal){
		"other text removed":  func(j *merge.Journal) { j.Books[0].Edits[0].Inserted = merge.Text("X") },
		"other text restored": func(j *merge.Journal) { j.Books[0].Edits[0].Removed = merge.Text("X") },
		"an edit left out":    func(j *merge.Journal) { j.Books[0].Edits = j.Books[0].Edits[1:] },
		"another offset":      func(j *merge.Journal) { j.Books[0].Edits[0].Offset = math.MaxInt },
		"another digest":      func(j *merge.Journal) { j.Books[0].Before.SHA256 = "00" },
	} {
		result := apply(t, plan, books, merge.Options{})
		edit(&result.Journal)
		if _, err := merge.Undo(context.Background(), &result.Journal, results(result)); !errors.Is(err, merge.ErrJournal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnePersonOfAnEditedJournalIsNotUndone(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts), bookNamed("work.vcf", work+strings.ReplaceAll(work, "team", "crew"))}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1"), accepted("other", "1/0", "1/0", "1/2")}
	for name, edit := range map[string]func(*merge.Journal){
		"another card":           func(j *merge.Journal) { j.Persons[0].Absorbed[0].Index = 2 },
		"no such card":           func(j *merge.Journal) { j.Persons[0].Absorbed[0].Index = -1 },
		"no such book":           func(j *merge.Journal) { j.Persons[0].Survivor.Book = "x" },
		"a person left out":      func(j *merge.Journal) { j.Persons = j.Persons[1:] },
		"a card of two persons":  func(j *merge.Journal) { j.Persons[0].Absorbed = append(j.Persons[0].Absorbed, j.Persons[1].Survivor) },
		"a card that is its own": func(j *merge.Journal) { j.Persons[0].Absorbed[0] = j.Persons[0].Survivor },
	} {
		result := apply(t, plan, books, merge.Options{})
		edit(&result.Journal)
		if _, err := merge.UndoPerson(context.Background(), &result.Journal, results(result), "other", noon); !errors.Is(err, merge.ErrJournal) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnInterruptedMergeGivesNothing(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if result, err := merge.Apply(ctx, plan, books, merge.Options{}); result != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", result, err)
	}
	whole := apply(t, plan, books, merge.Options{})
	if undone, err := merge.Undo(ctx, &whole.Journal, results(whole)); undone != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", undone, err)
	}
}
