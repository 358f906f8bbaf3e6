package addressbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
)

// String is the report as a table.
func (r *Report) String() string {
	var b strings.Builder
	t := r.At[0]
	fmt.Fprintf(&b, "%s, seed %d, %d cards: %d pairs of one person, of which %d can be told\n", r.truth.Kind, r.truth.Seed, len(r.truth.Cards), t.All, t.Knowable)
	fmt.Fprintf(&b, "%-10s %8s %8s | %9s %7s | %9s %7s\n", "", "joined", "wrong", "precision", "recall", "strict p", "r")
	for level := range levels {
		t := r.At[level]
		fmt.Fprintf(&b, "%-10s %8d %8d | %9.4f %7.4f | %9.4f %7.4f\n", level, t.Joined, t.Wrong, t.Precision(), t.Recall(), t.StrictPrecision(), t.StrictRecall())
	}
	return b.String()
}

// MissedByDifference says how often pairs of each two sorts of cards were missed,
// the most frequent first, with one example.
func (r *Report) MissedByDifference(level Level, most int) string {
	count, example := map[string]int{}, map[string]Pair{}
	for _, p := range r.Missed[level] {
		x, y := r.truth.Cards[p.A].Marks.String(), r.truth.Cards[p.B].Marks.String()
		key := min(x, y) + " / " + max(x, y) + ", " + p.Tie.String()
		count[key]++
		example[key] = p
	}
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	for _, key := range keys[:min(most, len(keys))] {
		fmt.Fprintf(&b, "%6d  %s (cards %d and %d)\n", count[key], key, example[key].A, example[key].B)
	}
	return b.String()
}

// Why is the evidence for and against a pair in the plan, one line each: of the
// shortest way that joins them, or of the proposals that name both.
func (r *Report) Why(level Level, p Pair) string {
	var b strings.Builder
	show := func(sign string, list []dedupe.Evidence) {
		for _, e := range list {
			fmt.Fprintf(&b, "    %s %-8s %-26s %q\n", sign, e.Grade, e.Rule, e.Text)
		}
	}
	if steps := r.way(level, p); len(steps) > 0 {
		for _, s := range steps {
			show("+", s.evidence)
			show("-", s.against)
		}
		return b.String()
	}
	has := func(ids []string, card int) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return r.cardOf[id] == card })
	}
	for _, q := range r.plan.Proposals {
		if has(q.A, p.A) && has(q.B, p.B) || has(q.A, p.B) && has(q.B, p.A) {
			fmt.Fprintf(&b, "    proposed: %s, suggested %s\n", q.Decision, q.Suggest)
			show("+", q.Evidence)
			show("-", q.Against)
		}
	}
	return b.String()
}

// way is the steps on the shortest way from one card to the other.
func (r *Report) way(level Level, p Pair) []step {
	type place struct{ card, before, by int }
	seen := map[int]bool{p.A: true}
	queue := []place{{p.A, -1, -1}}
	for i := 0; i < len(queue); i++ {
		if queue[i].card == p.B {
			var way []step
			for j := i; queue[j].by >= 0; j = queue[j].before {
				way = append(way, r.steps[level][queue[j].by])
			}
			slices.Reverse(way)
			return way
		}
		for n, s := range r.steps[level] {
			if !slices.Contains(s.cards, queue[i].card) {
				continue
			}
			for _, next := range s.cards {
				if !seen[next] {
					seen[next] = true
					queue = append(queue, place{next, i, n})
				}
			}
		}
	}
	return nil
}

// MissedByPlan says what became of the missed pairs: how often a plan does not
// list them, or lists them with which leaning and what against it.
func (r *Report) MissedByPlan(level Level) string {
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
	for _, what := range slices.SortedFunc(maps.Keys(count), func(a, b string) int { return count[b] - count[a] }) {
		fmt.Fprintf(&b, "%6d  %s\n", count[what], what)
	}
	return b.String()
}

func leaning(q dedupe.Proposal) string {
	rules := map[string]bool{}
	for _, e := range q.Against {
		rules[e.Rule] = true
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", q.Suggest, strings.Join(slices.Sorted(maps.Keys(rules)), " ")))
}
