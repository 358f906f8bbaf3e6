package labelled

import (
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

// small is a truth of five cards: a, b and c are one person, d another, and
// nobody can say who e is.
func small() Truth {
	truth := Truth{Pairs: []Pair{
		{A: "a", B: "b", Label: Same, Kind: "twice"}, {A: "a", B: "c", Label: Same, Kind: "twice"}, {A: "b", B: "c", Label: Same, Kind: "twice"},
		{A: "a", B: "d", Label: Different, Kind: "namesake"}, {A: "d", B: "e", Label: Unknowable, Kind: "namesake"},
	}}
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		truth.Records = append(truth.Records, Entry{ID: id, Kind: "twice", Scene: i / 3, Person: id, Locator: Locator{Book: "book.vcf", Index: i}})
	}
	return truth
}

// joining is a plan with so many accepted persons and suggested proposals, each
// written as the letters of its cards.
func joining(accepted, suggested []string) dedupe.Plan {
	plan := dedupe.Plan{}
	for i, id := range strings.Split("abcde", "") {
		plan.Records = append(plan.Records, dedupe.Listed{ID: "card-" + id, Record: &record.Record{Source: record.Card, Place: record.Place{Book: "dir/book.vcf", Index: i}}})
	}
	ids := func(letters string) []string {
		var list []string
		for _, id := range letters {
			list = append(list, "card-"+string(id))
		}
		return list
	}
	for _, letters := range accepted {
		plan.Persons = append(plan.Persons, dedupe.Person{Records: ids(letters), Decision: dedupe.Accept})
	}
	for _, letters := range suggested {
		plan.Proposals = append(plan.Proposals, dedupe.Proposal{A: ids(letters[:1]), B: ids(letters[1:]), Decision: dedupe.Review, Suggest: dedupe.Accept})
	}
	return plan
}

func TestMeasure(t *testing.T) {
	for name, test := range map[string]struct {
		accepted, suggested []string
		want                [joined.Levels]Tally
	}{
		"an empty plan misses everything and does nothing wrong": {nil, nil, [joined.Levels]Tally{{Missed: 3}, {Missed: 3}}},
		"an accepted person counts at both levels":               {[]string{"abc"}, nil, [joined.Levels]Tally{{Found: 3}, {Found: 3}}},
		"a suggestion counts at its level alone":                 {[]string{"ab"}, []string{"cb"}, [joined.Levels]Tally{{Found: 1, Missed: 2}, {Found: 3}}},
		"a chain of suggestions joins its ends":                  {nil, []string{"ab", "bc"}, [joined.Levels]Tally{{Missed: 3}, {Found: 3}}},
		"a pair the truth does not name is wrong":                {[]string{"bd"}, nil, [joined.Levels]Tally{{Missed: 3, Wrong: 1}, {Missed: 3, Wrong: 1}}},
		"a wrong link spoils every pair it makes":                {[]string{"abc"}, []string{"cd"}, [joined.Levels]Tally{{Found: 3}, {Found: 3, Wrong: 3}}},
		"an unknowable pair counts neither way":                  {[]string{"de"}, nil, [joined.Levels]Tally{{Missed: 3}, {Missed: 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := Measure(joining(test.accepted, test.suggested), small())
			for level, got := range r.Total().At {
				want := test.want[level]
				if got.Found != want.Found || got.Missed != want.Missed || got.Wrong != want.Wrong {
					t.Errorf("%s: found %d, missed %d, wrong %d; want %d, %d, %d", joined.Level(level), got.Found, got.Missed, got.Wrong, want.Found, want.Missed, want.Wrong)
				}
			}
		})
	}
}

func TestARefusedSuggestionJoinsNobody(t *testing.T) {
	plan := joining(nil, []string{"ab"})
	plan.Proposals[0].Decision = dedupe.Refuse
	if got := Measure(plan, small()).Total().At[joined.Suggested].Found; got != 0 {
		t.Errorf("found %d pairs", got)
	}
}

func TestRecordsAreCountedAsBCubed(t *testing.T) {
	// Clusters {a b d} {c} {e}: of a and b two thirds are right and two thirds
	// are found, of d one third is right, of c one third is found.
	got := Measure(joining([]string{"abd"}, nil), small()).Total().At[joined.Accepted]
	if precision := got.RecordPrecision(); precision < 0.733-0.001 || precision > 0.733+0.001 {
		t.Errorf("precision %.3f", precision)
	}
	if recall := got.RecordRecall(); recall < 0.733-0.001 || recall > 0.733+0.001 {
		t.Errorf("recall %.3f", recall)
	}
}

func TestAMistakeNamesTheEvidenceOfEveryStep(t *testing.T) {
	plan := joining([]string{"ab"}, []string{"bd"})
	plan.Persons[0].Evidence = []dedupe.Evidence{{Rule: "first"}}
	plan.Proposals[0].Evidence = []dedupe.Evidence{{Rule: "second"}}
	for _, m := range Measure(plan, small()).Mistakes {
		if m.Label == Different && m.A.ID == "a" && m.B.ID == "d" {
			if len(m.Evidence) != 2 {
				t.Errorf("evidence %v", m.Evidence)
			}
			return
		}
	}
	t.Error("the pair is not among the mistakes")
}

func TestARecordTheTruthDoesNotKnowIsReported(t *testing.T) {
	plan := joining(nil, nil)
	plan.Records[0].Place.Book = "other.vcf"
	if got := Measure(plan, small()).Unlabelled; len(got) != 1 {
		t.Errorf("unlabelled: %v", got)
	}
}
