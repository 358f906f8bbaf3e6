package analyze

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// Kinds of failure of [Joined].
var (
	ErrWhole      = errors.New("is not a share but a whole result")
	ErrShareTwice = errors.New("is there twice")
	ErrShareLost  = errors.New("is missing")
	ErrOtherWhole = errors.New("is of another result")
)

// A Share says which part of a divided report this is, and where its groups and
// findings stand in the whole, counted from 0.
type Share struct {
	Number   int   `json:"number"` // from 1 to Of
	Of       int   `json:"of"`
	Groups   []int `json:"groups"`
	Findings []int `json:"findings"`
}

// Divided is the share of a report: its groups, by their ids, and the findings about
// them. Findings about no group are shared out by their ids. What a report rests on,
// inputs, devices and counts, stands in each share.
func (r *Report) Divided(s evidence.Share) *Report {
	part := *r
	part.Share = &Share{Number: s.Number, Of: s.Of, Groups: []int{}, Findings: []int{}}
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

// A ShareError names the share that cannot be joined, by its place in the list; -1 is
// a share that is not in it.
type ShareError struct {
	Index  int
	Number int // of the share, 0 if it has none
	Err    error
}

func (e *ShareError) Error() string {
	if e.Number == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("share %d %s", e.Number, e.Err)
}

func (e *ShareError) Unwrap() error { return e.Err }

// Joined is the report that was divided into these shares, in any order. All have to be
// there, and to be of the same result. Errors are *[ShareError].
func Joined(shares []*Report) (*Report, error) {
	if err := complete(shares); err != nil {
		return nil, err
	}
	whole := *shares[0]
	whole.Share = nil
	groups, findings := 0, 0
	for _, s := range shares {
		groups, findings = groups+len(s.Groups), findings+len(s.Findings)
	}
	whole.Groups, whole.Findings = make([]Group, groups), make([]finding.Finding, findings)
	groupAt, findingAt := make([]bool, groups), make([]bool, findings)
	for i, s := range shares {
		if !place(whole.Groups, groupAt, s.Groups, s.Share.Groups) || !place(whole.Findings, findingAt, s.Findings, s.Share.Findings) {
			return nil, &ShareError{i, s.Share.Number, ErrOtherWhole}
		}
	}
	return &whole, nil
}

// complete checks that all shares of one result are there, each once.
func complete(shares []*Report) error {
	if len(shares) == 0 {
		return &ShareError{-1, 1, ErrShareLost}
	}
	var first []byte
	seen := map[int]bool{}
	for i, s := range shares {
		if s.Share == nil {
			return &ShareError{Index: i, Err: ErrWhole}
		}
		frame := *s
		frame.Share, frame.Groups, frame.Findings = &Share{Of: s.Share.Of}, nil, nil
		text, err := json.Marshal(frame)
		if err != nil {
			return &ShareError{i, s.Share.Number, err}
		}
		if first == nil {
			first = text
		}
		switch n := s.Share.Number; {
		case !slices.Equal(text, first):
			return &ShareError{i, n, ErrOtherWhole}
		case seen[n]:
			return &ShareError{i, n, ErrShareTwice}
		default:
			seen[n] = true
		}
	}
	for n := range shares[0].Share.Of {
		if !seen[n+1] {
			return &ShareError{-1, n + 1, ErrShareLost}
		}
	}
	return nil
}

// place puts the items of one share where they belong, and reports whether there is
// room for each.
func place[T any](whole []T, taken []bool, items []T, at []int) bool {
	if len(items) != len(at) {
		return false
	}
	for i, item := range items {
		k := at[i]
		if k < 0 || k >= len(whole) || taken[k] {
			return false
		}
		whole[k], taken[k] = item, true
	}
	return true
}
