package analyze

import (
	"context"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/analyze/history"
)

// Analyze rebuilds every device's group histories and says where they part.
// Inputs that cannot be read are reported and left out; the error is non-nil
// only if ctx ended.
func Analyze(ctx context.Context, c *evidence.Case, read evidence.Options, rebuild history.Options) (*Report, error) {
	v, err := evidence.Read(ctx, c, read)
	if err != nil {
		return nil, err
	}
	hs, err := history.Rebuild(ctx, v, rebuild)
	if err != nil {
		return nil, err
	}
	return NewReport(v, hs), nil
}

// NewReport states what follows from the evidence of a case.
func NewReport(v *evidence.Evidence, hs *history.Histories) *Report {
	r := &Report{
		Schema:   Schema,
		Inputs:   v.Inputs,
		Groups:   []Group{},
		Findings: finding.All(hs),
		Counts:   hs.Counts,
		Messages: v.Messages,
	}
	if !hs.AsOf.IsZero() {
		at, first := hs.AsOf.UTC(), hs.First.UTC()
		r.At = &at
		if !first.IsZero() {
			r.First = &first
		}
	}
	if r.Findings == nil {
		r.Findings = []finding.Finding{}
	}
	for _, d := range hs.Devices {
		r.Devices = append(r.Devices, deviceInfo(d, v.Inputs))
	}
	noteSameAccounts(r.Devices)
	for _, g := range hs.Groups {
		if g.Shown() {
			r.Groups = append(r.Groups, newGroup(hs, g))
		}
	}
	return r
}
