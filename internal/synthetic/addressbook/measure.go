package addressbook

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A Level is how far a plan goes.
type Level int

const (
	// Accepted is what the plan does if nobody edits it.
	Accepted Level = iota
	// Suggested adds what it does if a reviewer follows every suggestion to accept.
	// What is accepted together is one person, so that a chain joins its ends.
	Suggested
	levels
)

func (l Level) String() string { return [...]string{"accepted", "suggested"}[l] }

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
func (t Tally) Precision() float64 { return ratio(t.Found, t.Found+t.Wrong) }
func (t Tally) Recall() float64    { return ratio(t.Found, t.Knowable) }

// StrictPrecision and StrictRecall count every pair by whose the cards are.
func (t Tally) StrictPrecision() float64 { return ratio(t.OnePerson, t.Joined) }
func (t Tally) StrictRecall() float64    { return ratio(t.OnePerson, t.All) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// A Pair is two cards, by place in the book, that are joined and should not be, or
// the reverse.
type Pair struct {
	A, B int
	Tie  Tie // what a person would have told them by
}

// A Report is how good a plan is.
type Report struct {
	At [levels]Tally
	// Wrong are pairs of different people, Missed those of one whom a person could
	// have told from the two alone.
	Wrong, Missed [levels][]Pair

	plan   *dedupe.Plan
	truth  *Truth
	cardOf map[string]int // id in the plan -> place
	steps  [levels][]step
}

// A step is what a plan joins at once.
type step struct {
	cards    []int
	evidence []dedupe.Evidence
	against  []dedupe.Evidence
}

// Measure holds the plan of one book against its truth.
func Measure(plan *dedupe.Plan, truth *Truth) *Report {
	r := &Report{plan: plan, truth: truth, cardOf: make(map[string]int, len(plan.Records))}
	for _, listed := range plan.Records {
		if listed.Source == record.Card {
			r.cardOf[listed.ID] = listed.Place.Index
		}
	}
	for level := range levels {
		r.steps[level] = r.stepsOf(level)
		r.count(level)
	}
	return r
}

func (r *Report) stepsOf(level Level) []step {
	var list []step
	add := func(evidence, against []dedupe.Evidence, sides ...[]string) {
		s := step{evidence: evidence, against: against}
		for _, id := range slices.Concat(sides...) {
			s.cards = append(s.cards, r.cardOf[id])
		}
		list = append(list, s)
	}
	for _, p := range r.plan.Persons {
		if p.Decision == dedupe.Accept {
			add(p.Evidence, p.Against, p.Records)
		}
	}
	for _, p := range r.plan.Proposals {
		if p.Decision == dedupe.Accept || level == Suggested && p.Decision == dedupe.Review && p.Suggest == dedupe.Accept {
			add(p.Evidence, p.Against, p.A, p.B)
		}
	}
	return list
}

// union makes one set of the cards of each step, and gives each card the least of
// its set.
func union(n int, steps []step) []int {
	root := make([]int, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, s := range steps {
		for _, c := range s.cards[1:] {
			a, b := find(s.cards[0]), find(c)
			root[max(a, b)] = min(a, b)
		}
	}
	for i := range root {
		root[i] = find(i)
	}
	return root
}

func (r *Report) count(level Level) {
	t := &r.At[level]
	root := union(len(r.truth.Cards), r.steps[level])
	members := map[int][]int{}
	persons := map[int32][]int{}
	for i, c := range r.truth.Cards {
		members[root[i]] = append(members[root[i]], i)
		persons[c.Person] = append(persons[c.Person], i)
	}
	for _, list := range members {
		r.countCluster(level, list)
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
		if a, b := int(told.cards[0]), int(told.cards[1]); root[a] != root[b] {
			r.Missed[level] = append(r.Missed[level], Pair{a, b, told.tie})
		}
	}
	for _, list := range [][]Pair{r.Wrong[level], r.Missed[level]} {
		slices.SortFunc(list, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	}
}

func pairs(n int) int { return n * (n - 1) / 2 }

// countCluster counts the pairs of what the plan makes one person.
func (r *Report) countCluster(level Level, list []int) {
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
