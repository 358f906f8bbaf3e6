package dedupe

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawRecords makes a small world in which many share names, addresses, keys,
// numbers and days.
func drawRecords(t *rapid.T) []record.Record {
	n := rapid.IntRange(0, 12).Draw(t, "records")
	records := make([]record.Record, 0, n)
	for i := range n {
		maybe := func(label string, values ...string) []string {
			return rapid.SliceOfN(rapid.SampledFrom(values), 0, 2).Draw(t, fmt.Sprint(label, i))
		}
		r := record.Record{
			Source:    rapid.SampledFrom([]record.Source{record.Card, record.Card, record.Member, record.Correspondent, record.KeyHolder}).Draw(t, "source"),
			Place:     record.Place{Book: "book.vcf", Index: i, Group: rapid.SampledFrom([]string{"g", "h"}).Draw(t, "group")},
			Names:     maybe("name", "Anna Arendt", "Arendt, Anna", "A. Arendt", "Bert Brecht", "Bert Brecht Jr.", "Hannelore Quitzow", "Аnnа Arendt"),
			Addresses: maybe("address", "anna@a.example", "Anna@a.example", "anna+x@fastmail.com", "anna@fastmail.com", "bert@b.example", "info@b.example", "me@own.example", "a.b@gmail.com", "ab@googlemail.com"),
			Phones:    maybe("phone", "+49 30 5550001", "030 5550001", "+49 30 5550002"),
			Birthday:  rapid.SampledFrom([]string{"", "", "1970-03-04", "1970-04-03", "1999-12-24"}).Draw(t, "birthday"),
			Picture:   rapid.SampledFrom([]string{"", "", "aa"}).Draw(t, "picture"),
		}
		if r.Source == record.Card {
			r.UID = rapid.SampledFrom([]string{"", "u1", "u2", fmt.Sprint("own-", i)}).Draw(t, "uid")
			r.Content = rapid.SampledFrom([]string{"", fmt.Sprint("c", i), "c1"}).Draw(t, "content")
		}
		if key := rapid.SampledFrom([]string{"", "", keyA, keyB}).Draw(t, "key"); key != "" {
			learnt := rapid.SampledFrom([]record.Learnt{record.LearntSigned, record.LearntHeader, record.LearntGossip, record.LearntCard, record.LearntExported}).Draw(t, "learnt")
			r.Keys = []record.Key{{Fingerprint: key, Learnt: learnt}}
		}
		records = append(records, r)
	}
	return records
}

func drawTestimony(t *rapid.T) *record.Testimony {
	address := rapid.SampledFrom([]string{"anna@a.example", "bert@b.example", "anna@fastmail.com", "me@own.example", "ab@gmail.com"})
	key := rapid.SampledFrom([]string{keyA, keyB, keyC})
	bonds := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) record.Bond {
		first := rapid.Int64Range(0, 5).Draw(t, "first")
		return between(bond(address.Draw(t, "address"), key.Draw(t, "key")), first, first+rapid.Int64Range(0, 3).Draw(t, "span"))
	}), 0, 4)
	ties := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) record.AddressPair {
		return record.AddressPair{From: address.Draw(t, "from"), To: address.Draw(t, "to")}
	}), 0, 2)
	return &record.Testimony{
		Own:    []record.Owner{{Addresses: []string{"me@own.example"}, Keys: []string{keyC}}},
		Signed: bonds.Draw(t, "signed"), Shown: bonds.Draw(t, "shown"), Gossiped: bonds.Draw(t, "gossiped"), UserIDs: bonds.Draw(t, "user ids"),
		Dialogues: ties.Draw(t, "talks"), Claims: ties.Draw(t, "claims"),
		Moves: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) record.Move {
			return record.Move{Old: address.Draw(t, "old"), New: address.Draw(t, "new"), Key: key.Draw(t, "key"), Direct: rapid.Bool().Draw(t, "direct"), Newer: rapid.Bool().Draw(t, "newer")}
		}), 0, 2).Draw(t, "moves"),
	}
}

