package probe

import (
	"errors"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

func TestAProposalIsAskedTheSameWayRoundByEverybody(t *testing.T) {
	low, high := strings.Repeat("0A", 20), strings.Repeat("F0", 20)
	listed := func(id, address string, keys ...record.Key) dedupe.Listed {
		r := dedupe.Listed{ID: id, Record: &record.Record{}}
		if r.Keys = keys; address != "" {
			r.Addresses = []string{address}
		}
		return r
	}
	plan := &dedupe.Plan{
		Records: []dedupe.Listed{
			listed("signed", "High@a.example", record.Key{Fingerprint: low, Learnt: record.LearntGossip}, record.Key{Fingerprint: high, Learnt: record.LearntSigned}),
			listed("shown", "other@a.example", record.Key{Fingerprint: low, Learnt: record.LearntHeader}),
			listed("card", "low@b.example", record.Key{Fingerprint: low, Learnt: record.LearntCard}),
			listed("keyless", "none@c.example"),
			listed("nameless", ""),
			listed("hostile", "x@d.example\r\nBcc: y@e.example"),
		},
		Proposals: []dedupe.Proposal{
			{ID: "p1", A: []string{"shown", "signed"}, B: []string{"card"}},
			{ID: "p2", A: []string{"card"}, B: []string{"shown", "signed"}},
			{ID: "p3", A: []string{"card"}, B: []string{"keyless", "nameless"}},
			{ID: "p4", A: []string{"card"}, B: []string{"nameless", "hostile", "unlisted"}},
		},
	}
	want := map[string][2]Identity{
		"p1": {{"low@b.example", low}, {"high@a.example", high}},
		"p2": {{"low@b.example", low}, {"high@a.example", high}},
		"p3": {{"none@c.example", ""}, {"low@b.example", low}},
	}
	for _, id := range []string{"p1", "p2", "p3", "p4", "p5"} {
		first, second, err := Pair(plan, id)
		if pair, ok := want[id]; ok != (err == nil) || ok && pair != [2]Identity{first, second} {
			t.Errorf("%s: %v, %v, %v", id, first, second, err)
		} else if !ok && !errors.Is(err, ErrProposal) {
			t.Errorf("%s: %v", id, err)
		}
	}
}
