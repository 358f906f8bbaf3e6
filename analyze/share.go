package analyze

import (
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/internal/share"
)

// A Share says which part of a divided report this is, and where its groups and
// findings stand in the whole, counted from 0.
type Share struct {
	share.Share
	Groups   []int `json:"groups"`
	Findings []int `json:"findings"`
}

// Divided is the share of a report: its groups, by their ids, and the findings about
// them. Findings about no group are shared out by their ids. What a report rests on,
// inputs, devices and counts, stands in each share.
func (r *Report) Divided(s share.Share) *Report {
	part := *r
	part.Share = &Share{Share: s, Groups: []int{}, Findings: []int{}}
	part.Groups, part.Findings = []Group{}, []finding.Finding{}
	for i, g := range r.Groups {
		if s.Has(g.ID) {
			part.Groups = append(part.Groups, g)
			part.Share.Groups = append(part.Share.Groups, i)
		}
	}
	for i, f := range r.Findings {
		name := f.Group
		if name == "" {
			name = f.ID
		}
		if s.Has(name) {
			part.Findings = append(part.Findings, f)
			part.Share.Findings = append(part.Share.Findings, i)
		}
	}
	return &part
}

// Joined is the report that was divided into these shares, in any order. All have to be
// there, and to be of the same result. Errors are *[share.Error].
func Joined(shares []*Report) (*Report, error) {
	var parts []share.Part
	var groups []share.Items[Group]
	var findings []share.Items[finding.Finding]
	for _, s := range shares {
		whole := *s
		whole.Share, whole.Groups, whole.Findings = nil, nil, nil
		part := share.Part{OfWhole: whole}
		if s.Share != nil {
			part.Share = s.Share.Share
			groups = append(groups, share.Items[Group]{List: s.Groups, At: s.Share.Groups})
			findings = append(findings, share.Items[finding.Finding]{List: s.Findings, At: s.Share.Findings})
		}
		parts = append(parts, part)
	}
	if err := share.Complete(parts); err != nil {
		return nil, err
	}
	whole, err := *shares[0], error(nil)
	whole.Share = nil
	if whole.Groups, err = share.Place(groups); err != nil {
		return nil, err
	}
	whole.Findings, err = share.Place(findings)
	return &whole, err
}
