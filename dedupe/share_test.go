package dedupe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/internal/share"
	"github.com/gmmtool/gmmtool/internal/synthetic/addressbook"
)

// Each share goes through its file, is valid by itself, and what is decided in it
// stands in the whole.
func TestJoinedSharesAreTheWholePlan(t *testing.T) {
	plan := planOfABook(t, 1)
	if len(plan.Persons) < 20 || len(plan.Proposals) < 20 || len(plan.Clusters) < 20 {
		t.Fatalf("%d persons, %d proposals, %d clusters", len(plan.Persons), len(plan.Proposals), len(plan.Clusters))
	}
	want := inFile(t, plan)
	for _, of := range []int{1, 2, 7} {
		var shares []*dedupe.Plan
		for number := of; number > 0; number-- {
			part := throughFile(t, plan.Divided(share.Share{Number: number, Of: of}))
			if err := dedupe.Validate(part); err != nil {
				t.Errorf("share %d of %d: %v", number, of, err)
			}
			shares = append(shares, part)
		}
		joined, err := dedupe.Joined(shares)
		if err != nil {
			t.Fatal(err)
		}
		if got := inFile(t, joined); !bytes.Equal(got, want) {
			t.Errorf("%d shares joined have %d bytes, not the %d of one run", of, len(got), len(want))
		}
	}
	one, two := plan.Divided(share.Share{Number: 1, Of: 2}), plan.Divided(share.Share{Number: 2, Of: 2})
	one.Proposals[0].Decision = dedupe.Refuse
	joined, err := dedupe.Joined([]*dedupe.Plan{two, one})
	if err != nil {
		t.Fatal(err)
	}
	if at := one.Share.Proposals[0]; joined.Proposals[at].Decision != dedupe.Refuse {
		t.Errorf("what was refused in a share is %s in the whole", joined.Proposals[at].Decision)
	}
}

func TestSharesThatDoNotMakeAPlanAreRefused(t *testing.T) {
	plan := planOfABook(t, 1)
	part := func(number, of int) *dedupe.Plan { return plan.Divided(share.Share{Number: number, Of: of}) }
	moved := part(2, 2)
	moved.Share.Records[0]++
	short := part(2, 2)
	short.Share.Persons = nil
	for _, test := range []struct {
		name   string
		shares []*dedupe.Plan
		want   error
	}{
		{"nothing", nil, share.ErrLost},
		{"one of two", []*dedupe.Plan{part(2, 2)}, share.ErrLost},
		{"one twice", []*dedupe.Plan{part(1, 2), part(2, 2), part(2, 2)}, share.ErrTwice},
		{"of another book", []*dedupe.Plan{part(1, 2), planOfABook(t, 2).Divided(share.Share{Number: 2, Of: 2})}, share.ErrOther},
		{"a whole plan", []*dedupe.Plan{part(1, 2), plan}, share.ErrWhole},
		{"records that moved", []*dedupe.Plan{part(1, 2), moved}, share.ErrOther},
		{"persons without a place", []*dedupe.Plan{part(1, 2), short}, share.ErrOther},
	} {
		if _, err := dedupe.Joined(test.shares); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, not %v", test.name, err, test.want)
		}
	}
}

func planOfABook(t *testing.T, seed uint64) *dedupe.Plan {
	t.Helper()
	var book bytes.Buffer
	if _, err := addressbook.Write(&book, addressbook.Realistic, seed, 600); err != nil {
		t.Fatal(err)
	}
	found, err := collect.Records(context.Background(), []collect.Book{{Path: "book.vcf", Data: book.Bytes()}}, nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := dedupe.Find(context.Background(), found.Records, found.Testimony, dedupe.Options{Inputs: found.Inputs, Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func inFile(t *testing.T, plan *dedupe.Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteMergePlan(&b, plan); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func throughFile(t *testing.T, plan *dedupe.Plan) *dedupe.Plan {
	t.Helper()
	written := new(planfile.Plan)
	if err := json.Unmarshal(inFile(t, plan), written); err != nil {
		t.Fatal(err)
	}
	read, err := written.Read()
	if err != nil {
		t.Fatal(err)
	}
	return read
}
