package repair

import (
	"fmt"

	"github.com/gmmtool/gmmtool/internal/share"
)

// A Share says which part of a divided plan this is, and where its groups stand in the
// whole, counted from 0.
type Share struct {
	share.Share
	Groups []int `json:"groups"`
}

// Joined is the plan that was divided into these shares, in any order, with its files.
// All have to be there, and to be of the same case. What they say is not changed, but
// files get the names they have in the whole. Errors are *[share.Error].
func Joined(shares []*Result) (*Result, error) {
	var parts []share.Part
	var groups []share.Items[planned]
	for _, s := range shares {
		whole := s.Plan
		whole.Share, whole.Groups, whole.Corrections = nil, nil, nil
		part := share.Part{OfWhole: whole}
		if s.Plan.Share != nil {
			part.Share = s.Plan.Share.Share
			groups = append(groups, share.Items[planned]{List: s.byGroup(), At: s.Plan.Share.Groups})
		}
		parts = append(parts, part)
	}
	if err := share.Complete(parts); err != nil {
		return nil, err
	}
	all, err := share.Place(groups)
	if err != nil {
		return nil, err
	}
	whole := &Result{Plan: shares[0].Plan}
	whole.Plan.Share, whole.Plan.Groups, whole.Plan.Corrections = nil, []Group{}, []Correction{}
	for _, p := range all {
		whole.Plan.Groups = append(whole.Plan.Groups, p.group)
		for i, c := range p.corrections {
			whole.write(c, p.data[i])
		}
	}
	return whole, nil
}

// planned is what a plan says of one group, with the files of its corrections.
type planned struct {
	group       Group
	corrections []Correction
	data        [][]byte
}

func (r *Result) byGroup() []planned {
	data := map[string][]byte{}
	for _, f := range r.Files {
		data[f.Name] = f.Data
	}
	var all []planned
	for _, g := range r.Plan.Groups {
		p := planned{group: g}
		for _, c := range r.Plan.Corrections {
			if c.Group == g.ID {
				p.corrections, p.data = append(p.corrections, c), append(p.data, data[c.File])
			}
		}
		all = append(all, p)
	}
	return all
}

// write adds a correction and its file, named by its number.
func (r *Result) write(c Correction, data []byte) {
	c.File = fmt.Sprintf("correction-%02d.eml", len(r.Files)+1)
	r.Plan.Corrections = append(r.Plan.Corrections, c)
	r.Files = append(r.Files, File{Name: c.File, Data: data})
}
