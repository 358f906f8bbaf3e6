package review

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// planOf makes a plan of proposals between records of a few persons.
func planOf(t *rapid.T) *dedupe.Plan {
	plan := &dedupe.Plan{}
	known := map[string]bool{}
	for i := range 8 {
		plan.Records = append(plan.Records, dedupe.Listed{ID: fmt.Sprint("r", i), Record: &record.Record{}})
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "proposals") {
		a := rapid.IntRange(0, 6).Draw(t, "a")
		b := rapid.IntRange(a+1, 7).Draw(t, "b")
		if ends := fmt.Sprint(a, " ", b); known[ends] {
			continue
		} else {
			known[ends] = true
		}
		plan.Proposals = append(plan.Proposals, dedupe.Proposal{
			ID: fmt.Sprint("p", i), A: []string{fmt.Sprint("r", a)}, B: []string{fmt.Sprint("r", b)},
			Decision: rapid.SampledFrom([]dedupe.Decision{dedupe.Review, dedupe.Review, dedupe.Accept, dedupe.Refuse}).Draw(t, "decision"),
			Suggest:  rapid.SampledFrom([]dedupe.Decision{dedupe.Accept, dedupe.Undecided, dedupe.Refuse}).Draw(t, "suggest"),
			Evidence: []dedupe.Evidence{{Rule: rapid.SampledFrom([]string{"same-name", "same-phone"}).Draw(t, "rule")}},
		})
	}
	plan.Persons = []dedupe.Person{{ID: "person", Records: []string{"r0", "r1", "r2"}, Survivor: "r1", Decision: dedupe.Review}}
	return plan
}

func decisions(plan *dedupe.Plan) []string {
	var all []string
	for _, p := range plan.Proposals {
		all = append(all, p.ID+" "+string(p.Decision))
	}
	for _, p := range plan.Persons {
		all = append(all, fmt.Sprint(p.ID, " ", p.Decision, " ", p.Records, " ", p.Survivor))
	}
	return all
}

func TestTheFirstEntriesAreThoseAReviewBeginsWith(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := planOf(t)
		want := New(plan).EntriesLeft()
		first, all := First(plan, 2)
		if all != len(want) || len(first) != min(2, all) {
			t.Fatalf("%d of %d, not of %d", len(first), all, len(want))
		}
		for i, e := range first {
			if diff := cmp.Diff(want[i], e, cmp.AllowUnexported(Pair{})); diff != "" {
				t.Errorf("entry %d: -review +first\n%s", i, diff)
			}
		}
	})
}

func TestUndoingAllGivesThePlanAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := planOf(t)
		before := decisions(plan)
		s := New(plan)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				s.Decide(dedupe.Accept)
			case 1:
				s.DecideAll(dedupe.Refuse)
			case 2:
				s.Split(rapid.IntRange(0, 4).Draw(t, "side"))
			case 3:
				s.Skip()
			case 4:
				s.Undo()
			}
		}
		for s.Undo() {
		}
		if diff := cmp.Diff(before, decisions(plan)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryOpenDecisionIsAskedForOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := planOf(t)
		decided := decisions(plan)
		s := New(plan)
		for asked := 0; ; asked++ {
			if e, _ := s.Current(); e == nil {
				break
			}
			if asked > len(decided) {
				t.Fatal("the same is asked again and again")
			}
			s.Decide(dedupe.Accept)
		}
		for i, after := range decisions(plan) {
			if strings.Contains(after, " review") || !strings.Contains(decided[i], " review") && after != decided[i] {
				t.Fatalf("%s became %s", decided[i], after)
			}
		}
	})
}

func TestTablesOfDecisions(t *testing.T) {
	for name, c := range map[string]struct {
		text, fault string
		changed     int
	}{
		"commas":                      {"id,decision\np1,accept\np2,n\n", "", 2},
		"semicolons, a mark and more": {"\ufeffnote;Decision;ID\r\nx;yes;p1\r\n;;\r\n", "", 1},
		"what stays to be reviewed":   {"id,decision\np1,\n", "", 0},
		"an unknown id":               {"id,decision\np1,y\np9,y\n", `line 3: "p9" is not in the plan`, 0},
		"an unknown decision":         {"id,decision\np1,perhaps\n", `line 2: "perhaps" is neither accept, refuse nor review`, 0},
		"decided twice":               {"id,decision\np1,y\np1,n\n", `line 3: "p1" is decided twice, and differently`, 0},
		"no columns":                  {"a,b\n", `line 1: no columns "id" and "decision"`, 0},
		"nothing":                     {"", "line 1: no row of column names", 0},
	} {
		t.Run(name, func(t *testing.T) {
			plan := &dedupe.Plan{Proposals: []dedupe.Proposal{{ID: "p1", Decision: dedupe.Review}, {ID: "p2", Decision: dedupe.Review}}}
			changed, err := ReadTable(plan, strings.NewReader(c.text))
			if changed != c.changed || c.fault == "" && err != nil || c.fault != "" && (err == nil || err.Error() != c.fault || !errors.Is(err, ErrTable)) {
				t.Errorf("%d changed, %v; want %d, %q", changed, err, c.changed, c.fault)
			}
			if c.fault != "" && plan.Proposals[0].Decision != dedupe.Review {
				t.Error("the plan was changed all the same")
			}
		})
	}
}
