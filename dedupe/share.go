package dedupe

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/share"
)

// A Share says which part of a divided plan this is, and where its entries stand in the
// whole, counted from 0. A record may be in several shares.
type Share struct {
	share.Share
	Records     []int `json:"records"`
	Persons     []int `json:"persons"`
	Proposals   []int `json:"proposals"`
	Clusters    []int `json:"clusters"`
	Conflicts   []int `json:"conflicts"`
	Alarms      []int `json:"alarms"`
	Revocations []int `json:"revocations"`
}

// Divided is the share of a plan: what is to be decided together, by the id of its
// cluster, and everything else by its own, with the records it speaks of. What a plan
// rests on and counts stands in each share.
func (p *Plan) Divided(s share.Share) *Plan {
	cluster := map[string]string{} // of a person or proposal
	for _, c := range p.Clusters {
		for _, id := range slices.Concat(c.Persons, c.Proposals) {
			cluster[id] = c.ID
		}
	}
	has := func(id string) bool {
		if together, ok := cluster[id]; ok {
			id = together
		}
		return s.Has(id)
	}
	part, at := *p, &Share{Share: s}
	part.Share = at
	part.Persons, at.Persons = pick(p.Persons, func(e *Person) bool { return has(e.ID) })
	part.Proposals, at.Proposals = pick(p.Proposals, func(e *Proposal) bool { return has(e.ID) })
	part.Clusters, at.Clusters = pick(p.Clusters, func(e *Cluster) bool { return s.Has(e.ID) })
	part.Conflicts, at.Conflicts = pick(p.Conflicts, func(e *Conflict) bool { return s.Has(e.ID) })
	part.Alarms, at.Alarms = pick(p.Alarms, func(e *Evidence) bool { return s.Has(e.Rule, e.Value, e.Records[0], e.Records[1]) })
	part.Revocations, at.Revocations = pick(p.Revocations, func(e *Revocation) bool { return s.Has(strings.Join(e.Records, " ")) })
	spokenOf := part.spokenOf()
	part.Records, at.Records = pick(p.Records, func(e *Listed) bool { return spokenOf[e.ID] })
	return &part
}

// pick gives the entries that belong to a share, and where they stand.
func pick[T any](all []T, belongs func(*T) bool) (some []T, at []int) {
	some, at = []T{}, []int{}
	for i := range all {
		if belongs(&all[i]) {
			some, at = append(some, all[i]), append(at, i)
		}
	}
	return some, at
}

// spokenOf are the ids of the records that the entries of a plan name.
func (p *Plan) spokenOf() map[string]bool {
	ids := map[string]bool{}
	add := func(lists ...[]string) {
		for _, list := range lists {
			for _, id := range list {
				ids[id] = true
			}
		}
	}
	rests := func(all ...[]Evidence) {
		for _, list := range all {
			for _, e := range list {
				add(e.Records[:])
			}
		}
	}
	for _, e := range p.Persons {
		add(e.Records)
		rests(e.Evidence, e.Against)
	}
	for _, e := range p.Proposals {
		add(e.A, e.B)
		rests(e.Evidence, e.Against)
	}
	for _, e := range p.Conflicts {
		add(e.Ends[:])
		rests(e.Paths...)
	}
	rests(p.Alarms)
	for _, e := range p.Revocations {
		add(e.Records)
	}
	return ids
}

// Joined is the plan that was divided into these shares, in any order, with what was
// decided in each. All have to be there, and to be of the same plan. Errors are
// *[share.Error].
func Joined(shares []*Plan) (*Plan, error) {
	var parts []share.Part
	for _, s := range shares {
		part := share.Part{OfWhole: []any{s.Inputs, s.LeftOut, s.Counts}}
		if s.Share != nil {
			part.Share = s.Share.Share
		}
		parts = append(parts, part)
	}
	if err := share.Complete(parts); err != nil {
		return nil, err
	}
	whole := *shares[0]
	whole.Share = nil
	var err error
	if whole.Records, err = joinRecords(shares); err != nil {
		return nil, err
	}
	for _, place := range []func() error{
		placed(&whole.Persons, shares, func(p *Plan) ([]Person, []int) { return p.Persons, p.Share.Persons }),
		placed(&whole.Proposals, shares, func(p *Plan) ([]Proposal, []int) { return p.Proposals, p.Share.Proposals }),
		placed(&whole.Clusters, shares, func(p *Plan) ([]Cluster, []int) { return p.Clusters, p.Share.Clusters }),
		placed(&whole.Conflicts, shares, func(p *Plan) ([]Conflict, []int) { return p.Conflicts, p.Share.Conflicts }),
		placed(&whole.Alarms, shares, func(p *Plan) ([]Evidence, []int) { return p.Alarms, p.Share.Alarms }),
		placed(&whole.Revocations, shares, func(p *Plan) ([]Revocation, []int) { return p.Revocations, p.Share.Revocations }),
	} {
		if err := place(); err != nil {
			return nil, err
		}
	}
	return &whole, nil
}

// placed puts one list of the whole together.
func placed[T any](whole *[]T, shares []*Plan, list func(*Plan) ([]T, []int)) func() error {
	return func() (err error) {
		var items []share.Items[T]
		for _, s := range shares {
			entries, at := list(s)
			items = append(items, share.Items[T]{List: entries, At: at})
		}
		*whole, err = share.Place(items)
		return err
	}
}

// joinRecords is [share.Place] for records, which may be in several shares.
func joinRecords(shares []*Plan) ([]Listed, error) {
	distinct, seen := make([]share.Items[Listed], len(shares)), map[int]string{}
	for i, s := range shares {
		if len(s.Records) != len(s.Share.Records) {
			return nil, &share.Error{Index: i, Number: s.Share.Number, Err: share.ErrOther}
		}
		for j, at := range s.Share.Records {
			id, known := seen[at]
			if known && id != s.Records[j].ID {
				return nil, &share.Error{Index: i, Number: s.Share.Number, Err: share.ErrOther}
			}
			if !known {
				seen[at] = s.Records[j].ID
				distinct[i].List, distinct[i].At = append(distinct[i].List, s.Records[j]), append(distinct[i].At, at)
			}
		}
	}
	return share.Place(distinct)
}
