package addressbook

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

// A Tally is pairs of cards. One person are all pairs of one, whether anybody could
// tell or not.
type Tally struct {
	Joined    int // pairs that the plan makes one person
	OnePerson int // of these, pairs that are
	Wrong     int // pairs of different people of whom the cards show that
	Found     int // pairs that are the same and that a person could tell
	All       int // pairs of one person in the book
	Knowable  int // of these, those a person could tell
}

// Precision and Recall leave unknowable pairs out.
func (t Tally) Precision() float64 { return joined.Ratio(t.Found, t.Found+t.Wrong) }
func (t Tally) Recall() float64    { return joined.Ratio(t.Found, t.Knowable) }

// StrictPrecision and StrictRecall count every pair by whose the cards are.
func (t Tally) StrictPrecision() float64 { return joined.Ratio(t.OnePerson, t.Joined) }
func (t Tally) StrictRecall() float64    { return joined.Ratio(t.OnePerson, t.All) }

// A Pair is two cards, by place in the book, that are joined and should not be, or
// the reverse.
type Pair struct {
	A, B int
	Tie  Tie // what a person would have told them by
}

// A Report is how good a plan is.
type Report struct {
	At [joined.Levels]Tally
	// Wrong are pairs of different people, Missed those of one whom a person could
	// have told from the two alone.
	Wrong, Missed [joined.Levels][]Pair

	plan   *dedupe.Plan
	truth  *Truth
	cardOf map[string]int // id in the plan -> place
	steps  [joined.Levels][]joined.Step[int]
}

// Measure holds the plan of one book against its truth.
func Measure(plan *dedupe.Plan, truth *Truth) *Report {
	r := &Report{plan: plan, truth: truth, cardOf: make(map[string]int, len(plan.Records))}
	for _, listed := range plan.Records {
		if listed.Source == record.Card {
			r.cardOf[listed.ID] = listed.Place.Index
		}
	}
	for level := range joined.Levels {
		r.steps[level] = joined.Steps(plan, level, r.card)
		r.count(level)
	}
	return r
}

// card is the place of a record of the plan in the book.
func (r *Report) card(id string) int { return r.cardOf[id] }

func (r *Report) count(level joined.Level) {
	t := &r.At[level]
	cluster := make([]int, len(r.truth.Cards)) // 0 is none
	for i, list := range joined.Clusters(r.steps[level]) {
		r.countCluster(level, list)
		for _, c := range list {
			cluster[c] = i + 1
		}
	}
	persons := map[int32][]int{}
	for i, c := range r.truth.Cards {
		persons[c.Person] = append(persons[c.Person], i)
	}
	for _, list := range persons {
		known := map[int32]int{}
		for _, i := range list {
			known[r.truth.Cards[i].Known]++
		}
		t.All += pairs(len(list))
		for _, n := range known {
			t.Knowable += pairs(n)
		}
	}
	for _, told := range r.truth.told {
		if a, b := int(told.cards[0]), int(told.cards[1]); cluster[a] == 0 || cluster[a] != cluster[b] {
			r.Missed[level] = append(r.Missed[level], Pair{a, b, told.tie})
		}
	}
	for _, list := range [][]Pair{r.Wrong[level], r.Missed[level]} {
		slices.SortFunc(list, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	}
}

func pairs(n int) int { return n * (n - 1) / 2 }

// countCluster counts the pairs of what the plan makes one person.
func (r *Report) countCluster(level joined.Level, list []int) {
	t := &r.At[level]
	t.Joined += pairs(len(list))
	for i, a := range list {
		for _, b := range list[:i] {
			switch same := r.truth.Cards[a].Person == r.truth.Cards[b].Person; {
			case same:
				t.OnePerson++
				if r.truth.Label(a, b) == Same {
					t.Found++
				}
			case r.truth.Label(a, b) == Different:
				t.Wrong++
				r.Wrong[level] = append(r.Wrong[level], Pair{A: b, B: a})
			}
		}
	}
}
