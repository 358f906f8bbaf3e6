package planfile

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/gmmtool/gmmtool/dedupe"
)

// A numbering is what a large plan calls its records, and the order in which it has
// them: those of one person stand side by side, as do those of a proposal that are not
// of different persons. The first of them is "#17", the others "#17.2", "#17.3", ….
type numbering struct {
	rows  map[string]int32 // of the plan, by id
	names []string         // by row
	order []int32          // rows, in the order of the file
	like  []int32          // by row: the first of those it stands with, which may be itself
}

// numberingOf counts the records of a plan. Where they are not sorted by id, none stands
// elsewhere than in the plan: the order is not in the file.
func numberingOf(plan *dedupe.Plan) *numbering {
	records := plan.Records
	n := &numbering{
		rows: make(map[string]int32, len(records)), names: make([]string, len(records)),
		order: make([]int32, 0, len(records)), like: make([]int32, len(records)),
	}
	for i := range records {
		n.rows[records[i].ID] = int32(i)
		n.like[i] = int32(i)
	}
	next := make([]int32, len(records)) // of those that stand together, -1 behind the last
	for i := range next {
		next[i] = -1
	}
	if slices.IsSortedFunc(records, func(a, b dedupe.Listed) int { return cmp.Compare(a.ID, b.ID) }) && len(n.rows) == len(records) {
		n.group(plan, next)
	}
	count := 0
	for i := range records {
		if n.like[i] != int32(i) {
			continue
		}
		count++
		name := "#" + strconv.Itoa(count)
		n.names[i], n.order = name, append(n.order, int32(i))
		for row, k := next[i], 2; row >= 0; row, k = next[row], k+1 {
			n.names[row], n.order = name+"."+strconv.Itoa(k), append(n.order, row)
		}
	}
	return n
}

// group finds which records stand together, those of a person in their order.
func (n *numbering) group(plan *dedupe.Plan, next []int32) {
	last := make([]int32, len(next)) // of those that stand with a row; 0 if none was looked for yet
	join := func(first, row int32) {
		next[last[first]-1] = row
		n.like[row], last[first], last[row] = first, row+1, row+1
	}
	known := func(id string) (first int32, isAlone, isKnown bool) {
		row, isKnown := n.rows[id]
		if !isKnown {
			return 0, false, false
		}
		return n.like[row], last[row] == 0, true
	}
	begin := func(row int32) {
		if last[row] == 0 {
			last[row] = row + 1
		}
	}
	for i := range plan.Persons {
		var first int32
		for k, id := range plan.Persons[i].Records {
			row, isAlone, isKnown := known(id)
			if !isKnown || !isAlone {
				break // what follows stands by itself
			}
			if k == 0 {
				first = row
				begin(first)
			} else {
				join(first, row)
			}
		}
	}
	for i := range plan.Proposals {
		p := &plan.Proposals[i]
		if len(p.A) == 0 || len(p.B) == 0 {
			continue
		}
		a, aIsAlone, aIsKnown := known(p.A[0])
		b, bIsAlone, bIsKnown := known(p.B[0])
		switch {
		case !aIsKnown || !bIsKnown || a == b:
		case bIsAlone && len(p.B) == 1:
			begin(a)
			join(a, b)
		case aIsAlone && len(p.A) == 1:
			begin(b)
			join(b, a)
		}
	}
}
