package planfile

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// madeUpPlan is a plan of records that have nothing, some or all in common, of which
// persons and proposals have any, in any order.
func madeUpPlan(t *rapid.T) *dedupe.Plan {
	plan := &dedupe.Plan{Schema: dedupe.Schema, Kind: dedupe.Kind, Inputs: []record.Input{{Path: "a.vcf", Kind: "book"}}, Conflicts: []dedupe.Conflict{}}
	text := rapid.SampledFrom([]string{"", "a", "B <b>", "c\"d"})
	texts := rapid.Custom(func(t *rapid.T) []string {
		var list []string
		for range rapid.IntRange(0, 2).Draw(t, "texts") {
			list = append(list, rapid.SampledFrom([]string{"x@home.example", "Y@home.example", "z"}).Draw(t, "text"))
		}
		return list
	})
	for i := range rapid.IntRange(2, 8).Draw(t, "records") {
		r := dedupe.Listed{ID: fmt.Sprintf("card-%04d", i), Record: &record.Record{}}
		r.Source, r.Place = record.Card, record.Place{Book: rapid.SampledFrom([]string{"a.vcf", "b.vcf"}).Draw(t, "book"), Line: 1 + 7*i, Index: i}
		if rapid.IntRange(0, 4).Draw(t, "source") == 0 {
			r.ID, r.Source, r.Place = fmt.Sprintf("member-%04d", i), record.Member, record.Place{Device: "phone", Group: "g"}
		}
		r.UID, r.Country, r.Birthday, r.Picture = text.Draw(t, "uid"), text.Draw(t, "country"), text.Draw(t, "birthday"), text.Draw(t, "picture")
		r.Names, r.Addresses, r.Phones, r.Organisations = texts.Draw(t, "names"), texts.Draw(t, "addresses"), texts.Draw(t, "phones"), texts.Draw(t, "organisations")
		r.Postal, r.Linked, r.Claimed = texts.Draw(t, "postal"), texts.Draw(t, "linked"), texts.Draw(t, "claimed")
		r.Organisation, r.Deleted = rapid.Bool().Draw(t, "organisation"), rapid.Bool().Draw(t, "deleted")
		if rapid.Bool().Draw(t, "has a key") {
			r.Keys = []record.Key{{Fingerprint: text.Draw(t, "key"), Learnt: record.LearntCard}}
		}
		if r.Source == record.Card && rapid.Bool().Draw(t, "is named by its uid") && r.UID != "" {
			r.ID = record.NameOf(r.Record)
		}
		plan.Records = append(plan.Records, r)
	}
	slices.SortFunc(plan.Records, func(a, b dedupe.Listed) int { return cmp.Compare(a.ID, b.ID) })
	plan.Records = slices.CompactFunc(plan.Records, func(a, b dedupe.Listed) bool { return a.ID == b.ID })
	if rapid.IntRange(0, 5).Draw(t, "is in order") == 0 {
		slices.Reverse(plan.Records)
	}
	var ids []string
	for i := range plan.Records {
		ids = append(ids, plan.Records[i].ID)
	}
	id := rapid.SampledFrom(append(slices.Clone(ids), "nobody"))
	some := func(atLeast int) []string {
		return rapid.SliceOfNDistinct(id, min(atLeast, len(ids)), len(ids), rapid.ID).Draw(t, "records")
	}
	evidence := func() []dedupe.Evidence {
		list := []dedupe.Evidence{}
		for range rapid.IntRange(0, 4).Draw(t, "evidence") {
			e := dedupe.Evidence{Rule: "r", Grade: link.Proof, Value: rapid.SampledFrom([]string{"", "x@home.example"}).Draw(t, "value"), Undone: "never"}
			e.Text, e.Records = fmt.Sprintf("both have %q", e.Value), [2]string{id.Draw(t, "a"), id.Draw(t, "b")}
			list = append(list, e)
		}
		return list
	}
	chained := func(records []string) []dedupe.Evidence {
		list := evidence()
		for i := 1; i < len(records) && rapid.IntRange(0, 8).Draw(t, "chain") > 0; i++ {
			list = append(list, dedupe.Evidence{Rule: "r", Grade: link.Proof, Value: "v", Text: `both have "v"`, Undone: "never", Records: [2]string{records[i-1], records[i]}})
		}
		return append(list, evidence()...)
	}
	decision := rapid.SampledFrom([]dedupe.Decision{dedupe.Accept, dedupe.Review, dedupe.Refuse})
	for i := range rapid.IntRange(0, 4).Draw(t, "persons") {
		p := dedupe.Person{ID: fmt.Sprintf("person-%d", i), Name: text.Draw(t, "name"), Records: some(1), Decision: decision.Draw(t, "decision"), Duplicates: rapid.IntRange(0, 3).Draw(t, "duplicates")}
		if rapid.Bool().Draw(t, "has a survivor") {
			p.Survivor = p.Records[0]
		}
		p.Evidence = chained(p.Records)
		plan.Persons = append(plan.Persons, p)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "proposals") {
		p := dedupe.Proposal{ID: fmt.Sprintf("proposal-%d", i), A: some(1), B: some(1), Decision: decision.Draw(t, "decision"), Suggest: dedupe.Undecided, Why: text.Draw(t, "why")}
		if p.Evidence = chained([]string{p.A[0], p.B[0]}); rapid.Bool().Draw(t, "is named by its records") {
			p.ID = dedupe.ProposalID(&p)
		}
		plan.Proposals = append(plan.Proposals, p)
	}
	return plan
}

func TestWhateverAPlanSaysComesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan := madeUpPlan(rt)
		plan.CompleteClusters()
		back, data := roundTrip(t, Of(plan, rapid.Bool().Draw(rt, "large")))
		if diff := gocmp.Diff(plan, back, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("-was +is\n%s\n%s", diff, data)
		}
	})
}

func TestRecordsOfOnePersonStandSideBySide(t *testing.T) {
	plan := planOf(t, 1, 60, "a.vcf")
	_, data := roundTrip(t, Of(plan, true))
	stored := new(Plan)
	if err := json.Unmarshal(data, stored); err != nil {
		t.Fatal(err)
	}
	for i, p := range stored.Persons {
		for k, name := range p.Records {
			if want := fmt.Sprintf(".%d", k+1); k > 0 && name != want {
				t.Errorf("record %d of person %d is %s, not %s", k, i, name, want)
			}
		}
	}
	for i, r := range stored.Records {
		if strings.HasSuffix(r.ID, ".2") && stored.Records[i-1].ID+".2" != r.ID {
			t.Errorf("%s stands behind %s", r.ID, stored.Records[i-1].ID)
		}
	}
}

func TestARecordIsLikeOneThatStandsBeforeIt(t *testing.T) {
	for text, want := range map[string]string{
		`[{"id": "#1.2"}]`: `.records[0].id: "#1.2" says how it differs from "#1", which does not stand before it`,
		`[{"id": "#1"}, {"id": "#2"}, {"id": "#1.2"}]`:                   `.records[2].id: "#1.2" says how it differs from "#1", which does not stand before it`,
		`[{"id": "#1"}, {"id": "#1.2"}, {"id": "#1.2"}]`:                 `.records[2].id: "#1.2" is there twice`,
		`[{"id": "#1"}, {"id": "#1.2", "without": ["name"]}]`:            `.records[1].without: "name" is not a field that a record can be without`,
		`[{"id": "#1", "without": ["names"]}]`:                           `.records[0].without: only a record that is like another is without something`,
		`[{"id": "#1"}, {"id": "#1.2", "uid": "u", "without": ["uid"]}]`: `.records[1].without: the record has "uid", and is to be without it`,
	} {
		stored := new(Plan)
		if err := json.Unmarshal([]byte(`{"schema": 2, "records": `+text+`}`), stored); err != nil {
			t.Fatal(err)
		}
		_, err := stored.Read()
		var fault *dedupe.PlanError
		if !errors.As(err, &fault) || fault.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
