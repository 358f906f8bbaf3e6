package planfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// planOf finds who is one person among some cards of few people.
func planOf(t *testing.T, seed int64, cards int, books ...string) *dedupe.Plan {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	given, family := strings.Fields("Anna Bela Carl Dora Emil"), strings.Fields("Weber Ott Müller Nowak")
	records := make([]record.Record, cards)
	for i := range records {
		name := given[r.Intn(len(given))] + " " + family[r.Intn(len(family))]
		records[i] = record.Record{
			Source: record.Card, Place: record.Place{Book: books[i%len(books)], Line: 1 + 6*i, Index: i}, Names: []string{name},
			Addresses: []string{strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@" + fmt.Sprintf("host%d.example", r.Intn(3))},
			Phones:    []string{fmt.Sprintf("+49 30 %07d", r.Intn(cards))}, Content: fmt.Sprintf("%064x", r.Intn(cards)),
		}
		if i%3 > 0 {
			records[i].UID = fmt.Sprintf("uid-%d", i-i%7)
		}
		if i%4 == 0 {
			records[i] = record.Record{Source: record.Member, Place: record.Place{Device: "phone", Group: "g"}, Names: records[i].Names, Addresses: records[i].Addresses}
		}
	}
	var inputs []record.Input
	for _, book := range books {
		inputs = append(inputs, record.Input{Path: book, Kind: "book"})
	}
	plan, err := dedupe.Find(context.Background(), records, nil, dedupe.Options{Inputs: inputs})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// withoutContent is the plan but for what the file leaves out.
func withoutContent(plan *dedupe.Plan) *dedupe.Plan {
	for i := range plan.Records {
		plan.Records[i].Content = ""
	}
	return plan
}

func roundTrip(t *testing.T, written *Written) (*dedupe.Plan, []byte) {
	t.Helper()
	data, err := json.Marshal(written)
	if err != nil {
		t.Fatal(err)
	}
	stored := new(Plan)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(stored); err != nil {
		t.Fatal(err)
	}
	back, err := stored.Read()
	if err != nil {
		t.Fatal(err)
	}
	return back, data
}

func TestAPlanComesBackAsItWas(t *testing.T) {
	for _, isLarge := range []bool{false, true} {
		for _, books := range [][]string{{"a.vcf"}, {"a.vcf", "b.vcf"}} {
			for seed := range int64(5) {
				plan := planOf(t, seed, 60, books...)
				if len(plan.Persons) == 0 || len(plan.Proposals) == 0 {
					t.Fatalf("%d persons and %d proposals", len(plan.Persons), len(plan.Proposals))
				}
				back, _ := roundTrip(t, Of(plan, isLarge))
				if diff := cmp.Diff(withoutContent(plan), back); diff != "" {
					t.Errorf("large %v, books %v, seed %d: -was +is\n%s", isLarge, books, seed, diff)
				}
			}
		}
	}
}

func TestEvidenceComesBackWhateverItSays(t *testing.T) {
	texts := rapid.SampledFrom([]string{"", "a", `"`, `both "a"`, `both "b" and "a"`, "{value}", `"{value}"`, "%q"})
	grades := rapid.SampledFrom([]link.Grade{link.Proof, link.Weak})
	rapid.Check(t, func(rt *rapid.T) {
		plan := planOf(t, 1, 20, "a.vcf")
		for i := range plan.Proposals {
			for j := range plan.Proposals[i].Evidence {
				e := &plan.Proposals[i].Evidence[j]
				e.Rule, e.Value = rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "rule"), texts.Draw(rt, "value")
				e.Text, e.Undone = "is "+texts.Draw(rt, "text"), "if "+texts.Draw(rt, "undone")
				e.Grade = grades.Draw(rt, "grade")
			}
		}
		back, _ := roundTrip(t, Of(plan, rapid.Bool().Draw(rt, "large")))
		if diff := cmp.Diff(withoutContent(plan), back); diff != "" {
			rt.Errorf("-was +is\n%s", diff)
		}
	})
}

func TestALargePlanSaysEverythingOnce(t *testing.T) {
	_, data := roundTrip(t, Of(planOf(t, 1, 60, "a.vcf"), true))
	for _, text := range []string{"several people read that mailbox", `"a.vcf"`, "both have the address"} {
		if n := bytes.Count(data, []byte(text)); n != 1 {
			t.Errorf("%q stands %d times in it", text, n)
		}
	}
}

func TestALargePlanLeavesOutWhatFollowsFromProposals(t *testing.T) {
	plan := planOf(t, 1, 60, "a.vcf")
	decided := ""
	for _, c := range plan.Clusters {
		if len(c.Proposals) == 1 && len(c.Persons) == 0 {
			decided = c.Proposals[0]
		}
	}
	for i := range plan.Proposals {
		if p := &plan.Proposals[i]; p.ID == decided {
			p.Decision = dedupe.Accept
		}
	}
	written := Of(plan, true)
	if len(written.Clusters) >= len(plan.Clusters) {
		t.Errorf("all %d clusters are there", len(plan.Clusters))
	}
	back, data := roundTrip(t, written)
	if bytes.Contains(data, []byte(`"why":"there is proof`)) {
		t.Error("why somebody has to decide follows from the evidence, and is there")
	}
	if diff := cmp.Diff(withoutContent(plan), back); diff != "" {
		t.Errorf("-was +is\n%s", diff)
	}
	for _, c := range plan.Clusters { // as if nothing were left out
		if !slices.ContainsFunc(written.Clusters, func(known Cluster) bool { return known.ID == c.ID }) {
			written.Clusters = append(written.Clusters, Cluster{ID: c.ID, Persons: c.Persons, Proposals: c.Proposals, Suggest: c.Suggest, Alarm: c.Alarm})
		}
	}
	if back, _ = roundTrip(t, written); len(back.Clusters) != len(plan.Clusters) {
		t.Errorf("%d clusters, not %d", len(back.Clusters), len(plan.Clusters))
	}
}

func TestAFileThatSaysTooLittleIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"schema": 3}`: ".schema: version 3 is not known",
		`{"schema": 2, "records": [{"id": "#1"}, {"id": "#1"}]}`:                                                                   `.records[1].id: "#1" is there twice`,
		`{"schema": 2, "records": [{"id": "#1", "at": [1]}]}`:                                                                      ".records[0].at: a place is a line and an index",
		`{"schema": 2, "persons": [{"evidence": [{"rule": "r", "value": "v"}]}]}`:                                                  ".persons[0].evidence[0].records: evidence ties two records or more",
		`{"schema": 2, "proposals": [{"against": [{"rule": "r", "value": "v"}]}]}`:                                                 ".proposals[0].against[0].records: evidence ties two records or more",
		`{"schema": 2, "rules": [{"rule": "r", "grade": "weak", "text": "t"}], "alarms": [["r", "v", "a", "b"], ["r", "v", "a"]]}`: ".alarms[1].records: evidence ties two records or more",
		`{"schema": 2, "persons": [{}, {"against": [["r", "v", "a", "b"]]}]}`:                                                      `.persons[1].against[0].rule: "r" is not among the rules of the plan`,
		`{"schema": 2, "records": [{"id": "#1"}, {"id": "#2"}], "proposals": [{"a": ["#1"], "b": ["#2"], "evidence": [["r"]]}]}`:   `.proposals[0].evidence[0].value: evidence has no value, and the first record no address`,
		`{"schema": 2, "conflicts": [{"paths": [[], [["r", "v", "a", "b"]]]}]}`:                                                    `.conflicts[0].paths[1][0].rule: "r" is not among the rules of the plan`,
	} {
		stored := new(Plan)
		if err := json.Unmarshal([]byte(text), stored); err != nil {
			t.Fatal(err)
		}
		_, err := stored.Read()
		var fault *dedupe.PlanError
		if !errors.As(err, &fault) || fault.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestALargePlanMayHaveBeenEditedIntoNonsense(t *testing.T) {
	const text = `{"schema": 2, "kind": "merge", "records": [{"id": "#1", "uid": "u"}],
"persons": [{"id": "p", "records": [], "decision": "review"}], "proposals": [{"id": "q", "a": ["#1"], "b": [], "decision": "review"}]}`
	stored := new(Plan)
	if err := json.Unmarshal([]byte(text), stored); err != nil {
		t.Fatal(err)
	}
	plan, err := stored.Read()
	if err != nil {
		t.Fatal(err)
	}
	if err := dedupe.Validate(plan); !errors.Is(err, dedupe.ErrPlan) {
		t.Error(err)
	}
}

func TestAPlanOfTheFirstVersionIsRead(t *testing.T) {
	const text = `{"schema": 1, "kind": "merge", "records": [
{"id": "card-1", "source": "card", "place": {"book": "b.vcf", "line": 1}}, {"id": "card-2", "source": "card", "place": {"book": "b.vcf", "line": 7, "index": 1}}],
"persons": [{"id": "p", "name": "A", "records": ["card-1", "card-2"], "survivor": "card-2", "duplicates": 1, "decision": "accept",
"evidence": [{"rule": "same-card", "grade": "proof", "records": ["card-1", "card-2"], "text": "the same", "value": "ab", "undone_by": "a change"}]}]}`
	stored := new(Plan)
	if err := json.Unmarshal([]byte(text), stored); err != nil {
		t.Fatal(err)
	}
	plan, err := stored.Read()
	if err != nil {
		t.Fatal(err)
	}
	want := dedupe.Person{
		ID: "p", Name: "A", Records: []string{"card-1", "card-2"}, Survivor: "card-2", Duplicates: 1, Decision: dedupe.Accept,
		Evidence: []dedupe.Evidence{{Rule: "same-card", Grade: "proof", Records: [2]string{"card-1", "card-2"}, Text: "the same", Value: "ab", Undone: "a change"}},
	}
	if diff := cmp.Diff(want, plan.Persons[0]); diff != "" || plan.Records[1].Place.Index != 1 || plan.Records[1].Place.Book != "b.vcf" {
		t.Errorf("%+v\n%s", plan.Records, diff)
	}
}

func TestACardTakenOutOfAPersonOfALargePlanIsToldApart(t *testing.T) {
	plan := planOf(t, 1, 60, "a.vcf")
	_, data := roundTrip(t, Of(plan, true))
	for i := range plan.Persons {
		records := plan.Persons[i].Records
		for out := range records {
			stored := new(Plan)
			if err := json.Unmarshal(data, stored); err != nil {
				t.Fatal(err)
			}
			stored.Persons[i].Records = slices.Delete(stored.Persons[i].Records, out, out+1)
			lacksNumber := strings.HasPrefix(stored.Persons[i].Records[0], ".")
			edited, err := stored.Read()
			if err != nil {
				t.Fatal(err)
			}
			if lacksNumber { // the first was taken out, and the others are called after it
				if err := dedupe.Validate(edited); err == nil {
					t.Errorf("%q is taken for a record", stored.Persons[i].Records[0])
				}
				continue
			}
			decided := dedupe.Decisions{}.With(edited, 1)
			if !slices.ContainsFunc(decided.Pairs, func(d dedupe.Decided) bool {
				return d.Decision == dedupe.Refuse && slices.Equal(d.A, []string{records[out]})
			}) {
				t.Errorf("%s is not told apart from %q", records[out], records)
			}
		}
	}
}
