package addressbook

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

// String is the report as a table.
func (r *Report) String() string {
	var b strings.Builder
	t := r.At[0]
	fmt.Fprintf(&b, "%s, seed %d, %d cards: %d pairs of one person, of which %d can be told\n", r.truth.Kind, r.truth.Seed, len(r.truth.Cards), t.All, t.Knowable)
	fmt.Fprintf(&b, "%-10s %8s %8s | %9s %7s | %9s %7s\n", "", "joined", "wrong", "precision", "recall", "strict p", "r")
	for level := range joined.Levels {
		t := r.At[level]
		fmt.Fprintf(&b, "%-10s %8d %8d | %9.4f %7.4f | %9.4f %7.4f\n", level, t.Joined, t.Wrong, t.Precision(), t.Recall(), t.StrictPrecision(), t.StrictRecall())
	}
	return b.String()
}

// MissedByDifference says how often pairs of each two sorts of cards were missed,
// the most frequent first, with one example.
func (r *Report) MissedByDifference(level joined.Level, most int) string {
	count, example := map[string]int{}, map[string]Pair{}
	for _, p := range r.Missed[level] {
		x, y := r.truth.Cards[p.A].Marks.String(), r.truth.Cards[p.B].Marks.String()
		key := min(x, y) + " / " + max(x, y) + ", " + p.Tie.String()
		count[key]++
		example[key] = p
	}
	keys := mostFirst(count)
	var b strings.Builder
	for _, key := range keys[:min(most, len(keys))] {
		fmt.Fprintf(&b, "%6d  %s (cards %d and %d)\n", count[key], key, example[key].A, example[key].B)
	}
	return b.String()
}

// Why is the evidence for and against a pair in the plan, one line each: of the
// shortest way that joins them, or of the proposals that name both.
func (r *Report) Why(level joined.Level, p Pair) string {
	var b strings.Builder
	show := func(sign string, list []dedupe.Evidence) {
		for _, e := range list {
			fmt.Fprintf(&b, "    %s %-8s %-26s %q\n", sign, e.Grade, e.Rule, e.Text)
		}
	}
	if steps := joined.Way(r.steps[level], p.A, p.B); len(steps) > 0 {
		for _, s := range steps {
			show("+", s.Evidence)
			show("-", s.Against)
		}
		return b.String()
	}
	for _, q := range joined.Between(r.plan, p.A, p.B, r.card) {
		fmt.Fprintf(&b, "    proposed: %s, suggested %s\n", q.Decision, q.Suggest)
		show("+", q.Evidence)
		show("-", q.Against)
	}
	return b.String()
}

// MissedByPlan says what became of the missed pairs: how often a plan does not
// list them, or lists them with which leaning and what against it.
func (r *Report) MissedByPlan(level joined.Level) string {
	of := map[int][]int{} // card -> proposals
	for i, q := range r.plan.Proposals {
		for _, id := range slices.Concat(q.A, q.B) {
			of[r.cardOf[id]] = append(of[r.cardOf[id]], i)
		}
	}
	count := map[string]int{}
	for _, p := range r.Missed[level] {
		what := "not listed"
		for _, i := range of[p.A] {
			if slices.Contains(of[p.B], i) {
				what = leaning(r.plan.Proposals[i])
			}
		}
		count[what]++
	}
	var b strings.Builder
	for _, what := range mostFirst(count) {
		fmt.Fprintf(&b, "%6d  %s\n", count[what], what)
	}
	return b.String()
}

// mostFirst lists what was counted, the most frequent first.
func mostFirst(count map[string]int) []string {
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
}

func leaning(q dedupe.Proposal) string {
	rules := map[string]bool{}
	for _, e := range q.Against {
		rules[e.Rule] = true
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", q.Suggest, strings.Join(slices.Sorted(maps.Keys(rules)), " ")))
}
