package repair_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/share"
	"github.com/gmmtool/gmmtool/repair"
)

// Each share goes through JSON, as files take it from machine to machine. The whole
// differs from one run's only in what is sealed anew.
func TestJoinedSharesAreTheWholePlan(t *testing.T) {
	cases, err := os.ReadDir(casesDir)
	if err != nil {
		t.Fatal(err)
	}
	written := 0
	for _, entry := range cases {
		c := rebuild(t, load(t, entry.Name()))
		want := planOf(t, c, share.Share{})
		written += len(want.Files)
		for _, of := range []int{1, 2, 5} {
			var shares []*repair.Result
			for number := of; number > 0; number-- {
				part := planOf(t, c, share.Share{Number: number, Of: of})
				shares = append(shares, &repair.Result{Plan: throughJSON(t, part.Plan), Files: part.Files})
			}
			got, err := repair.Joined(shares)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range got.Plan.Corrections {
				if c.File != got.Files[i].Name {
					t.Errorf("%s: correction %d is in %s, not %s", entry.Name(), i, c.File, got.Files[i].Name)
				}
			}
			if diff := cmp.Diff(unsealed(want.Plan), unsealed(got.Plan)); diff != "" {
				t.Errorf("%s in %d shares (-one run +joined):\n%s", entry.Name(), of, diff)
			}
		}
	}
	if written < 5 {
		t.Errorf("only %d corrections were written", written)
	}
}

func TestSharesThatDoNotMakeAPlanAreRefused(t *testing.T) {
	c := rebuild(t, load(t, "two-releases"))
	part := func(number, of int) *repair.Result { return planOf(t, c, share.Share{Number: number, Of: of}) }
	other := planOf(t, rebuild(t, load(t, "kept-nowhere")), share.Share{Number: 2, Of: 2})
	for _, test := range []struct {
		name   string
		shares []*repair.Result
		want   error
	}{
		{"nothing", nil, share.ErrLost},
		{"one of two", []*repair.Result{part(2, 2)}, share.ErrLost},
		{"one twice", []*repair.Result{part(1, 2), part(2, 2), part(1, 2)}, share.ErrTwice},
		{"of another case", []*repair.Result{part(1, 2), other}, share.ErrOther},
		{"of another division", []*repair.Result{part(1, 2), part(2, 3)}, share.ErrOther},
		{"a whole plan", []*repair.Result{part(1, 2), planOf(t, c, share.Share{})}, share.ErrWhole},
	} {
		if _, err := repair.Joined(test.shares); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, not %v", test.name, err, test.want)
		}
	}
}

func planOf(t *testing.T, c rebuilt, part share.Share) *repair.Result {
	t.Helper()
	result, err := c.correct(repair.Options{Now: afterwards, Share: part})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func throughJSON(t *testing.T, plan repair.Plan) repair.Plan {
	t.Helper()
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	read, err := repair.ReadPlan(text)
	if err != nil {
		t.Fatal(err)
	}
	return *read
}

// unsealed is a plan, as JSON has it, without the digests of what is sealed anew in each
// run.
func unsealed(plan repair.Plan) string {
	plan.Corrections = slices.Clone(plan.Corrections)
	for i := range plan.Corrections {
		plan.Corrections[i].SHA256 = ""
	}
	text, err := json.MarshalIndent(plan, "", " ")
	return fmt.Sprint(string(text), err)
}
