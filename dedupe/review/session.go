package review

import (
	"iter"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
)

// A Session is a way through the clusters of a plan, whose decisions it sets.
type Session struct {
	plan      *dedupe.Plan
	persons   map[string]*dedupe.Person
	proposals map[string]*dedupe.Proposal
	entries   []*Entry
	at        int
	done      []step
}

// A step is what one decision changed.
type step struct {
	at      int // the entry it was made at
	changes []change
}

// A change is what was there before.
type change struct {
	decided  *dedupe.Decision
	before   dedupe.Decision
	person   *dedupe.Person // nil unless its records changed
	records  []string
	survivor string
}

// New begins a review of what is undecided in a valid plan, at the first cluster.
// A plan of an earlier release has no clusters: each proposal and person is one.
func New(plan *dedupe.Plan) *Session {
	s := sessionOf(plan)
	for c := range s.open() {
		s.entries = append(s.entries, s.entry(c))
	}
	return s
}

// First are the entries that [New] begins with, at most so many of them, and how many
// there are.
func First(plan *dedupe.Plan, most int) (first []*Entry, all int) {
	s := sessionOf(plan)
	for c := range s.open() {
		if all++; all <= most {
			first = append(first, s.entry(c))
		}
	}
	return first, all
}

func sessionOf(plan *dedupe.Plan) *Session {
	s := &Session{
		plan: plan, persons: make(map[string]*dedupe.Person, len(plan.Persons)), proposals: make(map[string]*dedupe.Proposal, len(plan.Proposals)),
	}
	for i := range plan.Persons {
		s.persons[plan.Persons[i].ID] = &plan.Persons[i]
	}
	for i := range plan.Proposals {
		s.proposals[plan.Proposals[i].ID] = &plan.Proposals[i]
	}
	return s
}

// open are the clusters of which something is not decided.
func (s *Session) open() iter.Seq[dedupe.Cluster] {
	isOpenPerson := func(id string) bool { p := s.persons[id]; return p != nil && p.Decision == dedupe.Review }
	isOpenProposal := func(id string) bool { p := s.proposals[id]; return p != nil && p.Decision == dedupe.Review }
	return func(yield func(dedupe.Cluster) bool) {
		for _, c := range dedupe.Clusters(s.plan) {
			if isOpen := slices.ContainsFunc(c.Persons, isOpenPerson) || slices.ContainsFunc(c.Proposals, isOpenProposal); isOpen && !yield(c) {
				return
			}
		}
	}
}

// Entries is how many entries the review began with.
func (s *Session) Entries() int { return len(s.entries) }

// Current is the entry to be decided and its number from 1; nil if none is open.
func (s *Session) Current() (*Entry, int) {
	for s.at < len(s.entries) && !s.entries[s.at].isOpen() {
		s.at++
	}
	if s.at == len(s.entries) {
		return nil, 0
	}
	return s.entries[s.at], s.at + 1
}

// Open are the entries of a pattern that are not decided, in order.
func (s *Session) Open(pattern string) []*Entry {
	var open []*Entry
	for _, e := range s.entries {
		if e.Pattern == pattern && e.isOpen() {
			open = append(open, e)
		}
	}
	return open
}

// Decide sets the decision of all that is open in the current entry.
func (s *Session) Decide(d dedupe.Decision) {
	if e, _ := s.Current(); e != nil {
		s.decide(d, e)
	}
}

// DecideAll decides every open entry of the pattern of the current one, which it
// returns the number of.
func (s *Session) DecideAll(d dedupe.Decision) int {
	e, _ := s.Current()
	if e == nil {
		return 0
	}
	all := s.Open(e.Pattern)
	s.decide(d, all...)
	return len(all)
}

func (s *Session) decide(d dedupe.Decision, entries ...*Entry) {
	made := step{at: s.at}
	for _, e := range entries {
		for _, p := range e.Pairs {
			if *p.decided == dedupe.Review {
				made.changes = append(made.changes, change{decided: p.decided, before: *p.decided})
				*p.decided = d
			}
		}
	}
	s.done = append(s.done, made)
}

// Skip leaves the current entry undecided.
func (s *Session) Skip() {
	if e, _ := s.Current(); e != nil {
		s.done = append(s.done, step{at: s.at})
		s.at++
	}
}

// Split says that one side of the current entry is somebody else: its proposals
// are refused, and of a person on proof the record is taken out. What is left stays
// open. It reports whether there was anything to split.
func (s *Session) Split(side int) bool {
	e, _ := s.Current()
	if e == nil || side < 0 || side >= len(e.Sides) {
		return false
	}
	made := step{at: s.at}
	for _, p := range e.Pairs {
		switch {
		case *p.decided != dedupe.Review:
		case p.person != nil:
			i := slices.Index(p.person.Records, e.Sides[side][0])
			if i < 0 || len(p.person.Records) < 3 {
				continue // of two there is nothing left: that is a refusal
			}
			made.changes = append(made.changes, change{p.decided, *p.decided, p.person, p.person.Records, p.person.Survivor})
			p.person.Records = slices.Delete(slices.Clone(p.person.Records), i, i+1)
			if p.person.Survivor == e.Sides[side][0] {
				p.person.Survivor = ""
			}
		case p.A == side || p.B == side:
			made.changes = append(made.changes, change{decided: p.decided, before: *p.decided})
			*p.decided = dedupe.Refuse
		}
	}
	if made.changes == nil {
		return false
	}
	s.done = append(s.done, made)
	s.entries[s.at] = s.entry(e.Cluster)
	return true
}

// Undo takes the last decision back, and returns to where it was made. It reports
// whether there was one.
func (s *Session) Undo() bool {
	if len(s.done) == 0 {
		return false
	}
	last := s.done[len(s.done)-1]
	s.done = s.done[:len(s.done)-1]
	for _, c := range last.changes {
		*c.decided = c.before
		if c.person != nil {
			c.person.Records, c.person.Survivor = c.records, c.survivor
		}
	}
	s.at = last.at
	s.entries[s.at] = s.entry(s.entries[s.at].Cluster)
	return true
}

// Left is how many entries are still open.
func (s *Session) Left() int {
	n := 0
	for _, e := range s.entries {
		if e.isOpen() {
			n++
		}
	}
	return n
}

// IsChanged reports whether anything was decided.
func (s *Session) IsChanged() bool {
	return slices.ContainsFunc(s.done, func(made step) bool { return len(made.changes) > 0 })
}

// A Pattern is the rules that entries rest on, and how many open ones do.
type Pattern struct {
	Rules   string
	Entries []*Entry
}

// Patterns are those of all open entries, the most frequent first.
func (s *Session) Patterns() []Pattern {
	at := map[string]int{}
	var all []Pattern
	for _, e := range s.entries {
		if !e.isOpen() {
			continue
		}
		i, known := at[e.Pattern]
		if !known {
			i = len(all)
			at[e.Pattern] = i
			all = append(all, Pattern{Rules: e.Pattern})
		}
		all[i].Entries = append(all[i].Entries, e)
	}
	slices.SortStableFunc(all, func(a, b Pattern) int { return len(b.Entries) - len(a.Entries) })
	return all
}

// EntriesLeft are the open entries, in order.
func (s *Session) EntriesLeft() []*Entry {
	return slices.DeleteFunc(slices.Clone(s.entries), func(e *Entry) bool { return !e.isOpen() })
}