func draw(t *rapid.T, records []record.Record, testimony *record.Testimony, opts Options) *Plan {
	plan, err := Find(t.Context(), records, testimony, opts)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestTheOrderOfRecordsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, testimony := drawRecords(t), drawTestimony(t)
		want := draw(t, records, testimony, Options{})
		shuffled := rapid.Permutation(records).Draw(t, "shuffled")
		if got := draw(t, shuffled, testimony, Options{Jobs: 3}); !cmp.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

func TestAnUnrelatedRecordChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, testimony := drawRecords(t), drawTestimony(t)
		want := draw(t, records, testimony, Options{})
		more := append(slices.Clone(records), with(card("zacharias", "Zacharias Zwingli", "zz@elsewhere.test"), telephone("+41 44 7770001")))
		got := draw(t, more, testimony, Options{})
		got.Counts.Records--
		got.Counts.Cards--
		if !cmp.Equal(want, got) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
}

func TestOnlyProofIsAcceptedAndNothingAgainstIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := draw(t, drawRecords(t), drawTestimony(t), Options{IncludeWeak: rapid.Bool().Draw(t, "weak")})
		for _, p := range plan.Persons {
			for _, e := range p.Evidence {
				if e.Grade != link.Proof {
					t.Fatalf("%s rests on %s", p.Name, e.Rule)
				}
			}
			if p.Decision == Accept && len(p.Against) > 0 {
				t.Fatalf("%s is accepted against %v", p.Name, p.Against)
			}
		}
		for _, p := range plan.Proposals {
			if p.Decision != Review {
				t.Fatalf("%s is pre-decided: %s", p.ID, p.Decision)
			}
		}
	})
}

func TestTheUsersOwnRecordsAreJoinedWithNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := draw(t, drawRecords(t), drawTestimony(t), Options{IncludeWeak: true})
		own := map[string]bool{}
		for _, r := range plan.Records {
			own[r.ID] = r.Source != record.KeyHolder && slices.Contains(r.Addresses, "me@own.example")
		}
		var joined []string
		for _, p := range plan.Persons {
			joined = append(joined, p.Records...)
		}
		for _, p := range plan.Proposals {
			joined = append(joined, slices.Concat(p.A, p.B)...)
		}
		for _, id := range joined {
			if own[id] {
				t.Fatalf("%s is the user's own", id)
			}
		}
	})
}

func TestEveryPlanOfFindIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := Validate(draw(t, drawRecords(t), drawTestimony(t), Options{IncludeWeak: true})); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhatWasRefusedNeverComesBackByItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records, testimony := drawRecords(t), drawTestimony(t)
		opts := Options{IncludeWeak: rapid.Bool().Draw(t, "weak")}
		plan := decide(draw(t, records, testimony, opts), Refuse)
		for i := range plan.Persons {
			plan.Persons[i].Decision = Refuse
		}
		refused := map[[2]string]bool{}
		told := func(a, b []string) {
			for _, x := range a {
				for _, y := range b {
					refused[[2]string{x, y}], refused[[2]string{y, x}] = x != y, x != y
				}
			}
		}
		for _, p := range plan.Persons {
			told(p.Records, p.Records)
		}
		for _, p := range plan.Proposals {
			told(p.A, p.B)
		}
		opts.Decisions = Decisions{}.With(plan, 2)
		again := draw(t, records, testimony, opts)
		for _, p := range again.Persons {
			for i, x := range p.Records {
				for _, y := range p.Records[:i] {
					if refused[[2]string{x, y}] {
						t.Fatalf("joined again: %v and %v", x, y)
					}
				}
			}
		}
		for _, p := range again.Proposals {
			if p.Before == Refuse && len(p.Fresh) == 0 {
				t.Fatalf("proposed again: %v and %v", p.A, p.B)
			}
		}
	})
}

func TestThePlanIsTheSameForAnyNumberOfJobs(t *testing.T) {
	records := manyRecords(5000)
	want := find(t, records, nil, Options{Jobs: 1})
	got := find(t, records, nil, Options{Jobs: 4})
	if !cmp.Equal(want.Plan, got.Plan) {
		t.Fatal(cmp.Diff(want.Plan, got.Plan))
	}
	if len(want.Persons) < 100 || len(want.Proposals) < 10 {
		t.Errorf("%d persons and %d proposals are too few to tell", len(want.Persons), len(want.Proposals))
	}
}

func TestAValueTooManyShareIsReported(t *testing.T) {
	var records []record.Record
	for i := range 12 {
		records = append(records, with(card(fmt.Sprint(i), ""), telephone("+49 30 5550001")))
	}
	f := find(t, records, nil, Options{BlockLimit: 10})
	want := []link.LeftOut{{Value: "phone number +49305550001", Records: 12, Limit: 10}}
	if !cmp.Equal(f.LeftOut, want) {
		t.Error(cmp.Diff(want, f.LeftOut))
	}
}
